import Foundation
import TestSupport
import Testing

/// What is likely to be meant by a command is told, or done and told.
@Suite struct CommandMistakeTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var out: String { "\(folder.path)/out" }

  @Test(arguments: [
    (["grade", "Percepton", "x", "--out", "y"], "Did you mean Perceptron?"),
    (["grade", "mpl", "x", "--out", "y"], "Did you mean MLP?"),
    (["audit", "Reg"], "There are: "),
    (["audit", "Perceptron", "--only", "nosuch"], "Perceptron has no program named nosuch."),
    (["audit", "Perceptron", "--only", "skeletn"], "Did you mean skeleton?"),
    (["audit", "--all", "--only", "nosuch"], "No lab has a program named nosuch."),
  ])
  func aTypoIsNoProof(_ arguments: [String], _ words: String) throws {
    let outcome = try gradus.run(arguments)
    #expect(outcome.code == 2)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }

  @Test func aClassIsTakenForOneAndSaidSo() throws {
    let master = try SmallLab.master()
    for name in ["ada", "bob"] { try folder.write(master, to: "class/\(name)/Perceptron.swift") }
    try folder.write(master, to: "class/.eve/Perceptron.swift")
    try folder.write("", to: "class/mallory.zip")
    let outcome = try gradus.run([
      "grade", "Perceptron", "\(folder.path)/class", "--out", out, "--jobs", "1000000", "--fail-under", "10",
    ])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.error.contains("class is taken for a class's folder, as with --class: 2 folders"))
    #expect(outcome.error.contains(".eve, mallory.zip"))
    #expect(outcome.error.contains("--jobs 1000000 is more than this machine has use for"))
    #expect(outcome.output.contains("2 submissions; median 10.00\n"))
  }

  @Test func aSolutionOfAnotherLabIsToldAsThat() throws {
    let master = try SmallLab.master()
    let file = try folder.write(master, to: "ada/Perceptron.swift")
    let outcome = try gradus.run(["grade", "Regression", file, "--out", out])
    #expect(outcome.code == 0, "\(outcome.error)")
    let report = try folder.read("out/students/Perceptron.swift/report.md")
    #expect(report.contains("this is a solution of Perceptron"), "\(report)")
  }

  /// What bubblewrap says is passed on, and installing it again is no remedy.
  @Test(arguments: [
    ("echo 'bwrap: No permissions to create new namespace' >&2; exit 1", "No permissions to create new namespace"),
    ("exit 1", "it ended without a word"),
  ])
  func aBubblewrapThatDoesNotWorkIsToldWithTheRemedy(_ script: String, _ words: String) throws {
    let bubblewrap = try folder.write("#!/bin/sh\n\(script)\n", to: "tools/bwrap")
    for place in ["", "/tools", "/tools/bwrap"] { chmod(folder.path + place, 0o777) }
    let broken = CommandLineTool(environment: ["GRADUS_BWRAP": bubblewrap])
    let file = try folder.write(try SmallLab.master(), to: "Perceptron.swift")
    let outcome = try broken.run(["grade", "Perceptron", file, "--out", out])
    #expect(outcome.code == 2)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(outcome.error.contains("seccomp=unconfined"))
    #expect(!outcome.error.contains("apt-get install"))
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test func whoWithdrewIsMarkedAndNotInTheMedian() throws {
    let names = ["ada", "bob", "eve"]
    for name in names {
      try folder.write(
        name == "eve" ? try SmallLab.program(decision: "return 1") : try SmallLab.master() + "// \(name)",
        to: "class/\(name)/Perceptron.swift")
    }
    let arguments = ["grade", "Perceptron", "--class", "\(folder.path)/class", "--out", out, "--no-diagnosis"]
    #expect(try gradus.run(arguments).code == 0)
    try FileManager.default.removeItem(atPath: "\(folder.path)/class/eve")
    try FileManager.default.removeItem(atPath: "\(folder.path)/class/bob")
    let outcome = try gradus.run(arguments)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("3 submissions; median 10.00; 2 withdrawn\n"), "\(outcome.output)")
    #expect(outcome.output.contains("1 graded; the reports are in"))
    #expect(try folder.read("out/grades.csv").contains("\r\nbob,bob,Perceptron,10.00,10.00,withdrawn,"))
    // One that is graded by itself, or comes back, is none.
    try folder.write(try SmallLab.master(), to: "class/bob/Perceptron.swift")
    #expect(try gradus.run(arguments).output.contains("3 submissions; median 10.00; 1 withdrawn\n"))
  }

  @Test func namesThatLookTheSameAreToldApart() throws {
    let master = try SmallLab.master()
    for name in ["ada", "ada ", "a\u{200B}da", "bob"] { try folder.write(master, to: "class/\(name)/Perceptron.swift") }
    let outcome = try gradus.run(["grade", "Perceptron", "--class", "\(folder.path)/class", "--out", out])
    #expect(outcome.code == 0, "\(outcome.error)")
    let names = try folder.read("out/grades.csv").split(separator: "\r\n").dropFirst().map {
      $0.split(separator: ",")[0]
    }
    #expect(names.count == 4 && Set(names).count == 4)
    #expect(names.contains("bob") && names.contains("ada [ada]"))
    #expect(outcome.output.contains("ada [ada]"))
    #expect(try folder.read("out/junit.xml").contains("classname=\"Perceptron.ada [ada]\""))
  }

  @Test func whatIsPrintedMovesNoCursor() throws {
    let body = #"print("\u{1B}[2Jcleared\u{202E}\rover\u{7}"); return weightedSum(model, sample) >= 0 ? 1 : -1"#
    let file = try folder.write(try SmallLab.program(decision: body), to: "ada.swift")
    #expect(try gradus.run(["grade", "Perceptron", file, "--out", out, "--no-diagnosis"]).code == 0)
    let printed = try folder.read("out/students/ada.swift/printed.txt")
    #expect(printed.contains("␛[2Jcleared\u{FFFD}␍over␇\n"), "\(printed.prefix(100))")
    #expect(!printed.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
  }

  @Test func marksAndKeysOfTheCommandLine() throws {
    let file = try folder.write(try SmallLab.master(), to: "ada.swift")
    let grade = ["grade", "Perceptron", file, "--out", out]
    #expect(try gradus.run(grade).code == 0)
    // An edited mark shows in the next command, whichever it is.
    let card = try folder.read("out/students/ada.swift/scorecard.json")
    try folder.write(
      card.replacing("\"earned\" : 10", with: "\"earned\" : 12"), to: "out/students/ada.swift/scorecard.json")
    let preview = try gradus.run(["rejudge", out])
    #expect(preview.code == 2)
    #expect(preview.error.contains("cannot be judged again: ada.swift: seal broken"), "\(preview.error)")
    let again = try gradus.run(grade)
    #expect(again.code == 0)
    #expect(again.error.contains("10.00 of 10.00 (its seal was broken: graded again)"), "\(again.error)")
    #expect(try folder.read("out/grades.csv").contains("edited-1.json"))
    #expect(try folder.read("out/junit-rich.xml").contains("edited-1.json"))
    #expect(try folder.read("out/students/ada.swift/instructor.md").contains("seal broken (edited-1.json)"))
    #expect(try gradus.run(["rejudge", out, "--write"]).code == 0)
    // Another key.
    let key = try folder.write(String(repeating: "5eed", count: 16), to: "other.key")
    let refused = try gradus.run(grade + ["--key", key])
    #expect(refused.code == 2)
    #expect(refused.error.contains("--new-key"), "\(refused.error)")
    #expect(try folder.read("out/students/ada.swift/history.jsonl").split(separator: "\n").count == 2)
    let meant = try gradus.run(grade + ["--key", key, "--new-key"])
    #expect(meant.code == 0, "\(meant.error)")
    #expect(!meant.error.contains("unchanged"))
    #expect(try folder.read("out/students/ada.swift/history.jsonl").contains("\"reasons\":[\"keyChanged\"]"))
    #expect(try gradus.run(grade).code == 2)
    #expect(try gradus.run(["rejudge", out]).code == 2)
    #expect(try gradus.run(["rejudge", out, "--key", key]).code == 0)
  }
}
