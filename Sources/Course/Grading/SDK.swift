import Foundation
import Glibc
import Keys
package import Sandbox
import Storage

/// What submissions to one lab are compiled against: modules and objects of the kit, the contract and the worker, the
/// compiler's module cache, and the commands that build one.
package struct SDK: Sendable {
  package let lab: String
  package let folder: String
  /// The digest of everything in it.
  package let key: String

  /// Inside the sandbox.
  static let place = "/sdk"
  static let commonPlace = "/kit"
  static let sourceFolder = "/submission"
  static let object = "/build/submission.o"

  /// The kit of a lab, from the cache or built now.
  package static func prepare(
    _ sources: KitSources, toolchain: Toolchain, cache: Cache, confinement: Confinement
  ) throws -> SDK {
    let lab = sources.lab
    let common = Batch(
      lab: lab, modules: sources.modules.filter { $0.name != lab }, recipe: commonRecipe, toolchain: toolchain,
      confinement: confinement)
    let own = Batch(
      lab: lab, modules: sources.modules.filter { $0.name == lab }, recipe: recipe(lab), source: control(lab),
      toolchain: toolchain, confinement: confinement)
    let key = Digest(parts: common.parts + own.parts).description
    let headers = toolchain.headers
    let folder = try cache.folder("sdk/\(lab)-\(key.prefix(16))-\(headers)") { partial in
      let shared = Digest(parts: common.parts).description
      let kit = try cache.folder("kit/\(shared.prefix(16))-\(headers)") { partial in
        _ = try common.build(in: partial, on: nil)
        try Files.makeReadableByAll(partial)
      }
      let places = try own.build(in: partial, on: kit)
      try Commands.record(in: partial, made: places)
      try Files.makeReadableByAll(partial)
    }
    return SDK(lab: lab, folder: folder, key: key)
  }

  /// Modules of ours, and the script that compiles them.
  private struct Batch {
    let lab: String
    let modules: [KitSources.Module]
    let recipe: String
    /// What stands where a submission would.
    var source: String?
    let toolchain: Toolchain
    let confinement: Confinement

    /// All that it is made from, for a digest.
    var parts: [(name: String, data: [UInt8])] {
      [
        ("toolchain", Array("\(toolchain.prefix) \(toolchain.version)".utf8)),
        ("recipe", Array((recipe + (source ?? "")).utf8)), ("confinement", Array(confinement.name.utf8)),
      ] + modules.flatMap { module in module.files.map { ("\(module.name)/\($0.name)", $0.data) } }
    }

    /// Runs the script on what was built in the folder `common` before, and puts what it makes into `folder`.
    func build(in folder: String, on common: String?) throws -> Places {
      let workspace = try Workspace()
      let writable = try workspace.writable("sdk")
      let submission = try workspace.writable("submission")
      for (module, files) in modules {
        try Files.makeFolder("\(submission)/\(module)")
        for file in files { try Files.write(file.data, to: "\(submission)/\(module)/\(file.name)") }
      }
      if let source { try Files.write(Array(source.utf8), to: "\(submission)/\(lab).swift") }
      try Files.write(Array(recipe.utf8), to: "\(submission)/recipe.sh")
      let places = Places(confinement, sdk: writable, source: submission, object: "", toolchain: toolchain)
      let kit = common.map { Job.Mount(host: $0, inside: confinement == .none ? $0 : SDK.commonPlace) }
      let job = places.kitJob(
        [
          "/bin/sh", "\(places.source)/recipe.sh", places.sdk, places.source, "\(toolchain.prefix)/bin",
          kit?.inside ?? "",
        ],
        common: kit,
        limits: Limits(cpuSeconds: 600, wallSeconds: 600, memoryBytes: 16 << 30, processes: 512, fileBytes: 1 << 30))
      let outcome = try job.run(in: confinement)
      guard outcome.status == .exited(0) else {
        let said = String(
          decoding: outcome.standardError.suffix(4000) + outcome.standardOutput.suffix(2000), as: UTF8.self)
        throw GradingFault.sdk(lab: lab, "\(outcome.status)\n\(said)")
      }
      for name in try FileManager.default.contentsOfDirectory(atPath: writable) {
        try FileManager.default.copyItem(atPath: "\(writable)/\(name)", toPath: "\(folder)/\(name)")
      }
      return places
    }
  }
}
