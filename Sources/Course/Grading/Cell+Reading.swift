import Foundation
import Keys
package import Sandbox
import Storage

/// The program that reads sources of strangers with the toolchain's own parser.
extension Cell {
  /// A job that reads sources, as strictly confined as a submission: whoever runs it adds the files that it is to read.
  ///
  /// The program is made at first use of this very toolchain's swift-syntax, which every toolchain brings for its macros:
  /// no package has to be built for it, and it reads what the compiler reads. It is kept for as long as neither changes.
  package static func reading(_ confinement: Confinement) throws -> Job {
    let cache = try Cache.standard()
    let toolchain = try Toolchain.locate(cache: cache)
    let toolkit = try Toolkit.locate()
    guard Files.exists("\(toolchain.prefix)/lib/swift/host/SwiftParser.swiftmodule") else {
      throw GradingFault.compilerFailed(
        "\(toolchain.prefix)/lib/swift/host holds no SwiftParser, with which sources are read; install a whole toolchain"
      )
    }
    let sources = try readerSources.map { path in
      ((path as NSString).lastPathComponent, try Files.read("\(toolkit.root)/\(path)"))
    }
    let key = Digest(
      parts: [
        ("toolchain", Array("\(toolchain.prefix) \(toolchain.version)".utf8)), ("recipe", Array(readerRecipe.utf8)),
        ("confinement", Array(confinement.name.utf8)),
      ] + sources.map { (name: $0.0, data: $0.1) })
    let folder = try cache.folder("readers/\(key.short)") { partial in
      try makeReader(sources, in: partial, toolchain, confinement)
      try Files.makeReadableByAll(partial)
    }
    let limits = Limits(
      cpuSeconds: 60, wallSeconds: 600, memoryBytes: 3 << 30, processes: 16, fileBytes: 1, outputBytes: 1 << 16,
      resultBytes: 128 << 20)
    guard confinement != .none else { return Job(executable: "\(folder)/reader", limits: limits, rules: .tools) }
    let cell = try prepare(toolkit: toolkit, toolchain: toolchain, cache: cache, confinement: confinement)
    return Job(
      executable: "/reader", mounts: toolchain.mounts + [Job.Mount(host: "\(folder)/reader", inside: "/reader")],
      folder: "/", limits: limits, rules: cell.rules(.submission))
  }

  /// The program, and what it shares with those who read what it says.
  private static let readerSources = [
    "Sources/Untrusted/SyntaxReader/main.swift", "Sources/Course/Similarity/NodeKind.swift",
  ]

  private static let readerRecipe = """
    set -e
    made=$1; prefix=$2; export HOME=/tmp
    host="$prefix/lib/swift/host"
    "$prefix/bin/swiftc" -use-ld=lld -O -wmo -swift-version 6 -package-name gradus -module-cache-path "$made/modules" \\
      -I "$host" -L "$host" -lSwiftSyntax -lSwiftParser -Xlinker -rpath -Xlinker "$host" main.swift NodeKind.swift \\
      -o "$made/reader"
    """

  private static func makeReader(
    _ sources: [(String, [UInt8])], in folder: String, _ toolchain: Toolchain, _ confinement: Confinement
  ) throws {
    let workspace = try Workspace()
    let (written, made) = (try workspace.readable("source"), try workspace.writable("made"))
    for (name, bytes) in sources { try Files.put(bytes, at: "\(written)/\(name)") }
    let places = Places(confinement, sdk: made, source: written, object: "", toolchain: toolchain)
    let command = ["/bin/sh", "-c", readerRecipe, "recipe", places.sdk, toolchain.prefix]
    let limits = Limits(cpuSeconds: 600, wallSeconds: 1800, memoryBytes: 8 << 30, fileBytes: 1 << 30)
    let outcome = try places.kitJob(command, limits: limits).run(in: confinement)
    guard outcome.status == .exited(0) else {
      let said = String(decoding: outcome.standardError.suffix(2000), as: UTF8.self)
      throw GradingFault.compilerFailed("the reader of sources cannot be made: \(outcome.status)\n\(said)")
    }
    try Files.write(try Files.read("\(made)/reader"), to: "\(folder)/reader", mode: 0o755)
  }
}
