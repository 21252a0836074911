import Checks
import Grading
import Ledger
import Reports

/// The reports of one submission: what its student may see, and what the instructor does.
enum StudentFiles {
  @Sendable static func write(_ scorecard: Scorecard, _ history: History, into folder: String) throws {
    let gradings = history.gradings
    try ScorecardFile.write(scorecard, to: "\(folder)/scorecard.json")
    try MarkdownReport(scorecard, for: .student, gradings: gradings).write(to: "\(folder)/report.md")
    try MarkdownReport(scorecard, for: .instructor, gradings: gradings).write(to: "\(folder)/instructor.md")
    let junit = try JUnitWriter("\(folder)/junit.xml", profile: .strict, name: "gradus \(scorecard.lab)")
    try junit.add(scorecard, for: .student)
    try junit.finish()
  }
}
