import Foundation
import Testing

@testable import Collecting

/// Archives that nobody honest makes: each is told of in words, and nothing of it gets anywhere.
@Suite struct HostileArchiveTests {
  let confined: Confined

  init() throws { confined = try Confined() }

  @Test(arguments: WrittenArchive.Format.allCases)
  func honestArchivesComeOutAsTheyWentIn(_ format: WrittenArchive.Format) throws {
    let unpacked = try confined.unpack(
      try WrittenArchive.bytes(format, [.init("a/MLP.swift", "import MLP"), .init("Müller.txt", "ü"), .init("empty")]))
    #expect(unpacked.trouble == nil)
    #expect(unpacked.found.map(\.path.text) == ["a/MLP.swift", "Müller.txt", "empty"])
    #expect(unpacked.found.map { confined.text($0) } == ["import MLP", "ü", ""])
    // All but zip tell the world's time, and libarchive's zip does as well.
    #expect(unpacked.found.allSatisfy { $0.time == Moment(seconds: 1_790_000_000, source: .archive) })
  }

  @Test func pathsThatClimbAreNamesAndNoMore() throws {
    let names = [
      "../../up.swift", "/etc/absolute.swift", "C:\\windows\\x.swift", "a\\..\\..\\b.swift", "fine/./c.swift",
    ]
    let outside = Set(try FileManager.default.contentsOfDirectory(atPath: "/etc"))
    for bytes in [
      RawZip(names.map { ($0, "x") }).bytes, try WrittenArchive.bytes(.tar, names.map { .init($0, "x") }),
    ] {
      let unpacked = try confined.unpack(bytes)
      #expect(unpacked.found.map(\.path.climbs) == [true, true, true, true, false])
      #expect(unpacked.found.map(\.path.name) == ["up.swift", "absolute.swift", "x.swift", "b.swift", "c.swift"])
      for found in unpacked.found {
        let path = String(decoding: found.content?.path ?? [], as: UTF8.self)
        #expect(path.contains("/gradus-") && path.split(separator: "/").last.map { Int($0) != nil } == true)
      }
    }
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: "/etc")) == outside)
  }

  @Test func linksAndDevicesHaveNoContent() throws {
    let unpacked = try confined.unpack(
      try WrittenArchive.bytes(
        .tar,
        [
          .init("real.swift", "text"), .init("MLP.swift", linkTo: "/etc/passwd"),
          .init("hard.swift", hardLinkTo: "real.swift"), .init("device", type: 0o020000),
          .init("pipe", type: 0o010000), .init("folder", type: 0o040000),
        ]))
    #expect(unpacked.found.map(\.kind) == [.file, .link, .link, .other, .other, .folder])
    #expect(unpacked.found.dropFirst().allSatisfy { $0.content == nil })
    var link = RawZip.Entry("MLP.swift", "/etc/passwd")
    link.mode = 0o120777
    var zip = RawZip()
    zip.entries = [link]
    #expect(try confined.unpack(zip.bytes).found.map(\.kind) == [.link])
  }

  private func bounds(_ change: (inout Bounds) -> Void) -> Bounds {
    var bounds = Bounds(
      entries: 100, fileBytes: 1 << 20, totalBytes: 64 << 20, depth: 2, archives: 5, cpuSeconds: 20)
    change(&bounds)
    return bounds
  }

  @Test func bombsAreStopped() throws {
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    // 48 files of a mebibyte, some thousand times smaller when packed.
    let ratio = try WrittenArchive.bytes(.zip, (0..<48).map { .init("\($0)", bytes: zeros) })
    #expect(ratio.count < 1 << 17)
    let grown = try confined.unpack(ratio, bounds { $0.ratio = 20 })
    #expect(grown.trouble?.contains("MiB come out of it") == true)
    #expect(grown.found.reduce(0) { $0 + ($1.content?.size ?? 0) } <= 34 << 20)

    let total = try confined.unpack(ratio, bounds { ($0.ratio, $0.totalBytes) = (1000, 10 << 20) })
    #expect(total.trouble?.contains("more than 10 MiB") == true)

    let count = try WrittenArchive.bytes(.tarGzip, (0..<101).map { .init("\($0)") })
    #expect(try confined.unpack(count, bounds { _ in }).trouble == "it has more than 100 entries")

    let large = try WrittenArchive.bytes(.sevenZip, [.init("big", bytes: zeros + [0]), .init("MLP.swift", "text")])
    let found = try confined.unpack(large, bounds { _ in }).found
    #expect(found.map(\.trouble) == ["too large to be read", nil])
    #expect(found.last.flatMap { confined.text($0) } == "text")
  }

  /// A size that is told small, and a content that is large.
  @Test func whatIsToldOfSizesIsNotBelieved() throws {
    var entry = RawZip.Entry("MLP.swift", bytes: [UInt8](repeating: 65, count: 2 << 20))
    entry.told = 3
    var zip = RawZip()
    zip.entries = [entry]
    let unpacked = try confined.unpack(zip.bytes, bounds { _ in })
    #expect(unpacked.found.allSatisfy { ($0.content?.size ?? 0) <= 1 << 20 })
  }

  @Test func archivesInArchivesAreOpenedToADepth() throws {
    var bytes = RawZip([("MLP.swift", "deep")]).bytes
    for level in 1...3 {
      var zip = RawZip()
      zip.entries = [RawZip.Entry("level\(level).zip", bytes: bytes)]
      bytes = zip.bytes
    }
    let two = try confined.expand([("all.zip", bytes)], bounds { $0.depth = 2 })
    #expect(two.last?.trouble == "an archive in 2 others, which is not unpacked")
    #expect(!two.contains { $0.path.name == "MLP.swift" })
    let all = try confined.expand([("all.zip", bytes)], bounds { $0.depth = 4 })
    #expect(all.map(\.path.text) == ["all.zip/level3.zip/level2.zip/level1.zip/MLP.swift"])
    #expect(all.first.flatMap { confined.text($0) } == "deep")
  }

  @Test func aStudentsArchivesTogetherHaveBounds() throws {
    let zip = RawZip((0..<40).map { ("\($0).swift", "x") }).bytes
    let many = try confined.expand((0..<7).map { ("\($0).zip", zip) }, bounds { $0.entries = 1000 })
    #expect(many.count { $0.trouble == "the archive after 5 others, which is not unpacked" } == 2)
    let entries = try confined.expand((0..<4).map { ("\($0).zip", zip) }, bounds { _ in })
    #expect(entries.contains { $0.trouble?.contains("more than 20 entries") == true })
  }

  @Test func equalNamesAndTwinsAreAllThere() throws {
    let unpacked = try confined.unpack(
      RawZip([("MLP.swift", "one"), ("MLP.swift", "two"), ("mlp.SWIFT", "three")]).bytes)
    #expect(unpacked.found.map(\.path.text) == ["MLP.swift", "MLP.swift", "mlp.SWIFT"])
    #expect(unpacked.found.map { confined.text($0) } == ["one", "two", "three"])
  }

  @Test func oldNamesAreReadAsTheyWereWritten() throws {
    var zip = RawZip([("x", "a"), ("x", "b"), ("Zoë/x.swift", "c")])
    // ü is 0x81 in code page 437, and é 0x82.
    zip.entries[0].name = Array("M".utf8) + [0x81] + Array("ller".utf8)
    zip.entries[0].flags = 0
    zip.entries[1].name = Array("Ren".utf8) + [0x82]
    zip.entries[1].flags = 0
    #expect(try confined.unpack(zip.bytes).found.map(\.path.text) == ["Müller", "René", "Zoë/x.swift"])
  }

  /// A zip tells what a clock showed, and perhaps the world's time.
  @Test func timesWithoutAZoneAreOfTheZoneThatIsSaid() throws {
    var zip = RawZip([("clock", ""), ("world", "")])
    zip.entries[1].unixTime = 1_791_210_621
    let zone = try #require(TimeZone(identifier: "Europe/Zurich"))
    let found = try confined.unpacker.unpack(
      try confined.spool.keep(zip.bytes), .ofStudent, into: confined.spool, zone: zone
    ).found
    // 2026-10-05 14:30:20 in Zurich, where it is two hours later than in the world in October.
    #expect(found[0].time?.words == "2026-10-05T12:30:20Z")
    #expect(found[0].time?.assumedZone == "Europe/Zurich")
    #expect(found[1].time == Moment(seconds: 1_791_210_621, source: .archive))
  }

  @Test func encryptedOnesAreToldSo() throws {
    var zip = RawZip([("MLP.swift", "0123456789abcdef"), ("plain.swift", "text")])
    zip.entries[0].flags |= 1
    let unpacked = try confined.unpack(zip.bytes)
    #expect(unpacked.found.first?.trouble == "encrypted")
    #expect(unpacked.found.first?.content == nil)
  }

  @Test(arguments: WrittenArchive.Format.allCases)
  func cutOnesAreToldSo(_ format: WrittenArchive.Format) throws {
    var generator = Seeded(state: 4)
    let noise = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let bytes = try WrittenArchive.bytes(
      format, [.init("a.swift", bytes: noise), .init("b.swift", bytes: noise + [1])])
    for eighths in [1, 4, 7] {
      let unpacked = try confined.unpack(Array(bytes.prefix(bytes.count * eighths / 8)))
      #expect(unpacked.trouble != nil, "\(eighths)")
      for found in unpacked.found where found.content != nil { #expect(found.path.name == "a.swift") }
    }
  }

  /// A zip whose files are all there, and whose list of them is not.
  @Test func aZipWithoutItsEndIsCut() throws {
    let bytes = RawZip([("a.swift", "one"), ("MLP.swift", "two")]).bytes
    for lost in [1, 22, 23, 60] {
      let unpacked = try confined.unpack(Array(bytes.dropLast(lost)))
      #expect(unpacked.trouble?.contains("damaged or cut off") == true, "\(lost)")
    }
    #expect(try confined.unpack(bytes).trouble == nil)
  }

  @Test func whatIsNoArchiveIsNone() throws {
    for text in ["", "import MLP\n", "%PDF-1.4", String(repeating: "x", count: 5000)] {
      let unpacked = try confined.unpack(Array(text.utf8))
      #expect(unpacked.found.isEmpty && unpacked.trouble != nil)
    }
  }

  @Test func oneFileThatIsPackedIsCalledAsItsArchive() throws {
    // `printf 'import MLP\n' | gzip -n`
    let packed: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0xCC, 0x2D, 0xC8, 0x2F, 0x2A, 0x51, 0xF0, 0xF5, 0x09, 0xE0, 0x02, 0,
    ]
    let tail = RawZip.crc(Array("import MLP\n".utf8))
    let bytes = packed + withUnsafeBytes(of: tail.littleEndian) { Array($0) } + [11, 0, 0, 0]
    let found = try confined.expand([("MLP.swift.gz", bytes)])
    #expect(found.map(\.path.text) == ["MLP.swift.gz/MLP.swift"])
    #expect(found.first.flatMap { confined.text($0) } == "import MLP\n")
  }
}
