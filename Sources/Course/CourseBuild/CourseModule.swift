import Foundation
import Keys
import Storage

/// One module of a course: its sources, and the objects that are made of them, one each.
struct CourseModule {
  let name: String
  let sources: [String]
  /// Its objects, and what the compiler notes of which file needs which.
  private let place: String
  /// Where modules are looked for.
  private let modules: String
  /// Of all that it is compiled from.
  private let digest: Digest
  /// Whether it was compiled from something else, or not at all.
  let isNew: Bool

  init(_ name: String, _ sources: [String], on others: [CourseModule] = [], in folder: String) throws {
    (self.name, self.sources, place, modules) = (name, sources, "\(folder)/\(name)", folder)
    digest = Digest(
      parts: try others.map { ($0.name, Array($0.digest.description.utf8)) }
        + sources.map { ($0, try Files.read($0)) })
    isNew = (try? Files.read("\(place)/stamp")) != Array(digest.description.utf8)
  }

  /// Names of files differ within a module.
  var objects: [String] { sources.map { output(of: $0, "o") } }

  private func output(of source: String, _ ending: String) -> String {
    "\(place)/\(URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent).\(ending)"
  }

  private var stamp: String { "\(place)/stamp" }

  /// Compiles what has changed since the last time, or needs what has.
  func compile(with swiftc: String, _ flags: [String]) throws {
    guard isNew else { return }
    // Until it is whole, nothing says that it is.
    Files.remove(stamp)
    try Files.makeFolder(place)
    var map = ["": ["swift-dependencies": "\(place)/module.swiftdeps"]]
    for source in sources {
      map[source] = [
        "object": output(of: source, "o"), "swift-dependencies": output(of: source, "swiftdeps"),
        "dependencies": output(of: source, "d"),
      ]
    }
    try Files.write(Array(try JSONEncoder().encode(map)), to: "\(place)/map.json", isLasting: false)
    // A program's first file is a script; what others import is a module.
    let kind =
      name == "main" ? ["-module-name", "course"] : ["-module-name", name, "-emit-module", "-emit-module-path"]
    let module = name == "main" ? [] : ["\(modules)/\(name).swiftmodule"]
    try Self.run(
      swiftc,
      flags + ["-incremental", "-j", "\(ProcessInfo.processInfo.activeProcessorCount)", "-output-file-map"]
        + ["\(place)/map.json"] + kind + module + ["-c"] + sources)
    try Files.write(Array(digest.description.utf8), to: stamp, isLasting: false)
  }

  /// Runs a tool to its end; throws with what it says where it fails.
  static func run(_ tool: String, _ arguments: [String]) throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    do { try process.run() } catch { throw CourseBuildFault("\(tool) could not be started: \(error)") }
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CourseBuildFault(said) }
  }
}

/// Why a course's program could not be built.
package struct CourseBuildFault: Error, CustomStringConvertible {
  package let description: String

  init(_ said: String) {
    let hint =
      said.contains("error: no such module")
      ? "\nA course that has dependencies of its own is built by SwiftPM: swift build -c release, then .build/release/course"
      : ""
    description = "\(said)The course could not be built, so nothing was done.\(hint)"
  }
}
