import Foundation
import Grading
import Storage
import TestSupport
import Testing

/// The command as a user runs it: exit codes, messages, reuse, and going on after a kill.
@Suite struct CommandLineTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var out: String { "\(folder.path)/out" }

  /// A class of right solutions that differ in a comment.
  private func makeClass(_ count: Int) throws -> String {
    let master = try SmallLab.master()
    for number in 0..<count {
      try folder.write("\(master)\n// \(number)\n", to: "class/student \(number)/Perceptron.swift")
    }
    return "\(folder.path)/class"
  }

  private func graded() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(out)/students")) ?? []).filter { !$0.hasPrefix(".") }
  }

  @Test func wrongCommandsExitWithTwoAndWriteNothing() throws {
    for arguments in [
      ["grade", "NoLab", folder.path, "--out", out], ["grade", "Perceptron", "\(folder.path)/nowhere", "--out", out],
      ["grade", "Perceptron", folder.path], ["grade", "Perceptron", "--class", folder.path, "--out", out],
      ["grade", "Perceptron", folder.path, "--out", out, "--key", "/nowhere"], ["rejudge", folder.path], ["nonsense"],
      ["handout", "Perceptron", "--out", folder.path],
    ] {
      let outcome = try gradus.run(arguments)
      #expect(outcome.code == 2, "\(arguments)")
      #expect(outcome.error.contains("Error: "), "\(outcome.error)")
      #expect(!FileManager.default.fileExists(atPath: out), "\(arguments)")
    }
  }

  @Test func gradesAreReusedUntilSomethingChanges() throws {
    let path = try makeClass(2)
    let first = try gradus.run(["grade", "Perceptron", "--class", path, "--out", out])
    #expect(first.code == 0)
    #expect(!first.error.contains("unchanged"))
    let second = try gradus.run(["grade", "Perceptron", "--class", path, "--out", out])
    #expect(second.error.components(separatedBy: "(unchanged)").count == 3)
    try folder.write(try SmallLab.master() + "// new", to: "class/student 1/Perceptron.swift")
    let third = try gradus.run(["grade", "Perceptron", "--class", path, "--out", out])
    #expect(third.error.components(separatedBy: "(unchanged)").count == 2)
    // A summary that cannot be written is told, and takes nothing from the rest.
    Files.remove("\(out)/grades.csv")
    let fourth = try gradus.run([
      "grade", "Perceptron", "--class", path, "--out", out, "--summary", "\(folder.path)/nowhere/summary.md",
    ])
    #expect(fourth.code == 2 && fourth.error.contains("not written: ") && fourth.error.contains("nowhere/summary.md"))
    #expect(Files.exists("\(out)/grades.csv"))
  }

  @Test func failUnderGates() throws {
    let good = try folder.write(try SmallLab.master(), to: "good.swift")
    let bad = try folder.write(try SmallLab.program(decision: "return 1"), to: "bad.swift")
    #expect(try gradus.run(["grade", "Perceptron", good, "--out", out, "--fail-under", "10"]).code == 0)
    #expect(try gradus.run(["grade", "Perceptron", bad, "--out", out, "--fail-under", "10"]).code == 1)
    #expect(try gradus.run(["grade", "Perceptron", bad, "--out", out]).code == 0)
  }

  @Test func aKilledRunIsContinuedWithNothingLostOrDoneTwice() throws {
    let path = try makeClass(10)
    let process = try gradus.start(["grade", "Perceptron", "--class", path, "--out", out])
    let deadline = Date().addingTimeInterval(60)
    while graded().count < 3, Date() < deadline { usleep(5000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let before = graded()
    #expect(before.count >= 3 && before.count < 10)
    let marks = Dictionary(
      uniqueKeysWithValues: before.map { ($0, (try? folder.read("out/students/\($0)/scorecard.json")) ?? "") })
    let outcome = try gradus.run(["grade", "Perceptron", "--class", path, "--out", out])
    #expect(outcome.code == 0)
    #expect(outcome.error.components(separatedBy: "(unchanged)").count == before.count + 1)
    #expect(graded().count == 10)
    for (name, mark) in marks { #expect(try folder.read("out/students/\(name)/scorecard.json") == mark) }
    let all = try FileManager.default.contentsOfDirectory(atPath: "\(out)/students")
    #expect(all.count == 10, "leftovers: \(all)")
  }

  @Test func twoRunsDoNotShareAFolder() throws {
    let path = try makeClass(3)
    let output = try OutputFolder(out, lab: "Perceptron")
    let lock = try output.lock()
    let outcome = try gradus.run(["grade", "Perceptron", "--class", path, "--out", out])
    #expect(outcome.code == 2)
    #expect(outcome.error.contains("Another gradus"))
    withExtendedLifetime(lock) {}
  }

  @Test func selfCheckSaysWhatWasNotRun() throws {
    let good = try folder.write(try SmallLab.master(), to: "work/Perceptron.swift")
    let passed = try gradus.run(["check", "\(folder.path)/work"])
    #expect(passed.code == 0)
    #expect(passed.output.contains("hidden checks"))
    try folder.write(try SmallLab.program(decision: "return 1"), to: "work/Perceptron.swift")
    #expect(try gradus.run(["check", good]).code == 1)
  }

  @Test func rejudgingChangesNothingWhereNothingChanged() throws {
    let path = try makeClass(2)
    _ = try gradus.run(["grade", "Perceptron", "--class", path, "--out", out])
    let outcome = try gradus.run(["rejudge", out])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("2 judged again, 0 changed"))
  }

  @Test func withoutBubblewrapNothingIsRunUnlessSaid() throws {
    let good = try folder.write(try SmallLab.master(), to: "good.swift")
    let bare = CommandLineTool(environment: ["GRADUS_BWRAP": "/nowhere/bwrap"])
    let refused = try bare.run(["grade", "Perceptron", good, "--out", out])
    #expect(refused.code == 2)
    #expect(refused.error.contains("Install it (apt-get install bubblewrap)"))
    #expect(!FileManager.default.fileExists(atPath: out))
    let trusted = try bare.run(["grade", "Perceptron", good, "--out", out, "--sandbox", "none", "--fail-under", "10"])
    #expect(trusted.code == 0, "\(trusted.error)")
    let card = try folder.read("out/students/\(graded().first ?? "")/scorecard.json")
    #expect(card.contains("\"sandbox\" : \"none\""))
  }

  /// A bubblewrap that does `trouble` wherever its command line holds `part`, and its work otherwise. It runs as nobody
  /// where the tests are root's, so all may write to its folder.
  private func bubblewrap(at part: String, _ trouble: String) throws -> CommandLineTool {
    let script = """
      #!/bin/sh
      case "$*" in *\(part)*) \(trouble) ;; esac
      exec bwrap "$@"
      """
    let path = try folder.write(script, to: "tools/bwrap")
    for place in ["", "/tools", "/tools/bwrap"] { chmod(folder.path + place, 0o777) }
    return CommandLineTool(environment: ["GRADUS_BWRAP": path])
  }

  /// What goes wrong before a student's code runs is no one's mark.
  @Test(arguments: ["swift-frontend", "/submission/worker"])
  func aSandboxThatIsNotSetUpGivesNoMark(_ part: String) throws {
    let good = try folder.write(try SmallLab.master(), to: "good.swift")
    let broken = try bubblewrap(at: part, "echo 'bwrap: Creating new namespace failed' >&2; exit 1")
    let outcome = try broken.run(["grade", "Perceptron", good, "--out", out])
    #expect(outcome.code == 2, "\(outcome.output)")
    #expect(outcome.error.contains("Creating new namespace failed"), "\(outcome.error)")
    #expect(graded() == [])
    #expect(try gradus.run(["grade", "Perceptron", good, "--out", out, "--fail-under", "10"]).code == 0)
  }

  /// A program that the machine kills for want of memory, by whoever's doing, is tried again.
  @Test(arguments: ["swift-frontend", "/submission/worker"])
  func whatIsKilledFromOutsideIsTriedAgain(_ part: String) throws {
    let good = try folder.write(try SmallLab.master(), to: "good.swift")
    #expect(try gradus.run(["grade", "Perceptron", good, "--out", "\(folder.path)/warm"]).code == 0)
    let once = try bubblewrap(at: part, "mkdir \(folder.path)/once 2> /dev/null && kill -9 $$")
    let key = "\(folder.path)/warm/course.key"
    let outcome = try once.run(["grade", "Perceptron", good, "--out", out, "--key", key, "--fail-under", "10"])
    #expect(outcome.code == 0, "\(outcome.error) \(outcome.output)")
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/once"))
  }

  @Test func hostileNamesAreGradedAsAnyOther() throws {
    let master = try SmallLab.master()
    let names = ["José Ñandú 🎓", "two  spaces", "line\nbreak", "=cmd|calc", "-rf", "a;b $(c) `d`", "\"quoted\" 'name'"]
    for name in names { try folder.write(master, to: "class/\(name)/Perceptron.swift") }
    let outcome = try gradus.run([
      "grade", "Perceptron", "--class", "\(folder.path)/class", "--out", out, "--fail-under", "10",
    ])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(graded().count == names.count)
    let grades = try folder.read("out/grades.csv")
    #expect(grades.contains("José Ñandú 🎓"))
    #expect(grades.contains("'=cmd|calc"))
  }

  @Test func resultsAmongTheSubmissionsAreNone() throws {
    let path = try makeClass(2)
    for _ in 0..<2 {
      let outcome = try gradus.run([
        "grade", "Perceptron", "--class", path, "--out", "\(path)/graded", "--fail-under", "10",
      ])
      #expect(outcome.code == 0, "\(outcome.error)")
      #expect(outcome.output.contains("2 graded"))
    }
  }
}
