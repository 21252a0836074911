import Checks
import Foundation
import Grading
import Handout
import HiddenChecks
import Keys
import RecipeSupport
import Sandbox
import Storage
import TestSupport
import Testing

/// The self-check as a student runs it: a handout alone in an empty folder.
@Suite struct SelfCheckTests {
  private let folder: TemporaryFolder
  private let lab: Lab
  private let handout: Handout
  private var place: String { "\(folder.path)/handout" }

  init() throws {
    folder = try TemporaryFolder()
    lab = try #require(Catalogue.lab("Perceptron"))
    let plan = lab.publicPlan { [lab] in CourseKey.everyone.seed(lab: lab.name, check: $0, scope: "public") }
    let toolkit = try Toolkit.locate()
    let grader = try Grader(
      lab: lab, plan: plan, keyFingerprint: "", toolkit: toolkit, cache: try Cache.standard(),
      confinement: try Confinement.available())
    handout = try Handout(lab: lab, toolkit: toolkit, plan: grader.plan, reference: grader.reference.transcript)
  }

  /// One handout for all, since building it takes longest.
  @Test func tellsWhatBecameOfIt() throws {
    try runsAsCIDoes()
    try untouchedAndSolved()
    try stopped()
    try runsWhatIsAskedForByName()
    try watchesTheFile()
  }

  /// The recipe that it comes with, with this compiler: at first everything is built, and the red run keeps the kit; a later
  /// checkout, in which all files are new ones, builds the student's own file alone.
  private func runsAsCIDoes() throws {
    let cache = try CacheStore("\(folder.path)/cache")
    func push(_ text: String?) throws -> (run: Workflow, built: String) {
      Files.remove(place)
      try handout.write(to: place)
      if let text { try folder.write(text, to: "handout/Perceptron.swift") }
      var setting = Workflow.Setting()
      setting.github = ["actor": "ada", "ref": "main"]
      // The compiler, where it is, and its own cache of modules.
      let own = ProcessInfo.processInfo.environment
      setting.environment = own.filter { ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key) }
      let run = try Workflow(workspace: place, cache: cache, temporary: "\(folder.path)/temporary", setting)
      try run.run(".github/workflows/classroom.yml")
      Files.remove("\(folder.path)/temporary")
      return (run, run.steps.map(\.said).joined())
    }
    let possible = lab.publicChecks.reduce(Points.zero) { $0 + $1.points }.short
    let first = try push(nil)
    #expect(first.run.failed && first.run.summary.contains("public checks 0 of \(lab.publicChecks.count) passed"))
    #expect(first.run.commands.first == "notice title=Autograding complete::Points 0/\(possible)")
    #expect(first.built.contains("Compiling SelfCheck"))
    let second = try push(try SmallLab.master())
    #expect(!second.run.failed, "\(second.built)")
    #expect(second.run.commands.first == "notice title=Autograding complete::Points \(possible)/\(possible)")
    #expect(second.run.steps.contains { $0.name == "swift build --target SelfCheck" && $0.outcome == "skipped" })
    for module in ["LabKit", "Worker", "Checks", "SelfCheck"] {
      #expect(!second.built.contains("Compiling \(module) "), "\(module)")
    }
    let fresh = try handout.files().first { $0.path == lab.file }
    try folder.write(String(decoding: try #require(fresh).bytes, as: UTF8.self), to: "handout/Perceptron.swift")
  }

  private func untouchedAndSolved() throws {
    let untouched = try swiftRun()
    #expect(untouched.code == 1)
    #expect(untouched.text.contains("todo  decision"))
    #expect(untouched.text.contains("public checks 0 of \(lab.publicChecks.count) passed, 0.00 of"))
    #expect(untouched.text.contains("next: decision, still to be written"))
    #expect(untouched.text.contains("\(lab.hiddenChecks.count) hidden checks"))

    try folder.write(try SmallLab.master(), to: "handout/Perceptron.swift")
    let solved = try swiftRun()
    #expect(solved.code == 0, "\(solved.text)")
    #expect(solved.text.contains("public checks \(lab.publicChecks.count) of \(lab.publicChecks.count) passed"))
    #expect(!solved.text.contains("next:") && !solved.text.contains("\u{1B}"))
  }

  private func stopped() throws {
    let endless = try run("while true {}")
    #expect(endless.text.contains("STOP  decision"), "\(endless.text)")
    #expect(endless.text.contains("an endless loop? It was at Perceptron.swift:\(endless.line)"), "\(endless.text)")

    let asleep = try run("sleep(1000)")
    #expect(asleep.text.contains("does it wait for something?"), "\(asleep.text)")

    let crash = try run("print(\"mine\"); if [1][sample.count + 6] == 1 { return 1 }")
    #expect(crash.code == 1)
    #expect(
      crash.text.contains(
        "stopped at Perceptron.swift:\(crash.line): Index out of range\n      printed:\n        mine\n"),
      "\(crash.text)")
    #expect(crash.text.contains("in “") && crash.text.contains("next: decision, to be mended"))
    // Neither registers nor frames, and no hint on numbers that never came.
    #expect(!crash.text.contains("0x") && !crash.text.contains("Backtrace") && !crash.text.contains("hint:"))

    let kit = try run("_ = Tensor([1, 2])[0, sample.count + 6]")
    #expect(
      kit.text.contains("stopped at Perceptron.swift:\(kit.line): Fatal error: "), "\(kit.text)")
  }

  private func runsWhatIsAskedForByName() throws {
    try folder.write(try SmallLab.program(decision: "return 0"), to: "handout/Perceptron.swift")
    let one = try swiftRun("cost")
    #expect(one.code == 0, "\(one.text)")
    #expect(one.text.contains("ok    cost") && !one.text.contains("decision"), "\(one.text)")
    // What builds on something wrong can be looked at by itself.
    let waiting = try #require(lab.publicChecks.first { !$0.prerequisites.isEmpty })
    #expect(try swiftRun(waiting.id).text.contains("skip") == false)
    let unknown = try swiftRun("nosuch")
    #expect(unknown.code == 2)
    #expect(unknown.text.contains("There is no check nosuch. There are: decision, "), "\(unknown.text)")
    let help = try swiftRun("--help")
    #expect(help.code == 0 && help.text.contains("--watch") && help.text.contains("decision, "))
  }

  private func watchesTheFile() throws {
    try folder.write(try SmallLab.program(decision: "return 0"), to: "handout/Perceptron.swift")
    let log = "\(folder.path)/log"
    #expect(FileManager.default.createFile(atPath: log, contents: nil))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift", "run", "--package-path", place, "check", "decision", "--watch"]
    process.standardOutput = FileHandle(forWritingAtPath: log)
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    /// However slow the machine is, at some time it is there.
    func wait(for text: String) throws {
      while try !folder.read("log").contains(text), process.isRunning { usleep(50_000) }
      #expect(try folder.read("log").contains(text))
    }
    try wait(for: "Watching")
    #expect(try folder.read("log").contains("FAIL  decision"))
    try folder.write(try SmallLab.master(), to: "handout/Perceptron.swift")
    try wait(for: "ok    decision")
  }

  /// What a self-check says of the right solution with this at the start of `decision`, and the line that it stands on.
  private func run(_ body: String) throws -> (code: Int32, text: String, line: Int) {
    let program = try SmallLab.program(decision: body)
    try folder.write(program, to: "handout/Perceptron.swift")
    let lines = program.components(separatedBy: "\n")
    let line = try #require(lines.firstIndex(of: body)) + 1
    let outcome = try swiftRun()
    return (outcome.code, outcome.text, line)
  }

  private func swiftRun(_ arguments: String...) throws -> (code: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift", "run", "--package-path", place, "check"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
