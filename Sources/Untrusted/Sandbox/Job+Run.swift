import Checks
import Glibc

/// What a program that was run to its end came to.
package struct Outcome: Sendable {
  package enum Status: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
    case tooMuchOutput
  }

  package var status: Status
  package var standardOutput: [UInt8]
  package var standardError: [UInt8]
  package var seconds: Double
  /// CPU seconds of the program when it was last looked at, a tenth of a second before its end or less.
  package var cpuSeconds: Double
  /// The most memory that it held until then, bytes.
  package var peakBytes: Int
}

extension Job {
  /// Runs the program to its end, or to a limit.
  package func run(in confinement: Confinement) throws(SandboxError) -> Outcome {
    let started = Clock.now()
    let child = try Child(self, in: confinement)
    child.calls.close()
    child.answers.close()
    var output = Drain(child.standardOutput, keeping: max(limits.outputBytes, limits.resultBytes))
    var error = Drain(child.standardError, keeping: limits.outputBytes)
    var (cpuSeconds, peakBytes) = (0.0, 0)
    func outcome(_ status: Outcome.Status) -> Outcome {
      Outcome(
        status: status, standardOutput: output.kept, standardError: error.kept, seconds: Clock.now() - started,
        cpuSeconds: cpuSeconds, peakBytes: peakBytes)
    }
    while output.isOpen || error.isOpen {
      let left = limits.wallSeconds - (Clock.now() - started)
      cpuSeconds = child.cpuSeconds() ?? cpuSeconds
      peakBytes = child.peakBytes() ?? peakBytes
      guard left > 0 else {
        child.kill()
        return outcome(.timedOut)
      }
      Poll.wait(reading: [output, error].filter(\.isOpen).map(\.descriptor), seconds: min(left, 0.1))
      output.read()
      error.read()
      try output.orThrow()
      try error.orThrow()
      let words = error.total + (limits.resultBytes == 0 ? output.total : 0)
      guard words <= limits.outputBytes, limits.resultBytes == 0 || output.total <= limits.resultBytes else {
        child.kill()
        return outcome(.tooMuchOutput)
      }
    }
    let ending = child.wait()
    if child.wasNeverSetUp { throw .notSetUp(child.launchTrouble + error.line) }
    switch ending {
    case .exited(let code): return outcome(.exited(code))
    case .signalled(let number):
      // A program may catch the signal at the limit, and then end of another.
      let isSpent = number == SIGXCPU || cpuSeconds >= Double(limits.cpuSeconds)
      if isSpent { cpuSeconds = max(cpuSeconds, Double(limits.cpuSeconds)) }
      return outcome(isSpent ? .timedOut : .signalled(number))
    }
  }
}

/// Reads a pipe to its end and keeps its beginning.
struct Drain {
  let descriptor: Descriptor
  private let keeping: Int
  private(set) var kept: [UInt8] = []
  private(set) var total = 0
  private(set) var isOpen = true
  private var fault: Int32?

  init(_ descriptor: Descriptor, keeping: Int) {
    self.descriptor = descriptor
    self.keeping = keeping
  }

  /// The beginning as one line for people.
  var line: String { Printable.line(String(decoding: kept, as: UTF8.self)) }

  /// Throws where it could not be read: then what came of it is not all that was said.
  func orThrow() throws(SandboxError) {
    if let fault { throw .system(call: "read", subject: "a confined program's output", code: fault) }
  }

  mutating func read() {
    while isOpen {
      switch descriptor.read() {
      case .bytes(let bytes):
        total += bytes.count
        kept += bytes.prefix(max(0, keeping - kept.count))
        if total > keeping { return }
      case .end: isOpen = false
      case .later: return
      case .fault(let code): (fault, isOpen) = (code, false)
      }
    }
  }
}

enum Clock {
  /// Seconds that only go forward.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

enum Poll {
  /// Waits until one is ready, or the time is over.
  static func wait(reading: [Descriptor], writing: [Descriptor] = [], seconds: Double) {
    var watched = reading.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
    watched += writing.map { pollfd(fd: $0.number, events: Int16(POLLOUT), revents: 0) }
    _ = poll(&watched, nfds_t(watched.count), Int32(max(0, min(seconds, 60) * 1000).rounded(.up)))
  }
}
