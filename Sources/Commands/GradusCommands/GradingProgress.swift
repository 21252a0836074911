import Checks
import CommandSupport
import Foundation
import Grading
import ProgramSupport
import Synchronization

/// What a long command says while it works: one line that is rewritten on a terminal, plain lines elsewhere.
final class GradingProgress: Sendable {
  private let failUnder: Points?
  private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
  private let state = Mutex(State())

  /// A submission that could not be graded.
  struct Fault: Sendable {
    var name: String
    var folder: String
    var reason: String
    /// Whether it is no fault at all: nothing that was handed in can be graded.
    var isNothing = false
  }

  private struct State {
    var faults: [Fault] = []
    var isBelow = false
  }

  init(failUnder: Points?) { self.failUnder = failUnder }

  /// Whether a mark was below what was asked.
  var isBelow: Bool { state.withLock(\.isBelow) }

  @Sendable func show(_ event: ClassRun.Event) {
    let what =
      switch event.kind {
      case .graded(let reasons):
        "\(event.earned) of \(event.possible)"
          + (reasons.contains(.sealBroken) ? " (its seal was broken: graded again)" : "")
      case .reused: "\(event.earned) of \(event.possible) (unchanged)"
      case .fault: "not graded"
      case .nothing: "not graded: nothing gradable"
      }
    state.withLock { state in
      // On a cluster it may have been tried before.
      state.faults.removeAll { $0.folder == event.folder }
      if case .fault(let reason) = event.kind {
        state.faults.append(Fault(name: event.name, folder: event.folder, reason: reason))
      } else if case .nothing(let reason) = event.kind {
        state.faults.append(
          Fault(name: event.name, folder: event.folder, reason: "nothing gradable: \(reason)", isNothing: true))
        if failUnder != nil { state.isBelow = true }
      } else if let failUnder, event.earned < failUnder {
        state.isBelow = true
      }
    }
    let line = "[\(event.done)/\(event.count)] \(event.name): \(what)"
    let error = FileHandle.standardError
    if isTerminal {
      error.write(Data("\r\u{1B}[K\(line)".utf8))
    } else {
      error.say(line)
    }
  }

  /// A line of its own, in place of the one that is rewritten.
  @Sendable func say(_ line: String) { FileHandle.standardError.say((isTerminal ? "\r\u{1B}[K" : "") + line) }

  /// Ends the line, and tells what could not be graded.
  func finish() -> [Fault] {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    return state.withLock(\.faults)
  }
}
