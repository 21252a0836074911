import Checks
import Foundation
import Grading
import LabKit
import Ledger
import Storage
import TestSupport
import Testing

/// Saved answers judged again by other rules: in the right words, and all or nothing.
@Suite struct RejudgementTests {
  let folder: TemporaryFolder
  let students: SmallClass

  /// Right in all, wrong in the first check, and not built.
  init() throws {
    folder = try TemporaryFolder()
    students = try SmallClass(
      "\(folder.path)/out",
      [
        ("ada", try SmallLab.master()), ("bob", try SmallLab.program(decision: "return 1")), ("eve", "nonsense"),
      ])
    try students.grade()
  }

  private static let decision = SmallLab.lab.publicChecks[0]
  private static let cost = SmallLab.lab.publicChecks[1]

  private func lab(_ checks: Check...) -> Lab {
    Lab(name: "Perceptron", title: "", publicChecks: checks, hiddenChecks: [], mutants: [])
  }

  private func check(
    _ like: Check, _ id: String? = nil, points: Points? = nil, after: [String] = [],
    draw: (@Sendable (inout Generator) -> Draw)? = nil
  ) -> Check {
    Check(
      id ?? like.id, like.title, points: points ?? like.points, after: after, hint: like.hint, budget: like.budget,
      draw: draw ?? like.draw)
  }

  private struct Told {
    var changes: [String: Rejudgement.Change] = [:]
    var impossible: [String: String] = [:]
    var rules: Rules?
  }

  @discardableResult
  private func rejudge(_ lab: Lab, write: Bool) throws -> Told {
    var told = Told()
    try Rejudgement(output: students.output, lab: lab, key: SmallLab.key).run(
      writing: write ? SmallClass.report : nil
    ) { outcome in
      switch outcome {
      case .judged(let change, let rules): (told.changes[change.before.submission], told.rules) = (change, rules)
      case .impossible(let submission, let reason): told.impossible[submission] = reason
      }
    }
    return told
  }

  /// Every file of all students.
  private func files() throws -> [String: [UInt8]] {
    let root = "\(students.output.root)/students"
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) where name.contains("/") {
      files[name] = try Files.read("\(root)/\(name)")
    }
    return files
  }

  private func earned(_ name: String) -> String {
    students.kept(name).flatMap(\.scorecard).map { "\($0.earned) of \($0.possible)" } ?? "none"
  }

  @Test func previewAndWritingSayTheSame() throws {
    let today = lab(check(Self.decision, points: 3), Self.cost)
    let before = try files()
    let preview = try rejudge(today, write: false)
    #expect(try files() == before)
    let written = try rejudge(today, write: true)
    #expect(preview.changes.mapValues(\.after.verdicts) == written.changes.mapValues(\.after.verdicts))
    #expect(earned("ada") == "9.00 of 9.00" && earned("bob") == "6.00 of 9.00" && earned("eve") == "0.00 of 9.00")
    for name in ["ada", "bob", "eve"] {
      let kept = try #require(students.kept(name))
      #expect(kept.state == .intact)
      #expect(kept.history.gradings.map(\.reasons) == [[.first], [.rejudged]])
      #expect(students.standing(name, today) == .graded)
    }
    #expect(try rejudge(today, write: true).changes.values.allSatisfy { !$0.isChanged })
    // Judged by today's rules from the same answers: as good as graded today.
    #expect(try students.grade(today).values.allSatisfy(\.isReused))
  }

  @Test func aRemovedCheckGoesWithItsPoints() throws {
    let today = lab(check(Self.cost, after: ["decision"]))
    let told = try rejudge(today, write: true)
    #expect(told.rules?.removed == ["decision"])
    #expect(told.rules?.changed == [] && told.rules?.added == [])
    let difference = try #require(told.changes["bob"]?.differences.first { $0.check == "decision" })
    #expect(difference.before?.kind == .failed && difference.after == nil)
    // What waited for it waits no more.
    #expect(earned("bob") == "6.00 of 6.00" && earned("ada") == "6.00 of 6.00")
    #expect(students.standing("bob", today) == .graded)
  }

  @Test func anAddedCheckIsNamedAndNotCounted() throws {
    let today = lab(check(Self.cost, "fresh"), check(Self.decision, points: 5, after: ["fresh"]), Self.cost)
    let told = try rejudge(today, write: true)
    #expect(told.rules?.added == ["fresh"])
    #expect(earned("ada") == "11.00 of 11.00")
    #expect(students.standing("ada", today)?.status == .otherChecks)
    #expect(try students.grade(today)["ada"]?.reasons == [.checksChanged])
    #expect(earned("ada") == "17.00 of 17.00")
  }

  @Test func anotherQuestionKeepsItsOldVerdict() throws {
    let today = lab(
      check(
        Self.decision, points: 1,
        draw: { generator in
          _ = generator.normal()
          return Self.decision.draw(&generator)
        }), Self.cost)
    let told = try rejudge(today, write: true)
    #expect(told.rules?.changed == ["decision"])
    #expect(told.changes["bob"]?.differences.isEmpty == true)
    #expect(earned("bob") == "6.00 of 10.00")
  }

  @Test(arguments: ["transcript", "scorecard.json"])
  func oneThatCannotBeReadIsOneLine(_ file: String) throws {
    try students.edit("bob", file) { _ in "spoilt" }
    let before = try Files.read("\(students.output.folder(of: "bob"))/\(file)")
    let told = try rejudge(lab(check(Self.decision, points: 3), Self.cost), write: true)
    #expect(told.impossible.keys.sorted() == ["bob"])
    #expect(told.impossible["bob"]?.contains("gradus grade") == true)
    #expect(earned("ada") == "9.00 of 9.00" && earned("eve") == "0.00 of 9.00")
    #expect(try Files.read("\(students.output.folder(of: "bob"))/\(file)") == before)
  }

  @Test func whatIsStoppedInTheMiddleChangesNothing() throws {
    let before = try files()
    var count = 0
    #expect(throws: CocoaError.self) {
      try Rejudgement(output: students.output, lab: lab(check(Self.decision, points: 3), Self.cost), key: SmallLab.key)
        .run(writing: SmallClass.report) { _ in
          count += 1
          if count == 2 { throw CocoaError(.fileWriteOutOfSpace) }
        }
    }
    #expect(try files() == before)
    // What a kill leaves beside the results is gone with the next lock.
    let left = "\(students.output.root)/.students/ada"
    try Files.makeFolder(left)
    withExtendedLifetime(try students.output.lock()) {}
    #expect(!Files.exists(left))
    #expect(try files() == before)
  }

  /// Killed where it has made some of the new folders and not all.
  @Test func aKillInTheMiddleLeavesAllOfTheOld() async throws {
    let before = try files()
    let path = students.output.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let output = try OutputFolder(existing: path)
      let lab = Lab(
        name: "Perceptron", title: "", publicChecks: [SmallLab.lab.publicChecks[1]], hiddenChecks: [], mutants: [])
      var count = 0
      try Rejudgement(output: output, lab: lab, key: SmallLab.key).run(writing: SmallClass.report) { _ in
        count += 1
        if count == 3 { kill(getpid(), SIGKILL) }
      }
    }
    #expect(Files.exists("\(path)/.students/ada/scorecard.json"))
    #expect(try files() == before)
    withExtendedLifetime(try students.output.lock()) {}
    #expect(!Files.exists("\(path)/.students"))
    try rejudge(lab(Self.cost), write: true)
    #expect(earned("ada") == "6.00 of 6.00" && earned("bob") == "6.00 of 6.00")
  }
}
