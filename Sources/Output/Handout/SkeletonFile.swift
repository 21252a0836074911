import Checks
import Grading

/// The file that students fill in: the master without its solution, and without its comments, for they tell how the
/// master does it. What each function is to do stands above it in the contract's words.
enum SkeletonFile {
  /// Throws where the master's regions cannot be told apart.
  static func text(of lab: Lab, master: String, contract: [String]) throws(SkeletonError) -> String {
    var documents: [String: [Substring]] = [:]
    for file in contract { documents.merge(comments(of: file)) { first, _ in first } }
    let lines = try Skeleton.strip(master).split(separator: "\n", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    for (place, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("//"), !text.hasPrefix("// \(Skeleton.invitation)") { continue }
      if text.hasPrefix("struct Submission") {
        kept.append("/// Your solution of the \(lab.name) lab; `STATEMENT.md` says what each function is to do.")
      }
      if text.hasPrefix("func ") { kept += documents[signature(lines[place...])] ?? [] }
      kept.append(line)
    }
    return kept.joined(separator: "\n")
  }

  /// The comment above each function of a file, with the indentation that it has there, by the function's signature.
  private static func comments(of file: String) -> [String: [Substring]] {
    let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
    var found: [String: [Substring]] = [:]
    var comment: [Substring] = []
    for (place, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("///") {
        comment.append(line)
      } else {
        if text.hasPrefix("func ") { found[signature(lines[place...])] = comment }
        comment = []
      }
    }
    return found
  }

  /// A function's name, parameters and result without spaces, however the lines are broken.
  private static func signature(_ lines: ArraySlice<Substring>) -> String {
    var signature = ""
    for line in lines {
      signature += line.filter { $0 != " " }
      if signature.count(where: { $0 == "(" }) == signature.count(where: { $0 == ")" }) { break }
    }
    return signature.hasSuffix("{") ? String(signature.dropLast()) : signature
  }
}
