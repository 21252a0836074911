import Foundation
import LabKit
import Testing

@testable import Checks

/// Judging survives any answer: whatever a process says, every judge, slip and diagnosis comes to an end without a trap, and
/// no number that is not finite passes.
@Suite struct HostileAnswerTests {
  /// How many answers are tried; GRADUS_FUZZ sets another number.
  static let count = ProcessInfo.processInfo.environment["GRADUS_FUZZ"].flatMap { Int($0) } ?? 100_000

  /// A plan with each kind of judge, and the reference's answers to it.
  static let exam: (plan: Plan, reference: Transcript) = {
    var generator = Generator(seed: 3)
    let right: Value = .record([
      "loss": 0.5, "weights": generator.normal(shape: [3, 4]), "bias": generator.normal(shape: [4]),
    ])
    let call = Call(operation: "f", arguments: [generator.normal(shape: [3, 4]).value, [1, 2, 3].value])
    var values = ValueDraw()
    values.add("all", call) { own in [own.ask(Operation<Value, Value>("f"), .of(2.0)) - .of(0.0)] }
    values.add("part", call, part: "weights") { own in
      let lower = own.ask(Operation<Value, Value>("f"), .answer(0)["weights"].matmul(.answer(1)["weights"].transposed))
      return [
        lower["weights"] + lower["bias"] * .of(2.0), .beside([lower["weights"], lower["weights"]]).columns(0..<4),
      ]
    }
    var repeats = RepeatDraw()
    repeats.add("f", [call, call, call])
    var gradients = GradientDraw<Tensor>()
    gradients.add(
      at: Tensor([1, 2]), names: ["w"], rows: 3, using: &generator, gradient: { _ in call }, loss: { _ in call })
    let timing = TimingJudge(limit: 10, warmUp: 1, part: "weights", sizes: [0, 1])
    let property = PropertyJudge([
      .identical(calls: [0, 1], because: "i"), .distinct(calls: [0, 1], because: "d"),
      .shapes(call: 0, [[3, 4]], because: "s"), .startingWeights(tensor: 0, inputs: 4),
      .distinctRows(call: 0, tensor: 0, because: "r"), .unrelated(call: 0, tensors: [0, 1], because: "u"),
    ])
    let draws: [(Draw, [Value])] = [
      (values.draw(partial: true), [right, right]), (repeats.draw, [right, right, right, right, right, right]),
      (gradients.draw, [Value](repeating: right, count: gradients.calls.count)),
      (Draw(calls: Array(repeating: call, count: 40), judge: .timing(timing)), Array(repeating: right, count: 40)),
      (Draw(calls: [call, call], judge: .property(property)), [right, right]),
      (
        Draw(
          calls: [call],
          judge: .accuracy(AccuracyJudge(trials: [.init(call: 0, labels: [0, 1, 2])], ratio: 0.9))),
        [.integers([0, 1, 2])]
      ),
      (
        Draw(
          calls: [call],
          judge: .loss(LossJudge(trials: [.init(call: 0, labels: [0, 1, 2], rival: [1, 1, 1])], classes: 4, ratio: 1))),
        [.tensor(Tensor(shape: [3, 4]))]
      ),
    ]
    var reference = Transcript()
    let checks = draws.enumerated().map { place, draw -> PlannedCheck in
      let check = Check("c\(place)", "c", points: 1, after: place == 0 ? [] : ["c0"], hint: "h") { _ in draw.0 }
      var evidence = Evidence(answers: draw.1, seconds: draw.1.map { _ in 0.01 })
      evidence.followed = [right, right]
      evidence.slack = draw.1.map { $0.slack(from: $0, atLeast: nil) }
      reference.evidence["c\(place)"] = evidence
      return PlannedCheck(check, audience: .instructors, seed: 1)
    }
    return (Plan(lab: "L", checks: checks), reference)
  }()

  @Test func everyAnswerIsJudged() throws {
    let (plan, reference) = Self.exam
    var generator = Generator(seed: 11)
    var tried = 0
    while tried < Self.count {
      var transcript = Transcript()
      for check in plan.checks {
        guard let right = reference.evidence[check.id] else { continue }
        var evidence = Evidence(answers: right.answers.map { $0.spoilt(&generator) }, seconds: right.seconds)
        evidence.followed = right.followed.map { $0.spoilt(&generator) }
        transcript.evidence[check.id] = evidence
        tried += evidence.answers.count + evidence.followed.count
      }
      let verdicts = Diagnosis.adding(
        to: try plan.judge(transcript, reference: reference), of: plan, transcript, reference: reference,
        suspects: { _, _ in [Suspect(mistake: "m", fails: plan.checks.map(\.id), transcript: reference)] })
      for verdict in verdicts where verdict.kind == .passed && verdict.check != "c3" && verdict.check != "c4" {
        var judged = transcript.evidence[verdict.check]?.answers ?? []
        // Of the second answer to the first check one part only is judged.
        if verdict.check == "c0", let weights = judged[1]["weights"] { judged[1] = weights }
        let isFinite = judged.allSatisfy { $0.isFinite }
        #expect(isFinite, "\(verdict)")
      }
    }
  }
}

extension Value {
  /// This value, or what somebody might send in its place: other shapes, numbers that are none, other kinds, nothing.
  fileprivate func spoilt(_ generator: inout Generator) -> Value {
    switch generator.integer(below: 12) {
    case 0: return .tensor(Self.tensor(&generator))
    case 1: return .list((0..<generator.integer(below: 3)).map { _ in spoilt(&generator) })
    case 2: return .integers((0..<generator.integer(below: 5)).map { _ in Self.number(&generator) })
    case 3: return .real(Self.real(&generator))
    case 4: return .integer(Self.number(&generator))
    case 5: return .text("x")
    case 6, 7:
      if case .record(let fields) = self {
        return .record(fields.map { Field($0.name, $0.value.spoilt(&generator)) })
      }
      if case .tensor(var tensor) = self, tensor.count > 0 {
        tensor.values[generator.integer(below: tensor.count)] = Self.real(&generator)
        return .tensor(tensor)
      }
      return self
    default: return self
    }
  }

  private static func tensor(_ generator: inout Generator) -> Tensor {
    let sizes = [0, 1, 2, 3, 4, 12]
    var shape = (0..<generator.integer(below: 4)).map { _ in sizes[generator.integer(below: sizes.count)] }
    // Sizes that hold nothing may be as large as they like.
    if shape.contains(0), generator.integer(below: 2) == 0 { shape.append(1 << 24) }
    return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in real(&generator) })
  }

  private static func real(_ generator: inout Generator) -> Double {
    let odd = [
      0, -0.0, 1, 1e200, -1e308, 2000 * .leastNonzeroMagnitude, .infinity, -.infinity, .nan, Double(Int.max), 0.5,
    ]
    let choice = generator.integer(below: 2 * odd.count)
    return choice < odd.count ? odd[choice] : generator.normal()
  }

  private static func number(_ generator: inout Generator) -> Int {
    let odd = [0, 1, -1, Int.max, Int.min, 1 << 40]
    return odd[generator.integer(below: odd.count)]
  }
}
