/// A program to run confined: what it may see, and what it may use.
package struct Job: Sendable {
  /// A file or folder of the host that is visible inside, read-only.
  package struct Mount: Sendable, Hashable {
    package var host: String
    package var inside: String

    package init(host: String, inside: String) {
      self.host = host
      self.inside = inside
    }

    /// The same path inside as outside.
    package static func same(_ path: String) -> Mount { Mount(host: path, inside: path) }
  }

  package var executable: String
  package var arguments: [String]
  package var mounts: [Mount]
  /// The one folder of the host that it may write to; nil for none.
  package var writable: Mount?
  /// The folder that it starts in.
  package var folder: String
  package var environment: [String: String]
  package var limits: Limits
  package var rules: Rules

  package init(
    executable: String, arguments: [String] = [], mounts: [Mount] = [], writable: Mount? = nil, folder: String = "/tmp",
    environment: [String: String] = [:], limits: Limits, rules: Rules
  ) {
    self.executable = executable
    self.arguments = arguments
    self.mounts = mounts
    self.writable = writable
    self.folder = folder
    self.environment = environment
    self.limits = limits
    self.rules = rules
  }

  /// What a program may do of what its limits and its places leave it.
  package enum Rules: Sendable, Hashable {
    /// A program of the system's or ours with input of ours: it sees the system's programs, and may start them.
    case tools
    /// A stranger's program, or one that reads a stranger's bytes: one process, under a filter of system calls, that
    /// sees what it is given and nothing else. The launcher is the program that begins it; the folder `system` holds
    /// what is in the place of the system's own files.
    case confined(SystemCallFilter, launcher: String, system: String)

    var filter: SystemCallFilter? {
      guard case .confined(let filter, _, _) = self else { return nil }
      return filter
    }
  }
}

/// What a program may use before it is stopped.
package struct Limits: Sendable, Hashable {
  /// CPU seconds of the whole program: the kernel's own backstop behind finer budgets.
  package var cpuSeconds: Int
  /// Seconds on the clock of a program that is run to its end; the exchanges of a session have budgets of their own.
  package var wallSeconds: Double
  /// Address space, bytes.
  package var memoryBytes: Int
  /// Processes and threads together.
  package var processes: Int
  /// The largest file it may write, bytes; also the size of its /tmp, which submissions do not have.
  package var fileBytes: Int
  /// Bytes of standard output and error after which it is stopped.
  package var outputBytes: Int
  /// Bytes of standard output where that is the program's result and no words, counted for themselves; 0 for words.
  package var resultBytes: Int

  package init(
    cpuSeconds: Int = 120, wallSeconds: Double = 120, memoryBytes: Int = 2 << 30, processes: Int = 64,
    fileBytes: Int = 64 << 20, outputBytes: Int = 8 << 20, resultBytes: Int = 0
  ) {
    self.cpuSeconds = cpuSeconds
    self.wallSeconds = wallSeconds
    self.memoryBytes = memoryBytes
    self.processes = processes
    self.fileBytes = fileBytes
    self.outputBytes = outputBytes
    self.resultBytes = resultBytes
  }
}
