import Foundation
import Grading
import TestSupport

/// A course's package outside of the checkout, whose program is compiled and linked with what was built for the tests.
///
/// SwiftPM would build the whole toolkit once more, which takes minutes; `make test-course` does that.
struct BuiltCourse {
  let folder: String
  private let built: String
  private let products: String

  /// `gradus init` in a folder that is not there yet, and then the program `course` in it.
  init(_ folder: String) throws {
    self.folder = folder
    products = try CommandLineTool.products.orThrow("there is no gradus beside the tests")
    built = "\(folder)/built"
    let made = try CommandLineTool().run(["init", folder])
    guard made.code == 0 else { throw Failure(description: made.error) }
    try FileManager.default.createDirectory(atPath: built, withIntermediateDirectories: true)
    try compile("CourseLabs", sources(below: "assignments"))
    try compile("CourseChecks", sources(below: "grading"))
    try program("course", "\(folder)/Sources/course/main.swift")
  }

  var course: CommandLineTool { CommandLineTool(program: "\(built)/course", folder: folder) }

  /// Compiles a program of one file, and links it with the course and the toolkit.
  @discardableResult
  func program(_ name: String, _ main: String) throws -> CommandLineTool {
    try swiftc(["-module-name", name, "-c", main, "-o", "\(built)/\(name).main.o"] + modules)
    let all = try String(contentsOfFile: "\(products)/gradus-course.product/Objects.LinkFileList", encoding: .utf8)
    let objects = all.split(separator: "\n").filter { !$0.contains("/gradus_course.build/") }
    try objects.joined(separator: "\n").write(toFile: "\(built)/objects", atomically: true, encoding: .utf8)
    try swiftc(
      ["-o", "\(built)/\(name)", "@\(built)/objects", "\(built)/\(name).main.o", "-L", products]
        + ["CourseLabs", "CourseChecks"].map { "\(built)/\($0).o" } + [
          "-lxml2", "-lcrypto", "-larchive", "-lsqlite3", "-ldl",
        ])
    return CommandLineTool(program: "\(built)/\(name)", folder: folder)
  }

  private func sources(below name: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(name)").filter { $0.hasSuffix(".swift") }.sorted()
      .map { "\(folder)/\(name)/\($0)" }
  }

  private func compile(_ module: String, _ sources: [String]) throws {
    try swiftc(
      [
        "-parse-as-library", "-wmo", "-emit-module", "-emit-module-path", "\(built)/\(module).swiftmodule",
        "-module-name", module, "-c", "-o", "\(built)/\(module).o",
      ] + sources + modules)
  }

  /// Where modules are found, those of C too.
  private var modules: [String] {
    let root = (try? Toolkit.locate().root) ?? ""
    let places = ["Sources", ".build/checkouts/Yams/Sources", ".build/checkouts/GRDB.swift/Sources/GRDBSQLite"]
    let maps = places.map { "\(root)/\($0)" }.flatMap { place in
      ((try? FileManager.default.subpathsOfDirectory(atPath: place)) ?? []).map { "\(place)/\($0)" }
    }
    let made = ((try? FileManager.default.contentsOfDirectory(atPath: products)) ?? []).map {
      "\(products)/\($0)/module.modulemap"
    }
    // Of a module that has a map of its own, one that was made for it before is out of date.
    var known: Set<Substring> = []
    let files = (maps.filter { $0.hasSuffix("/module.modulemap") } + made).filter { file in
      let words = (try? String(contentsOfFile: file, encoding: .utf8))?.split(whereSeparator: \.isWhitespace) ?? []
      return words.firstIndex(of: "module").map { known.insert(words[$0 + 1]).inserted } ?? false
    }
    return files.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
      + [
        "-swift-version", "6", "-enable-upcoming-feature", "InternalImportsByDefault", "-package-name", "mine", "-I",
        "\(products)/Modules", "-I", built, "-I", "/usr/include/libxml2", "-module-cache-path",
        "\(built)/cache",
      ]
  }

  private func swiftc(_ arguments: [String]) throws {
    let swiftc = try Toolchain.locate(cache: try Cache.standard()).swiftc
    let outcome = try CommandLineTool(program: swiftc).run(arguments)
    guard outcome.code == 0 else { throw Failure(description: outcome.error + outcome.output) }
  }

  struct Failure: Error, CustomStringConvertible { let description: String }
}

extension Optional {
  fileprivate func orThrow(_ reason: String) throws -> Wrapped {
    guard let self else { throw BuiltCourse.Failure(description: reason) }
    return self
  }
}
