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
    var intake = Intake(bounds: bounds, most: bounds.most(from: content.size), spool: spool, zone: zone)
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

  /// Takes what the program tells.
  private struct Intake {
    let bounds: Bounds
    let most: Int
    let spool: Spool
    let zone: TimeZone
    private var reader = FrameReader()
    private var unpacked = Unpacked()
    private var file: SpoolFile?
    private var total = 0
    private var fileTotal = 0
    private var ending: (Frame.Ending, String)?

    init(bounds: Bounds, most: Int, spool: Spool, zone: TimeZone) {
      (self.bounds, self.most, self.spool, self.zone) = (bounds, most, spool, zone)
    }

    /// Whether more is wanted.
    mutating func take(_ bytes: [UInt8]) throws -> Bool {
      do throws(FrameReader.Fault) {
        let frames = try reader.take(bytes)
        return try takeAll(frames)
      } catch {
        unpacked.trouble = "the program that reads it was taken over or broke"
        unpacked.found = []
        return false
      }
    }

    private mutating func takeAll(_ frames: [Frame]) throws(FrameReader.Fault) -> Bool {
      do {
        for frame in frames where try !take(frame) { return false }
        return true
      } catch {
        failure = error
        return false
      }
    }

    /// A fault of ours while frames were taken.
    private var failure: (any Error)?

    private mutating func take(_ frame: Frame) throws -> Bool {
      switch frame {
      case .entry(let entry):
        guard unpacked.found.count < bounds.entries else {
          unpacked.trouble = "it has more than \(bounds.entries) entries"
          return false
        }
        unpacked.found.append(found(entry))
        fileTotal = 0
        file = entry.kind == .file ? try spool.file() : nil
      case .data(let bytes):
        total += bytes.count
        fileTotal += bytes.count
        guard total <= most, fileTotal <= bounds.fileBytes else {
          unpacked.trouble =
            "more than \(most >> 20) MiB come out of it: an archive that grows like that is not unpacked"
          return false
        }
        try file?.write(bytes)
      case .close(let content): try close(content)
      case .end(let ending, let message):
        self.ending = (ending, EntryPath(parts: [String(decoding: message, as: UTF8.self)]).display)
      }
      return true
    }

    private func found(_ entry: Frame.Entry) -> Found {
      let kind: Found.Kind =
        switch entry.kind {
        case .file: .file
        case .folder: .folder
        case .link: .link
        case .other: .other
        }
      // Years that nothing was handed in in are no time, and sums of them would overflow.
      let time = entry.time.flatMap { seconds in
        guard (1...253_402_300_799).contains(seconds) else { return Moment?.none }
        return entry.hasZone
          ? Moment(seconds: seconds, source: .archive) : Moment(clock: seconds, in: zone, source: .archive)
      }
      return Found(
        path: EntryPath(archived: entry.name), kind: kind, size: entry.size < 0 ? nil : Int(entry.size), time: time)
    }

    private mutating func close(_ content: Frame.Content) throws {
      guard let last = unpacked.found.indices.last, let file else { return }
      self.file = nil
      switch content {
      case .whole:
        let content = try file.finish()
        unpacked.found[last].content = content
        unpacked.found[last].size = content.size
        return
      case .none: unpacked.found[last].trouble = "nothing of it can be read"
      case .tooLarge: unpacked.found[last].trouble = "too large to be read"
      case .damaged: unpacked.found[last].trouble = "damaged"
      case .encrypted: unpacked.found[last].trouble = "encrypted"
      }
      file.discard()
    }

    mutating func abandon() {
      file?.discard()
      file = nil
    }

    mutating func result(_ outcome: Outcome) throws -> Unpacked {
      if let failure { throw failure }
      if unpacked.trouble != nil { return unpacked }
      switch outcome.status {
      case .exited(0): break
      case .timedOut: unpacked.trouble = "it takes more than \(bounds.cpuSeconds) s to unpack"
      default: unpacked.trouble = "it breaks the program that reads it, or wants more memory than there is for it"
      }
      switch ending?.0 {
      case .whole: break
      case .noArchive:
        unpacked.isNone = true
        unpacked.trouble = unpacked.trouble ?? "it is no archive"
      case .encrypted: unpacked.trouble = unpacked.trouble ?? "it is encrypted"
      case .damaged:
        let said = ending?.1 ?? ""
        unpacked.trouble = unpacked.trouble ?? "it is damaged or cut off" + (said.isEmpty ? "" : " (\(said))")
      case nil: unpacked.trouble = unpacked.trouble ?? "it is damaged or cut off"
      }
      return unpacked
    }
  }
}
