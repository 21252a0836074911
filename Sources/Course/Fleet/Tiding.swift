import Checks
import Foundation
import Glibc
import Grading
import Ledger
import Storage

/// A line that a task writes when it is done with a submission, or with its shard.
struct Tiding: Sendable, Codable {
  enum Kind: String, Sendable, Codable { case graded, reused, nothing, fault, end }

  var kind: Kind
  var name = ""
  var folder = ""
  var earned = Points.zero
  var possible = Points.zero
  var reasons: [PastGrading.Reason] = []
  /// Why there is no mark.
  var words = ""

  static let end = Tiding(kind: .end)

  private init(kind: Kind) { self.kind = kind }

  init(_ event: ClassRun.Event) {
    (name, folder, earned, possible) = (event.name, event.folder, event.earned, event.possible)
    switch event.kind {
    case .graded(let reasons): (kind, self.reasons) = (.graded, reasons)
    case .reused: kind = .reused
    case .nothing(let reason): (kind, words) = (.nothing, String(reason.prefix(2000)))
    case .fault(let reason): (kind, words) = (.fault, String(reason.prefix(2000)))
    }
  }

  func event(done: Int, count: Int) -> ClassRun.Event {
    let kind: ClassRun.Event.Kind =
      switch self.kind {
      case .graded: .graded(reasons)
      case .reused, .end: .reused
      case .nothing: .nothing(words)
      case .fault: .fault(words)
      }
    return ClassRun.Event(
      kind: kind, name: name, folder: folder, earned: earned, possible: possible, done: done, count: count)
  }
}

/// The file of a shard's tidings; only the holder of the shard's lock writes to it.
struct TidingFile: Sendable {
  let path: String

  init(_ run: RunFolder, _ shard: String) { path = "\(run.root)/events/\(shard).jsonl" }

  func append(_ tiding: Tiding) throws {
    // The first line break ends what a killed task may have left of its last line.
    let bytes = [10] + Array(try JSONEncoder().encode(tiding)) + [10]
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFault(path, String(cString: strerror(errno))) }
    defer { close(file) }
    guard write(file, bytes, bytes.count) == bytes.count else {
      throw FileFault(path, String(cString: strerror(errno)))
    }
  }

  /// What was written after `offset`, which moves to the end of the last whole line.
  func read(from offset: inout Int) -> [Tiding] {
    var information = stat()
    guard stat(path, &information) == 0, Int(information.st_size) > offset,
      let file = FileHandle(forReadingAtPath: path)
    else { return [] }
    defer { try? file.close() }
    guard (try? file.seek(toOffset: UInt64(offset))) != nil, let data = try? file.read(upToCount: 1 << 20),
      let last = data.lastIndex(of: 10)
    else { return [] }
    let lines = data[...last]
    offset += lines.count
    return lines.split(separator: 10).compactMap { try? JSONDecoder().decode(Tiding.self, from: $0) }
  }

  func all() -> [Tiding] {
    var (offset, found) = (0, [Tiding]())
    while true {
      let next = read(from: &offset)
      if next.isEmpty { return found }
      found += next
    }
  }
}
