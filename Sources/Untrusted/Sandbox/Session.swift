import CSystem
package import Checks
import Glibc
import LabKit

/// A conversation with one hosted submission: calls go in, answers and their CPU time come out.
///
/// Nothing that comes back is believed: an answer is bounded in size, decoded strictly, and counted as coming from code
/// that may have written it by itself. CPU time is read from the kernel's clock of that process.
package final class Session {
  private let child: Child
  private let limits: Limits
  private var output: Drain
  private var error: Drain
  private var incoming: [UInt8] = []
  private var outgoing: [UInt8] = []
  private var sent = 0
  /// Where the program says that it crashed.
  private var lastWords: [UInt64] = []
  private var clock = 0.0
  /// Whether the program still runs, as far as is known: it is ended where an answer is missing.
  package var isAlive: Bool { child.isRunning }
  /// What it had used, and how long it had waited for a processor, when it was last seen alive.
  private var seen = (cpu: 0.0, delayed: 0.0)
  /// Seconds for which it was asked something and neither computed nor waited for a processor: it slept.
  package private(set) var idleSeconds = 0.0
  /// Whether the program has been up.
  package private(set) var isStarted = false

  /// Starts the program; `start` then waits for it.
  package init(_ job: Job, in confinement: Confinement) throws(SandboxError) {
    child = try Child(job, in: confinement)
    limits = job.limits
    output = Drain(child.standardOutput, keeping: min(limits.outputBytes, 65536))
    error = Drain(child.standardError, keeping: min(limits.outputBytes, 65536))
  }

  /// What the program printed, the first 64 KiB of each stream.
  package var printed: (output: [UInt8], error: [UInt8]) { (output.kept, error.kept) }

  /// Waits until the program is up; a reason where it never is. Throws where its sandbox never was, which is no fault of
  /// the program's.
  package func start(budget: Double = 10) throws(SandboxError) -> Stop? {
    let budget = Budget(cpu: budget, delayed: 0)
    let answer = try receive(budget, largest: 1024)
    // Setting up the sandbox is nobody's sleep.
    idleSeconds = max(0, idle(since: budget, used: 0) - 2)
    if child.wasNeverSetUp { throw .notSetUp(child.launchTrouble + error.line) }
    switch answer {
    case .success(.ready):
      clock = child.cpuSeconds() ?? 0
      isStarted = true
      return nil
    case .success: return stop(Stop(.malformed, "the program answered before it was asked"))
    case .failure(let stop): return stop
    }
  }

  /// Keeps two programs that are asked in turns on one processor, this thread's: of two processors one may be much slower,
  /// by what else runs there. Both must be up.
  package static func pair(_ left: Session, _ right: Session) {
    let processor = system_processor()
    for session in [left, right] { session.child.pin(to: processor) }
  }

  /// Makes calls, given as frames, and collects their answers until one is missing. Throws where it is the sandbox or a
  /// channel of ours that failed, and not the program.
  package func ask(_ frames: [[UInt8]], budget cpu: Double, largest: Int) throws(SandboxError) -> Evidence {
    var evidence = Evidence()
    switch child.answers.read() {
    case .bytes(let bytes): incoming += bytes
    case .fault(let code): throw Self.unread(code)
    case .end, .later: break
    }
    // A thread of its own may have crashed meanwhile.
    if Answer.isCrash(incoming[...]), case .crashed(let places)? = try? nextAnswer(largest: largest) {
      lastWords = places
    }
    guard incoming.isEmpty else {
      evidence.stop = stop(Stop(.malformed, "the submission wrote answers that nobody had asked for"))
      return evidence
    }
    outgoing.removeAll(keepingCapacity: true)
    for frame in frames { outgoing += frame }
    sent = 0
    look()
    let budget = Budget(cpu: cpu, from: clock, delayed: seen.delayed)
    let used = clock
    defer { idleSeconds += max(0, idle(since: budget, used: used)) }
    for _ in frames {
      switch try receive(budget, largest: largest) {
      case .success(.value(let value)):
        let now = child.cpuSeconds() ?? clock
        evidence.answers.append(value)
        evidence.seconds.append(max(0, now - clock))
        clock = max(now, clock)
        continue
      case .success(.notAttempted(let function)):
        evidence.stop = Stop(.notAttempted, "\(Printable.line(function)) is not implemented yet")
      case .success(.refused(let reason)):
        evidence.stop = Stop(.refused, "the call was refused: \(Printable.line(reason))")
      case .success(.ready), .success(.crashed):
        evidence.stop = Stop(.malformed, "the answer channel was written to by the submission")
      case .failure(let stop): evidence.stop = stop
      }
      look()
      child.kill()
      break
    }
    return evidence
  }

  /// CPU and wall time that an exchange may take.
  private struct Budget {
    let cpu: Double
    let seconds: Double
    let wall: Double
    let start = Clock.now()
    /// The seconds in the queue for a processor that had passed before it: the program's, and this thread's, which may not
    /// have been there to take its answer.
    let delayed: Double
    let ownDelay = ProcessorQueue.ownDelay()

    /// The wall limit is far beyond the CPU one, and leaves out what a busy machine takes: it ends those that only
    /// sleep.
    init(cpu: Double, from used: Double = 0, delayed: Double) {
      self.cpu = used + cpu
      seconds = cpu
      wall = 4 + 3 * cpu
      self.delayed = delayed
    }
  }

  /// Seconds since the start of an exchange in which the program neither computed nor waited for a processor.
  private func idle(since budget: Budget, used: Double) -> Double {
    look()
    return Clock.now() - budget.start - max(0, seen.cpu - used) - delayed(since: budget)
  }

  /// Seconds since then in which one of the two sides waited for a processor.
  private func delayed(since budget: Budget) -> Double {
    max(0, seen.delayed - budget.delayed) + max(0, ProcessorQueue.ownDelay() - budget.ownDelay)
  }

  private func look() {
    guard let cpu = child.cpuSeconds() else { return }
    seen = (max(cpu, seen.cpu), max(child.delayedSeconds(), seen.delayed))
  }

  private func receive(_ budget: Budget, largest: Int) throws(SandboxError) -> Result<Answer, Stop> {
    while true {
      do throws(ValueError) {
        switch try nextAnswer(largest: largest) {
        // Its end is to follow, and nothing else.
        case .crashed(let places)? where lastWords.isEmpty:
          lastWords = places
          continue
        case let answer?: return .success(lastWords.isEmpty ? answer : .ready)
        case nil: break
        }
      } catch {
        return .failure(stop(Stop(.malformed, "the answer is not one: \(error)")))
      }
      var left = budget.start + budget.wall - Clock.now()
      if left <= 0 {
        look()
        left += delayed(since: budget)
        // A wait that is not over is told of by no clock. Who is in the queue will come to the limit of its CPU time.
        if left <= 0, child.isReady { left = 0.1 }
      }
      guard left > 0 else {
        return .failure(
          stop(Stop(.wallTime, "no answer within \(budget.wall.short) s on the clock: does it wait for something?")))
      }
      Poll.wait(
        reading: [child.answers] + [output, error].filter(\.isOpen).map(\.descriptor),
        writing: sent < outgoing.count ? [child.calls] : [], seconds: min(left, 0.1))
      if sent < outgoing.count { sent += try child.calls.write(outgoing[sent...]) ?? (outgoing.count - sent) }
      output.read()
      error.read()
      try output.orThrow()
      try error.orThrow()
      guard output.total + error.total <= limits.outputBytes else {
        return .failure(stop(Stop(.output, "more than \(limits.outputBytes >> 20) MiB were printed")))
      }
      switch child.answers.read() {
      case .bytes(let bytes): incoming += bytes
      case .end: return .failure(try ended())
      case .fault(let code): throw Self.unread(code)
      case .later:
        look()
        guard seen.cpu <= budget.cpu else {
          return .failure(
            stop(Stop(.cpuTime, "no answer within \(budget.seconds.short) s of CPU time: an endless loop?")))
        }
      }
    }
  }

  /// The next whole answer among the bytes that came, or nil where it is not all there.
  private func nextAnswer(largest: Int) throws(ValueError) -> Answer? {
    guard incoming.count >= 8 else { return nil }
    var reader = ByteReader(incoming[..<8])
    let length = try reader.word()
    guard length <= UInt64(largest) else { throw ValueError("it says it is \(length) bytes long, \(largest) at most") }
    guard incoming.count >= 8 + Int(length) else { return nil }
    let answer = try Answer(frame: incoming[8..<8 + Int(length)])
    incoming.removeFirst(8 + Int(length))
    return answer
  }

  private func stop(_ stop: Stop) -> Stop {
    look()
    child.kill()
    return stop
  }

  private static func unread(_ code: Int32) -> SandboxError {
    .system(call: "read", subject: "a confined program's answers", code: code)
  }

  /// The program closed its answers: it ended, or is about to. Throws where it was the sandbox that ended around it.
  private func ended() throws(SandboxError) -> Stop {
    let deadline = Clock.now() + 1
    while error.isOpen, Clock.now() < deadline {
      Poll.wait(reading: [error.descriptor], seconds: 0.05)
      error.read()
    }
    try error.orThrow()
    let ending = child.kill(afterGrace: 0.5)
    if ending != nil, child.wasNeverSetUp { throw .notSetUp(child.launchTrouble + error.line) }
    switch ending {
    case nil: return Stop(.malformed, "the program closed the channel of its answers")
    case .exited(let code): return .exited(code)
    case .signalled(let number):
      return .signalled(Crash(signal: number, printed: error.kept, places: lastWords))
    }
  }
}
