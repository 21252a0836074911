import Checks
import Foundation
import LabKit

/// The process that hosts the student's code, seen from the checker.
final class Host {
  private let process = Process()
  private let calls = Pipe()
  private let answers = Pipe()
  private var isUp = false

  init() throws {
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    #if os(Linux)
      if let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
        process.executableURL = URL(fileURLWithPath: own)
      }
    #endif
    process.arguments = ["--host"]
    process.standardInput = calls
    process.standardOutput = answers
    try process.run()
    answers.fileHandleForWriting.closeFile()
  }

  /// Makes the calls one by one; `seconds` on the clock are allowed for all of them together, doubled and with some to
  /// spare, since other programs run on a student's machine too.
  func ask(_ calls: [Call], seconds: Double) -> Evidence {
    let identifier = process.processIdentifier
    let isLate = Flag()
    let watchdog = DispatchWorkItem {
      isLate.set()
      kill(identifier, SIGKILL)
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + 2 * seconds + 2, execute: watchdog)
    defer { watchdog.cancel() }
    var evidence = Evidence()
    if !isUp {
      guard case .success(.ready) = receive() else {
        evidence.stop = ending(isLate.isSet, seconds)
        return evidence
      }
      isUp = true
    }
    for call in calls {
      do { try self.calls.fileHandleForWriting.write(contentsOf: Data(call.frame())) } catch {
        evidence.stop = ending(isLate.isSet, seconds)
        return evidence
      }
      switch receive() {
      case .success(.value(let value)):
        evidence.answers.append(value)
        evidence.seconds.append(0)
      case .success(.notAttempted(let function)):
        evidence.stop = Stop(.notAttempted, "\(function) is not implemented yet")
      case .success(.refused(let reason)): evidence.stop = Stop(.refused, reason)
      case .success(.ready): evidence.stop = Stop(.malformed, "the answer channel was written to")
      case .failure: evidence.stop = ending(isLate.isSet, seconds)
      }
      if evidence.stop != nil {
        end()
        break
      }
    }
    return evidence
  }

  /// Ends the process.
  func end() {
    calls.fileHandleForWriting.closeFile()
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  private func ending(_ isLate: Bool, _ seconds: Double) -> Stop {
    process.waitUntilExit()
    if isLate { return Stop(.wallTime, "no answer within \((2 * seconds + 2).short) s: an endless loop?") }
    guard process.terminationReason == .uncaughtSignal else { return .exited(process.terminationStatus) }
    return .signalled(process.terminationStatus, printed: [])
  }

  private struct Ended: Error {}

  private func receive() -> Result<Answer, any Error> {
    Result {
      var head = ByteReader(try read(8))
      let length = try head.word()
      guard length <= UInt64(Frame.largest) else { throw Ended() }
      return try Answer(frame: try read(Int(length))[...])
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let data = try answers.fileHandleForReading.read(upToCount: count - bytes.count), !data.isEmpty else {
        throw Ended()
      }
      bytes += data
    }
    return bytes
  }
}

/// A flag that one thread sets and another reads.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false

  func set() { lock.withLock { value = true } }
  var isSet: Bool { lock.withLock { value } }
}
