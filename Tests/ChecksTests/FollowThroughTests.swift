import LabKit
import Testing

@testable import Checks

/// A mistake costs once: f(x) is right or not, and g(x) = 2 f(x) + x is judged by the submission's own f where f is wrong.
@Suite struct FollowThroughTests {
  static let f = Operation<Tensor, Tensor>("f")
  static let g = Operation<Tensor, Tensor>("g")

  static let plan: Plan = {
    var generator = Generator(seed: 5)
    let x = generator.normal(shape: [30])
    let below = Check("f", "f", points: 2, hint: "f") { _ in
      var draw = ValueDraw()
      draw.add("f", f(x))
      return draw.draw()
    }
    let above = Check("g", "g", points: 3, after: ["f"], hint: "g") { _ in
      var draw = ValueDraw()
      draw.add("g", g(x)) { own in [own.ask(f, .of(x)) * .of(2.0) + .of(x)] }
      return draw.draw()
    }
    return Plan(lab: "L", checks: [below, above].map { PlannedCheck($0, audience: .instructors, seed: 1) })
  }()

  /// What a submission with these functions answers, its follow-through too.
  static func transcript(_ f: (Tensor) -> Tensor, _ g: (Tensor) -> Tensor) throws -> Transcript {
    var transcript = Transcript()
    for check in plan.checks {
      func answer(_ call: Call) throws -> Value {
        let x = try Tensor(value: call.arguments[0])
        return (call.operation == "f" ? f(x) : g(x)).value
      }
      var evidence = Evidence(answers: try check.calls.map(answer), seconds: check.calls.map { _ in 0 })
      _ = try check.own?.values(evidence.answers) { call in
        let value = try answer(call)
        evidence.followed.append(value)
        return value
      }
      transcript.evidence[check.id] = evidence
    }
    return transcript
  }

  static func right(_ x: Tensor) -> Tensor { x.map { sin($0) } }

  static func kinds(_ f: (Tensor) -> Tensor, _ g: (Tensor) -> Tensor) throws -> [Verdict.Kind] {
    let reference = try transcript(right) { 2 * right($0) + $0 }
    return try plan.judge(try transcript(f, g), reference: reference).map(\.kind)
  }

  @Test func rightOnesPass() throws {
    #expect(try Self.kinds(Self.right) { 2 * Self.right($0) + $0 } == [.passed, .passed])
  }

  /// Wrong by a sign, a factor, a clumsy formula: paid for at f, and g built on it is right.
  @Test func whatBuildsOnAMistakeIsJudgedByIt() throws {
    let mistakes: [(Tensor) -> Tensor] = [
      { x in x.map { -sin($0) } }, { x in x.map { 0.5 * sin($0) } }, { x in x.map { sin($0) + 0.2 * $0 } },
    ]
    for wrong in mistakes { #expect(try Self.kinds(wrong) { 2 * wrong($0) + $0 } == [.failed, .passed]) }
  }

  @Test func aSecondMistakeCostsToo() throws {
    let wrong = { (x: Tensor) in x.map { -sin($0) } }
    #expect(try Self.kinds(wrong) { 3 * wrong($0) + $0 } == [.failed, .failed])
    // g is right by itself, whatever f is.
    #expect(try Self.kinds(wrong) { 2 * Self.right($0) + $0 } == [.failed, .passed])
  }

  /// What is only consistent earns nothing: constants, zeros, numbers that have nothing to do with the question.
  @Test func nonsenseEarnsNothing() throws {
    let nonsense: [(Tensor) -> Tensor] = [
      { x in x * 0 }, { x in x.map { _ in 0.7 } }, { x in x.map { cos(40 * $0) } }, { x in x.map { _ in .nan } },
      { _ in Tensor([1]) },
    ]
    for wrong in nonsense {
      #expect(try Self.kinds(wrong) { x in wrong(x).count == x.count ? 2 * wrong(x) + x : x } == [.failed, .failed])
    }
  }

  /// Where f is right, g is held against the reference alone, however consistent it is with anything.
  @Test func withoutAMistakeBelowThereIsNoFollowThrough() throws {
    #expect(try Self.kinds(Self.right) { 2 * Self.right($0) + 1.1 * $0 } == [.passed, .failed])
  }

  @Test func whatGaveNoAnswerCannotBeBuiltOn() throws {
    let reference = try Self.transcript(Self.right) { 2 * Self.right($0) + $0 }
    for reason in [Stop.Reason.cpuTime, .wallTime, .memory, .exited, .notAttempted] {
      var stopped = reference
      stopped.evidence["f"]?.stop = Stop(reason, "it stopped")
      let verdicts = try Self.plan.judge(stopped, reference: reference)
      #expect(verdicts.map(\.kind) == [reason == .notAttempted ? .notAttempted : .errored, .skipped])
      #expect(verdicts[1].waitsFor == "f")
    }
  }

  /// A crash in one case is paid for there: what builds on it is asked all the same, and judged as on any mistake.
  @Test func whatCrashedCanBeBuiltOn() throws {
    let reference = try Self.transcript(Self.right) { 2 * Self.right($0) + $0 }
    let wrong = { (x: Tensor) in x.map { -sin($0) } }
    for (answers, kind) in [
      (reference, Verdict.Kind.passed), (try Self.transcript(wrong) { 2 * wrong($0) + $0 }, .passed),
      (try Self.transcript(wrong) { 3 * wrong($0) + $0 }, .failed),
    ] {
      var crashed = answers
      crashed.evidence["f"]?.stop = Stop(.crashed, "it crashed")
      let verdicts = try Self.plan.judge(crashed, reference: reference)
      #expect(verdicts.map(\.kind) == [.errored, kind])
    }
  }

  @Test func plansKeepFollowThroughs() throws {
    #expect(try Plan(bytes: Self.plan.bytes()) == Self.plan)
  }
}

/// Answers vary as the reference's do, or they are no attempt.
@Suite struct ResemblanceTests {
  /// One tensor that is right makes no attempt of another that has nothing to do with what is asked.
  @Test func eachPartMustResemble() {
    let right = Tensor([3, -1, 2, 5, -4, 1, 0, -2, 6, 1])
    let other = Tensor([1, 1, -1, -1, 1, -1, 1, 1, 1, -1])
    #expect(Resemblance.holds(parts: [[(right.value, right.value)], [((2 * right).value, right.value)]]))
    #expect(!Resemblance.holds(parts: [[(right.value, right.value)], [(other.value, right.value)]]))
  }

  static let right = {
    var generator = Generator(seed: 8)
    return generator.normal(shape: [8, 5])
  }()

  @Test func mistakesResemble() {
    let wrong: [Tensor] = [
      Self.right * -1, Self.right * 0.01, Self.right + 100, Self.right.map { max(0, $0) }, Self.right.transposed(),
      Self.right.map { $0 * $0 * $0 },
    ]
    for answer in wrong { #expect(Resemblance.holds([(answer.value, Self.right.value)])) }
  }

  @Test func nonsenseDoesNot() {
    var generator = Generator(seed: 9)
    let wrong: [Value] = [
      (Self.right * 0).value, (Self.right * 0 + 1).value, generator.normal(shape: [8, 5]).value, .real(1), .text("x"),
      Tensor(shape: [8, 5], repeating: .nan).value, Tensor(shape: [8, 5], repeating: .infinity).value,
    ]
    for answer in wrong { #expect(!Resemblance.holds([(answer, Self.right.value)]), "\(answer.kind)") }
  }

  /// Of single numbers one may be far larger than all others: their order counts. Such as are equal but for rounding do not
  /// vary.
  @Test func oneLargeNumberSaysLittle() {
    let right = [3.0, 1, 4, 2, 5, 6, 1e9].map(Value.real)
    let noise = [6.0, 5, 1, 4, 2, 3, 1e9].map(Value.real)
    #expect(!Resemblance.holds(zip(noise, right).map { ($0, $1) }))
    #expect(Resemblance.holds(right.map { ($0, $0) }))
    let even = [1, 1.0.nextUp, 1, 1.0.nextDown].map(Value.real)
    #expect(Resemblance.correlation(zip(right, even).map { ($0, $1) }) == nil)
  }

  /// The same question nudged, as differences ask it, is no further question: what is alike by chance in few of them is
  /// not made sure by asking each of them often.
  @Test func nudgedQuestionsAreNoFurtherOnes() {
    let few: [(Double, Double)] = [(1, 2), (3, 5), (2, 3), (5, 4), (4, 9), (7, 6)]
    func pairs(_ nudges: [Double]) -> [(Value, Value)] {
      few.flatMap { own, theirs in nudges.map { (Value.real(own + $0), .real(theirs + $0)) } }
    }
    #expect(!Resemblance.holds(pairs([0])))
    #expect(!Resemblance.holds(pairs([0, 1e-3, -1e-3, 2e-3, -2e-3])))
  }

  /// One number in each row, and zeros beside it, has one chance in each tensor, however many rows it has; and a question
  /// that was asked some questions before says nothing new.
  @Test func aFewNumbersAgainAndAgainSayLittle() {
    for seed in 0..<500 {
      var generator = Generator(seed: UInt64(seed))
      let pairs = (0..<8).map { _ in
        let columns = generator.normal(shape: [5])
        let right = generator.normal(shape: [4, 5]) * 0.2 + columns
        var nonsense = Tensor(shape: [4, 5])
        let number = generator.normal()
        for row in 0..<4 { nonsense[row, 0] = number }
        return (nonsense.value, right.value)
      }
      #expect(!Resemblance.holds(pairs), "\(seed)")
      #expect(Resemblance.holds(Array(pairs.prefix(2))) == Resemblance.holds(Array(pairs.prefix(2) + pairs.prefix(2))))
    }
  }

  /// A record whose parts do not vary does not either, however unlike the parts are.
  @Test func partsAreNotThrownTogether() {
    let right: Value = .record(["loss": 3.0, "gradient": Self.right])
    let flat: Value = .record(["loss": 3.0, "gradient": Self.right * 0 + 1])
    #expect(!Resemblance.holds([(flat, right)]))
  }
}

/// How far a number may be off hangs on the question's condition.
@Suite struct BoundTests {
  @Test func wellConditionedQuestionsAreAskedToTwelveDigits() {
    let bound = Bound(Tolerance(), slack: .real(1e-17))
    #expect(bound.accepts(1 + 1e-13, for: 1))
    #expect(!bound.accepts(1 + 1e-10, for: 1))
    #expect(!bound.accepts(Double(Float(0.1)), for: 0.1), "computed in Float")
  }

  @Test func illConditionedOnesForgive() {
    let bound = Bound(Tolerance(), slack: .real(1e-11))
    #expect(bound.accepts(1 + 5e-9, for: 1))
    #expect(!bound.accepts(1 + 1e-5, for: 1), "never beyond the tolerance")
    #expect(Bound(Tolerance()).accepts(1 + 5e-7, for: 1), "nothing is known of the condition")
  }

  /// 1 / (1 − x) near 1 moves a million times as far as its x.
  @Test func slackIsWhatTheLastBitsMove() throws {
    var generator = Generator(seed: 1)
    let call = Call(operation: "f", arguments: [.real(1 - 1e-6), .integer(3), .real(0)])
    var largest = 0.0
    for _ in 0..<10 {
      let nudged = call.nudged(&generator)
      #expect(nudged.arguments[1...] == call.arguments[1...])
      let moved = try Double(value: nudged.arguments[0])
      #expect(abs(moved - (1 - 1e-6)) <= 1.2e-16)
      guard case .real(let gap)? = Value.real(1 / 1e-6).slack(from: .real(1 / (1 - moved)), atLeast: nil) else {
        Issue.record("no slack")
        return
      }
      largest = max(largest, gap)
    }
    #expect(largest > 1e-5 && largest < 1e-3)
    #expect(Value.integers([1]).slack(from: .integers([2]), atLeast: nil) == nil, "another decision says nothing")
  }
}

/// The same questions in two processes and two orders.
@Suite struct RepeatJudgeTests {
  private func ruling(_ first: [Double], _ second: [Double]) -> Ruling {
    var draw = RepeatDraw()
    draw.add("f", (0..<first.count).map { Call(operation: "f", arguments: [.integer($0)]) })
    let reference = (0..<first.count).map { Value.real(Double($0 * $0)) }
    return draw.draw.judge.rule(
      Evidence(answers: (first + second).map(\.value)), against: Evidence(answers: reference + reference))
  }

  @Test func theSameBitsPass() { #expect(ruling([0, 1, 4, 9], [0, 1, 4, 9]).share == 1) }
  @Test func aMistakeWithoutMemoryPasses() { #expect(ruling([0, -2, -8, -18], [0, -2, -8, -18]).share == 1) }
  @Test func anyOtherBitFails() { #expect(ruling([0, 1, 4, 9], [0, 1, 4, 9.000000000000002]).share == 0) }
  @Test func whatIsAlwaysTheSameFails() { #expect(ruling([2, 2, 2, 2], [2, 2, 2, 2]).share == 0) }
  @Test func whatHasNothingToDoWithItFails() {
    let noise = [3.0, 9, 1, 8, 2, 7, 0, 9.5, 4, 6, 1.5, 5]
    #expect(ruling(noise, noise).share == 0)
  }

  /// A forward pass that is remembered by the network alone, or by the batch alone.
  @Test func eachArgumentIsChangedByItself() {
    var draw = RepeatDraw()
    let (a, b) = (Tensor([1, 2]), Tensor([3, 5]))
    draw.add(
      "f",
      [(a, b), (a + 1, b + 1), (a + 4, b + 2)].map { Call(operation: "f", arguments: [.tensor($0), .tensor($1)]) })
    let asked = draw.draw.calls.map(\.arguments)
    #expect(asked.suffix(4) == [[a, b], [a + 1, b], [a + 1, b + 1], [a + 1, b + 2]].map { $0.map(Value.tensor) })
    #expect(asked.count == 7)
  }

  /// What remembers by one part of a record is asked with the others changed, right after the functions asked in turn with it.
  @Test func eachPartIsChangedByItself() {
    var draw = RepeatDraw()
    let models = [1.0, 2, 3].map { Value.record(["w": Tensor([$0, -$0]), "b": $0 / 8]) }
    for function in ["f", "g"] {
      draw.add(function, models.map { Call(operation: function, arguments: [$0, .tensor(Tensor([1, 2]))]) })
    }
    let asked = draw.draw.calls.dropFirst(6).map { ($0.operation, $0.arguments[0]) }
    #expect(asked.map(\.0) == ["f", "g", "f", "g", "f", "g", "f", "g"])
    #expect(asked[2].1 == .record(["w": Tensor([2, -2]), "b": 1 / 8.0]))
    #expect(asked[6].1 == .record(["w": Tensor([1, -1]), "b": 2 / 8.0]))
  }

  @Test func noNumberIsNoAnswer() { #expect(ruling([0, 1, .nan, 9], [0, 1, .nan, 9]).share == 0) }
}
