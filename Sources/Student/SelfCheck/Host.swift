import Checks
import LabKit
import Worker

/// The process that hosts the student's code, seen from the checker.
final class Host {
  /// What this program is started with as host.
  static let argument = "--host"

  private let process: Spawned
  private let calls: Int32
  private let answers: Int32
  private let prints: Int32
  private let file: String
  private var incoming: [UInt8] = []
  private var said: [UInt8] = []
  private var hasMoreToSay = true
  private var isUp = false

  /// The life of the host: calls come on standard input, answers go to standard output; what the student prints goes to
  /// standard error.
  static func serve(_ operations: [BoundOperation]) -> Never {
    dup2(0, 3)
    dup2(1, 4)
    dup2(2, 1)
    // What reads standard input finds its end, and no calls.
    dup2(open("/dev/null", O_RDONLY), 0)
    Files.bufferLines()
    serveGradusCalls(operations)
  }

  /// Starts it; `file` is the student's, to be named where it crashes.
  init(file: String) throws {
    self.file = file
    signal(SIGPIPE, SIG_IGN)
    guard let calls = Files.pipe(), let answers = Files.pipe(), let prints = Files.pipe(),
      let process = Spawned(
        [Program.path, Self.argument], descriptors: [(calls.reading, 0), (answers.writing, 1), (prints.writing, 2)],
        variables: ["SWIFT_BACKTRACE": Self.backtrace])
    else { throw ValueError("\(Program.path) cannot be started again to host your code") }
    for end in [calls.reading, answers.writing, prints.writing] { close(end) }
    for end in [calls.writing, answers.reading, prints.reading] { Files.makeNonBlocking(end) }
    (self.process, self.calls, self.answers, self.prints) = (process, calls.writing, answers.reading, prints.reading)
  }

  deinit { for end in [calls, answers, prints] { close(end) } }

  /// A short report of a crash, fit to be read by `CrashReport`.
  private static let backtrace = """
    enable=yes,color=no,interactive=no,threads=crashed,registers=none,images=none,limit=64,top=0,cache=no,\
    warnings=suppressed,output-to=stderr
    """

  /// Makes the calls one by one; `seconds` on the clock are allowed for all of them together, doubled and with some to
  /// spare, and without what a busy machine takes. Also tells what was printed meanwhile.
  func ask(_ calls: [Call], seconds: Double) -> (evidence: Evidence, printed: String) {
    let time = Allowance(seconds: 2 * seconds + 2, process)
    var evidence = Evidence()
    said = []
    if !isUp {
      guard case .answer(.ready) = exchange([], time) else { return stopped(evidence, time) }
      isUp = true
    }
    for call in calls {
      switch exchange(call.frame()[...], time) {
      case .answer(.value(let value)):
        evidence.answers.append(value)
        evidence.seconds.append(0)
        continue
      case .answer(.notAttempted(let function)):
        evidence.stop = Stop(.notAttempted, "\(function) is not implemented yet")
      case .answer(.refused(let reason)): evidence.stop = Stop(.refused, reason)
      case .ended: return stopped(evidence, nil)
      case .answer(.ready), .answer(.crashed): evidence.stop = Stop(.malformed, "the answer channel was written to")
      case .malformed(let reason): evidence.stop = Stop(.malformed, reason)
      case .late: return stopped(evidence, time)
      }
      _ = process.end()
      break
    }
    return (evidence, String(decoding: said, as: UTF8.self))
  }

  /// Ends the process.
  func end() { _ = process.end() }

  /// The time that a question may take: what the machine had no processor for does not count, within reason.
  private struct Allowance {
    let seconds: Double
    private let process: Spawned
    private let start = ContinuousClock.now
    private let usage: Spawned.Usage?

    init(seconds: Double, _ process: Spawned) {
      (self.seconds, self.process) = (seconds, process)
      usage = process.usage
    }

    private var passed: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// Seconds that are left.
    var left: Double {
      let left = seconds - passed
      guard left <= 0, let usage, let now = process.usage else { return left }
      return left + min(now.delayed - usage.delayed, 3 * seconds)
    }

    /// Whether the process did nothing for most of the time; nil where the system does not tell.
    var isIdle: Bool? {
      guard let usage, let now = process.usage else { return nil }
      return now.computed - usage.computed + now.delayed - usage.delayed < passed / 2
    }
  }

  /// No answer came: `late` is the time that it had, or nil where it has ended.
  private func stopped(_ evidence: Evidence, _ late: Allowance?) -> (evidence: Evidence, printed: String) {
    let isIdle = late?.isIdle
    // Asked to quit, the runtime says where the program was.
    if late != nil { kill(process.identifier, SIGQUIT) }
    let patience = Allowance(seconds: 10, process)
    while hasMoreToSay {
      let left = patience.left
      guard left > 0 || (left > -Self.telling && isTellingOfCrash) else { break }
      wait(for: [prints], until: ContinuousClock.now + .seconds(max(left, 0.1)))
    }
    let (ending, used) = late == nil ? (process.wait(), 0) : process.end()
    let report = CrashReport(of: String(decoding: said, as: UTF8.self), file: file)
    var evidence = evidence
    switch (late, ending) {
    case (let late?, _):
      let place = report.line.map { " It was at \($0)" } ?? ""
      let guess = isIdle ?? (used < late.seconds / 2) ? "does it wait for something?" : "an endless loop?"
      evidence.stop = Stop(.wallTime, "no answer within \(late.seconds.short) s: \(guess)\(place)")
    case (nil, .exited(let code)): evidence.stop = .exited(code)
    case (nil, .signalled(let number)): evidence.stop = .signalled(number, report)
    }
    return (evidence, report.printed)
  }

  /// Seconds that the runtime may take to tell of a crash once it has begun, on the slowest machine.
  private static let telling = 60.0

  /// Whether the runtime has begun to tell of a crash.
  private var isTellingOfCrash: Bool { CrashReport.begins(in: String(decoding: said, as: UTF8.self)) }

  private enum Exchange {
    case answer(Answer)
    case malformed(String)
    case ended
    case late
  }

  /// Sends a call and waits for its answer.
  private func exchange(_ call: ArraySlice<UInt8>, _ time: Allowance) -> Exchange {
    var call = call
    while true {
      do throws(ValueError) {
        switch try nextAnswer() {
        // So a program says where the runtime does not: its end is to follow.
        case .crashed: continue
        case let answer?: return .answer(answer)
        case nil: break
        }
      } catch { return .malformed(error.description) }
      let left = time.left
      // What crashes at the last moment is not late.
      guard left > 0 || (left > -Self.telling && isTellingOfCrash) else { return .late }
      wait(
        for: [answers] + (hasMoreToSay ? [prints] : []), writing: call.isEmpty ? nil : calls,
        until: ContinuousClock.now + .seconds(max(left, 0.1)))
      if !call.isEmpty {
        let written = call.withUnsafeBytes { write(calls, $0.baseAddress, $0.count) }
        if written > 0 { call = call.dropFirst(written) }
      }
      guard let bytes = Files.bytes(of: answers) else { return .ended }
      incoming += bytes
    }
  }

  /// Waits until something can be read, or written, and takes in what was printed.
  private func wait(for descriptors: [Int32], writing: Int32? = nil, until deadline: ContinuousClock.Instant) {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let writing { polled.append(pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)) }
    let left = (deadline - ContinuousClock.now) / .milliseconds(1)
    _ = poll(&polled, nfds_t(polled.count), Int32(min(max(left, 0), 1000)))
    guard hasMoreToSay else { return }
    guard let bytes = Files.bytes(of: prints) else {
      hasMoreToSay = false
      return
    }
    said += bytes
    // The beginning is what will be shown, the end is where a crash is told.
    if said.count > 4 << 20 { said.removeSubrange(1 << 20..<3 << 20) }
  }

  /// The next whole answer among the bytes that came, or nil where it is not all there.
  private func nextAnswer() throws(ValueError) -> Answer? {
    guard incoming.count >= 8 else { return nil }
    var head = ByteReader(incoming[..<8])
    let length = try head.word()
    guard length <= UInt64(Frame.largest) else { throw ValueError("the answer channel was written to") }
    guard incoming.count >= 8 + Int(length) else { return nil }
    let answer = try Answer(frame: incoming[8..<8 + Int(length)])
    incoming.removeFirst(8 + Int(length))
    return answer
  }
}

/// This program.
enum Program {
  /// Where it lies, also when it was started by a short name.
  static let path: String = {
    guard let real = realpath("/proc/self/exe", nil) else { return CommandLine.arguments[0] }
    defer { free(real) }
    return String(cString: real)
  }()
}
