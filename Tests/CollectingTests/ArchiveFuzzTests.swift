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
