import Foundation
import Sandbox

/// Takes what the confined program tells, keeps contents in the spool, and counts: of bounds it believes nobody else.
struct UnpackingIntake {
  let bounds: Bounds
  let most: Int
  let spool: Spool
  let zone: TimeZone
  private var reader = FrameReader()
  private var unpacked = Unpacker.Unpacked()
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

  mutating func result(_ outcome: Outcome) throws -> Unpacker.Unpacked {
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
