import Checks
import Ledger

/// A submission's gradings: when, what, why, and which checks came out otherwise.
struct GradingTable {
  private let gradings: [PastGrading]

  init(_ gradings: [PastGrading]) { self.gradings = gradings }

  /// The last ones; the file of the history holds all.
  private static let shown = 10

  /// A student reads how often it was; an instructor also why. The first time is nothing to be told.
  func parts(for reader: Reader) -> [String] {
    guard gradings.count > 1 else { return [] }
    let heading = "Graded \(gradings.count) times"
    guard reader == .instructor else { return ["\(heading); this is the last."] }
    let start = max(0, gradings.count - Self.shown)
    let rows = (start..<gradings.count).map { index in
      let grading = gradings[index]
      let moment = Moment.timestamp(grading.gradedAt).replacing("T", with: " ")
      let change = index == 0 ? "" : difference(from: gradings[index - 1], to: grading)
      return "| \(index + 1) | \(moment) | \(grading.earned) of \(grading.possible) | \(reasons(grading)) | \(change) |"
    }
    let head = ["| | When (UTC) | Points | Why | Checks with other points |", "|--:|:--|:--|:--|:--|"]
    let note = start > 0 ? ["The first \(start) are in \(History.file)."] : []
    return ["## \(heading)", (head + rows).joined(separator: "\n")] + note
  }

  private func reasons(_ grading: PastGrading) -> String {
    let kept = grading.kept.map { " (\(Markdown.text($0)))" } ?? ""
    return grading.reasons.map(\.words).joined(separator: ", ") + kept
  }

  private func difference(from old: PastGrading, to new: PastGrading) -> String {
    let checks = Set(old.checks.keys).union(new.checks.keys).sorted().filter { old.checks[$0] != new.checks[$0] }
    let told = checks.prefix(5).map { check in
      let (before, after) = (old.checks[check]?.description ?? "none", new.checks[check]?.description ?? "none")
      return "\(Markdown.text(check)): \(before) → \(after)"
    }
    return told.joined(separator: ", ") + (checks.count > 5 ? " and \(checks.count - 5) more" : "")
  }
}

extension PastGrading.Reason {
  package var words: String {
    switch self {
    case .first: "first grading"
    case .submissionChanged: "submission changed"
    case .checksChanged: "checks changed"
    case .keyChanged: "another course key"
    case .compilerChanged: "compiler changed"
    case .sandboxChanged: "sandbox changed"
    case .kitChanged: "kit changed"
    case .machine: "tried again: the machine may have had a part in it"
    case .rejudged: "rejudged"
    case .sealBroken: "seal broken"
    case .again: "asked for"
    }
  }
}
