import Yams

/// One thing that is wrong with a course file: where, what, and what to do.
package struct Problem: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let file: String
  /// From 1.
  package let line: Int
  package let sentence: String

  package var description: String { "\(file):\(line): \(sentence)" }

  package static func < (left: Self, right: Self) -> Bool { left.line < right.line }
}

/// All that is wrong with a course file; a line each.
package struct CourseFault: Error, CustomStringConvertible {
  package let problems: [Problem]

  init(problems: [Problem]) {
    // Sorting keeps the order of what stands on one line only where it is told to.
    self.problems = problems.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  init(_ file: String, line: Int, _ sentence: String) {
    self.init(problems: [Problem(file: file, line: line, sentence: sentence)])
  }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension CourseFault {
  /// Of a text that is no YAML.
  init(_ file: String, _ error: YamlError, _ text: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(
        file, line: mark.line,
        "it is no YAML here: \(problem). Look for a missing colon, quote or bracket, a tab, or a wrong indentation")
    case .reader(let problem, let offset, _, _):
      let line = text.prefix(offset ?? 0).count { $0.isNewline }
      self.init(file, line: line + 1, "it cannot be read here: \(problem.asPlainText). Take that character out")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      self.init(
        problems: duplicates.sorted().map { key in
          let places = Self.places(of: key, in: lines, from: context.mark.line)
          return Problem(
            file: file, line: places.dropFirst().first ?? context.mark.line,
            sentence: "\(key.asQuoted) stands here twice"
              + (places.first.map { ", first in line \($0)" } ?? "") + ": keep one of them")
        })
    default: self.init(file, line: 1, "it is no YAML: \("\(error)".asPlainText)")
    }
  }

  /// The lines of a key that stands twice in one list: those that begin alike, from the list's first line on.
  private static func places(of key: String, in lines: [Substring], from first: Int) -> [Int] {
    var indentation: Int?
    var found: [Int] = []
    for (place, line) in lines.enumerated().dropFirst(first - 1) {
      let text = line.drop { $0 == " " }
      guard !text.isEmpty, text.first != "#" else { continue }
      let depth = line.count - text.count
      let own = indentation ?? depth
      indentation = own
      if depth < own { break }
      let name = text.trimmingPrefix { "\"'".contains($0) }
      guard depth == own, name.hasPrefix(key) else { continue }
      if name.dropFirst(key.count).drop(while: { "\"' ".contains($0) }).first == ":" { found.append(place + 1) }
    }
    return found
  }
}

extension String {
  /// Without control characters and of bounded length: what a file says is text, for a terminal too.
  var asPlainText: String {
    let plain = unicodeScalars.prefix(200).map { $0.properties.generalCategory.isPlain ? $0 : "\u{FFFD}" }
    return String(UnicodeScalarView(plain)) + (unicodeScalars.count > 200 ? "…" : "")
  }

  var asQuoted: String { "“\(asPlainText)”" }
}

extension Unicode.GeneralCategory {
  /// Neither a control character nor one that turns the direction of writing.
  fileprivate var isPlain: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
