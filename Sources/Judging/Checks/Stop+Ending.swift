import LabKit

extension Stop {
  /// A program that ended by itself instead of answering.
  package static func exited(_ code: Int32) -> Stop {
    Stop(.exited, "the program ended by itself (exit code \(code)) instead of answering")
  }

  /// A signal that ended a program, in words that a student can act on. What the program itself printed is quoted only
  /// where the Swift runtime is known to say it, since a program can print what it was asked.
  package static func signalled(_ crash: Crash, at site: CrashSite? = nil) -> Stop {
    let place = site.map { " at \($0)" } ?? ""
    let isTrap = [SIGILL, SIGTRAP].contains(crash.signal)
    var stop: Stop
    switch crash.signal {
    case _ where (isTrap || crash.signal == SIGABRT) && isOutOfMemory(crash.printed):
      stop = Stop(.memory, "the program ran out of its memory limit\(place)")
    case SIGXCPU: return Stop(.cpuTime, "the program used up its CPU time")
    case SIGSYS:
      return Stop(.crashed, "the program was stopped at a forbidden system call (a new process, a socket, tracing)")
    case SIGXFSZ: return Stop(.output, "the program wrote a file beyond its size limit")
    case SIGKILL: return Stop(.killed, Stop.Reason.killed.sentence)
    case SIGSEGV, SIGBUS:
      let cause = crash.isRecursive ? "endless recursion" : "endless recursion, or unsafe memory"
      stop = Stop(.crashed, "the program crashed\(place) (segmentation fault): \(cause)")
    case SIGABRT:
      let causes = "a cast (as!) that fails, a variable that is changed while it is used, or an abort of your own"
      stop = Stop(.crashed, "the program aborted\(place): \(causes)")
    case _ where isTrap:
      // An optimized program says nothing of most traps: their reason stands in the debug information, or else the usual
      // causes are named.
      let cause = runtimeMessage(crash.printed) ?? site?.reason.map { Printable.line($0) }
      if let cause {
        stop = Stop(.crashed, "the program stopped\(place): \(cause)")
      } else if let site {
        let isOwn = says("Fatal error", at: site.file, in: crash.printed)
        let cause = isOwn ? "a fatalError of your own" : "a Swift runtime error"
        stop = Stop(.crashed, "the program stopped\(place): \(cause)")
      } else {
        let causes = "an index out of range, a nil, an overflow, or a fatalError of your own"
        stop = Stop(.crashed, "the program stopped at a Swift runtime error: \(causes)")
      }
    default: stop = Stop(.crashed, "the program crashed\(place) at signal \(crash.signal)")
    }
    stop.line = site?.line
    if site == nil { stop.crash = crash }
    return stop
  }

  /// A signal that ended a student's program on the student's own machine, where everything may be quoted.
  package static func signalled(_ number: Int32, _ report: CrashReport) -> Stop {
    let place = report.line.map { " at \($0)" } ?? ""
    let line = report.line.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
    switch number {
    case SIGSEGV, SIGBUS:
      return Stop(.crashed, "crashed\(place) (segmentation fault): endless recursion, or unsafe memory", line: line)
    case SIGILL, SIGTRAP, SIGABRT:
      guard let reason = report.reason ?? (place.isEmpty ? nil : "a Swift runtime error") else { break }
      return Stop(.crashed, "stopped\(place): \(Printable.line(reason, atMost: 400))", line: line)
    default: break
    }
    return signalled(Crash(signal: number))
  }

  private static func isOutOfMemory(_ printed: [UInt8]) -> Bool {
    let text = String(decoding: printed.suffix(4096), as: UTF8.self).lowercased()
    let signs = [
      "failed to allocate", "could not allocate memory", "out of memory", "cannot allocate memory", "bad_alloc",
    ]
    return signs.contains { text.contains($0) }
  }

  /// What the runtime or the kit says of a trap.
  private static func runtimeMessage(_ printed: [UInt8]) -> String? {
    let known = [
      "Index out of range", "Array index is out of range", "Negative Array index is out of range",
      "Division by zero", "Unexpectedly found nil", "Can't form Range", "Range requires", "Double value cannot be",
      "Not enough bits", "Negative value is not representable", "arithmetic overflow", "Can't remove",
      "UnsafeMutablePointer", "Array replace", "ArrayBuffer", "Duplicate keys", "matmul:", "shapes [", "Tensor(",
      "transposed:", "index ", "a tensor of shape", "indices for a tensor", "row(", "rows(at:)",
    ]
    for line in String(decoding: printed.suffix(8192), as: UTF8.self).split(separator: "\n").reversed() {
      guard let start = line.firstRange(of: "Fatal error: ") else { continue }
      let message = line[start.upperBound...]
      // Some begin with a number.
      let words = message.drop { $0.isNumber }.drop { $0 == " " }
      if known.contains(where: { words.hasPrefix($0) }) { return Printable.line(String(message)) }
    }
    return nil
  }

  /// Whether the runtime says this of a line of the file, or the program in its place.
  private static func says(_ kind: String, at file: String, in printed: [UInt8]) -> Bool {
    String(decoding: printed.suffix(8192), as: UTF8.self).split(separator: "\n").contains { line in
      guard let start = line.firstRange(of: "/\(file):") else { return false }
      return line[start.upperBound...].drop { $0.isNumber }.hasPrefix(": \(kind)")
    }
  }
}

/// Text of strangers made fit to be shown: one line, bounded, no control characters.
package enum Printable {
  package static func line(_ text: String, atMost count: Int = 200) -> String {
    let scalars = text.unicodeScalars.prefix(count).map { scalar -> Character in
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      let isFormat = scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .surrogate
      return isControl || isFormat ? " " : Character(scalar)
    }
    return String(scalars)
  }
}
