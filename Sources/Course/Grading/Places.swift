import Sandbox

/// Where a build finds things: the usual paths inside bubblewrap, the host's own without it.
struct Places {
  let sdk: String
  let source: String
  /// The compiled submission, for the linker.
  let object: String
  /// Where the compiler keeps the headers it has read: the kit's own, which is read-only, or without a sandbox one that
  /// is filled at first use, since the kit's was made at other paths.
  let moduleCache: String
  /// Another one, empty, for a submission that imports something rare.
  let ownModuleCache: String
  private let toolchain: [Job.Mount]
  /// The folder of the toolchain's programs. They look for their libraries beside themselves, and learn where they are
  /// from this where they have no view of processes.
  private let programs: String
  private let hosts: (sdk: String, source: String, object: String)

  init(_ confinement: Confinement, sdk: String, source: String, object: String, toolchain: Toolchain) {
    hosts = (sdk, source, object)
    programs = "\(toolchain.prefix)/bin"
    guard case .bubblewrap = confinement else {
      (self.sdk, self.source, self.object, self.toolchain) = (sdk, source, object, [])
      moduleCache = "\(sdk).modules"
      ownModuleCache = moduleCache
      return
    }
    (self.sdk, self.source, self.object) = (SDK.place, SDK.sourceFolder, SDK.object)
    moduleCache = "\(SDK.place)/cache"
    ownModuleCache = "/tmp/cache"
    self.toolchain = toolchain.mounts
  }

  /// A job that makes a kit here, of files of ours, and of what all kits have alike where that is there.
  func kitJob(_ command: [String], common: Job.Mount? = nil, limits: Limits) -> Job {
    Job(
      executable: command[0], arguments: Array(command.dropFirst()),
      mounts: toolchain.filter { !$0.inside.hasPrefix("/usr/") } + [Job.Mount(host: hosts.source, inside: source)]
        + (common.map { [$0] } ?? []),
      writable: Job.Mount(host: hosts.sdk, inside: sdk), folder: source, limits: limits, rules: .tools)
  }

  /// A job that compiles a stranger's file here: it can write nothing but what it says.
  func compilerJob(_ command: [String], in cell: Cell, limits: Limits) -> Job {
    job(
      command, [Job.Mount(host: hosts.source, inside: source), .same("/usr/include")], folder: source, cell, limits)
  }

  /// A job that links what was made of a stranger's file: neither can it write anything.
  func linkerJob(_ command: [String], in cell: Cell, limits: Limits) -> Job {
    job(command, [Job.Mount(host: hosts.object, inside: object)], folder: sdk, cell, limits)
  }

  private func job(_ command: [String], _ mounts: [Job.Mount], folder: String, _ cell: Cell, _ limits: Limits) -> Job {
    Job(
      executable: command[0], arguments: Array(command.dropFirst()),
      mounts: toolchain + mounts + [Job.Mount(host: hosts.sdk, inside: sdk)], folder: folder,
      environment: ["LD_ORIGIN_PATH": programs, "LLVM_DISABLE_SYMBOLIZATION": "1"], limits: limits,
      rules: cell.rules(.compiler))
  }
}
