import Keys
package import Sandbox

/// The small program that begins a stranger's one inside its sandbox; compiled once from the toolkit's source.
package struct Launcher: Sendable {
  package let path: String

  /// The launcher from the cache, or compiled now.
  package static func prepare(
    toolkit: Toolkit, toolchain: Toolchain, cache: Cache, confinement: Confinement
  ) throws -> Launcher {
    let source = try Files.read("\(toolkit.root)/Sources/Launcher/launcher.c")
    let key = Digest(parts: [
      ("toolchain", Array("\(toolchain.prefix) \(toolchain.version)".utf8)), ("source", source),
      ("flags", Array(flags.joined(separator: " ").utf8)),
    ]).description
    let folder = try cache.folder("launchers/\(key.prefix(16))") { partial in
      try Files.write(try compile(source, toolchain, confinement), to: "\(partial)/launcher", mode: 0o755)
      try Files.makeReadableByAll(partial)
    }
    return Launcher(path: "\(folder)/launcher")
  }

  private static let flags = [
    "-O2", "-static", "-nostdlib", "-ffreestanding", "-fno-stack-protector", "-fno-pic", "-fuse-ld=lld",
  ]

  private static func compile(_ source: [UInt8], _ toolchain: Toolchain, _ confinement: Confinement) throws -> [UInt8] {
    let workspace = try Workspace()
    let (sources, made) = (try workspace.readable("source"), try workspace.writable("made"))
    try Files.put(source, at: "\(sources)/launcher.c")
    let places = Places(confinement, sdk: made, source: sources, object: "", toolchain: toolchain)
    let command = ["\(toolchain.prefix)/bin/clang"] + flags + ["launcher.c", "-o", "\(places.sdk)/launcher"]
    let outcome = try places.kitJob(command, limits: Limits()).run(in: confinement)
    guard outcome.status == .exited(0) else {
      let said = String(decoding: outcome.standardError.suffix(2000), as: UTF8.self)
      throw GradingFault.compilerFailed("the launcher does not compile: \(outcome.status)\n\(said)")
    }
    return try Files.read("\(made)/launcher")
  }
}
