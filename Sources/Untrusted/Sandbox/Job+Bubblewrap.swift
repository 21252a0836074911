import Glibc

/// A job as the command line that confines it.
extension Job {
  /// The descriptor on which bubblewrap tells the process's number.
  static let statusDescriptor: Int32 = 5
  /// The descriptor from which bubblewrap reads the filter of system calls.
  static let filterDescriptor: Int32 = 6
  /// The descriptor on which the launcher tells why it could not begin the program.
  static let troubleDescriptor: Int32 = 7
  /// Submissions are run by this user where the grader is root: its processes are counted, root's are not.
  static let nobody: UInt32 = 65534

  func commandLine(in confinement: Confinement) throws(SandboxError) -> [String] {
    switch confinement {
    case .none: try limited([executable] + arguments)
    case .bubblewrap(let path): try unprivileged + [path] + namespaces + (try launched([executable] + arguments))
    }
  }

  /// Root drops its rights before anything else.
  private var unprivileged: [String] {
    get throws(SandboxError) {
      guard geteuid() == 0 else { return [] }
      let id = "\(Self.nobody)"
      return [try Tool.require("setpriv"), "--reuid=\(id)", "--regid=\(id)", "--clear-groups", "--inh-caps=-all"]
    }
  }

  private func limited(_ command: [String]) throws(SandboxError) -> [String] {
    [
      try Tool.require("prlimit"), "--cpu=\(limits.cpuSeconds):\(limits.cpuSeconds + 1)", "--as=\(limits.memoryBytes)",
      "--nproc=\(limits.processes)", "--fsize=\(limits.fileBytes)", "--core=0", "--nofile=256", "--stack=16777216",
      "--memlock=65536", "--",
    ] + command
  }

  /// The command that begins the program inside: the launcher's place there is where nothing else is.
  private func launched(_ command: [String]) throws(SandboxError) -> [String] {
    guard case .confined = rules else { return try limited(command) }
    // In the kernel's numbering, which is the C library's too.
    let values: [(Int32, Int, Int)] = [
      (0, limits.cpuSeconds, limits.cpuSeconds + 1), (1, limits.fileBytes, limits.fileBytes), (3, 16 << 20, 16 << 20),
      (4, 0, 0), (6, limits.processes, limits.processes), (7, 256, 256), (8, 65536, 65536),
      (9, limits.memoryBytes, limits.memoryBytes),
    ]
    return [Self.launcher] + values.map { "\($0.0):\($0.1):\($0.2)" } + ["--"] + command
  }

  private static let launcher = "/launcher"

  private var namespaces: [String] {
    var words = [
      "--unshare-all", "--die-with-parent", "--new-session", "--hostname", "sandbox", "--clearenv",
      "--json-status-fd", "\(Self.statusDescriptor)",
    ]
    let variables = ["HOME": "/tmp", "LANG": "C.UTF-8", "PATH": "/usr/bin", "TMPDIR": "/tmp", "TZ": "UTC"]
    for (name, value) in variables.merging(environment, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
      words += ["--setenv", name, value]
    }
    words += systemMounts
    for mount in mounts { words += ["--ro-bind", mount.host, mount.inside] }
    if let writable { words += ["--bind", writable.host, writable.inside] }
    switch rules {
    case .tools:
      words += temporary + ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    case .confined(let filter, let launcher, _):
      // Even empty files are memory, and no limit of a file system here counts them: a submission writes none.
      words += filter.isCompiler ? temporary : ["--dir", "/tmp"]
      words += ["--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom"]
      words += ["--ro-bind", launcher, Self.launcher]
    }
    return words + ["--remount-ro", "/", "--chdir", folder, "--"]
  }

  private var temporary: [String] { ["--size", "\(limits.fileBytes)", "--perms", "0700", "--tmpfs", "/tmp"] }

  /// The system's files, or what stands in their place: at the same paths, and with the same links at the top.
  private var systemMounts: [String] {
    var (root, words) = ("", ["--ro-bind", "/usr", "/usr"])
    if case .confined(_, _, let system) = rules {
      (root, words) = (system, ["--ro-bind", "\(system)/usr", "/usr", "--ro-bind-try", "\(system)/proc", "/proc"])
    }
    for folder in ["lib", "lib64", "bin"] {
      var information = stat()
      guard lstat("/\(folder)", &information) == 0 else { continue }
      if information.st_mode & S_IFMT == S_IFLNK {
        words += ["--symlink", "usr/\(folder)", "/\(folder)"]
      } else {
        words += ["--ro-bind-try", "\(root)/\(folder)", "/\(folder)"]
      }
    }
    return words + ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
  }
}
