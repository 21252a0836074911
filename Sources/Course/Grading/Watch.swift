import CSystem
import Checks
import Foundation
import Glibc
import Storage

/// The keeping of a mark while one thread grades one submission.
final class Watch {
  private let path: String
  private let file: Int32
  private var isJudged = false

  /// Writes the mark to `path`.
  init(_ mark: Mark, at path: String) throws {
    self.path = path
    try Files.write(Array(mark.text.utf8), to: path, isLasting: false)
    file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard file >= 0 else { throw FileFault(path, String(cString: strerror(errno))) }
    system_watch(file)
  }

  deinit {
    system_watch(-1)
    close(file)
  }

  /// Keeps what is judged next: were that to end the process, it is what the judge's authors need.
  func judging(_ transcript: Transcript) throws {
    try Files.write(transcript.bytes(), to: "\(path).transcript", isLasting: false)
    if !isJudged { append("judged") }
    isJudged = true
  }

  /// It has a mark now.
  func finish() { Self.remove(path) }

  /// It has none, for this reason.
  func fail(_ reason: String) {
    append(Self.fault(reason))
    unlink("\(path).transcript")
  }

  /// The same, said of a mark that another process wrote to `path`; nothing where there is none.
  static func fail(_ reason: String, at path: String) {
    let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard file >= 0 else { return }
    append(fault(reason), to: file)
    close(file)
  }

  private static func fault(_ reason: String) -> String { "fault \(Mark.line(reason))" }

  static func remove(_ path: String) {
    unlink("\(path).transcript")
    unlink(path)
  }

  private func append(_ line: String) { Self.append(line, to: file) }

  private static func append(_ line: String, to file: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(file, bytes, bytes.count)
  }
}
