import Foundation
import Intake

/// What a student handed in, with all that is in the archives among it.
struct Expansion {
  let unpacker: Unpacker
  let spool: Spool
  let zone: TimeZone
  let bounds: Bounds

  /// What is left of a student's bounds.
  private struct Budget {
    var entries: Int
    var bytes: Int
    var archives: Int
  }

  /// Archives are replaced by what is in them, below their own name; of those that cannot be read, the trouble is told.
  func expand(_ pieces: [Found]) throws -> [Found] {
    var budget = Budget(entries: bounds.entries, bytes: bounds.totalBytes, archives: bounds.archives)
    var found: [Found] = []
    for piece in pieces.sorted(by: { $0.path < $1.path }) { try add(piece, depth: 0, to: &found, &budget) }
    return found
  }

  private func add(_ piece: Found, depth: Int, to found: inout [Found], _ budget: inout Budget) throws {
    guard let content = piece.content, piece.kind == .file, Self.isArchive(piece) else {
      found.append(piece)
      return
    }
    func tell(_ trouble: String) {
      var piece = piece
      (piece.trouble, piece.content) = (trouble, nil)
      found.append(piece)
    }
    guard depth < bounds.depth else { return tell("an archive in \(depth) others, which is not unpacked") }
    guard budget.archives > 0 else { return tell("the archive after \(bounds.archives) others, which is not unpacked") }
    guard content.size <= bounds.totalBytes else { return tell("too large to be unpacked") }
    guard budget.entries > 0, budget.bytes > 0 else { return tell("more than is unpacked of one student's work") }
    var rest = bounds
    (rest.entries, rest.totalBytes) = (budget.entries, budget.bytes)
    budget.archives -= 1
    let unpacked = try unpacker.unpack(try readable(content), rest, into: spool, zone: zone)
    if unpacked.isNone {
      found.append(piece)
      return
    }
    budget.entries -= unpacked.found.count
    budget.bytes -= unpacked.found.reduce(0) { $0 + ($1.content?.size ?? 0) }
    if let trouble = unpacked.trouble { tell(trouble) }
    for item in unpacked.found {
      var item = item
      // What holds one file and tells no name is called as its archive.
      if unpacked.found.count == 1, item.path.parts == ["data"] {
        item.path = EntryPath(parts: [ArchiveKind.stem(of: piece.path.name)])
      }
      item.path = piece.path / item.path
      try add(item, depth: depth + 1, to: &found, &budget)
    }
  }

  private static func isArchive(_ piece: Found) -> Bool {
    guard !ArchiveKind.isDocument(piece.path.name), let content = piece.content else { return false }
    return ArchiveKind(head: Disk.head(content, count: ArchiveKind.lookedAt) ?? []) != nil
  }

  /// A copy of ours, where the user of the sandbox might not be able to read the file.
  private func readable(_ content: Found.Content) throws -> Found.Content { try Disk.readable(content, in: spool) }
}
