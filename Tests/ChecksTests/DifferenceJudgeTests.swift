import LabKit
import Testing

@testable import Checks

/// Gradients against differences, on L(u, v) = Σ sin(uᵢ) + ½ Σ (i + 1) vᵢ², whose gradient is (cos uᵢ, (i + 1) vᵢ).
@Suite struct DifferenceJudgeTests {
  struct Parameters: ValueConvertible {
    var u: Tensor
    var v: Tensor
    init(u: Tensor, v: Tensor) { (self.u, self.v) = (u, v) }
    var value: Value { .record(["u": u, "v": v]) }
    init(value: Value) throws(ValueError) { self.init(u: try value.field("u"), v: try value.field("v")) }
  }

  static func loss(_ p: Parameters) -> Double {
    p.u.map { sin($0) }.sum() + p.v.values.enumerated().reduce(0) { $0 + 0.5 * Double($1.0 + 1) * $1.1 * $1.1 }
  }
  static func gradient(_ p: Parameters) -> Parameters {
    Parameters(
      u: p.u.map { cos($0) },
      v: Tensor(shape: p.v.shape, values: p.v.values.enumerated().map { Double($0 + 1) * $1 }))
  }

  static let draw: Draw = {
    var generator = Generator(seed: 11)
    var draw = GradientDraw<Parameters>()
    draw.add(
      at: Parameters(u: generator.normal(shape: [2, 3]), v: generator.normal(shape: [4])), names: ["u", "v"],
      using: &generator, gradient: { Call(operation: "gradient", arguments: [$0.value]) },
      loss: { Call(operation: "loss", arguments: [$0.value]) })
    return draw.draw
  }()

  /// What a submission with these functions answers.
  static func evidence(
    loss: (Parameters) -> Double = Self.loss, gradient: (Parameters) -> Parameters = Self.gradient,
    to draw: Draw = Self.draw
  ) throws -> Evidence {
    Evidence(
      answers: try draw.calls.map { call in
        let parameters = try Parameters(value: call.arguments[0])
        return call.operation == "loss" ? loss(parameters).value : gradient(parameters).value
      })
  }

  static func ruling(
    loss: (Parameters) -> Double = Self.loss, gradient: (Parameters) -> Parameters = Self.gradient
  ) throws -> Ruling {
    draw.judge.rule(try evidence(loss: loss, gradient: gradient), against: try evidence())
  }

  @Test func rightOnesPass() throws { #expect(try Self.ruling().share == 1) }

  @Test func consistentWithAnotherLossPasses() throws {
    let ruling = try Self.ruling(
      loss: { 3 * Self.loss($0) + 7 },
      gradient: {
        let g = Self.gradient($0)
        return Parameters(u: 3 * g.u, v: 3 * g.v)
      })
    #expect(ruling.share == 1)
  }

  @Test(arguments: [0.5, 2, -1, 1.001, 0])
  func aFactorIsCaughtAndItsTensorNamed(_ factor: Double) throws {
    let ruling = try Self.ruling(gradient: { p in
      var g = Self.gradient(p)
      g.v = factor * g.v
      return g
    })
    #expect(ruling.share == 0)
    #expect(ruling.summary == "1 of 2 tensors consistent; not: v")
    #expect(ruling.details.count == 1 && ruling.details[0].hasPrefix("v: "))
  }

  @Test func oneWrongElementIsCaught() throws {
    let ruling = try Self.ruling(gradient: { p in
      var g = Self.gradient(p)
      g.u[1, 2] += 0.01
      return g
    })
    #expect(ruling.share == 0)
  }

  @Test func aConstantLossWithoutGradientEarnsNothing() throws {
    let ruling = try Self.ruling(
      loss: { _ in 1 }, gradient: { Parameters(u: Tensor(shape: $0.u.shape), v: Tensor(shape: $0.v.shape)) })
    #expect(ruling.share == 0)
  }

  @Test func aLossThatLeavesATensorOutIsCaught() throws {
    let ruling = try Self.ruling(
      loss: { $0.u.map { sin($0) }.sum() },
      gradient: { Parameters(u: Self.gradient($0).u, v: Tensor(shape: $0.v.shape)) })
    #expect(ruling.share == 0)
    #expect(ruling.details == ["v: the loss does not depend on it"])
  }

  /// Another loss than the reference's, right in itself: that it is flat along one of the directions is chance.
  @Test func flatAlongOneDirectionPasses() throws {
    guard case .differences(let judge) = Self.draw.judge else { return }
    let probe = try #require(judge.probes.first { $0.name == "v" })
    let direction = Tensor(DifferenceJudge.direction(seed: probe.seed, count: 4))
    let slope = Self.gradient(try Parameters(value: Self.draw.calls[probe.gradientCall].arguments[0])).v
    let across = slope - (slope * direction).sum() * direction
    let ruling = try Self.ruling(
      loss: { $0.u.map { sin($0) }.sum() + ($0.v * across).sum() },
      gradient: { Parameters(u: Self.gradient($0).u, v: across) })
    #expect(ruling.share == 1, "\(ruling)")
  }

  @Test func notANumberIsCaught() throws {
    #expect(try Self.ruling(loss: { _ in .nan }).share == 0)
    #expect(try Self.ruling(gradient: { Parameters(u: $0.u.map { _ in .nan }, v: $0.v) }).share == 0)
    #expect(try Self.ruling(gradient: { Parameters(u: $0.u.map { _ in .infinity }, v: $0.v) }).share == 0)
  }

  @Test func aTransposedGradientIsCaught() throws {
    let ruling = try Self.ruling(gradient: {
      let g = Self.gradient($0)
      return Parameters(u: g.u.transposed(), v: g.v)
    })
    #expect(ruling.share == 0)
  }

  @Test func aLossThatJumpsIsCaught() throws {
    #expect(try Self.ruling(loss: { (Self.loss($0) * 50).rounded() / 50 }).share == 0)
  }

  /// |u₀| with u₀ among the probes: whichever side's derivative is given, the kink is not held against anyone.
  @Test func kinksAreLeftOut() throws {
    let loss = { (p: Parameters) in Self.loss(p) + abs(p.u.values[0] - 0.3) }
    for side in [1.0, -1] {
      let gradient = { (p: Parameters) in
        var g = Self.gradient(p)
        g.u.values[0] += side
        return g
      }
      var generator = Generator(seed: 4)
      var draw = GradientDraw<Parameters>()
      var point = Parameters(u: generator.normal(shape: [2, 3]), v: generator.normal(shape: [4]))
      point.u.values[0] = 0.3
      draw.add(
        at: point, names: ["u", "v"], using: &generator,
        gradient: { Call(operation: "gradient", arguments: [$0.value]) },
        loss: { Call(operation: "loss", arguments: [$0.value]) })
      let evidence = try Self.evidence(loss: loss, gradient: gradient, to: draw.draw)
      #expect(draw.draw.judge.rule(evidence, against: evidence).share == 1)
    }
  }

  @Test func everyTensorIsProbedAlongThreeDirections() {
    guard case .differences(let judge) = Self.draw.judge else { return #expect(Bool(false)) }
    #expect(judge.probes.map(\.name) == ["u", "u", "u", "v", "v", "v"])
    #expect(Set(judge.probes.map(\.seed)).count == 6)
    let unit = DifferenceJudge.direction(seed: 3, count: 5)
    #expect(abs(unit.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
  }

  /// A loss and a gradient that belong to each other, and to nothing else.
  @Test func consistentNonsenseFails() throws {
    let ruling = try Self.ruling(
      loss: { 500 * (($0.u * $0.u).sum() + 1) }, gradient: { Parameters(u: 1000 * $0.u, v: 0 * $0.v) })
    #expect(ruling.share == 0)
    let linear = try Self.ruling(
      loss: { $0.u.sum() + $0.v.sum() }, gradient: { Parameters(u: 0 * $0.u + 1, v: 0 * $0.v + 1) })
    #expect(linear.share == 0)
  }

  /// Losses of ±10³⁰⁸ in turn: their differences are infinite, and no slope.
  @Test func overflowFails() throws {
    var sign = 1.0
    let ruling = try Self.ruling(
      loss: { _ in
        sign = -sign
        return sign * 1e308
      }, gradient: { Parameters(u: 0 * $0.u, v: 0 * $0.v) })
    #expect(ruling.share == 0)
  }

  /// A gradient that is right by the reference is right, where the loss failed its own check.
  @Test func aWrongLossCostsItsOwnCheckOnly() throws {
    let evidence = try Self.evidence(loss: { sin(40 * $0.u.sum()) })
    #expect(Self.draw.judge.rule(evidence, against: try Self.evidence()).share == 0)
    var circumstances = Circumstances()
    circumstances.isBuiltOnMistake = true
    #expect(Self.draw.judge.rule(evidence, against: try Self.evidence(), given: circumstances).share == 1)
  }
}
