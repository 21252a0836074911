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
  static let sourceFolder = "/submission"
  static let object = "/build/submission.o"

  /// The kit of a lab, from the cache or built now.
  package static func prepare(
    lab: String, toolkit: Toolkit, toolchain: Toolchain, cache: Cache, confinement: Confinement
  ) throws -> SDK {
    let modules = [
      ("LabKit", try toolkit.module("LabKit")), ("Worker", try toolkit.module("Worker")),
      (lab, try toolkit.contract(of: lab)),
    ]
    var parts: [(name: String, data: [UInt8])] = [
      ("toolchain", Array("\(toolchain.prefix) \(toolchain.version)".utf8)),
      ("recipe", Array((recipe(lab) + control(lab)).utf8)),
      ("confinement", Array(confinement.name.utf8)),
    ]
    for (module, files) in modules { parts += files.map { ("\(module)/\($0.name)", $0.data) } }
    let key = Digest(parts: parts).description
    let folder = try cache.folder("sdk/\(lab)-\(key.prefix(16))") { partial in
      try build(lab, modules, in: partial, toolchain, confinement)
    }
    return SDK(lab: lab, folder: folder, key: key)
  }

  private static func build(
    _ lab: String, _ modules: [(String, [(name: String, data: [UInt8])])], in folder: String, _ toolchain: Toolchain,
    _ confinement: Confinement
  ) throws {
    let workspace = try Workspace()
    let writable = try workspace.writable("sdk")
    let submission = try workspace.writable("submission")
    for (module, files) in modules {
      try Files.makeFolder("\(submission)/\(module)")
      for file in files { try Files.write(file.data, to: "\(submission)/\(module)/\(file.name)") }
    }
    try Files.write(Array(control(lab).utf8), to: "\(submission)/\(lab).swift")
    try Files.write(Array(recipe(lab).utf8), to: "\(submission)/recipe.sh")
    let places = Places(confinement, sdk: writable, source: submission, object: "", toolchain: toolchain)
    let job = places.kitJob(
      ["/bin/sh", "\(places.source)/recipe.sh", places.sdk, places.source, "\(toolchain.prefix)/bin"],
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
    try Commands.record(in: folder, made: places)
    try Files.makeReadableByAll(folder)
  }
}
