import Checks
import Foundation
import Grading
import Ledger
import Storage
import TestSupport
import Testing

/// A fault of ours is never a verdict, never reused, and never keeps the rest of the class from its marks.
@Suite struct FaultTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func smallClass(_ names: String...) throws -> SmallClass {
    let master = try SmallLab.master()
    return try SmallClass("\(folder.path)/out", names.map { ($0, "\(master)\n// \($0)\n") })
  }

  @Test func whatCannotBeWrittenIsNotGradedAndTheOthersAre() throws {
    let students = try smallClass("ada", "bob", "eve")
    let events = try students.grade { card, history, folder in
      if card.submission == "bob" { throw FileFault(folder, "No space left on device") }
      try SmallClass.report(card, history, folder)
    }
    #expect(events["ada"]?.reasons == [.first])
    #expect(events["bob"]?.fault?.contains("No space left on device") == true)
    #expect(events["eve"]?.reasons == [.first])
    #expect(try students.output.graded() == ["ada", "eve"])
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(students.output.root)/students")
    #expect(names.sorted() == ["ada", "eve"], "nothing half-written")
    #expect(try students.output.entries() == ["ada", "bob", "eve"])
    #expect(students.standing("bob")?.status == .notGraded)
    #expect(students.standing("bob")?.remark.contains("No space left on device") == true)
    let next = try students.grade()
    #expect(next["ada"]?.isReused == true)
    #expect(next["bob"]?.reasons == [.first])
    #expect(students.standing("bob") == .graded)
  }

  @Test func whatARunLeftThatWasKilledAtItsBeginningIsNoHindrance() throws {
    try folder.write("Percep", to: "new/lab.12.34.part")
    #expect(try OutputFolder("\(folder.path)/new", lab: "Perceptron").lab() == "Perceptron")
    try folder.write("", to: "other/lab.txt")
    #expect(throws: FileFault.self) { try OutputFolder("\(folder.path)/other", lab: "Perceptron") }
  }

  /// An older mark is not that of what was handed in since.
  @Test func anOldMarkIsNotTheNewSubmissions() throws {
    var students = try smallClass("ada")
    try students.grade()
    students.programs[0].source += "// changed"
    try students.grade { _, _, folder in throw FileFault(folder, "No space left on device") }
    #expect(students.standing("ada")?.status == .notGraded)
    #expect(students.kept("ada")?.state == .intact)
    #expect(try students.grade()["ada"]?.reasons == [.submissionChanged])
    #expect(students.standing("ada") == .graded)
  }

  @Test func onlyTheSubmissionsOwnDoingIsReused() {
    func card(_ outcome: Scorecard.Build.Outcome, _ message: String = "", _ reason: Stop.Reason? = nil) -> Scorecard {
      var verdict = PlannedCheck(SmallLab.lab.publicChecks[0], audience: .everyone, seed: 1).unbuilt
      verdict.reason = reason
      return Scorecard(
        lab: "Perceptron", submission: "ada", folder: "ada", build: .init(outcome, message: message),
        verdicts: [verdict],
        provenance: .init(contentKey: "", compiler: "", sandbox: "", keyFingerprint: "", plan: ""), gradedAt: 0)
    }
    #expect(card(.built).isRepeatable)
    #expect(card(.built, "", .cpuTime).isRepeatable)
    #expect(card(.built, "", .crashed).isRepeatable)
    #expect(card(.rejected, "Perceptron.swift is missing").isRepeatable)
    #expect(card(.compileError, "Perceptron.swift:3:1: error: cannot find 'x' in scope").isRepeatable)
    #expect(card(.compileError, "Perceptron.swift: error: there is no type named Submission").isRepeatable)
    #expect(!card(.compileError, "ld.lld: error: no space left on device").isRepeatable)
    #expect(!card(.compileError, "the compiler crashed or ran out of memory on this file").isRepeatable)
    #expect(!card(.timedOut).isRepeatable)
    #expect(!card(.outOfMemory).isRepeatable)
    #expect(!card(.built, "", .killed).isRepeatable)
    #expect(!card(.built, "", .wallTime).isRepeatable)
  }

  @Test func whatTheMachineHadAPartInIsTriedAgain() throws {
    let students = try smallClass("ada")
    try students.grade { card, history, folder in
      var card = card
      card.verdicts[0].reason = .killed
      try SmallClass.report(card, history, folder)
    }
    #expect(try students.grade()["ada"]?.reasons == [.machine])
    #expect(try students.grade()["ada"]?.isReused == true)
  }

  /// Bubblewrap tells how the program inside ended. Where it ends without a word, it was not the program that failed.
  @Test func aSandboxThatEndsAroundAProgramIsNobodysMark() throws {
    let master = try SmallLab.master()
    let line = "weightedSum(model, sample) >= 0 ? 1 : -1"
    #expect(master.contains(line))
    try folder.write(
      "import Foundation\n" + master.replacing(line, with: "exit(3)"), to: "class/ada/Perceptron.swift")
    let script = """
      #!/bin/sh
      case "$*" in */submission/worker*) exec bwrap "$@" 5> /dev/null ;; esac
      exec bwrap "$@"
      """
    let path = try folder.write(script, to: "tools/bwrap")
    for place in ["", "/tools", "/tools/bwrap"] { chmod(folder.path + place, 0o777) }
    let outcome = try CommandLineTool(environment: ["GRADUS_BWRAP": path]).run(
      ["grade", "Perceptron", "--class", "\(folder.path)/class", "--out", "\(folder.path)/out"])
    #expect(outcome.code == 2, "\(outcome.output) \(outcome.error)")
    #expect(outcome.output.contains("1 not graded"), "\(outcome.output)")
  }

  @Test func theClassFilesAreWrittenAllTheSame() throws {
    let master = try SmallLab.master()
    for name in ["ada", "bob"] { try folder.write("\(master)// \(name)", to: "class/\(name)/Perceptron.swift") }
    let out = "\(folder.path)/out"
    // One build fails to set its sandbox up, the next is as it should be.
    let script = """
      #!/bin/sh
      case "$*" in *swift-frontend*)
        mkdir \(folder.path)/once 2> /dev/null && { echo 'bwrap: Creating new namespace failed' >&2; exit 1; } ;;
      esac
      exec bwrap "$@"
      """
    let path = try folder.write(script, to: "tools/bwrap")
    for place in ["", "/tools", "/tools/bwrap"] { chmod(folder.path + place, 0o777) }
    let arguments = ["grade", "Perceptron", "--class", "\(folder.path)/class", "--out", out, "-j", "1"]
    let sound = CommandLineTool()
    #expect(try sound.run(arguments).code == 0)
    let key = "\(folder.path)/key"
    try FileManager.default.copyItem(atPath: "\(out)/course.key", toPath: key)
    try FileManager.default.removeItem(atPath: out)
    let outcome = try CommandLineTool(environment: ["GRADUS_BWRAP": path]).run(arguments + ["--key", key])
    #expect(outcome.code == 2, "\(outcome.output) \(outcome.error)")
    #expect(outcome.output.contains("2 submissions; median 10.00; 1 not graded"), "\(outcome.output)")
    let rows = try folder.read("out/grades.csv").split(separator: "\r\n")
    #expect(rows.count == 3)
    #expect(rows[1].hasPrefix("ada,ada,Perceptron,,10.00,notGraded,"), "\(rows[1])")
    #expect(rows[1].contains("Creating new namespace failed"))
    #expect(rows[2].hasPrefix("bob,bob,Perceptron,10.00,10.00,graded,"), "\(rows[2])")
    for file in ["junit.xml", "junit-rich.xml"] {
      let junit = try folder.read("out/\(file)")
      #expect(junit.contains("<error message=\"not graded: "), "\(file)")
      #expect(junit.contains("type=\"notGraded\""), "\(file)")
    }
    #expect(try folder.read("out/junit-rich.xml").contains("<property name=\"status\" value=\"notGraded\"/>"))
    let healed = try sound.run(arguments + ["--key", key])
    #expect(healed.code == 0, "\(healed.error)")
    #expect(healed.output.contains("2 submissions; median 10.00\n"))
    #expect(healed.error.components(separatedBy: "(unchanged)").count == 2)
    #expect(try folder.read("out/grades.csv").contains("ada,ada,Perceptron,10.00,10.00,graded,"))
  }
}
