import Foundation
import Testing

@testable import Collecting

/// Archives and pipes with mistakes in them: whatever comes, it is an answer within the bounds, and no fault of ours.
@Suite struct ArchiveFuzzTests {
  /// How many, of those that cost a process each; `GRADUS_FUZZ` asks for more of all.
  private static let asked = ProcessInfo.processInfo.environment["GRADUS_FUZZ"].flatMap { Int($0) }

  /// What a fuzzer does to bytes that are valid: turns bits, writes numbers that are at an end, takes out, doubles.
  static func mutated(_ bytes: [UInt8], _ generator: inout Seeded) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
      case 2:
        for offset in 0..<4 where place + offset < bytes.count { bytes[place + offset] = 0xFF }
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...64, using: &generator)))
      case 4:
        let end = min(bytes.count, place + Int.random(in: 1...64, using: &generator))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      default: bytes.removeLast(Int.random(in: 0...min(200, bytes.count), using: &generator))
      }
    }
    return bytes
  }

  @Test func archivesWithMistakesAreAnswered() throws {
    let confined = try Confined()
    let bounds = Bounds(entries: 50, fileBytes: 1 << 16, totalBytes: 1 << 18, depth: 2, archives: 4, cpuSeconds: 10)
    let entries: [WrittenArchive.Entry] = [
      .init("a/MLP.swift", "import MLP\nstruct Submission {}"), .init("b", bytes: (0..<999).map { UInt8($0 % 251) }),
      .init("c/d/e.txt", String(repeating: "words ", count: 100)),
    ]
    var seeds = try WrittenArchive.Format.allCases.map { try WrittenArchive.bytes($0, entries) }
    seeds.append(RawZip([("x", "y"), ("MLP.swift", "z")]).bytes)
    var generator = Seeded(state: 2026)
    for round in 0..<(Self.asked.map { min($0, 2000) } ?? 48) {
      let bytes = Self.mutated(seeds[round % seeds.count], &generator)
      let unpacked = try confined.unpack(bytes, bounds)
      #expect(unpacked.found.count <= 50, "\(round)")
      #expect(unpacked.found.reduce(0) { $0 + ($1.content?.size ?? 0) } <= 1 << 18, "\(round)")
      for found in unpacked.found {
        #expect(!found.path.parts.contains { $0 == ".." || $0.contains("/") }, "\(round)")
        if let content = found.content { #expect(Disk.read(content)?.count == content.size, "\(round)") }
      }
    }
  }

  /// Zips whose parts are all in their places, and whose fields say anything.
  private static func zip(_ depth: Int, _ generator: inout Seeded) -> [UInt8] {
    let names = [
      "MLP.swift", "mlp.swift", "MLP (1).swift", "../MLP.swift", "/MLP.swift", "a/", "", ".", "..", "a\\b.swift",
      "x.zip",
      "Package.swift", "Gradus/MLP.swift", "\u{202E}tfiws.PLM", "a\nb.swift",
      String(repeating: "d/", count: 90) + "x.swift",
      "C:x.swift", "__MACOSX/._MLP.swift", String(repeating: "n", count: 3000), "\0.swift",
    ]
    var zip = RawZip()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      var entry = RawZip.Entry(names.randomElement(using: &generator) ?? "", "struct Submission {}")
      if entry.name.suffix(4) == Array(".zip".utf8), depth > 0 { entry.data = Self.zip(depth - 1, &generator) }
      if Int.random(in: 0..<4, using: &generator) == 0 { entry.name.append(0xFF) }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        entry.flags = UInt16.random(in: 0...0xFFFF, using: &generator)
      }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        entry.method = [8, 9, 12, 14, 93, 99, 0xFFFF].randomElement(using: &generator) ?? 0
      }
      if Int.random(in: 0..<4, using: &generator) == 0 { entry.told = .random(in: 0 ... .max, using: &generator) }
      if Int.random(in: 0..<4, using: &generator) == 0 { entry.unixTime = .random(in: 0 ... .max, using: &generator) }
      entry.date = .random(in: 0 ... .max, using: &generator)
      if Int.random(in: 0..<4, using: &generator) == 0 {
        entry.mode =
          [0o120777, 0o020666, 0o060666, 0o010666, 0o140777, 0, .max >> 16]
          .randomElement(using: &generator) ?? 0
      }
      zip.entries.append(entry)
    }
    return zip.bytes
  }

  @Test func zipsThatSayAnythingAreAnswered() throws {
    let confined = try Confined()
    var generator = Seeded(state: 3)
    for round in 0..<(Self.asked.map { min($0, 2000) } ?? 24) {
      let found = try confined.expand([("x.zip", Self.zip(2, &generator))])
      for item in found {
        #expect(item.path.parts.first == "x.zip", "\(round)")
        if item.kind != .file { #expect(item.content == nil, "\(round)") }
      }
      let choice = Chooser(file: "MLP.swift").choose(found) { Disk.read($0) }
      #expect((choice.chosen == nil) == (choice.reason != nil), "\(round)")
      if let chosen = choice.chosen { #expect(!chosen.path.climbs, "\(round)") }
    }
  }

  /// Whatever the names, each thing is one student's, or nobody's.
  @Test func classesOfAnyNamesAreSorted() throws {
    let tops = [
      "Ada_1_assignsubmission_file_", "Bo_2_assignsubmission_file_x.zip", "ada_1_7_MLP.swift", "bo_LATE_2_8_MLP.swift",
      "submission_1", "submission_metadata.yml", "ada", "ada.swift", "ada.zip", ".git", "__MACOSX", "Sources",
      "MLP.swift",
    ]
    var generator = Seeded(state: 5)
    for _ in 0..<(Self.asked.map { min($0, 300_000) } ?? 2000) {
      let found = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        let top = Self.mutated(Array((tops.randomElement(using: &generator) ?? "").utf8), &generator)
        let rest = [[], Array("/MLP.swift".utf8), Array("/a/b.zip".utf8)].randomElement(using: &generator) ?? []
        return Found(
          path: EntryPath(archived: (Bool.random(using: &generator) ? top : Array(tops[0].utf8)) + rest), kind: .file)
      }
      do throws(CollectingFault) {
        let contents = try ClassContents(
          found, as: Layout.allCases.randomElement(using: &generator), from: "x", file: "MLP.swift", isFolder: false,
          read: { _ in Array("submission_1:\n  :submitters:\n  - :sid: 7\n".utf8) })
        let pieces = contents.handIns.reduce(0) { $0 + $1.pieces.count } + contents.leftOut.count
        #expect(pieces <= found.count)
        #expect(Set(contents.handIns.map(\.student.key)).count == contents.handIns.count)
      } catch {
        #expect(error.description.hasSuffix("Nothing was collected."))
      }
    }
  }

  private let frames: [Frame] = [
    .entry(.init(kind: .file, size: 5, time: 7, hasZone: true, name: Array("a/b".utf8))), .data([1, 2, 3]), .data([]),
    .close(.whole), .entry(.init(kind: .link, size: -1, time: nil, hasZone: false, name: [])), .close(.none),
    .end(.damaged, message: Array("why".utf8)),
  ]

  @Test func framesComeAsTheyWereSentHoweverTheyAreCut() throws {
    let bytes = frames.flatMap(\.bytes)
    for piece in [1, 2, 3, 7, 50, bytes.count] {
      var reader = FrameReader()
      var read: [Frame] = []
      for start in stride(from: 0, to: bytes.count, by: piece) {
        read += try reader.take(Array(bytes[start..<min(bytes.count, start + piece)]))
      }
      #expect(read == frames)
      #expect(reader.isFinished)
    }
  }

  @Test func framesOutOfOrderAreRefused() {
    let entry = frames[0].bytes
    for wrong in [
      frames[1].bytes, frames[3].bytes, entry + entry, entry + frames[6].bytes, frames[6].bytes + entry,
      frames[6].bytes + [0], [0], [0xFF], [UInt8(ascii: "C"), 9],
      [UInt8(ascii: "D")] + [UInt8](repeating: 0xFF, count: 8), entry + [UInt8(ascii: "D"), 1, 0, 1, 0, 0, 0, 0, 0],
    ] {
      var reader = FrameReader()
      #expect(throws: FrameReader.Fault.self) { try reader.take(wrong) }
    }
  }

  @Test func framesWithMistakesNeverEndTheReader() {
    let bytes = frames.flatMap(\.bytes)
    var generator = Seeded(state: 7)
    for _ in 0..<(Self.asked ?? 20_000) {
      var reader = FrameReader()
      let read = try? reader.take(Self.mutated(bytes, &generator))
      let data = (read ?? []).reduce(0) { if case .data(let bytes) = $1 { $0 + bytes.count } else { $0 } }
      #expect(data <= bytes.count + 512)
    }
  }

  @Test func namesTextsAndListsWithMistakesAreRead() throws {
    let metadata = """
      submission_12:
        :submitters:
        - :name: "Ada \\xE9"
          :sid: '1001'
          :email: ada@example.org
        :created_at: 2026-10-01 12:00:00.123456789 Z
        :score: 10.0
      """
    var generator = Seeded(state: 11)
    for _ in 0..<(Self.asked.map { min($0, 300_000) } ?? 3000) {
      let text = String(decoding: Self.mutated(Array(metadata.utf8), &generator), as: UTF8.self)
      #expect(GradescopeMetadata(text).submissions.count <= 12)
      let name = Self.mutated(Array("Ada Brandt_1001_assignsubmission_file_MLP.swift".utf8), &generator)
      let path = EntryPath(archived: name)
      let climbs = path.parts.contains("..")
      #expect(!climbs)
      if let who = MoodleName(path.name) { #expect(Int(who.number) != nil) }
      _ = CanvasName(path.name)
      if let source = SourceText(
        Self.mutated(Array("import MLP // é".utf16.flatMap { [UInt8($0 & 255), 0] }), &generator))
      {
        #expect(String(validating: source.bytes, as: UTF8.self) != nil)
      }
      _ = try? AddressList(String(decoding: name, as: UTF8.self), at: "list")
    }
  }
}
