import Foundation
import Storage

/// The files of a new lab: one operation, its checks and mutants, which pass the audit and wait to be made one's own.
package struct NewLab: Sendable {
  let name: String

  /// A lab of that name: a capital letter first, then letters and digits, since it names a module and types.
  package init(name: String) throws(NewLabError) {
    guard let first = name.first, first.isASCII, first.isUppercase, name.count <= 40,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else { throw .name(name) }
    self.name = name
  }

  /// How the catalogue calls it: `mlp` for `MLP`, `regression` for `Regression`.
  var value: String {
    name.allSatisfy { $0.isUppercase || $0.isNumber }
      ? name.lowercased() : name.prefix(1).lowercased() + name.dropFirst()
  }

  /// Whether a folder is the toolkit's own checkout, and no course beside it.
  package static func isToolkit(_ root: String) -> Bool { Files.exists("\(root)/Sources/Student/LabKit") }

  /// Writes the files into a course's folder and adds the line to its catalogue; returns the paths. All of it or nothing:
  /// throws where one of its folders is there, or cannot be made.
  package func write(to root: String) throws -> [String] {
    let labs = Self.isToolkit(root) ? "Labs" : "CourseLabs"
    let files = NewLabTemplate(name: name, value: value, labs: labs).files
    let catalogue = "\(root)/grading/Catalogue.swift"
    let listed = try Self.adding(value, to: String(decoding: try Files.read(catalogue), as: UTF8.self))
    let folders = Set(files.map { ("\(root)/\($0.path)" as NSString).deletingLastPathComponent }).sorted()
    for folder in folders where Files.exists(folder) { throw NewLabError.exists(folder) }
    do {
      for folder in folders { try Files.makeFolder(folder) }
      for (path, text) in files { try Files.write(Array(text.utf8), to: "\(root)/\(path)") }
      try Files.write(Array(listed.utf8), to: catalogue)
    } catch {
      for folder in folders { Files.remove(folder) }
      throw error
    }
    return files.map(\.path) + ["grading/Catalogue.swift"]
  }

  /// The catalogue with one more lab at the end of its list.
  static func adding(_ value: String, to catalogue: String) throws(NewLabError) -> String {
    guard let start = catalogue.firstRange(of: "labs: [Lab] = ["),
      let end = catalogue[start.upperBound...].firstIndex(of: "]")
    else { throw .catalogue }
    let labs = catalogue[start.upperBound..<end].split { ",\n ".contains($0) }.map(String.init) + [".\(value)"]
    guard Set(labs).count == labs.count else { throw .exists("a lab \(value)") }
    var extended = catalogue
    extended.replaceSubrange(start.upperBound..<end, with: "\n" + labs.map { "    \($0),\n" }.joined() + "  ")
    return extended
  }
}

/// Why a lab cannot be made.
package enum NewLabError: Error, CustomStringConvertible {
  case name(String)
  case exists(String)
  case catalogue

  package var description: String {
    switch self {
    case .name(let name):
      "\(name) cannot name a lab: a capital letter first, then letters and digits, such as Regression."
    case .exists(let what): "\(what) exists already; nothing was written. Choose another name."
    case .catalogue: "grading/Catalogue.swift has no list `labs: [Lab] = [ … ]` to add a line to."
    }
  }
}
