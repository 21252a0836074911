import Foundation
import Grading
import Sandbox
import TestSupport

@testable import Collecting

/// The unpacker as the command has it: the program that was built beside the tests, under bubblewrap.
struct Confined {
  let unpacker: Unpacker
  let confinement: Confinement
  let spool: Spool
  let utc: TimeZone

  struct Missing: Error {}

  init() throws {
    confinement = try Confinement.available(remembering: try Cache.standard())
    unpacker = try Unpacker(
      program: try Self.program(), confinement: confinement, rules: try Cell.unpacking(confinement))
    spool = try Spool()
    guard let utc = TimeZone(secondsFromGMT: 0) else { throw Missing() }
    self.utc = utc
  }

  static func program() throws -> String {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var folder = URL(fileURLWithPath: CommandLine.arguments.first { $0.contains(".xctest") } ?? tests)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("gradus-course").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    throw Missing()
  }

  func unpack(_ bytes: [UInt8], _ bounds: Bounds = .ofStudent) throws -> Unpacker.Unpacked {
    try unpacker.unpack(try spool.keep(bytes), bounds, into: spool, zone: utc)
  }

  func text(_ found: Found) -> String? {
    found.content.flatMap { Disk.read($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// All that is in what a student handed in.
  func expand(_ pieces: [(String, [UInt8])], _ bounds: Bounds = .ofStudent) throws -> [Found] {
    let found = try pieces.map { name, bytes in
      Found(path: EntryPath(parts: [name]), kind: .file, content: try spool.keep(bytes))
    }
    return try Expansion(unpacker: unpacker, spool: spool, zone: utc, bounds: bounds).expand(found)
  }
}

/// SplitMix64: the same numbers on every machine.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
