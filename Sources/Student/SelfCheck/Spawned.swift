#if canImport(Darwin)
  @preconcurrency import Darwin
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Glibc
#endif

/// A program that this one started: in its own process group, so that Ctrl-C ends both.
struct Spawned {
  let identifier: pid_t

  /// How a program ended.
  enum Ending: Equatable { case exited(Int32), signalled(Int32) }

  /// Starts `words[0]`, sought in PATH unless it is a path. `descriptors` are given to it under the second numbers,
  /// `variables` are added to the environment. Nil where it cannot be started.
  init?(_ words: [String], descriptors: [(Int32, Int32)] = [], variables: [String: String] = [:]) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (own, other) in descriptors { posix_spawn_file_actions_adddup2(&actions, own, other) }
    for (name, text) in variables { setenv(name, text, 1) }
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var started: pid_t = 0
    guard posix_spawnp(&started, words[0], &actions, nil, &arguments, environ) == 0 else { return nil }
    identifier = started
  }

  /// What a program has used so far, in seconds.
  struct Usage {
    /// On a processor.
    let computed: Double
    /// Ready, and waiting for a processor, which tells of the machine and not of the program.
    let delayed: Double
  }

  /// What it has used so far; nil where the system does not tell.
  var usage: Usage? {
    #if os(Linux)
      var clock = clockid_t()
      var time = timespec()
      guard clock_getcpuclockid(identifier, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
      // Nanoseconds on a processor, and in the queue for one, of the thread that answers.
      let words = Files.line(of: "/proc/\(identifier)/schedstat").split(separator: " ")
      let delayed = words.count > 1 ? Double(words[1]) ?? 0 : 0
      return Usage(computed: Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9, delayed: delayed * 1e-9)
    #else
      return nil
    #endif
  }

  /// Waits until it has ended.
  func wait() -> Ending {
    var usage = rusage()
    return wait(&usage)
  }

  /// Ends it at once; also tells how many seconds of CPU time it has used.
  func end() -> (ending: Ending, seconds: Double) {
    kill(identifier, SIGKILL)
    var usage = rusage()
    let ending = wait(&usage)
    let used = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) * 1e-6 }
    return (ending, used[0] + used[1])
  }

  private func wait(_ usage: inout rusage) -> Ending {
    var code: Int32 = 0
    while wait4(identifier, &code, 0, &usage) < 0 && errno == EINTR {}
    let number = code & 0x7F
    return number == 0 ? .exited((code >> 8) & 0xFF) : .signalled(number)
  }
}

/// What the two programs of a self-check do with their files.
enum Files {
  /// A pipe whose ends are closed in programs that are started later, and do not wait where they belong to this one.
  static func pipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      let outcome = Darwin.pipe(&ends)
    #elseif canImport(Musl)
      let outcome = Musl.pipe(&ends)
    #else
      let outcome = Glibc.pipe(&ends)
    #endif
    guard outcome == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  static func makeNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// What is there to be read, or nil at the end.
  static func bytes(of descriptor: Int32) -> [UInt8]? {
    var got = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
      repeat { got = read(descriptor, buffer.baseAddress, 65536) } while got < 0 && errno == EINTR
      count = max(got, 0)
    }
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) ? bytes : nil
  }

  /// The first line of a file.
  static func line(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, 256, file) != nil else { return "" }
    return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Makes each printed line go out at once, so that a crash loses none.
  static func bufferLines() { setvbuf(stdout, nil, _IOLBF, 0) }
}
