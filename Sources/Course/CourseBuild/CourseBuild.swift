import Foundation
import Glibc
package import Grading
import Keys
import Storage

/// Builds the program of a course from the course's own files and what is built of the toolkit already.
///
/// SwiftPM would build the whole toolkit once more for it, for minutes, and look through all of that after each edit. Here
/// the two modules of the course are compiled file by file, only those that an edit touches, and linked with the toolkit's
/// objects. The package stays one that SwiftPM and editors understand: `swift build` makes the same program.
package struct CourseBuild {
  let package: CoursePackage
  let products: ToolkitProducts
  let toolkit: Toolkit
  let toolchain: Toolchain
  /// Is told what takes a while.
  let say: (String) -> Void

  package init(
    _ package: CoursePackage, with products: ToolkitProducts, of toolkit: Toolkit, toolchain: Toolchain,
    say: @escaping (String) -> Void
  ) {
    (self.package, self.products, self.toolkit) = (package, products, toolkit)
    (self.toolchain, self.say) = (toolchain, say)
  }

  /// The path of the program, built now where anything has changed. Throws what the compiler says of the course's files.
  package func program() throws -> String {
    let place = package.built
    try Files.makeFolder(place)
    let lock = open("\(place)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else { throw FileFault("\(place)/lock", String(cString: strerror(errno))) }
    defer { close(lock) }
    // Of two commands in one course the second waits, and then finds all done.
    while flock(lock, LOCK_EX) != 0, errno == EINTR {}

    let toolkits = "\(try products.identity()) \(toolchain.prefix) \(toolchain.version) \(Self.flags)"
    if Self.text(at: "\(place)/toolkit") != toolkits {
      for name in ["CourseLabs", "CourseChecks", "main", "course"] { Files.remove("\(place)/\(name)") }
      try Files.write(Array(toolkits.utf8), to: "\(place)/toolkit", isLasting: false)
    }
    let labs = try CourseModule("CourseLabs", try package.sources(below: "assignments"), in: place)
    let checks = try CourseModule("CourseChecks", try package.sources(below: "grading"), on: [labs], in: place)
    let main = try CourseModule("main", [package.main], on: [labs, checks], in: place)
    let program = "\(place)/course"
    guard [labs, checks, main].contains(where: \.isNew) || !Files.exists(program) else { return program }
    say("building the course in \(package.root)")
    let own = Self.flags + ["-package-name", "course", "-I", products.modules, "-I", place]
    let library = own + ["-parse-as-library", "-module-cache-path", "\(place)/cache"]
    try labs.compile(with: toolchain.swiftc, library)
    try checks.compile(with: toolchain.swiftc, library)
    let maps = products.moduleMaps(of: toolkit.root).flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    try main.compile(
      with: toolchain.swiftc, own + maps + ["-I", "/usr/include/libxml2", "-module-cache-path", "\(place)/cache"])
    try link(labs.objects + checks.objects + main.objects, into: program)
    return program
  }

  /// As in the manifest that `gradus init` writes, for what is released.
  private static let flags = [
    "-O", "-swift-version", "6", "-enable-upcoming-feature", "InternalImportsByDefault", "-enable-upcoming-feature",
    "ExistentialAny",
  ]

  private func link(_ own: [String], into program: String) throws {
    let list = "\(package.built)/objects"
    // Folders may have blanks and quotes in their names.
    let objects = try (own + products.objects()).map { path in
      "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    try Files.write(Array(objects.joined(separator: "\n").utf8), to: list, isLasting: false)
    let partial = "\(program).part"
    try CourseModule.run(
      toolchain.swiftc,
      ["-use-ld=lld", "-o", partial, "@\(list)", "-L", products.folder]
        + ["xml2", "crypto", "archive", "sqlite3", "dl"].map { "-l\($0)" })
    guard rename(partial, program) == 0 else { throw FileFault(program, String(cString: strerror(errno))) }
  }

  private static func text(at path: String) -> String? {
    (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }
}
