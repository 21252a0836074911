package import Checks
import Reports
import Tables

/// A few lines on a mark, for the platform's own page.
package struct Comment: Sendable, Hashable {
  private let lines: [String]
  private let head: String

  /// By these words an earlier comment of ours is known, which a later one may replace.
  static let opening = "Gradus: "

  /// Of a scorecard what its student may see.
  package init(_ scorecard: Scorecard) {
    let card = Shown(scorecard, to: .student).scorecard
    head = "\(card.earned) of \(card.possible) points"
    guard card.build.outcome == .built else {
      lines = ["The submission \(card.build.outcome.words)."]
      return
    }
    let lost = card.verdicts.filter { $0.earned < $0.points && $0.kind != .skipped }
    let shown = lost.prefix(Self.most).map { verdict in
      let cause = verdict.diagnosis.map { ": \($0)" } ?? ""
      return Clean.line("\(verdict.title) (\(verdict.earned) of \(verdict.points))\(cause)", atMost: 300)
    }
    lines = shown + (lost.count > Self.most ? ["and \((lost.count - Self.most).counted("other check"))"] : [])
  }

  /// Another mark than the checks' own, and how it came about.
  package init(mark: String, lines: [String]) { (head, self.lines) = (mark, lines) }

  package func adding(_ more: [String]) -> Comment { Comment(mark: head, lines: more + lines) }

  package func saying(_ mark: String) -> Comment { Comment(mark: mark, lines: lines) }

  private static let most = 8

  /// As HTML in letters of ASCII alone, so that it is right in whatever encoding the sheet has.
  var html: String {
    let list = lines.map { "<li>\(Self.escaped($0))</li>" }.joined()
    return "<p>\(Self.opening)\(Self.escaped(head)).</p>" + (list.isEmpty ? "" : "<ul>\(list)</ul>")
  }

  var text: String { ([head] + lines).joined(separator: "\n") }

  static func isOurs(_ html: String) -> Bool {
    let text = html.replacing(/<[^>]*>/, with: "").trimmed
    return text.isEmpty || text.hasPrefix(opening)
  }

  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "<", ">", "&", "\"", "'": "&#\(scalar.value);"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: " "
      case _ where scalar.isASCII: String(scalar)
      default: "&#\(scalar.value);"
      }
    }.joined()
  }
}
