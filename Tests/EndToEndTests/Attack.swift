import Checks
import Testing

/// A submission that does what no submission should, and what must be said of it.
struct Attack: Sendable, CustomTestStringConvertible {
  /// What must become of the check whose function misbehaves.
  enum End: Sendable {
    /// The process was stopped, for one of these reasons.
    case stopped(Set<Stop.Reason>)
    /// It answered, wrongly.
    case failed
    /// It was not built; the message says this, or that.
    case unbuilt(String, or: String? = nil)
    /// Nothing came of it, and the answer was right.
    case harmless
  }

  var name: String
  var body = ""
  var declarations = ""
  var end: End

  var testDescription: String { name }

  static let all = endings + resources + forgeries + escapes + x86Calls + sources + linking

  static let endings = [
    Attack(name: "exit at call", body: "exit(0)", end: .stopped([.exited])),
    Attack(name: "abort at call", body: "abort()", end: .stopped([.crashed])),
    Attack(
      name: "exit in atexit", body: "atexit { _exit(0) }; exit(1)", end: .stopped([.exited])),
    Attack(
      name: "exit at load",
      declarations: """
        @_cdecl("atLoad") func atLoad() { _exit(0) }
        @_used @_section(".init_array") let hook: @convention(c) () -> Void = atLoad
        """, end: .stopped([.exited])),
    Attack(
      name: "abort at load",
      declarations: """
        @_cdecl("atLoad") func atLoad() { abort() }
        @_used @_section(".init_array") let hook: @convention(c) () -> Void = atLoad
        """, end: .stopped([.crashed])),
    Attack(name: "index out of range", body: "return [1][sample.count + 5]", end: .stopped([.crashed])),
    Attack(
      name: "endless recursion", body: "return deep(1) > 0 ? 1 : -1",
      declarations: "@inline(never) func deep(_ n: Int) -> Int { n == Int.max ? 0 : deep(n + 1) + deep(n + 2) }",
      end: .stopped([.crashed])),
  ]

  static let resources = [
    Attack(name: "endless loop", body: "while true {}", end: .stopped([.cpuTime])),
    Attack(
      name: "no answer, but no end either",
      declarations: """
        @_cdecl("atLoad") func atLoad() { sleep(1000) }
        @_used @_section(".init_array") let hook: @convention(c) () -> Void = atLoad
        """, end: .stopped([.wallTime])),
    Attack(name: "endless sleep", body: "while true { sleep(1) }", end: .stopped([.wallTime])),
    Attack(
      name: "memory bomb",
      body: "var all: [[Double]] = []; while true { all.append([Double](repeating: 1, count: 1 << 20)) }",
      end: .stopped([.memory, .crashed, .cpuTime])),
    Attack(
      name: "one huge allocation",
      body: "let p = UnsafeMutablePointer<Int>.allocate(capacity: 1 << 40); p[5] = 3; return p[5]",
      end: .stopped([.memory, .crashed])),
    Attack(
      name: "fork bomb", body: "while true { _ = otherFork() }",
      declarations: "@_silgen_name(\"fork\") func otherFork() -> Int32", end: .stopped([.crashed])),
    Attack(
      name: "thread bomb",
      body: """
        while true {
          var thread = pthread_t()
          if pthread_create(&thread, nil, { _ in while true { sleep(100) } }, nil) != 0 { abort() }
        }
        """, end: .stopped([.crashed, .wallTime])),
    Attack(
      name: "endless output", body: "while true { print(\"spam spam spam spam\") }", end: .stopped([.output, .cpuTime])),
    Attack(
      name: "a file without end",
      body: """
        let file = open("/tmp/big", O_RDWR | O_CREAT, 0o644)
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        while write(file, bytes, bytes.count) > 0 {}
        abort()
        """, end: .stopped([.output, .crashed])),
  ]

  private static let framing = """
    func word(_ number: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    func send(_ body: [UInt8]) { _ = (word(body.count) + body).withUnsafeBytes { write(4, $0.baseAddress, $0.count) } }
    """

  static let forgeries = [
    Attack(
      name: "right-looking answers written by hand",
      body: """
        let one: [UInt8] = [10, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
        for _ in 0..<100 { write(4, one, one.count) }
        """, end: .failed),
    Attack(
      name: "truncated answer", body: "let some: [UInt8] = [9, 0, 0]; write(4, some, 3); exit(0)",
      end: .stopped([.exited])),
    Attack(
      name: "gigantic answer",
      body: "let bytes = [UInt8](repeating: 255, count: 1 << 20); while true { write(4, bytes, bytes.count) }",
      end: .stopped([.malformed])),
    Attack(
      name: "a tensor of a trillion rows and no columns", body: "send([1, 7, 2] + word(1 << 40) + word(0)); return 7",
      declarations: framing, end: .stopped([.malformed])),
    Attack(
      name: "an answer too deep to be kept",
      body: "send([1] + (0..<31).flatMap { _ in [8] + word(1) } + [3]); return 7", declarations: framing,
      end: .stopped([.malformed])),
    Attack(
      name: "answers on standard output",
      body: #"print("{\"kind\": \"passed\", \"earned\": 10}"); return 7"#, end: .failed),
    Attack(name: "closed answer channel", body: "close(4); while true { sleep(1) }", end: .stopped([.malformed])),
  ]

  static let escapes = [
    Attack(
      name: "reading what is not theirs",
      body: """
        let paths = [
          "/root", "/home", "/usr/bin", "/usr/share", "/usr/include/stdio.h", "/usr/lib/os-release", "/bin/sh", "/etc/passwd", "/proc/1/environ", "/proc/self/maps", "/var/cache/gradus",
          \(ownPaths)
        ]
        for path in paths where open(path, O_RDONLY) >= 0 { return 1 }
        abort()
        """, end: .stopped([.crashed])),
    Attack(
      name: "writing outside",
      body: """
        for path in ["/x", "/usr/x", "/usr/lib/x", "/submission/worker", "/submission/x", "/var/x", "/dev/x", "/etc/x", "/tmp/x"]
        where open(path, O_RDWR | O_CREAT, 0o644) >= 0 { return 1 }
        abort()
        """, end: .stopped([.crashed])),
    Attack(
      name: "opening a socket", body: "_ = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)", end: .stopped([.crashed])),
    Attack(
      name: "itself once more",
      body: """
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("worker"), nil]
        execv("/submission/worker", &arguments)
        """, end: .stopped([.crashed])),
    Attack(
      name: "another program",
      body: """
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/usr/bin/prlimit"), nil]
        execv("/usr/bin/prlimit", &arguments)
        """, end: .stopped([.crashed])),
    Attack(name: "killing all it can", body: "kill(-1, SIGKILL); kill(1, SIGKILL); return 7", end: .failed),
  ]

  /// The numbers below are those of x86.
  private static var x86Calls: [Attack] {
    #if arch(x86_64)
      calls
    #else
      []
    #endif
  }

  /// Calls that no limit of memory counts, or that reach other processes: each ends the program.
  static let calls =
    [
      ("memory segments", "shmget(0, 1 << 20, 0o1600)"), ("semaphores", "semget(0, 100, 0o1600)"),
      ("message queues", "msgget(0, 0o1600)"), ("files in memory", "syscall2(319, 0, 0)"),
      ("secret memory", "syscall2(447, 0, 0)"), ("a new process by number", "syscall2(57, 0, 0)"),
      ("the second numbering of x86", "syscall2(0x4000_0039, 0, 0)"),
      ("a process of the second numbering", "syscall2(0x4000_0029, 2, 1)"),
      ("limits of the first process", "prlimitOf(1, 0, 0, 0)"), ("io_uring", "syscall2(425, 1, 0)"),
      ("a namespace", "syscall2(272, 0x1000_0000, 0)"), ("page faults by hand", "syscall2(323, 0, 0)"),
      ("tracing", "syscall2(101, 0, 0)"),
    ].map { name, call in
      Attack(
        name: name, body: "_ = \(call); return 7",
        declarations: """
          @_silgen_name("syscall") func syscall2(_ number: Int, _ first: Int, _ second: Int) -> Int
          @_silgen_name("prlimit") func prlimitOf(_ process: Int32, _ what: Int32, _ new: Int, _ old: Int) -> Int32
          """, end: .stopped([.crashed]))
    } + [
      Attack(
        name: "calls that are not there",
        body: """
          // Scheduling of others, larger pipes, locks, and numbers of kernels to come: refused, and nothing else.
          var ends: [Int32] = [0, 0]
          pipe(&ends)
          if syscall4(144, 1, 0, 0, 0) >= 0 || syscall4(203, 1, 8, 0, 0) >= 0 || syscall4(141, 0, 1, 19, 0) >= 0 { return 7 }
          if syscall4(72, Int(ends[0]), 1031, 1 << 20, 0) >= 0 || syscall4(999, 0, 0, 0, 0) >= 0 { return 7 }
          """,
        declarations: """
          @_silgen_name("syscall")
          func syscall4(_ number: Int, _ first: Int, _ second: Int, _ third: Int, _ fourth: Int) -> Int
          """, end: .harmless)
    ]

  static let sources = [
    Attack(name: "a compile error", body: "let x: Int = \"a\"", end: .unbuilt("Perceptron.swift:7:")),
    Attack(
      // Whichever comes first: the type checker gives up, or the time is over.
      name: "a type-checker bomb",
      declarations: "let bomb = " + (0..<40).map { "[\($0): [\"\($0)\": \($0).0 as Any]]" }.joined(separator: " + "),
      end: .unbuilt("type-check", or: "simplify the longest expressions")),
    Attack(
      name: "deep nesting",
      declarations: "let n = " + String(repeating: "(", count: 3000) + "1" + String(repeating: ")", count: 3000),
      end: .unbuilt("nesting")),
    Attack(
      name: "a main of its own", declarations: "@main struct Main { static func main() {} }", end: .unbuilt("main")),
    Attack(
      name: "a main function in C's name", declarations: "@_cdecl(\"main\") func evil() -> Int32 { 0 }",
      end: .unbuilt("main")),
    Attack(name: "code at the top level", declarations: "print(\"hello\")", end: .unbuilt("top level")),
  ]

  /// Bytes in sections that one linker or another takes for instructions, and code that would run if it did.
  static let linking =
    [".swift1_autolink_entries", ".deplibs", ".linker-options", ".llvm.linker-options", ".drectve"].map { section in
      let injected = Array("-B/build\0-Xlinker --noinhibit-exec\0-Xlinker --no-such-option\0-lnothing\0".utf8)
      return Attack(
        name: "arguments in \(section)",
        declarations: """
          #warning("error: could not build C module 'nothing'")
          @_used @_section("\(section)") private let injected: (\(injected.map { _ in "UInt8" }.joined(separator: ", "))) =
            (\(injected.map(String.init).joined(separator: ", ")))
          """,
        // The linker leaves the compiler's own section out, whatever stands in it, and misses it.
        end: section == ".swift1_autolink_entries" ? .unbuilt("discarded section: \(section)") : .harmless)
    } + [
      Attack(
        name: "a function that is nowhere", body: "return Int(nowhere())",
        declarations: "@_silgen_name(\"nowhere_at_all\") func nowhere() -> Int32",
        end: .unbuilt("`nowhere_at_all` is declared, but nothing defines it")),
      Attack(
        name: "a name of the kit's",
        declarations: "@_cdecl(\"system_is_up\") func one() {}\n@_cdecl(\"_start\") func two() {}",
        end: .unbuilt("`_start` is defined twice")),
      Attack(
        name: "unwinding tables by hand",
        declarations: "@_used @_section(\".eh_frame\") private let table: (UInt64, UInt64) = (0x1234567, 3)",
        end: .unbuilt("linked")),
    ]

  /// This checkout's own secrets, as paths of the host.
  private static var ownPaths: String {
    let root = #filePath.components(separatedBy: "/Tests/")[0]
    return ["", "/grading", "/reference/Solutions/Perceptron/Perceptron.swift"].map { "\"\(root)\($0)\"" }
      .joined(separator: ", ")
  }
}
