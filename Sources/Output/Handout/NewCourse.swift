import Foundation
import Glibc
package import Grading
import Storage

/// A course of one's own: a Swift package that depends on the toolkit, with one lab that passes its audit.
package struct NewCourse: Sendable {
  let folder: String
  let lab: NewLab
  let source: ToolkitSource
  let toolkit: Toolkit

  /// `source` is where the course takes the toolkit from, `toolkit` the one at hand, which has the recipes for CI. Throws
  /// where the lab cannot be named so, or the folder's name has control characters.
  package init(folder: String, lab: String, source: ToolkitSource, toolkit: Toolkit) throws {
    let url = URL(fileURLWithPath: folder).standardizedFileURL
    let name = url.lastPathComponent
    guard url.path != "/", !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw FileFault(folder, "cannot be the name of a course; choose letters and digits, such as my-course")
    }
    self.folder = url.path
    self.lab = try NewLab(name: lab)
    self.source = source
    self.toolkit = toolkit
  }

  /// Writes the package, whole or not at all; returns its files.
  package func write() throws -> [String] {
    let url = URL(fileURLWithPath: folder)
    guard !Files.exists(folder) else { throw FileFault(folder, "exists already; choose another folder") }
    let partial = url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).\(getpid()).partial"
    defer { Files.remove(partial) }
    let template = CourseTemplate(name: url.lastPathComponent, lab: lab.name, toolkit: source)
    let files = template.files.map { ($0.path, Array($0.text.utf8)) } + (try Recipes.course.files(of: toolkit))
    for (path, bytes) in files {
      try Files.makeFolder(("\(partial)/\(path)" as NSString).deletingLastPathComponent)
      try Files.write(bytes, to: "\(partial)/\(path)")
    }
    let lab = try lab.write(to: partial)
    guard rename(partial, folder) == 0 else { throw FileFault(folder, String(cString: strerror(errno))) }
    return files.map(\.0) + lab.filter { $0 != "grading/Catalogue.swift" }
  }
}
