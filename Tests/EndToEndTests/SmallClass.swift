import Checks
import Foundation
import Grading
import Intake
import Ledger
import Reports
import Storage
import Synchronization
import TestSupport

/// A class of small programs, graded into a folder of results.
struct SmallClass: Sendable {
  let output: OutputFolder
  var programs: [(name: String, source: String)]

  init(_ path: String, _ programs: [(name: String, source: String)]) throws {
    output = try OutputFolder(path, lab: "Perceptron")
    self.programs = programs
  }

  @Sendable static func report(_ card: Scorecard, _ history: History, _ folder: String) throws {
    try ScorecardFile.write(card, to: "\(folder)/scorecard.json")
    try MarkdownReport(card, for: .instructor, gradings: history.gradings).write(to: "\(folder)/instructor.md")
  }

  /// What became of each, by name.
  @discardableResult
  func grade(
    _ lab: Lab = SmallLab.lab, again: Bool = false, retry: Bool = false,
    report: @escaping OutputFolder.Report = SmallClass.report
  ) throws -> [String: ClassRun.Event.Kind] {
    var run = ClassRun(
      grader: try SmallLab.grader(lab), output: output, key: SmallLab.key, jobs: 1, report: report)
    (run.again, run.retry) = (again, retry)
    let events = Mutex<[String: ClassRun.Event.Kind]>([:])
    let programs = programs
    let load = { @Sendable (index: Int) in
      Submission(name: programs[index].name, source: Array(programs[index].source.utf8))
    }
    try run.run(count: programs.count, name: { load($0).name }, load: load) { event in
      events.withLock { $0[event.name] = event.kind }
    }
    return events.withLock { $0 }
  }

  func kept(_ name: String) -> Kept? { output.kept(name, by: SmallLab.key) }

  func standing(_ name: String, _ lab: Lab = SmallLab.lab) -> Standing? {
    switch output.entry(name, of: lab, by: SmallLab.key, output.roster()) {
    case .graded(_, _, let standing): standing
    case .ungraded(let ungraded): ungraded.standing
    case nil: nil
    }
  }

  /// Changes a file of a submission's results by hand.
  func edit(_ name: String, _ file: String = "scorecard.json", _ change: (String) -> String) throws {
    let path = "\(output.folder(of: name))/\(file)"
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    try Files.write(Array(change(text).utf8), to: path)
  }
}

extension ClassRun.Event.Kind {
  var reasons: [PastGrading.Reason]? { if case .graded(let reasons) = self { reasons } else { nil } }
  var fault: String? { if case .fault(let reason) = self { reason } else { nil } }
  var isReused: Bool { if case .reused = self { true } else { false } }
}
