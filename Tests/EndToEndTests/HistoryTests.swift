import Checks
import Foundation
import Grading
import Ledger
import Storage
import TestSupport
import Testing

/// What is kept of earlier gradings, and what an edit by hand comes to.
@Suite struct HistoryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func smallClass(_ names: String...) throws -> SmallClass {
    let master = try SmallLab.master()
    return try SmallClass("\(folder.path)/out", names.map { ($0, "\(master)\n// \($0)\n") })
  }

  @Test func everyGradingStaysWithItsReason() throws {
    var students = try smallClass("ada")
    #expect(try students.grade()["ada"]?.reasons == [.first])
    #expect(try students.grade()["ada"]?.isReused == true)
    #expect(try students.grade(again: true)["ada"]?.reasons == [.again])
    students.programs[0].source = try SmallLab.program(decision: "return 1")
    #expect(try students.grade()["ada"]?.reasons == [.submissionChanged])
    let cheaper = Lab(
      name: "Perceptron", title: "", publicChecks: [SmallLab.lab.publicChecks[0]], hiddenChecks: [], mutants: [])
    #expect(try students.grade(cheaper)["ada"]?.reasons == [.checksChanged])
    let history = try #require(students.kept("ada")).history
    #expect(history.gradings.map(\.earned) == [10, 10, 6, 0])
    #expect(history.gradings.map(\.possible) == [10, 10, 10, 4])
    #expect(history.gradings[2].checks == ["decision": 0, "cost": 6])
    let report = String(decoding: try Files.read("\(students.output.folder(of: "ada"))/instructor.md"), as: UTF8.self)
    #expect(report.contains("## Graded 4 times"))
    #expect(report.contains("| 6.00 of 10.00 | submission changed | decision: 4.00 → 0.00 |"))
  }

  @Test(arguments: [
    ("\"earned\" : 10,", "\"earned\" : 9,"), ("\"submission\" : \"ada\"", "\"submission\" : \"eve\""),
    ("\"kind\" : \"passed\"", "\"kind\" : \"failed\""), ("{\n", "{ \n"),
  ])
  func anEditByHandIsToldAndGradedAgain(_ before: String, _ after: String) throws {
    let students = try smallClass("ada", "bob")
    try students.grade()
    try students.edit("ada") { $0.replacing(before, with: after, maxReplacements: 1) }
    #expect(students.kept("ada")?.state == .broken("its scorecard or history is not as it was written"))
    #expect(students.standing("ada")?.status == .sealBroken)
    #expect(students.standing("bob") == .graded)
    let events = try students.grade()
    #expect(events["ada"]?.reasons == [.sealBroken])
    #expect(events["bob"]?.isReused == true)
    #expect(students.kept("ada")?.state == .intact)
    #expect(students.kept("ada")?.scorecard?.earned == 10)
    let edited = String(decoding: try Files.read("\(students.output.folder(of: "ada"))/edited-1.json"), as: UTF8.self)
    #expect(edited.contains(after))
    #expect(students.standing("ada")?.remark.contains("edited-1.json") == true)
    // It goes on being told.
    try students.grade(again: true)
    #expect(students.standing("ada")?.remark.contains("edited-1.json") == true)
  }

  @Test func aMarkCannotBePutInAnothersPlace() throws {
    let students = try smallClass("ada", "bob")
    try students.grade()
    Files.remove(students.output.folder(of: "bob"))
    try FileManager.default.copyItem(
      atPath: students.output.folder(of: "ada"), toPath: students.output.folder(of: "bob"))
    #expect(students.standing("bob")?.status == .sealBroken)
    for file in ["seal", "history.jsonl"] {
      Files.remove("\(students.output.folder(of: "ada"))/\(file)")
      #expect(students.standing("ada")?.status == .sealBroken, "\(file)")
      try students.grade()
      #expect(students.standing("ada")?.hasMark == true)
    }
  }

  @Test func anotherKeyIsRefusedUnlessItIsMeant() throws {
    let output = try OutputFolder("\(folder.path)/out", lab: "Perceptron")
    let own = try output.courseKey(given: nil, isNew: false)
    #expect(try output.courseKey(given: nil, isNew: false).fingerprint == own.fingerprint)
    let other = SmallLab.key
    let fault = #expect(throws: GradingFault.self) { try output.courseKey(given: other, isNew: false) }
    for words in [own.fingerprint, other.fingerprint, "--new-key", "--out"] {
      #expect(fault?.description.contains(words) == true, "\(words)")
    }
    #expect(try output.courseKey(given: other, isNew: true).fingerprint == other.fingerprint)
    #expect(throws: GradingFault.self) { try output.courseKey(given: nil, isNew: false) }
    #expect(try output.existingKey(given: other).fingerprint == other.fingerprint)
    #expect(throws: GradingFault.self) { try output.existingKey(given: nil) }
  }

  @Test func aKeyThatIsNotKeptHereIsAskedFor() throws {
    let output = try OutputFolder("\(folder.path)/out", lab: "Perceptron")
    _ = try output.courseKey(given: SmallLab.key, isNew: false)
    let fault = #expect(throws: GradingFault.self) { try output.courseKey(given: nil, isNew: false) }
    #expect(fault?.description.contains("--key") == true)
    #expect(!Files.exists("\(output.root)/course.key"))
  }
}
