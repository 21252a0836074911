import Intake
package import Keys

/// Which of the files that a student handed in is graded, by which rule, or why none can be.
package struct Choice: Sendable {
  /// By what it was chosen; the words of `attempts.jsonl`.
  package enum Rule: String, Sendable, Codable, CaseIterable {
    case exactName, otherLetters, nearestToTop, renamed, finished, highestNumber, declaresSubmission, onlySwiftFile
    case textFile, byHand
  }

  package struct Chosen: Sendable {
    package var path: EntryPath
    package var rule: Rule
    /// Of the file as it was handed in.
    package var digest: Digest
    package var source: SourceText
  }

  package var chosen: Chosen?
  /// Why none could be chosen.
  package var reason: String?
  package var warnings: [String] = []

  /// What a person ought to look at, though it was chosen.
  package var isDoubtful: Bool { chosen.map { $0.rule != .byHand } == true && !warnings.isEmpty }
}

extension Choice.Rule {
  package func words(_ file: String) -> String {
    switch self {
    case .exactName: "it is called \(file)"
    case .otherLetters: "it is called \(file) in other letters"
    case .nearestToTop: "it is the \(file) that is nearest to the top"
    case .renamed: "it is the only Swift file with the lab's name in its own"
    case .finished: "it is the only version in which nothing is left to write"
    case .highestNumber: "it is the version with the highest number"
    case .declaresSubmission: "it is the only Swift file that declares Submission"
    case .onlySwiftFile: "it is the only Swift file"
    case .textFile: "it is the only text file with the lab's name that declares Submission"
    case .byHand: "a person chose it"
    }
  }
}
