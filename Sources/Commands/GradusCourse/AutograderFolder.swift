import Checks
import Export
import Foundation
import Glibc
import Grading
import Keys
import Storage

/// A folder for Gradescope: the scripts, the toolkit's own files and the course key.
struct AutograderFolder {
  let lab: Lab
  let key: CourseKey
  let hidden: GradescopeResults.Visibility

  /// What of a checkout is made from the rest of it, or is nobody else's.
  private static let unwanted: Set<String> = ["out", "Package.resolved"]

  func write(to path: String) throws {
    let root = try Toolkit.locate().root
    guard Files.exists("\(root)/Package.swift") else {
      throw ExportError("\(root) is no checkout of gradus, which the autograder is built from. Set GRADUS_HOME to one.")
    }
    guard !Files.exists(path) else { throw ExportError("\(path) is there already. Choose another --autograder.") }
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    guard !whole.hasPrefix(URL(fileURLWithPath: root).standardizedFileURL.path + "/") else {
      throw ExportError("\(path) lies in the checkout itself, which is copied there. Choose another --autograder.")
    }
    let partial = "\(whole).\(UInt32.random(in: 0 ... .max)).partial"
    do {
      try Files.makeFolder(partial)
      for file in Autograder.files(lab: lab.name, hidden: hidden) {
        try Files.put(Array(file.text.utf8), at: "\(partial)/\(file.name)", mode: 0o755)
      }
      try Files.put(key.fileContents, at: "\(partial)/\(Autograder.key)", mode: 0o600)
      try Files.makeFolder("\(partial)/\(Autograder.toolkit)")
      for name in try FileManager.default.contentsOfDirectory(atPath: root)
      where !name.hasPrefix(".") && !Self.unwanted.contains(name) {
        try FileManager.default.copyItem(atPath: "\(root)/\(name)", toPath: "\(partial)/\(Autograder.toolkit)/\(name)")
      }
      try Files.replaceFolder(whole, with: partial)
    } catch {
      Files.remove(partial)
      throw error
    }
  }
}
