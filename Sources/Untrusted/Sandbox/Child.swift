import CSystem
import Checks
import Glibc

/// A confined program that runs, with the grader's ends of its pipes.
final class Child {
  let process: pid_t
  let calls: Descriptor
  let answers: Descriptor
  let standardOutput: Descriptor
  let standardError: Descriptor
  private let status: Descriptor
  private let trouble: Descriptor
  private let confinement: Confinement
  private var ending: Ending?
  private var worker: pid_t?
  private var first: pid_t?
  private var report = ""
  /// Whether it ended before any of the program ran: a fault of the sandbox, never of the program.
  private(set) var wasNeverSetUp = false
  /// What the launcher said where it could not begin the program.
  private(set) var launchTrouble = ""

  /// Whether its end has not been seen yet.
  var isRunning: Bool { ending == nil }

  /// How a program ended.
  enum Ending: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    var description: String {
      switch self {
      case .exited(let code): "exit code \(code)"
      case .signalled(let number): "signal \(number)"
      }
    }
  }

  init(_ job: Job, in confinement: Confinement) throws(SandboxError) {
    _ = signal(SIGPIPE, SIG_IGN)
    self.confinement = confinement
    let words = try job.commandLine(in: confinement)
    let input = try Descriptor.devNull()
    let (output, error) = (try Descriptor.pipe(for: words[0]), try Descriptor.pipe(for: words[0]))
    let (call, answer) = (try Descriptor.pipe(for: words[0]), try Descriptor.pipe(for: words[0]))
    let (report, filter) = (try Descriptor.pipe(for: words[0]), try Descriptor.pipe(for: words[0]))
    let troubles = try Descriptor.pipe(for: words[0])
    let program = job.rules.filter?.program ?? []
    guard try filter.write.write(program[...]) == program.count else {
      throw .system(call: "write", subject: "the filter of system calls", code: errno)
    }
    filter.write.close()
    process = try Child.spawn(
      words,
      [
        (input, 0), (output.write, 1), (error.write, 2), (call.read, 3), (answer.write, 4),
        (report.write, Job.statusDescriptor), (filter.read, Job.filterDescriptor),
        (troubles.write, Job.troubleDescriptor),
      ], folder: confinement == .none ? job.folder : "/")
    (calls, answers, standardOutput, standardError) = (call.write, answer.read, output.read, error.read)
    (status, trouble) = (report.read, troubles.read)
    for descriptor in [calls, answers, standardOutput, standardError, status, trouble] {
      descriptor.makeNonBlocking()
    }
  }

  deinit { kill() }

  private static func spawn(
    _ words: [String], _ descriptors: [(Descriptor, Int32)], folder: String
  ) throws(SandboxError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (source, target) in descriptors { posix_spawn_file_actions_adddup2(&actions, source.number, target) }
    // Whoever started the grader may have left files open to be inherited; nothing confined gets hold of them.
    system_spawn_close_from(&actions, Job.troubleDescriptor + 1)
    system_spawn_folder(&actions, folder)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    // Threads of a pool block signals, and a child would inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var process: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    // Without a sandbox these are the program's own: as within one, the runtime starts no tool that tells of a crash.
    let variables = [
      "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC", "SWIFT_DETERMINISTIC_HASHING=1",
      "SWIFT_BACKTRACE=enable=no",
    ]
    var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { (arguments + environment).forEach { free($0) } }
    let code = posix_spawn(&process, words[0], &actions, &attributes, &arguments, &environment)
    guard code == 0 else { throw .system(call: "posix_spawn", subject: words[0], code: code) }
    return process
  }

  /// Ends the whole tree at once: the namespace goes with its first process.
  func kill() {
    guard ending == nil else { return }
    _ = Glibc.kill(-process, SIGKILL)
    _ = Glibc.kill(process, SIGKILL)
    _ = wait()
  }

  /// Gives the program a moment to end by itself, and then ends it; its ending, or nil where it was ours.
  func kill(afterGrace seconds: Double) -> Ending? {
    let deadline = Clock.now() + seconds
    while ending == nil, Clock.now() < deadline {
      var code: Int32 = 0
      if waitpid(process, &code, WNOHANG) == process {
        note(code)
      } else {
        usleep(500)
      }
    }
    if let ending { return ending }
    kill()
    return nil
  }

  /// Waits until the program has ended.
  func wait() -> Ending {
    if let ending { return ending }
    var code: Int32 = 0
    while waitpid(process, &code, 0) < 0 && errno == EINTR {}
    return note(code)
  }

  @discardableResult
  private func note(_ code: Int32) -> Ending {
    let ended = Child.ending(of: code)
    ending = ended
    readReport()
    if case .bubblewrap = confinement {
      if case .exited = ended { wasNeverSetUp = !report.contains("\"exit-code\":") }
      switch trouble.read() {
      case .bytes(let said):
        launchTrouble = Printable.line(String(decoding: said, as: UTF8.self))
        wasNeverSetUp = true
      case .fault(let code):
        launchTrouble = "what its launcher says cannot be read (\(String(cString: strerror(code))))"
        wasNeverSetUp = true
      case .end, .later: break
      }
    }
    return ended
  }

  /// Reads what bubblewrap tells: the number of the namespace's first process before anything runs in there, and an exit
  /// code at the end only where the program was started. No program inside can write there.
  private func readReport() {
    while case .bytes(let bytes) = status.read() { report += String(decoding: bytes, as: UTF8.self) }
  }

  /// Bubblewrap passes a signal on as 128 + its number.
  private static func ending(of code: Int32) -> Ending {
    if code & 0x7F != 0 { return .signalled(code & 0x7F) }
    let exit = (code >> 8) & 0xFF
    return exit > 128 && exit <= 128 + 64 ? .signalled(exit - 128) : .exited(exit)
  }

  /// CPU seconds used so far by the program inside, all its threads, read from the kernel's clock for it.
  func cpuSeconds() -> Double? {
    if worker == nil { worker = findWorker() }
    guard let worker else { return nil }
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(worker, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Keeps the program on one processor, as far as that may be done; threads that it has started before stay free.
  func pin(to processor: Int32) {
    if worker == nil { worker = findWorker() }
    if let worker { _ = system_pin(worker, processor) }
  }

  /// The most memory that the program has held so far, bytes.
  func peakBytes() -> Int? {
    guard let worker, let file = fopen("/proc/\(worker)/status", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("VmHWM:") else { continue }
      return Int(text.filter(\.isNumber)).map { $0 << 10 }
    }
    return nil
  }

  /// Seconds for which its threads were ready and had to wait for a processor, as far as the kernel tells: on a machine
  /// that is too busy, time that passes is not the program's.
  func delayedSeconds() -> Double {
    if worker == nil { worker = findWorker() }
    return worker.map { ProcessorQueue.delay(of: $0) } ?? 0
  }

  /// Whether a thread of it waits for a processor now, or has one.
  var isReady: Bool { worker.map { ProcessorQueue.isReady($0) } ?? false }

  /// Inside bubblewrap: the only child of the namespace's first process, whose number bubblewrap tells.
  private func findWorker() -> pid_t? {
    guard case .bubblewrap = confinement else { return process }
    if first == nil {
      readReport()
      if let found = report.firstRange(of: "\"child-pid\":") {
        first = pid_t(report[found.upperBound...].drop { $0 == " " }.prefix { $0.isNumber })
      }
    }
    guard let first else { return nil }
    let path = "/proc/\(first)/task/\(first)/children"
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, 64, file) != nil else { return nil }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.split(separator: " ").first.flatMap { pid_t($0) }
  }
}
