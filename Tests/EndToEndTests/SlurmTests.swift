import Checks
import Foundation
import Grading
import Ledger
import Storage
import TestSupport
import Testing

/// Grading on a real Slurm of three nodes: the same marks as here, and whatever happens to tasks, nodes and the command,
/// nothing is lost and nothing graded twice.
@Suite(.serialized, .enabled(if: SlurmCluster.isWanted, SlurmCluster.reason), SlurmCluster())
struct SlurmTests {
  let folder: TemporaryFolder
  let out: String
  private let hold: String
  private let gradus: CommandLineTool

  /// Submissions that say `// hold` are not compiled while the file `hold` is there.
  init() throws {
    folder = try TemporaryFolder()
    (out, hold) = ("\(folder.path)/out", "\(folder.path)/hold")
    let bubblewrap = try folder.write(
      """
      #!/bin/sh
      for word in "$@"; do
        if grep -qs '// hold' "$word/Perceptron.swift"; then
          while [ -e \(hold) ]; do sleep 0.1; done
        fi
      done
      exec bwrap "$@"
      """, to: "tools/bwrap")
    for place in ["", "/tools", "/tools/bwrap"] { chmod(folder.path + place, 0o755) }
    gradus = CommandLineTool(environment: [
      "SLURM_CONF": "\(SlurmCluster.folder)/slurm.conf", "GRADUS_BWRAP": bubblewrap,
    ])
  }

  /// Six submissions for three tasks, each of which has one to be held.
  private func makeClass() throws -> [String] {
    let master = try SmallLab.master()
    for number in 0..<6 {
      try folder.write(
        "\(master)\n// \(number)\n\(number % 2 == 1 ? "// hold\n" : "")", to: "class/s\(number)/Perceptron.swift")
    }
    try folder.write("", to: "hold")
    return command()
  }

  private func command(_ options: String...) -> [String] {
    ["grade", "Perceptron", "--class", "\(folder.path)/class", "--out", out, "--no-diagnosis"] + options
  }

  private let slurm = ["--on", "slurm", "--per-shard", "2"]

  private func release() throws { try FileManager.default.removeItem(atPath: hold) }

  private var graded: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(out)/students")) ?? []).filter { !$0.hasPrefix(".") }
      .sorted()
  }

  private func wait(_ what: Comment, until isSo: () throws -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: 180)
    while try !isSo() {
      try #require(Date() < deadline, what)
      usleep(100_000)
    }
  }

  /// Until the first submission of each task is graded and the second is held.
  private func waitForTheHold() throws {
    try wait("three are graded and three are held") {
      let held = ((try? FileManager.default.contentsOfDirectory(atPath: "\(out)/unfinished")) ?? []).filter {
        ["s1", "s3", "s5"].contains($0)
      }
      return graded == ["s0", "s2", "s4"] && held.count == 3
    }
  }

  /// Each has full marks, and was graded once.
  private func expectAllOnce() throws {
    #expect(graded == (0..<6).map { "s\($0)" })
    for name in graded {
      #expect(History(bytes: try Files.read("\(out)/students/\(name)/history.jsonl")).gradings.count == 1, "\(name)")
    }
    let rows = try folder.read("out/grades.csv").split(separator: "\r\n").dropFirst()
    #expect(rows.count == 6 && rows.allSatisfy { $0.contains(",Perceptron,10.00,10.00,graded,") }, "\(rows)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(out)/unfinished") == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(out)/slurm") == [])
  }

  /// A report, but for when it was written.
  private func words(_ file: String) throws -> [Substring] {
    try folder.read(file).split(separator: "\n").filter { !$0.contains(" Graded: ") }
  }

  /// All answers to the last bit, but for timed calls, of which there are as many as the machine's noise asks for.
  private func answers(_ student: String) throws -> [String: [UInt8]] {
    var transcript = try Transcript(bytes: try Files.read("\(folder.path)/\(student)/transcript"))
    transcript.opponents = [:]
    var answers: [String: [UInt8]] = [:]
    for (check, evidence) in transcript.evidence where !check.hasSuffix("timing") {
      var evidence = evidence
      evidence.seconds = evidence.seconds.map { _ in 0 }
      answers[check] = Transcript(evidence: [check: evidence]).bytes()
    }
    return answers
  }

  @Test func marksAreThoseOfOneMachine() throws {
    try folder.write(try SmallLab.master(), to: "class/right/Perceptron.swift")
    try folder.write(try SmallLab.program(decision: "return 1"), to: "class/wrong/Perceptron.swift")
    try folder.write("import Perceptron\nlet x: Int = \"\"\n", to: "class/does not build/Perceptron.swift")
    try folder.write("nothing", to: "class/nothing/notes.txt")
    let key = try folder.write(String(repeating: "0123456789abcdef", count: 4), to: "key")
    let here = try gradus.run(command("--key", key))
    #expect(here.code == 0, "\(here.error)")
    let students = graded
    try FileManager.default.moveItem(atPath: out, toPath: "\(folder.path)/here")
    let there = try gradus.run(command("--key", key) + slurm)
    #expect(there.code == 0, "\(there.error)")
    #expect(graded == students)
    #expect(try folder.read("out/grades.csv") == folder.read("here/grades.csv"))
    #expect(there.output.contains("3 graded"), "\(there.output)")
    for name in students {
      #expect(try words("out/students/\(name)/report.md") == words("here/students/\(name)/report.md"))
      #expect(try answers("out/students/\(name)") == answers("here/students/\(name)"))
      let report = try folder.read("out/students/\(name)/instructor.md")
      #expect(report.contains("- Node: n"))
      #expect(try !folder.read("here/students/\(name)/instructor.md").contains("- Node: "))
    }
    // Nothing has changed, so nothing is handed in but the preparation that says so.
    let again = try gradus.run(command("--key", key) + slurm)
    #expect(again.code == 0)
    #expect(again.error.components(separatedBy: "(unchanged)").count == students.count + 1, "\(again.error)")
  }

  @Test func tasksThatEndLoseNothing() throws {
    let command = try makeClass() + slurm
    let process = try gradus.start(command)
    try waitForTheHold()
    let tasks = try SlurmCluster.tasks()
    try #require(tasks.map(\.number) == ["0", "1", "2"])
    // The first is killed, the second requeued, the third's node is drained.
    let log = "/logs/0"
    let killed = try SlurmCluster.run(
      "sh",
      [
        "-c",
        "readlink /proc/[0-9]*/fd/1 > /dev/null; for p in /proc/[0-9]*; do case \"$(readlink $p/fd/1)\" in \(out)/slurm/*\(log)) echo ${p#/proc/};; esac; done",
      ])
    let pids = killed.said.split(separator: "\n").compactMap { pid_t($0) }
    try #require(!pids.isEmpty)
    for pid in pids { kill(pid, SIGKILL) }
    try SlurmCluster.run("scontrol", ["requeue", tasks[1].id])
    try SlurmCluster.run("scontrol", ["update", "nodename=\(tasks[2].node)", "state=drain", "reason=test"])
    defer { _ = try? SlurmCluster.run("scontrol", ["update", "nodename=\(tasks[2].node)", "state=resume"]) }
    #expect(graded == ["s0", "s2", "s4"])
    try release()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    try expectAllOnce()
  }

  @Test func aKilledCommandIsContinuedByTheSame() throws {
    let command = try makeClass()
    let process = try gradus.start(command + slurm)
    try waitForTheHold()
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    // Meanwhile nobody else writes there.
    let here = try gradus.run(command)
    #expect(here.code == 2)
    #expect(here.error.contains("Tasks of a Slurm array are grading into"), "\(here.error)")
    let other = try gradus.run(command + slurm + ["--again"])
    #expect(other.code == 2)
    #expect(other.error.contains("of another command is still grading into"), "\(other.error)")
    try release()
    let same = try gradus.run(command + slurm)
    #expect(same.code == 0, "\(same.error)")
    try expectAllOnce()
  }

  @Test func aCancelledArrayIsFinishedByTheSameCommand() throws {
    let command = try makeClass() + slurm
    let (output, error) = (Pipe(), Pipe())
    let process = try gradus.start(command, output: output, error: error)
    try waitForTheHold()
    for task in try SlurmCluster.tasks() { try SlurmCluster.run("scancel", [task.id]) }
    let said = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    #expect(said.contains("cancelled from outside"), "\(said)")
    #expect(try folder.read("out/grades.csv").components(separatedBy: ",notGraded,").count == 4)
    // Ctrl-C cancels what is there.
    let next = try gradus.start(command)
    try wait("tasks run again") { try SlurmCluster.tasks().count == 2 }
    kill(next.processIdentifier, SIGINT)
    next.waitUntilExit()
    #expect(next.terminationStatus == 130)
    #expect(SlurmCluster.isEmpty)
    try release()
    let last = try gradus.run(command)
    #expect(last.code == 0, "\(last.error)")
    try expectAllOnce()
  }

  @Test func whatIsAskedWronglyIsToldAndNothingIsWritten() throws {
    try folder.write(try SmallLab.master(), to: "class/right/Perceptron.swift")
    let partition = try gradus.run(command("--on", "slurm", "--partition", "nowhere"))
    #expect(partition.code == 2)
    #expect(partition.error.contains("There is no partition nowhere. There are: labs, last."), "\(partition.error)")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let bare = CommandLineTool(environment: [
      "PATH": path.split(separator: ":").filter { access("\($0)/sbatch", X_OK) != 0 }.joined(separator: ":")
    ])
    let without = try bare.run(command("--on", "slurm"))
    #expect(without.code == 2)
    #expect(without.error.contains("sbatch was not found on PATH"), "\(without.error)")
    let options = try gradus.run(command("--partition", "labs"))
    #expect(options.error.contains("wants --on slurm"), "\(options.error)")
    #expect(!FileManager.default.fileExists(atPath: out))
    let refused = try gradus.run(command("--on", "slurm", "--memory", "5T"))
    #expect(refused.code == 2)
    #expect(refused.error.contains("Slurm refused the job: "), "\(refused.error)")
    #expect(graded == [])
  }

  @Test(.enabled(if: geteuid() == 0, "only root can hide a folder from a node"))
  func whatANodeDoesNotSeeIsNobodysMark() throws {
    let unseen = "\(SlurmCluster.folder)/unseen"
    let source = try SmallLab.master()
    try folder.write(source, to: "class/right/Perceptron.swift")
    let last = ["--on", "slurm", "--partition", "last", "--no-diagnosis"]
    let paths = ["grade", "Perceptron", "--class"]
    let results = try gradus.run(paths + ["\(folder.path)/class", "--out", "\(unseen)/out"] + last)
    #expect(results.code == 2)
    #expect(results.error.contains("Node n3 does not see the results folder \(unseen)/out"), "\(results.error)")
    let elsewhere = CommandLineTool(environment: [
      "SLURM_CONF": "\(SlurmCluster.folder)/slurm.conf", "GRADUS_CACHE": "\(unseen)/cache",
    ])
    let cache = try elsewhere.run(paths + ["\(folder.path)/class", "--out", out] + last)
    #expect(cache.code == 2)
    #expect(cache.error.contains("Node n3 does not see the cache \(unseen)/cache"), "\(cache.error)")
    try FileManager.default.createDirectory(atPath: "\(unseen)/class/ada", withIntermediateDirectories: true)
    try Data(source.utf8).write(to: URL(fileURLWithPath: "\(unseen)/class/ada/Perceptron.swift"))
    let class_ = try gradus.run(paths + ["\(unseen)/class", "--out", out] + last)
    #expect(class_.code == 2)
    #expect(class_.error.contains("node n3 does not see it in \(unseen)/class"), "\(class_.error)")
    #expect(try folder.read("out/grades.csv").contains("ada,ada,Perceptron,,10.00,notGraded,"))
    #expect(graded == [])
  }
}
