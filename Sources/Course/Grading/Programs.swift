import Checks
import Foundation
import Keys
import Storage

/// Compiled programs of our own, such as mutants: each is built once for a kit, whatever the key and the checks are.
struct Programs: Sendable {
  let builder: Builder
  let cache: Cache

  /// How building `source` went, and where its program is.
  struct Built: Sendable {
    let build: Scorecard.Build
    let worker: String
  }

  /// What a source compiles to is known by: the digest of it and of the kit.
  func key(of source: String) -> String {
    Digest(parts: [("sdk", Array(builder.sdk.key.utf8)), ("source", Array(source.utf8))]).description
  }

  private struct Unbuilt: Error { let build: Scorecard.Build }

  private func name(of source: String) -> String { "programs/\(builder.sdk.lab)-\(key(of: source).prefix(24))" }

  func isBuilt(_ source: String) -> Bool { cache.holdsFolder(name(of: source)) }

  /// The program of a source, from the cache or built now. What does not build is not kept: a source of ours does, and so
  /// the machine may have had a part in it.
  func program(of source: String) throws -> Built {
    let folder: String
    do {
      folder = try cache.folder(name(of: source)) { partial in
        let workspace = try Workspace()
        let build = try builder.build(Array(source.utf8), in: workspace)
        guard build.outcome == .built else { throw Unbuilt(build: build) }
        try Files.write(Array(try JSONEncoder().encode(build)), to: "\(partial)/build.json")
        try Files.write(try Files.read("\(workspace.path)/build/worker"), to: "\(partial)/worker", mode: 0o755)
        try Files.makeReadableByAll(partial)
      }
    } catch let unbuilt as Unbuilt {
      return Built(build: unbuilt.build, worker: "")
    }
    let build = try JSONDecoder().decode(Scorecard.Build.self, from: Data(try Files.read("\(folder)/build.json")))
    return Built(build: build, worker: "\(folder)/worker")
  }
}
