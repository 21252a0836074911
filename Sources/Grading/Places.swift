import Sandbox

/// Where a build finds things: the usual paths inside bubblewrap, the host's own without it.
struct Places {
  let sdk: String
  let source: String
  let build: String
  /// For what only the build itself needs.
  let temporary: String
  /// Where the compiler keeps the headers it has read: the kit's own, which is read-only, or without a sandbox one that
  /// is filled at first use, since the kit's was made at other paths.
  let moduleCache: String
  private let mounts: [Job.Mount]
  private let writable: Job.Mount

  init(
    _ confinement: Confinement, sdk: String, source: String, build: String, isSDKWritable: Bool = false,
    toolchain: Toolchain
  ) {
    guard case .bubblewrap = confinement else {
      (self.sdk, self.source, self.build, temporary) = (sdk, source, build, build)
      moduleCache = "\(sdk).modules"
      (mounts, writable) = ([], .same(build))
      return
    }
    (self.sdk, self.source, self.build, temporary) = (SDK.place, SDK.sourceFolder, SDK.buildFolder, "/tmp")
    moduleCache = "\(SDK.place)/cache"
    let own = toolchain.prefix.hasPrefix("/usr") ? [] : [Job.Mount.same(toolchain.prefix)]
    let readable = [Job.Mount(host: source, inside: SDK.sourceFolder)]
    mounts = own + readable + (isSDKWritable ? [] : [Job.Mount(host: sdk, inside: SDK.place)])
    writable = Job.Mount(host: build, inside: isSDKWritable ? SDK.place : SDK.buildFolder)
  }

  /// A job that builds something here.
  func job(_ command: [String], limits: Limits) -> Job {
    Job(
      executable: command[0], arguments: Array(command.dropFirst()), mounts: mounts, writable: writable, folder: source,
      limits: limits, maySpawn: true)
  }
}
