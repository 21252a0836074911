package import CourseRules
import Yams

/// Reads `course.yml`.
package enum CourseFile {
  /// What it is called in a course's folder.
  package static let name = "course.yml"
  /// Bytes; what is larger is no course file.
  package static let bound = 1 << 20

  /// The course that a file's text describes, held against the labs that there are; or all that is wrong with it, in the
  /// order of the lines. `file` is what messages call it.
  package static func read(_ bytes: [UInt8], named file: String, labs: [KnownLab]) throws(CourseFault) -> Course {
    guard bytes.count <= bound else {
      throw CourseFault(file, line: 1, "it is larger than 1 MB; a course file has some hundred lines")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CourseFault(file, line: 1 + invalidLine(bytes), "it is not UTF-8; save it as such")
    }
    if let line = Alias.firstLine(in: text) {
      throw CourseFault(
        file, line: line,
        "`*` repeats what stands elsewhere, which a course file cannot: write it out here, or between quotes if it is text"
      )
    }
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw CourseFault(file, error, text)
    } catch {
      throw CourseFault(file, line: 1, "it is no YAML: \(error)")
    }
    var reader = CourseReader(file: file, labs: labs)
    let course = root.flatMap { reader.course($0) }
    if root == nil { reader.complain(nil, "it says nothing; `gradus init` writes one to begin with") }
    guard let course, reader.problems.isEmpty else { throw CourseFault(problems: reader.problems) }
    return course
  }

  /// Text of a file as it may go to a terminal.
  package static func plain(_ text: String) -> String { text.asPlainText }

  /// How many line ends stand before the first byte that is not UTF-8.
  private static func invalidLine(_ bytes: [UInt8]) -> Int {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
  }
}
