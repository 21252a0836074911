import Foundation
import Glibc
package import Sandbox

/// Has archives read by a confined program, a new one for each, and keeps what it tells within bounds.
package struct Unpacker: Sendable {
  /// Where things are inside.
  private static let (inside, archive) = ("/unpack", "/archive")

  private let confinement: Confinement
  private let rules: Job.Rules
  private let mounts: [Job.Mount]
  private let command: [String]

  /// `program` is the office's own. It runs under `rules` with the libraries that its loader lists and nothing else.
  package init(program: String, confinement: Confinement, rules: Job.Rules) throws {
    self.confinement = confinement
    self.rules = rules
    guard case .bubblewrap = confinement else {
      (mounts, command) = ([], [program])
      return
    }
    let libraries = try Libraries(of: program)
    mounts =
      [Job.Mount(host: program, inside: "\(Self.inside)/program")]
      + libraries.paths.map { Job.Mount(host: $0, inside: "\(Self.inside)/lib/\(($0 as NSString).lastPathComponent)") }
      + Libraries.languages
    let loader = "\(Self.inside)/lib/\((libraries.loader as NSString).lastPathComponent)"
    command = [loader, "--library-path", "\(Self.inside)/lib", "\(Self.inside)/program"]
  }

  /// What came of an archive: what was there, and what was wrong with it, in words for people.
  package struct Unpacked: Sendable {
    package var found: [Found] = []
    package var trouble: String?
    /// Whether it is no archive at all.
    package var isNone = false
  }

  /// Unpacks one file. Bounds that it breaks, and whatever else is wrong with it, are in the result; only a fault of ours
  /// is thrown, such as a full disk.
  func unpack(_ content: Found.Content, _ bounds: Bounds, into spool: Spool, zone: TimeZone) throws -> Unpacked {
    let path = String(decoding: content.path, as: UTF8.self)
    let inside = confinement == .none ? path : Self.archive
    let words = [UnpackingProgram.word, inside, "\(bounds.fileBytes)", "\(bounds.entries + 1)"]
    let job = Job(
      executable: command[0], arguments: command.dropFirst() + words,
      mounts: mounts + (confinement == .none ? [] : [Job.Mount(host: path, inside: Self.archive)]), folder: "/",
      environment: ["LOCPATH": Libraries.languagesInside, UnpackingProgram.variable: words.joined(separator: " ")],
      limits: Limits(
        cpuSeconds: bounds.cpuSeconds, wallSeconds: Double(bounds.cpuSeconds) * 10, memoryBytes: 3 << 29, processes: 4,
        fileBytes: 1, outputBytes: 1 << 16),
      rules: rules)
    var intake = UnpackingIntake(bounds: bounds, most: bounds.most(from: content.size), spool: spool, zone: zone)
    defer { intake.abandon() }
    let outcome = try job.run(in: confinement) { try intake.take($0) }
    var unpacked = try intake.result(outcome)
    if unpacked.trouble == nil, Self.isCutZip(content) { unpacked.trouble = "it is damaged or cut off" }
    return unpacked
  }

  /// Whether it begins as a zip and has no end as a zip has, within the 64 KiB that a remark may take behind that. What
  /// is there of such a one is read all the same, and without an end of it nobody would know.
  private static func isCutZip(_ content: Found.Content) -> Bool {
    guard ArchiveKind(head: Disk.head(content, count: 4) ?? []) == .zip else { return false }
    let tail = Disk.tail(content, count: 66_000) ?? []
    let mark: [UInt8] = [0x50, 0x4B, 5, 6]
    return !tail.indices.dropLast(21).contains { tail[$0] == 0x50 && tail[$0...].starts(with: mark) }
  }

  /// Throws where the program cannot be run as it must be: tried on an empty archive of ours, so that whatever goes
  /// wrong later is the doing of what is read then.
  package func prove(with spool: Spool) throws {
    let empty = try spool.keep([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18))
    let zone = TimeZone(secondsFromGMT: 0) ?? .current
    if let trouble = try unpack(empty, .ofStudent, into: spool, zone: zone).trouble {
      throw CollectingFault.unpacking("of an empty archive it says that \(trouble)")
    }
  }
}
