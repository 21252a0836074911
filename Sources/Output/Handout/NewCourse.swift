import Foundation
import Glibc
import Storage

/// A course of one's own: a Swift package that depends on the toolkit, with one lab that passes its audit.
package struct NewCourse: Sendable {
  let folder: String
  let lab: NewLab
  let toolkit: ToolkitSource

  /// Throws where the lab cannot be named so, or the folder's name has control characters.
  package init(folder: String, lab: String, toolkit: ToolkitSource) throws {
    let url = URL(fileURLWithPath: folder).standardizedFileURL
    let name = url.lastPathComponent
    guard url.path != "/", !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw FileFault(folder, "cannot be the name of a course; choose letters and digits, such as my-course")
    }
    self.folder = url.path
    self.lab = try NewLab(name: lab)
    self.toolkit = toolkit
  }

  /// Writes the package, whole or not at all; returns its files.
  package func write() throws -> [String] {
    let url = URL(fileURLWithPath: folder)
    guard !Files.exists(folder) else { throw FileFault(folder, "exists already; choose another folder") }
    let partial = url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).\(getpid()).partial"
    defer { Files.remove(partial) }
    let template = CourseTemplate(name: url.lastPathComponent, lab: lab.name, toolkit: toolkit)
    for (path, text) in template.files {
      try Files.makeFolder(("\(partial)/\(path)" as NSString).deletingLastPathComponent)
      try Files.write(Array(text.utf8), to: "\(partial)/\(path)")
    }
    let lab = try lab.write(to: partial)
    guard rename(partial, folder) == 0 else { throw FileFault(folder, String(cString: strerror(errno))) }
    return template.files.map(\.path) + lab.filter { $0 != "grading/Catalogue.swift" }
  }
}
