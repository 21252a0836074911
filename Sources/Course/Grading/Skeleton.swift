/// What students start from: the master without its solution regions.
package enum Skeleton {
  static let begin = "// BEGIN SOLUTION"
  static let helpers = "// BEGIN SOLUTION HELPERS"
  static let end = "// END SOLUTION"
  /// How the line begins that asks for a solution.
  package static let invitation = "YOUR CODE HERE"

  /// Replaces each region from `// BEGIN SOLUTION` to `// END SOLUTION` by a line to write, and removes each that begins
  /// with `// BEGIN SOLUTION HELPERS` whole.
  package static func strip(_ master: String) throws(SkeletonError) -> String {
    var kept: [Substring] = []
    var opened: Int?
    var regions = 0
    for (number, line) in master.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = String(line.drop { $0 == " " })
      switch text {
      case begin, helpers:
        guard opened == nil else { throw .unbalanced(line: number + 1, "a region begins inside another") }
        opened = number + 1
        regions += 1
        if text == begin {
          let indent = line.prefix { $0 == " " }
          kept.append("\(indent)// \(invitation): remove the next line.")
          kept.append("\(indent)notImplemented()")
        }
      case end:
        guard opened != nil else { throw .unbalanced(line: number + 1, "a region ends that never began") }
        opened = nil
      default:
        if opened == nil { kept.append(line) }
      }
    }
    if let opened { throw .unbalanced(line: opened, "a region never ends") }
    guard regions > 0 else { throw .noRegion }
    return kept.joined(separator: "\n")
  }

  /// The lines inside the regions that are long enough to tell something: none of them may stand in a handout.
  package static func solutionLines(of master: String) -> Set<String> {
    var lines: Set<String> = []
    var isInside = false
    for line in master.split(separator: "\n") {
      let text = line.drop { $0 == " " }
      if text.hasPrefix(begin) {
        isInside = true
      } else if text == end {
        isInside = false
      } else if isInside {
        if text.count > 20 { lines.insert(String(text)) }
      }
    }
    return lines
  }
}

/// A master whose regions cannot be told apart.
package enum SkeletonError: Error, CustomStringConvertible {
  case unbalanced(line: Int, String)
  case noRegion

  package var description: String {
    switch self {
    case .unbalanced(let line, let reason):
      "The master's line \(line): \(reason). Each `// BEGIN SOLUTION` wants one `// END SOLUTION` after it."
    case .noRegion: "The master has no `// BEGIN SOLUTION` region, so the handout would give the solution away."
    }
  }
}
