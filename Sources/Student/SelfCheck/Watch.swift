import LabKit

/// Checks a file again whenever it is saved: builds, and runs what was built.
struct Watch {
  let file: String
  let package: String

  /// Goes on until it is ended, as by Ctrl-C.
  func run(_ options: Options) -> Never {
    // `swift run` has just built what runs here.
    var seen = stamp
    var isBuilt = true
    while true {
      if isBuilt { _ = Spawned([Program.path] + options.names)?.wait() }
      Terminal.say("\nWatching for changes; Ctrl-C ends.")
      while stamp == seen { usleep(200_000) }
      seen = stamp
      Terminal.wipe()
      Terminal.show("… building")
      let build = Spawned(["swift", "build", "--package-path", package, "--product", "check", "--quiet"])
      isBuilt = build?.wait() == .exited(0)
      Terminal.clear()
      if build == nil { Terminal.complain("swift was not found on PATH") }
    }
  }

  /// Changes whenever the file is saved; an editor may write it anew or put another in its place.
  private var stamp: [Int] {
    var information = stat()
    guard stat(file, &information) == 0 else { return [] }
    #if canImport(Darwin)
      let time = information.st_mtimespec
    #else
      let time = information.st_mtim
    #endif
    return [Int(information.st_ino), Int(information.st_size), time.tv_sec, time.tv_nsec]
  }
}
