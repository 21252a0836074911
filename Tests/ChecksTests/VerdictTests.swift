import LabKit
import Testing

@testable import Checks

/// What a verdict says, whoever it says it to.
@Suite struct VerdictTests {
  private static let plan = Plan(
    lab: "Doubling",
    checks: [
      PlannedCheck(
        Check("double", "double: numbers", points: 1, hint: "twice") { _ in
          var draw = ValueDraw()
          for (name, number) in [("a half", 0.5), ("large", 1e9), ("large", 2e9)] {
            draw.add(name, Call(operation: "double", arguments: [.real(number)]))
          }
          return draw.draw()
        }, audience: .everyone, seed: 1),
      PlannedCheck(
        Check("double.again", "double: again", points: 1, needs: ["double"], hint: "twice") { _ in
          Draw(calls: [], judge: .property(PropertyJudge([])))
        }, audience: .everyone, seed: 1),
    ])

  private static func verdicts(_ answers: [Double], _ stop: Stop? = nil) throws -> [Verdict] {
    let reference = Evidence(answers: [1, 2e9, 4e9].map(Value.real))
    return try plan.judge(
      Transcript(evidence: ["double": Evidence(answers: answers.map(Value.real), stop: stop)]),
      reference: Transcript(evidence: ["double": reference]))
  }

  @Test(arguments: [(0, "“a half”"), (1, "“large”, input 1 of 2"), (2, "“large”, input 2 of 2")])
  func aStopNamesItsCase(_ answered: Int, _ name: String) throws {
    let told = try Self.verdicts([1, 2e9].prefix(answered).map { $0 }, Stop(.crashed, "it crashed"))[0]
    #expect(told.summary == "in \(name): it crashed")
    #expect(told.kind == .errored && told.advice == nil)
  }

  /// Who answers wrongly is not told to look for what is kept between calls; who keeps something is.
  @Test(arguments: [([1.0, 4, 2, 8, 3, 5], "the answers themselves are"), ([2, 4, 6, 8, 10, 12], nil)])
  func theHintIsAboutWhatHappened(_ answers: [Double], _ advice: String?) throws {
    var draw = RepeatDraw()
    draw.add("double", (1...6).map { Call(operation: "double", arguments: [.real(Double($0))]) }, isMixed: false)
    let repeated = draw.draw
    let plan = Plan(
      lab: "Doubling",
      checks: [
        PlannedCheck(
          Check("again", "again", points: 1, hint: "nothing is kept") { _ in repeated }, audience: .everyone, seed: 1)
      ])
    let right = [2.0, 4, 6, 8, 10, 12]
    let (first, second) = advice == nil ? (right, Array(right.dropLast()) + [13]) : (answers, answers)
    let verdict = try plan.judge(
      Transcript(evidence: ["again": Evidence(answers: (first + second).map(Value.real))]),
      reference: Transcript(evidence: ["again": Evidence(answers: (right + right).map(Value.real))]))[0]
    #expect(verdict.kind == .failed)
    #expect(verdict.advice?.contains(advice ?? "nothing is kept") == true, "\(verdict.summary)")
  }

  @Test func whatWasNeverAskedHasNoCase() throws {
    for reason in [Stop.Reason.notAttempted, .notStarted, .spent, .slept] {
      #expect(try Self.verdicts([], Stop(reason, "why"))[0].summary == "why")
    }
  }

  /// What earlier checks alone are to blame for is nothing to mend.
  @Test func whatWasNeverAskedIsNoMistake() throws {
    for reason in [Stop.Reason.spent, .slept] {
      let verdicts = try Self.verdicts([], Stop(reason, "why"))
      #expect(verdicts.mistakes.isEmpty && verdicts.next?.kind != .errored)
    }
    #expect(try Self.verdicts([], Stop(.wallTime, "why")).mistakes.count == 1)
  }

  /// One line at which several checks crash is one mistake; crashes at unknown places are each their own.
  @Test func crashesAtOneLineAreOneMistake() throws {
    let (one, other) = (
      try Self.verdicts([], Stop(.crashed, "a", line: 7))[0], try Self.verdicts([], Stop(.crashed, "b", line: 9))[0]
    )
    var same = one
    same.check = "another"
    #expect(one.line == 7)
    #expect([one, other, same].mistakes.map { $0.map(\.check) } == [["double", "another"], ["double"]])
    let unknown = try Self.verdicts([], Stop(.crashed, "a"))[0]
    same = unknown
    same.check = "another"
    #expect([unknown, same].mistakes.count == 2)
  }

  @Test func whatWaitsSaysForWhat() throws {
    let verdicts = try Self.verdicts([1, 2e9, 5e9])
    #expect(verdicts.map(\.kind) == [.failed, .skipped])
    #expect(verdicts[1].waitsFor == "double" && verdicts[0].waitsFor == nil)
    #expect(verdicts.waiting.map(\.for) == ["double"])
    #expect(verdicts.next?.check == "double")
    #expect(verdicts[0].advice == "twice" && verdicts[1].advice == nil)
    #expect(verdicts.map(\.subject) == ["numbers", "again"])
  }

  /// Not one that is right itself and only builds on the wrong one.
  @Test func whatIsToBlameIsTheCheckThatFailed() {
    let checks = [("below", []), ("between", ["below"]), ("above", ["between"])].map { name, prerequisites in
      PlannedCheck(
        Check(name, name, points: 1, after: prerequisites, hint: "") { _ in
          Draw(calls: [], judge: .property(PropertyJudge([])))
        }, audience: .everyone, seed: 1)
    }
    var groundwork = Groundwork()
    groundwork.note(checks[0], .failed)
    groundwork.note(checks[1], .passed)
    #expect(groundwork.mistake(under: checks[2]) == "below")
  }

  @Test func nothingIsToldTwice() throws {
    var verdict = try Self.verdicts([1, 2e9, 5e9])[0]
    verdict.summary = "asked again, double answers otherwise"
    verdict.details = ["\(verdict.summary): answers 1 and 3 differ", "spread", "spread"]
    #expect(verdict.findings == ["asked again, double answers otherwise: answers 1 and 3 differ", "spread"])
    verdict.details = ["spread"]
    #expect(verdict.findings == [verdict.summary, "spread"])
  }
}
