import Checks
import Foundation
import Grading
import Ledger
import Storage
import TestSupport
import Testing

/// A submission that ends the grader where it is judged costs the others nothing.
@Suite struct TrapTests {
  /// A lab whose second judge looks for an answer that is not there, and so ends the process; only a submission that
  /// passes the first check gets so far.
  static let lab = Lab(
    name: "Perceptron", title: "a judge that traps",
    publicChecks: [
      SmallLab.lab.publicChecks[0],
      Check("trap", "the trap", points: 6, needs: ["decision"], hint: "") { generator in
        var draw = SmallLab.lab.publicChecks[1].draw(&generator)
        draw.judge = .values(ValueJudge(cases: [.init("missing", call: 9)]))
        return draw
      },
    ], hiddenChecks: [], mutants: [])

  static func smallClass(_ path: String) throws -> SmallClass {
    let wrong = try SmallLab.program(decision: "return 1")
    return try SmallClass(
      path, [("ada", "\(wrong)// ada"), ("bob", try SmallLab.master()), ("eve", "\(wrong)// eve")])
  }

  @Test func theNextRunGoesOnWithTheOthers() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/out"
    await #expect(processExitsWith: .failure) { [path = path as String] in
      try TrapTests.smallClass(path).grade(TrapTests.lab)
    }
    let students = try Self.smallClass(path)
    #expect(try students.output.graded() == ["ada"])
    let next = try students.grade(Self.lab)
    #expect(next["ada"]?.isReused == true)
    #expect(next["bob"]?.fault?.hasPrefix("judging it ended the grader (") == true, "\(next)")
    #expect(next["eve"]?.reasons == [.first])
    #expect(students.standing("bob", Self.lab)?.status == .notGraded)
    #expect(students.standing("bob", Self.lab)?.remark.contains("--retry") == true)
    // What it answered is kept for those who are to mend the judge.
    #expect(try Transcript(bytes: try Files.read("\(path)/unfinished/bob.transcript")).evidence["trap"] != nil)
    // It is tried again where somebody asks, and where it or the lab is another.
    await #expect(processExitsWith: .failure) { [path = path as String] in
      try TrapTests.smallClass(path).grade(TrapTests.lab, retry: true)
    }
    #expect(try students.grade(Self.lab)["bob"]?.fault != nil)
    var changed = students
    changed.programs[1].source = try SmallLab.program(decision: "return 0")
    #expect(try changed.grade(Self.lab)["bob"]?.reasons == [.first])
    #expect(students.output.mark(of: "bob") == nil)
    #expect(!Files.exists("\(path)/unfinished/bob.transcript"))
  }

  /// Also where only today's judge traps, on answers that were judged before.
  @Test func rejudgingNamesItAndGoesOn() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/out"
    let students = try Self.smallClass(path)
    try students.grade()
    await #expect(processExitsWith: .failure) { [path = path as String] in _ = try TrapTests.rejudge(path) }
    #expect(students.kept("ada")?.state == .intact && students.kept("ada")?.history.gradings.count == 1)
    let told = try Self.rejudge(path)
    #expect(told == ["ada": true, "bob": false, "eve": true])
    #expect(students.kept("ada")?.history.gradings.count == 2)
    #expect(students.kept("bob")?.history.gradings.count == 1)
    #expect(Files.exists("\(path)/rejudging/bob") && !Files.exists("\(path)/rejudging/eve"))
  }

  /// Who could be judged again by the lab with the trap.
  static func rejudge(_ path: String) throws -> [String: Bool] {
    var checks = lab.publicChecks
    // The trap has the name of a check that was asked the same.
    let cost = SmallLab.lab.publicChecks[1]
    checks[1] = Check("cost", cost.title, points: 6, needs: ["decision"], hint: "", budget: 3) { generator in
      var draw = cost.draw(&generator)
      draw.judge = .values(ValueJudge(cases: [.init("missing", call: 9)]))
      return draw
    }
    let today = Lab(name: "Perceptron", title: "", publicChecks: checks, hiddenChecks: [], mutants: [])
    var told: [String: Bool] = [:]
    try Rejudgement(output: try OutputFolder(existing: path), lab: today, key: SmallLab.key).run(
      writing: SmallClass.report
    ) { outcome in
      switch outcome {
      case .judged(let change, _): told[change.before.submission] = true
      case .impossible(let submission, _): told[submission] = false
      }
    }
    return told
  }

  /// A run that somebody stopped is no submission's doing, unless it happens to the same one again.
  @Test func aMarkOfAStoppedRunIsTriedAgainOnce() throws {
    let text = "gradus mark 1\nsubmission Ada\nattempt a\nat 7\nends 0\n"
    let stopped = try #require(Mark(text: text))
    #expect(stopped.refusal(of: "a") == nil)
    #expect(try #require(Mark(text: text + "judged\n")).refusal(of: "a") == nil)
    let twice = try #require(Mark(text: text.replacing("ends 0", with: "ends 1") + "judged\n"))
    #expect(twice.refusal(of: "a")?.hasPrefix("two runs ended") == true)
    #expect(twice.refusal(of: "b") == nil)
    let ended = try #require(Mark(text: text + "judged\nsignal 04\n"))
    #expect(ended.refusal(of: "a")?.hasPrefix("judging it ended the grader (Illegal instruction)") == true)
    #expect(ended.refusal(of: "b") == nil)
    #expect(Mark(text: "") == nil)
    #expect(Mark(text: text + "fault a full disk\n")?.reason == "a full disk")
  }
}
