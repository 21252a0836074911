import Foundation
import Storage

/// A course on disk: a Swift package with the labs of its own, as `gradus init` writes it.
package struct CoursePackage: Sendable {
  package let root: String

  /// The nearest folder at or above `path` that is a course's; nil where there is none.
  package init?(above path: String) {
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    while !Self.isCourse(folder.path) {
      if folder.path == "/" { return nil }
      folder.deleteLastPathComponent()
    }
    root = folder.path
  }

  private static func isCourse(_ folder: String) -> Bool {
    ["Package.swift", "assignments", "grading/Catalogue.swift"].allSatisfy { Files.exists("\(folder)/\($0)") }
  }

  /// Whether it is the toolkit's own checkout, whose program has its labs already.
  package var isToolkit: Bool { Files.exists("\(root)/Sources/Student/LabKit") }

  /// The source of its program.
  var main: String { "\(root)/Sources/course/main.swift" }

  /// Where what is built of it lies; it may be deleted at any time.
  var built: String { "\(root)/.build/gradus" }

  /// The Swift files below one of its folders, in the order of their names.
  func sources(below folder: String) throws -> [String] {
    guard let names = FileManager.default.enumerator(atPath: "\(root)/\(folder)") else {
      throw FileFault("\(root)/\(folder)", "cannot be read")
    }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map {
      "\(root)/\(folder)/\($0)"
    }
  }
}
