import ArgumentParser
import Checks
import CommandSupport
import Export
import Foundation
import Grading
import Keys
import Storage

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Makes what a platform takes of the marks of a graded folder.",
    discussion: """
      GRADED is the --out of a `gradus grade`. Whose a mark is stands in the attempts.jsonl of the class's folder that was \
      graded; nobody is matched by name alone, and who could not be matched is listed. Who has no mark gets an empty cell, \
      never a zero, and is listed.

        gradus export GRADED --moodle worksheet.csv      the worksheet filled in, and feedback.zip
        gradus export GRADED --canvas gradebook.csv      canvas.csv, to be imported
        gradus export GRADED --gradescope                gradescope/NAME/results.json
        gradus export GRADED                             marks.csv
        gradus export --work exam --canvas gradebook.csv a work that people marked, or `final`

      Where there is a gradebook, the marks are those that count by it: after lateness, bonuses and overrides.

      All files are written when all of them are whole, or none is. Exit codes: 0 all was matched or listed, 2 nothing \
      was written.
      """)

  @Argument(help: ArgumentHelp("The folder of results.", valueName: "graded"))
  var graded: String?
  @Option(help: "A work that people marked, or `final`, from the gradebook alone.")
  var work: String?
  @Option(help: ArgumentHelp("Moodle's grading worksheet, as it was downloaded.", valueName: "file"))
  var moodle: String?
  @Option(help: ArgumentHelp("Canvas's gradebook, as it was exported.", valueName: "file"))
  var canvas: String?
  @Option(help: "Which of Canvas's assignments: its number, or its name.")
  var assignment: String?
  @Flag(help: "A results.json of each submission.")
  var gradescope = false
  @Option(help: ArgumentHelp("The results.json of the only submission there is.", valueName: "file"))
  var results: String?
  @Option(
    help: ArgumentHelp("Make a folder to upload to Gradescope as an autograder of this lab.", valueName: "folder"))
  var autograder: String?
  @Option(help: "When Gradescope shows hidden checks: visible, hidden, after_due_date or after_published.")
  var hidden: GradescopeResults.Visibility = .afterPublished
  @Flag(help: "marks.csv, also where something else is made.")
  var csv = false
  @Option(help: ArgumentHelp("Where it goes; GRADED/export unless told.", valueName: "folder"))
  var out: String?
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("The class's folder that was graded, where it was moved.", valueName: "folder"))
  var classFolder: String?
  @Option(
    help: ArgumentHelp(
      "A head of the worksheet in another language, such as mark=Bewertung. Columns: identifier, name, email, id-number, "
        + "mark, maximum, open, comments.", valueName: "column=head"))
  var column: [String] = []
  @Option(help: "How the worksheet has decimals: comma or dot. Seen from it unless told.")
  var decimal: Decimal?
  @Flag(help: "Scale marks where the platform's maximum is not the lab's.")
  var scale = false
  @Flag(help: "Cut marks above the maximum to it.")
  var cap = false
  @Flag(help: "Replace comments that somebody else wrote in the worksheet.")
  var replaceComments = false
  @Option(help: ArgumentHelp("The course key, where it is not GRADED/course.key.", valueName: "file"))
  var key: String?
  @Flag(help: "What the checks came to, also where there is a gradebook.")
  var checksAlone = false
  @OptionGroup var book: BookOptions

  enum Decimal: String, ExpressibleByArgument, CaseIterable { case comma, dot }

  func validate() throws {
    guard (graded == nil) != (work == nil) else {
      throw ValidationError("Say what to export: a folder of results, or --work NAME from the gradebook.")
    }
    guard graded != nil || out != nil else { throw ValidationError("Say where it goes: --out FOLDER.") }
    for text in column where Self.column(text) == nil {
      throw ValidationError(
        "--column wants COLUMN=HEAD, such as mark=Bewertung; COLUMN is one of "
          + MoodleColumn.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
  }

  static func column(_ text: String) -> (MoodleColumn, String)? {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let column = MoodleColumn(rawValue: parts[0]) else { return nil }
    return (column, parts[1])
  }

  func run() throws {
    if let work { return try write(try ofWork(work)) }
    guard let graded else { return }
    let keys = try key.map { [try CourseKey(fileContents: try Files.read($0))] } ?? []
    if let autograder {
      let folder = try OutputFolder(existing: graded)
      let key = try folder.existingKey(given: keys.first)
      try AutograderFolder(lab: try Lab.named(try folder.lab()), key: key, hidden: hidden).write(to: autograder)
      print("\(autograder): zip what is in it, setup.sh at the top, and upload that. It holds the course key.")
      if !hasFormat { return }
    }
    var source = try HandBacks(try Results(graded, keys: keys), classFolder: classFolder)
    if let results { return try only(source, to: results) }
    var marks = try source.marks()
    guard !marks.isEmpty else { throw ExportError("\(graded) holds no submission.") }
    var lines = source.remarks
    if book.isThere, !checksAlone {
      let counted = try BookMarks(try book.open(), of: source.results.lab.name).counted(marks)
      marks = counted.marks
      lines += counted.strangers.map { "In no roster, so with the mark of the checks: \($0)" }
    }
    try write(Batch(marks: marks, lab: source.results.lab.name, source: source, lines: lines))
  }
}

extension GradescopeResults.Visibility: ExpressibleByArgument {}
