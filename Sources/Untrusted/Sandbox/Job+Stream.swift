import Glibc

/// A program whose answer is longer than is to be kept in memory.
extension Job {
  /// Runs the program to its end, or to a limit, and hands on its standard output piece by piece. Where `receive` wants
  /// no more, the program is ended, and has said too much. Without `receive` having been called there was no output.
  package func run(
    in confinement: Confinement, receive: ([UInt8]) throws -> Bool
  ) throws -> Outcome {
    let started = Clock.now()
    let child = try Child(self, in: confinement)
    child.calls.close()
    child.answers.close()
    var error = Drain(child.standardError, keeping: limits.outputBytes)
    var (isOpen, cpuSeconds) = (true, 0.0)
    func outcome(_ status: Outcome.Status) -> Outcome {
      Outcome(
        status: status, standardOutput: [], standardError: error.kept, seconds: Clock.now() - started,
        cpuSeconds: cpuSeconds, peakBytes: 0)
    }
    while isOpen || error.isOpen {
      let left = limits.wallSeconds - (Clock.now() - started)
      cpuSeconds = child.cpuSeconds() ?? cpuSeconds
      guard left > 0 else {
        child.kill()
        return outcome(.timedOut)
      }
      let open = (isOpen ? [child.standardOutput] : []) + (error.isOpen ? [error.descriptor] : [])
      Poll.wait(reading: open, seconds: min(left, 0.1))
      if isOpen {
        switch child.standardOutput.read() {
        case .bytes(let bytes):
          guard try receive(bytes) else {
            child.kill()
            return outcome(.tooMuchOutput)
          }
        case .end: isOpen = false
        case .later: break
        case .fault(let code):
          throw SandboxError.system(call: "read", subject: "a confined program's output", code: code)
        }
      }
      error.read()
      try error.orThrow()
      guard error.total <= limits.outputBytes else {
        child.kill()
        return outcome(.tooMuchOutput)
      }
    }
    let ending = child.wait()
    if child.wasNeverSetUp { throw SandboxError.notSetUp(child.launchTrouble + error.line) }
    switch ending {
    case .exited(let code): return outcome(.exited(code))
    case .signalled(let number):
      let isSpent = number == SIGXCPU || cpuSeconds >= Double(limits.cpuSeconds)
      return outcome(isSpent ? .timedOut : .signalled(number))
    }
  }
}
