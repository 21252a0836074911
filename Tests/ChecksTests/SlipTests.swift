import LabKit
import Testing

@testable import Checks

/// A slip is told from the numbers alone, and nothing is told of numbers that no slip relates.
@Suite struct SlipTests {
  static let right = Tensor(rows: [[1, -2, 3], [0.5, 4, -1]])

  static func pair(_ found: Tensor, _ expected: Tensor = Self.right, rows: [Int] = [4, 5], unit: Double = 1) -> Pairing
  {
    Pairing(
      path: "weights", found: found, expected: expected, rows: rows,
      bound: Bound(Tolerance(), slack: (expected * 0).value, unit: unit))
  }

  static let cases: [(slip: Slip, found: Tensor)] = [
    (.negated, right.map { -$0 }), (.doubled, right * 2), (.halved, right * 0.5), (.zero, right * 0),
    (.timesRows(0), right * 4), (.timesRows(1), right * 5), (.dividedByRows(1), right.map { $0 / 5 }),
    (.scaled(-2), right * -2), (.scaled(0.707), right * 0.707), (.rounded, right.map { Double(Float($0 * 1.0000001)) }),
    (.nearly, right.map { $0 + 1e-7 * $0 * $0 }),
    (.transposed, right.transposed()), (.reshaped, Tensor(shape: [3, 2], values: right.values)),
    (.flipped, Tensor(rows: [[-1, 4, 0.5], [3, -2, 1]])), (.notFinite, right.map { $0 > 3 ? .nan : $0 }),
    (.notSummed, Tensor(shape: [2, 2, 3], values: right.map { $0 - 7 }.values + [7, 7, 7, 7, 7, 7])),
    (.notAveraged, Tensor(shape: [2, 2, 3], values: right.map { 2 * $0 - 7 }.values + [7, 7, 7, 7, 7, 7])),
  ]

  @Test(arguments: cases.indices)
  func isRecognized(_ index: Int) {
    let (slip, found) = Self.cases[index]
    #expect(Slip.relating([Self.pair(found)], within: Tolerance()) == [slip])
    // What is right beside it, such as a batch of one sample, does not hide it.
    #expect(Slip.relating([Self.pair(Self.right), Self.pair(found)], within: Tolerance()) == [slip])
  }

  @Test func rightNumbersHaveNone() {
    #expect(Slip.relating([Self.pair(Self.right)], within: Tolerance()) == [])
  }

  @Test func otherNumbersHaveNone() {
    let noise: [Tensor] = [
      Self.right.map { $0 + 0.1 }, Self.right.map { $0 * $0 }, Tensor([1, 2, 3]),
      Self.right.map { $0 * (1 + 0.01 * $0) },
    ]
    for found in noise { #expect(Slip.relating([Self.pair(found)], within: Tolerance()) == []) }
  }

  @Test func oneSlipMustRelateAllCases() {
    let pairs = [Self.pair(Self.right * -1), Self.pair(Self.right * 2)]
    #expect(Slip.relating(pairs, within: Tolerance()) == [])
  }

  @Test func theNumberOfRowsIsEachCallsOwn() {
    let pairs = [Self.pair(Self.right * 4, rows: [4, 5]), Self.pair(Self.right * 7, rows: [7, 4])]
    #expect(Slip.relating(pairs, within: Tolerance()) == [.timesRows(0)])
    let other = [Self.pair(Self.right * 4, rows: [4, 5]), Self.pair(Self.right * 7, rows: [5, 4])]
    #expect(Slip.relating(other, within: Tolerance()) == [])
  }

  /// One number is twice, or minus, another by chance too often: a label, a count, a tie.
  /// What no tolerance around 1 can tell apart is not the same for that.
  @Test(arguments: [1e-18, 1, 1e12]) func anyUnitWillDo(_ unit: Double) {
    let (right, other) = (Tensor(rows: [[1, 2], [3, 5]]) * unit, Tensor(rows: [[2, 9], [4, -3]]) * unit)
    #expect(Slip.relating([Self.pair(other, right, unit: unit)], within: Tolerance()) == [])
    #expect(Slip.relating([Self.pair(right * -1, right, unit: unit)], within: Tolerance()) == [.negated])
    #expect(
      Slip.relating([Self.pair(right.transposed(), right, unit: unit)], within: Tolerance()) == [.transposed])
  }

  @Test func oneNumberAloneSaysNothing() {
    let one = Tensor([1])
    #expect(Slip.relating([Self.pair(one * -1, one)], within: Tolerance()) == [])
    #expect(Slip.relating([Self.pair(Tensor([1, 1, -1]), Tensor([-1, -1, 1]))], within: Tolerance()) == [])
  }
}

/// What a student reads where wrong numbers are related to the right ones.
@Suite struct DiagnosisTests {
  private func diagnosis(of answers: [Value], expecting right: [Value], part: String? = nil) throws -> String? {
    var draw = ValueDraw()
    for index in right.indices {
      draw.add("case \(index)", Call(operation: "f", arguments: [Tensor([1, 2, 3]).value]), part: part)
    }
    let made = draw.draw()
    let check = Check("f", "f", points: 1, hint: "f") { _ in made }
    let plan = Plan(lab: "L", checks: [PlannedCheck(check, audience: .instructors, seed: 1)])
    let (own, reference) = (
      Transcript(evidence: ["f": Evidence(answers: answers, seconds: answers.map { _ in 0 })]),
      Transcript(evidence: ["f": Evidence(answers: right, seconds: right.map { _ in 0 })])
    )
    let verdicts = try plan.judge(own, reference: reference)
    return Diagnosis.adding(to: verdicts, of: plan, own, reference: reference, suspects: { _, _ in [] })[0].diagnosis
  }

  private let weights = Tensor(rows: [[1, 2], [3, 5]])
  private let bias = Tensor([0.5, -3])

  private func gradients(_ weights: Tensor, _ bias: Tensor) -> Value {
    .record(["loss": 1.0, "layers": Value.list([.record(["weights": weights, "bias": bias])])])
  }

  @Test func theTensorIsNamed() throws {
    let right = gradients(weights, bias)
    #expect(try diagnosis(of: [right], expecting: [right]) == nil)
    #expect(
      try diagnosis(of: [gradients(weights.transposed(), bias)], expecting: [right])
        == "layers[0].weights is transposed: the right numbers with rows and columns exchanged")
    #expect(
      try diagnosis(of: [gradients(weights * -1, bias * -1)], expecting: [right], part: "layers")
        == """
        layers[0].weights, layers[0].bias: each has the wrong sign: every number is the negative of what it must be
        """)
    #expect(
      try diagnosis(of: [gradients(weights, bias * 3)], expecting: [right])?.contains("as many times too large") == true
    )
  }

  /// A factor is a cause where all that is wrong has it, not where one of several wrong parts happens to.
  @Test func aFactorIsCommonToAllThatIsWrong() throws {
    let bias = Tensor([0.5, -3, 2])
    let right = gradients(weights, bias)
    #expect(
      try diagnosis(of: [gradients(weights * 0.7, bias)], expecting: [right])?.contains("0.7 times") == true)
    #expect(
      try diagnosis(of: [gradients(weights * 0.7, bias * 0.7)], expecting: [right])?.contains("0.7 times") == true)
    #expect(try diagnosis(of: [gradients(weights * 0.7, bias * 0.6)], expecting: [right]) == nil)
    #expect(try diagnosis(of: [gradients(weights * 0.7, bias.map { $0 + 1 })], expecting: [right]) == nil)
  }

  /// Nor is a part nearly right by more than chance where another is not.
  @Test func whatIsNearlyRightIsSoAllOver() throws {
    let near = bias.map { $0 + 3e-6 * $0 * $0 }
    let right = gradients(weights, bias)
    #expect(try diagnosis(of: [gradients(weights, near)], expecting: [right])?.contains("nearly right") == true)
    #expect(try diagnosis(of: [gradients(weights.map { $0 + 1 }, near)], expecting: [right]) == nil)
  }

  /// Three rows of weights are no three samples.
  @Test func rowsInsideOfRecordsAreNoSamples() {
    let call = Call(
      operation: "f", arguments: [gradients(weights, bias), Tensor(shape: [7, 2]).value, .integers([1, 2])])
    #expect(call.rows == [7, 2])
  }

  @Test func aGradientAgainstItsOwnLoss() throws {
    let plan = Plan(
      lab: "L",
      checks: [
        PlannedCheck(
          Check("g", "g", points: 1, hint: "g") { _ in DifferenceJudgeTests.draw }, audience: .everyone, seed: 1)
      ])
    let reference = Transcript(evidence: ["g": try DifferenceJudgeTests.evidence()])
    let own = Transcript(
      evidence: [
        "g": try DifferenceJudgeTests.evidence(gradient: { p in
          var g = DifferenceJudgeTests.gradient(p)
          g.v = -1 * g.v
          return g
        })
      ])
    let verdicts = Diagnosis.adding(
      to: try plan.judge(own, reference: reference), of: plan, own, reference: reference, suspects: { _, _ in [] })
    #expect(verdicts[0].diagnosis == "v has the wrong sign: every number is the negative of what it must be")
  }
}
