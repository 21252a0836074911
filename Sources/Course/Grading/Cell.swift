import Foundation
import Glibc
import Keys
package import Sandbox
import Storage

/// What every stranger's program is given, prepared once for a toolchain: the small program that begins it inside its
/// sandbox, and copies of the few files of the system that programs and builds need. Nothing else of the host is there.
package struct Cell: Sendable {
  package let launcher: String
  package let system: String

  /// Where the launcher's source is in the toolkit.
  static let launcherSource = "Sources/Untrusted/Launcher/launcher.c"

  /// Both from the cache, or made now.
  package static func prepare(
    toolkit: Toolkit, toolchain: Toolchain, cache: Cache, confinement: Confinement
  ) throws -> Cell {
    let source = try Files.read("\(toolkit.root)/\(launcherSource)")
    let key = Digest(parts: [
      ("toolchain", Array("\(toolchain.prefix) \(toolchain.version)".utf8)), ("source", source),
      ("recipe", Array(recipe.utf8)), ("confinement", Array(confinement.name.utf8)), ("loader", loaderIdentity),
      ("threads", Array(ThreadTable.recipe.utf8)),
    ]).description
    let folder = try cache.folder("cells/\(key.prefix(16))") { partial in
      let listed = try make(source, in: partial, toolchain, confinement)
      if confinement != .none {
        try copy(listed, to: "\(partial)/system", toolchain)
        try ThreadTable.write(below: "\(partial)/system")
      }
      try Files.makeReadableByAll(partial)
    }
    return Cell(launcher: "\(folder)/launcher", system: "\(folder)/system")
  }

  /// The rules for a program of ours that reads a stranger's archive: as strict as those of a submission.
  package static func unpacking(_ confinement: Confinement) throws -> Job.Rules {
    let cache = try Cache.standard()
    let toolchain = try Toolchain.locate(cache: cache)
    return try prepare(
      toolkit: try Toolkit.locate(), toolchain: toolchain, cache: cache, confinement: confinement
    ).rules(.submission)
  }

  /// A program's rules with this.
  func rules(_ filter: SystemCallFilter) -> Job.Rules { .confined(filter, launcher: launcher, system: system) }

  /// Compiles the launcher; lists the libraries that the compiler, the linker and the runtime's libraries want, and the
  /// files that linking a program wants.
  private static let recipe = """
    set -e
    made=$1; prefix=$2; loader=$3
    "$prefix/bin/clang" -O2 -static -nostdlib -ffreestanding -fno-stack-protector -fno-pic -fuse-ld=lld launcher.c \\
      -o "$made/launcher"
    [ -n "$loader" ] || exit 0
    for file in "$prefix/bin/swift-frontend" "$prefix/bin/ld.lld" "$prefix/bin/llvm-symbolizer" \\
      "$prefix"/lib/swift/linux/*.so "$prefix"/lib/swift/host/*.so "$prefix"/lib/swift/host/plugins/*.so; do
      [ ! -e "$file" ] || "$loader" --list "$file" || true
    done > "$made/libraries"
    echo 'int main(void) { return 0; }' > /tmp/main.c
    "$prefix/bin/clang" -fuse-ld=lld -pie /tmp/main.c -L "$prefix/lib/swift/linux" -lswiftCore -lm -lpthread -lutil \\
      -ldl -o /tmp/main -Xlinker "--dependency-file=$made/inputs"
    """

  private static var loader: String? {
    ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"].first { access($0, X_OK) == 0 }
  }

  /// The C library comes with its loader: another one, and all is copied anew.
  private static var loaderIdentity: [UInt8] {
    var information = stat()
    guard let loader, stat(loader, &information) == 0 else { return [] }
    return Array("\(loader) \(information.st_size) \(information.st_mtim.tv_sec) \(information.st_ino)".utf8)
  }

  /// The paths that the recipe lists.
  private static func make(
    _ source: [UInt8], in folder: String, _ toolchain: Toolchain, _ confinement: Confinement
  ) throws -> Set<String> {
    let workspace = try Workspace()
    let (sources, made) = (try workspace.readable("source"), try workspace.writable("made"))
    try Files.put(source, at: "\(sources)/launcher.c")
    let places = Places(confinement, sdk: made, source: sources, object: "", toolchain: toolchain)
    let loader = confinement == .none ? "" : loader ?? ""
    let command = ["/bin/sh", "-c", recipe, "recipe", places.sdk, toolchain.prefix, loader]
    let outcome = try places.kitJob(command, limits: Limits()).run(in: confinement)
    guard outcome.status == .exited(0) else {
      let said = String(decoding: outcome.standardError.suffix(2000), as: UTF8.self)
      throw GradingFault.compilerFailed("the sandbox's own files cannot be made: \(outcome.status)\n\(said)")
    }
    try Files.write(try Files.read("\(made)/launcher"), to: "\(folder)/launcher", mode: 0o755)
    guard !loader.isEmpty else { return [] }
    // `name => path (address)`, or the path alone; and a rule of make, a path a line.
    let said = String(decoding: try Files.read("\(made)/libraries") + Files.read("\(made)/inputs"), as: UTF8.self)
    return Set(
      said.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("/") && !$0.hasSuffix(":") }.map(String.init))
  }

  /// Copies the listed files that are not the toolchain's own to the same places below `root`, and makes the places
  /// where the toolchain and the headers will be mounted.
  private static func copy(_ listed: Set<String>, to root: String, _ toolchain: Toolchain) throws {
    for mount in toolchain.mounts + [.same("/usr/include")] where mount.inside.hasPrefix("/usr/") {
      var information = stat()
      guard stat(mount.host, &information) == 0 else { continue }
      let isFolder = information.st_mode & S_IFMT == S_IFDIR
      try Files.makeFolder(root + (isFolder ? mount.inside : (mount.inside as NSString).deletingLastPathComponent))
      if !isFolder { try Files.write([], to: root + mount.inside, mode: 0o755) }
    }
    for path in listed.sorted() {
      guard let real = realpath((path as NSString).deletingLastPathComponent, nil) else { continue }
      defer { free(real) }
      let (folder, name) = (String(cString: real), (path as NSString).lastPathComponent)
      let isOurs =
        toolchain.mounts.contains { "\(folder)/\(name)".hasPrefix("\($0.host)/") } || folder.hasPrefix("/tmp")
      guard !isOurs, Files.exists(path), !Files.exists("\(root)\(folder)/\(name)") else { continue }
      try Files.makeFolder(root + folder)
      try Files.write(try Files.read(path), to: "\(root)\(folder)/\(name)", mode: 0o755)
    }
  }
}

extension Toolchain {
  /// What of the toolchain a build sees. One that lies among the system's own files shows its own parts of them alone.
  var mounts: [Job.Mount] {
    guard prefix.hasPrefix("/usr") else { return [.same(prefix)] }
    return ["bin/swift-frontend", "bin/ld.lld", "bin/llvm-symbolizer", "lib/swift", "lib/clang"].map {
      Job.Mount.same("\(prefix)/\($0)")
    }
    .filter { Files.exists($0.host) }
  }
}
