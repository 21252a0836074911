import Checks
import Grading
import Reports

/// The reports of one submission: what its student may see, and what the instructor does.
enum StudentFiles {
  @Sendable static func write(_ scorecard: Scorecard, into folder: String) throws {
    try ScorecardFile.write(scorecard, to: "\(folder)/scorecard.json")
    try MarkdownReport(scorecard, for: .student).write(to: "\(folder)/report.md")
    try MarkdownReport(scorecard, for: .instructor).write(to: "\(folder)/instructor.md")
    let junit = try JUnitWriter("\(folder)/junit.xml", profile: .strict, name: "gradus \(scorecard.lab)")
    try junit.add(scorecard, for: .student)
    try junit.finish()
  }
}

/// The reports of all submissions in a folder of results, read one after the other.
enum ClassFiles {
  /// Writes junit.xml, junit-rich.xml and grades.csv, and gives the table of the class.
  static func write(in output: OutputFolder, lab: Lab) throws -> String {
    let checks = (lab.publicChecks + lab.hiddenChecks).map(\.id)
    let name = "gradus \(lab.name)"
    let strict = try JUnitWriter("\(output.root)/junit.xml", profile: .strict, name: name)
    let rich = try JUnitWriter("\(output.root)/junit-rich.xml", profile: .rich, name: name)
    let grades = try GradesWriter("\(output.root)/grades.csv", checks: checks)
    var rows: [ClassTable.Row] = []
    for folder in try output.graded() {
      let scorecard = try ScorecardFile.read("\(output.folder(of: folder))/scorecard.json")
      try strict.add(scorecard, for: .instructor)
      try rich.add(scorecard, for: .instructor)
      try grades.add(scorecard)
      rows.append(ClassTable.Row(scorecard))
    }
    try strict.finish()
    try rich.finish()
    try grades.finish()
    return ClassTable(rows).text(width: 100)
  }
}
