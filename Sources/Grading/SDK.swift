import Foundation
import Glibc
import Keys
package import Sandbox

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
  static let buildFolder = "/build"

  /// The kit of a lab, from the cache or built now.
  package static func prepare(
    lab: String, toolkit: Toolkit, toolchain: Toolchain, cache: Cache, confinement: Confinement
  ) throws -> SDK {
    let modules = [
      ("LabKit", try toolkit.sources(in: "Sources/LabKit")), ("Worker", try toolkit.sources(in: "Sources/Worker")),
      (lab, try toolkit.contract(of: lab)),
    ]
    var parts: [(name: String, data: [UInt8])] = [
      ("toolchain", Array("\(toolchain.prefix) \(toolchain.version)".utf8)), ("recipe", Array(recipe(lab).utf8)),
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
    try Files.write(Array("import Foundation\nimport \(lab)\n".utf8), to: "\(submission)/\(lab).swift")
    try Files.write(Array(recipe(lab).utf8), to: "\(submission)/recipe.sh")
    let places = Places(
      confinement, sdk: writable, source: submission, build: writable, isSDKWritable: true, toolchain: toolchain)
    let job = places.job(
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
    let recorded = String(decoding: try Files.read("\(folder)/build.sh"), as: UTF8.self)
    let template = recorded.replacing(places.sdk, with: "@SDK@").replacing("\(buildFolder)/", with: "@BUILD@/")
      .replacing("/tmp/", with: "@TMP@/")
    try Files.write(Array(template.utf8), to: "\(folder)/build.sh")
    try Files.makeReadableByAll(folder)
  }

  /// The commands that build a submission in these places.
  ///
  /// The compiler's cache is read-only; `ownCache` gives a submission that imports something rare one of its own.
  func script(_ places: Places, ownCache: Bool) throws -> [UInt8] {
    var template = String(decoding: try Files.read("\(folder)/build.sh"), as: UTF8.self)
    template = template.replacing("@SDK@/cache", with: ownCache ? "@TMP@/cache" : places.moduleCache)
    return Array(
      template.replacing("@SDK@", with: places.sdk).replacing("@BUILD@", with: places.build)
        .replacing("@TMP@", with: places.temporary).utf8)
  }

  /// Compiles the modules, fills the compiler's cache (with Foundation's headers too, should a student import it), and
  /// asks the compiler once for the commands that it would run for a submission: replaying them saves its own start.
  private static func recipe(_ lab: String) -> String {
    """
    set -e
    sdk=$1; source=$2; bin=$3; export HOME=/tmp
    cd "$source"
    flags="-O -wmo -parse-as-library -swift-version 6 -enable-upcoming-feature InternalImportsByDefault"
    for module in LabKit Worker \(lab); do
      "$bin/swiftc" $flags -I "$sdk" -module-cache-path "$sdk/cache" -emit-module \\
        -emit-module-path "$sdk/$module.swiftmodule" -module-name $module -c $module/*.swift -o "$sdk/$module.o"
    done
    printf 'import \(lab)\\nimport Worker\\n\\nserveGradusCalls(\(lab)Lab.operations(of: Submission.self))\\n' > "$sdk/main.swift"
    { echo 'set -e'
      # The faster linker, where the toolchain has it.
      linker=; [ ! -x "$bin/ld.lld" ] || linker=-use-ld=lld
      "$bin/swiftc" $linker -O -wmo -gnone -swift-version 5 -module-name Handin -I "$sdk" -module-cache-path "$sdk/cache" \\
        -diagnostic-style=llvm -no-color-diagnostics \(lab).swift "$sdk/main.swift" "$sdk/LabKit.o" "$sdk/Worker.o" \\
        "$sdk/\(lab).o" -o \(buildFolder)/worker -driver-print-jobs | sed -e 's|/tmp/TemporaryDirectory[^/ ]*/|/tmp/|g'
    } > "$sdk/build.sh"
    # This try fails, for its source has no Submission; it is there to fill the cache.
    sh "$sdk/build.sh" > /dev/null 2>&1 || true
    """
  }
}
