package import Checks
package import Ledger

/// A graded class as its pages need it.
package struct GradedClass: Sendable {
  package enum Entry: Sendable {
    case graded(Scorecard, History, Standing)
    case ungraded(Ungraded)

    var folder: String {
      switch self {
      case .graded(let card, _, _): card.folder
      case .ungraded(let ungraded): ungraded.folder
      }
    }

    var submission: String {
      switch self {
      case .graded(let card, _, _): card.submission
      case .ungraded(let ungraded): ungraded.submission
      }
    }
  }

  package var lab: String
  /// The lab in a line.
  package var title: String
  package var entries: [Entry]
  /// The lab's statement in Markdown, and what an audit of it said; nil where there is none.
  package var statement: String?
  package var audit: String?

  package init(lab: String, title: String, entries: [Entry], statement: String? = nil, audit: String? = nil) {
    self.lab = lab
    self.title = title
    self.entries = entries
    self.statement = statement
    self.audit = audit
  }
}

/// The wrong tensors of one submission by their checks; read only when its page is made, since transcripts are large.
package typealias Pictures = (Scorecard) -> [String: WrongTensor]
