import Checks
import LabKit
import Labs

/// Derivatives of derivatives, and tensors.
extension AutodiffHiddenChecks {
  /// The last ones have a gradient of 10⁸, whose differences lose eight digits of the second derivatives.
  static let hessianOracle = Check(
    "hessian.oracle", "hessian: all second derivatives", points: 0.6, after: ["gradient", "gradient.reuse", "hessian"],
    hint: "Each of the gradient's parts is a program too, whatever operations it is made of."
  ) { generator in
    var draw = FollowedDraw()
    let quotient = ScalarProgram(
      steps: [.input(0), .input(1), .multiply(0, 1), .multiply(2, 0), .exp(1), .divide(3, 4)], output: 5)
    var cases = [("x² y / eʸ", quotient, 2)]
    for (name, count, inputs) in [("8 steps", 8, 2), ("15 steps", 15, 3), ("one input", 10, 1)] {
      for _ in 0..<2 { cases.append((name, generator.scalarProgram(count, inputs: inputs), inputs)) }
    }
    let steep = ScalarProgram(
      steps: [
        .input(0), .constant(generator.uniform(1e8, 2e8)), .input(1), .multiply(0, 1), .multiply(2, 0), .sin(4),
        .add(3, 5), .multiply(2, 1), .add(6, 7),
      ], output: 8)
    cases.append(("a steep slope", steep, 2))
    // Of three inputs one stands in two steps, and one in none.
    var scattered = generator.scalarProgram(8, inputs: 2)
    let n = scattered.steps.count
    scattered.steps += [.input(0), .cos(n), .add(scattered.output, n + 1), .exp(0)]
    scattered.output = n + 2
    cases.append(("any order, an unused input", scattered.shuffled(&generator), 3))
    // (v − v + w / w) v², where v = x y and w = eᵛ.
    let paired: [ScalarStep] = [
      .input(0), .input(1), .multiply(0, 1), .subtract(2, 2), .exp(2), .divide(4, 4), .multiply(2, 2), .add(3, 5),
      .multiply(7, 6),
    ]
    cases.append(("one step on both sides", ScalarProgram(steps: paired, output: 8), 2))
    for (name, program, count) in cases {
      let inputs = generator.programInputs(count)
      let answer = draw.add(name, AutodiffLab.hessian(program, inputs))
      // The differences of a steep slope would lose the digits that the case is about.
      if name != "a steep slope" { program.requireHessian(&draw.own, name, answer, at: inputs, &generator) }
    }
    draw.add(
      "each value used twice", AutodiffLab.hessian(ScalarProgram.doubled(30, &generator), [generator.uniform(0.5, 1)]),
      isTrivial: true)
    BesidePrograms(&generator).askGradients(&draw.own)
    return draw.draw(partial: true)
  }

  static let derivativesHigh = Check(
    "derivatives.high", "derivatives: tanh to its sixth, and others", points: 0.6, after: ["evaluate", "derivatives"],
    hint: "Derivatives of derivatives, one after the other: how large does your program get on the way?"
  ) { generator in
    var draw = FollowedDraw()
    var cases: [(String, ScalarProgram, Int)] = []
    for (name, step) in [
      ("tanh", ScalarStep.tanh(0)), ("sin", .sin(0)), ("cos", .cos(0)), ("exp", .exp(0)), ("log", .log(0)),
      ("x²", .multiply(0, 0)),
    ] {
      cases.append((name, ScalarProgram(steps: [.input(0), step], output: 1), 6))
    }
    let quotient = ScalarProgram(steps: [.input(0), .sin(0), .exp(0), .divide(1, 2)], output: 3)
    cases.append(("a quotient", quotient, 4))
    let line = ScalarProgram(steps: [.input(0), .constant(generator.normal()), .add(0, 1)], output: 2)
    cases.append(("a line", line, 3))
    cases.append(("order 0", line, 0))
    cases.append(("order 1", quotient, 1))
    let scattered = ScalarProgram(
      steps: [.input(0), .input(0), .sin(0), .exp(1), .multiply(2, 3), .cos(0)], output: 4)
    cases.append(("any order, the input in two steps", scattered.shuffled(&generator), 4))
    // (v − v + w / w) v², where v = sin x and w = eᵛ.
    let paired: [ScalarStep] = [
      .input(0), .sin(0), .subtract(1, 1), .exp(1), .divide(3, 3), .multiply(1, 1), .add(2, 4), .multiply(6, 5),
    ]
    cases.append(("one step on both sides", ScalarProgram(steps: paired, output: 7), 4))
    cases.append(("a constant", ScalarProgram(steps: [.constant(generator.normal()), .exp(0)], output: 1), 2))
    // Where log has no value a hundredth away, and where a cube is large and its derivatives are not.
    cases.append(("log near 0", ScalarProgram(steps: [.input(0), .log(0)], output: 1), 6))
    cases.append(("x³ far from 0", ScalarProgram(steps: [.input(0), .multiply(0, 0), .multiply(1, 0)], output: 2), 4))
    for (name, program, order) in cases {
      let unit = name == "log near 0" ? 0.02 : name == "x³ far from 0" ? 1e6 : 1
      let x = generator.uniform(0.5, 1.5) * unit
      let answer = draw.add(name, AutodiffLab.derivatives(program, x, order))
      draw.own.require(name, answer, equals: program.ownDerivatives(&draw.own, at: x, order: order, unit: unit))
    }
    return draw.draw()
  }

  static let tensorBroadcast = Check(
    "tensor.broadcast", "gradient: what broadcasting repeats", points: 0.5,
    after: ["tensor.evaluate", "tensor.gradient"],
    hint:
      "An element that is used in several places gets the sum of their slopes; the gradient keeps the tensor's own shape."
  ) { generator in
    var draw = FollowedDraw()
    for (name, left, right) in [
      ("a row to each", [3, 4], [4]), ("a column", [3, 4], [3, 1]), ("a row of a matrix", [3, 4], [1, 4]),
      ("both ways", [3, 1], [1, 4]), ("a number", [3, 4], []), ("the left one", [4], [3, 4]),
      ("three dimensions", [2, 3, 4], [3, 1]), ("three dimensions", [2, 3, 4], [2, 1, 4]),
      ("three dimensions", [2, 3, 4], [2, 3, 1]), ("three dimensions", [2, 1, 4], [3, 1]),
      ("four dimensions", [2, 3, 2, 2], [3, 1, 2]), ("four dimensions", [2, 1, 2, 1], [1, 3, 1, 2]),
      ("a dimension more", [3], [1, 3]), ("a dimension more", [1], []), ("a dimension more", [1, 1, 2], [2]),
    ] {
      for step in [TensorStep.add(0, 1), .multiply(0, 1)] {
        let program = TensorProgram(steps: [.input(0), .input(1), step, .tanh(2), .sum(3)], output: 4)
        let inputs = [generator.normal(shape: left), generator.normal(shape: right)]
        let answer = draw.add(name, AutodiffLab.tensorGradient(program, inputs))
        program.requireGradient(&draw.own, name, answer, at: inputs, &generator)
      }
    }
    let others = BesideTensorPrograms(&generator)
    others.ask(&draw.own)
    return draw.draw(partial: true)
  }

  static let tensorOracle = Check(
    "tensor.oracle", "gradient: a network, tensors used twice, any order", points: 0.5,
    after: ["tensor.evaluate", "tensor.gradient", "tensor.broadcast"],
    hint: "As for numbers: slopes add up, steps may stand in any order, unused inputs have a gradient of zeros."
  ) { generator in
    var draw = FollowedDraw()
    let (network, tensors) = generator.tensorProgram()
    let square = TensorProgram(steps: [.input(0), .matmul(0, 0), .multiply(1, 0), .sum(2)], output: 3)
    let backwards = TensorProgram(
      steps: [.sum(1), .relu(2), .matmul(3, 4), .input(0), .transpose(5), .input(1)], output: 0)
    let shared = TensorProgram(
      steps: [.input(0), .input(0), .exp(0), .multiply(2, 1), .add(3, 0), .add(4, 4), .tanh(5), .sum(6)], output: 7)
    // tanh(x²) + relu(−y²), whose second part hands on zeros, and a factor of 10³⁰ that is made up for by one of 10⁻³⁰.
    let vanishing = TensorProgram(
      steps: [
        .input(0), .multiply(0, 0), .tanh(1), .input(1), .input(2), .multiply(3, 3), .multiply(5, 4), .relu(6),
        .add(2, 7), .input(3), .multiply(8, 9), .input(4), .multiply(10, 11), .sum(12),
      ], output: 13)
    // A sum, a product of sums and a transpose within, each of which hands on what comes back to it.
    let within = TensorProgram(
      steps: [
        .input(0), .input(1), .multiply(0, 1), .sum(2), .sum(0), .multiply(3, 4), .transpose(1), .multiply(5, 6),
        .tanh(7), .matmul(0, 8), .sum(9), .multiply(10, 3),
      ], output: 11)
    let parts = [generator.normal(shape: [2, 3]), generator.normal(shape: [2, 3])]
    let numbers = [-1, 1e30, 1e-30].map { Tensor(shape: [], values: [$0]) }
    for (name, program, inputs) in [
      ("slopes that vanish on the way", vanishing, parts + numbers), ("all operations", network, tensors),
      ("sums within", within, parts.map { $0 / 2 }), ("used three times", square, [generator.normal(shape: [3, 3])]),
      (
        "backwards, an unused input", backwards,
        [generator.normal(shape: [4, 3]), generator.normal(shape: [2, 3]), generator.normal(shape: [2, 2])]
      ), ("an input in two steps", shared, [generator.normal(shape: [2, 3], deviation: 0.5)]),
      (
        "the output is an input", TensorProgram(steps: [.input(0), .input(1)], output: 1),
        [generator.normal(shape: [2]), Tensor(shape: [], values: [generator.normal()])]
      ),
    ] {
      let answer = draw.add(name, AutodiffLab.tensorGradient(program, inputs))
      program.requireGradient(&draw.own, name, answer, at: inputs, &generator)
    }
    // Values too, of a step that others stand before and that not all are needed for.
    let (scattered, sorted) = (
      TensorProgram(steps: backwards.steps, output: 1),
      TensorProgram(
        steps: [.input(0), .input(1), .transpose(1), .matmul(0, 2), .relu(3)], output: 4)
    )
    let matrices = [generator.normal(shape: [4, 3]), generator.normal(shape: [2, 3])]
    let value = draw.add("the value, backwards", AutodiffLab.tensorEvaluate(scattered, matrices))
    draw.own.require(
      "the value, backwards", value,
      equals: draw.own.ask(AutodiffLab.tensorEvaluate, .of(sorted), .of(matrices)))
    let others = BesideTensorPrograms(&generator)
    others.ask(&draw.own)
    return draw.draw(partial: true)
  }

  /// Two layers of some 10,000 weights: one sweep back takes milliseconds, a difference for each of them a minute.
  static let tensorLarge = Check(
    "tensor.large", "gradient: tensors of thousands of elements", points: 0.3,
    after: ["tensor.evaluate", "tensor.gradient", "tensor.broadcast"],
    hint: "One sweep back gives the gradient in all elements of all inputs.", budget: 3
  ) { generator in
    var draw = FollowedDraw()
    let layers = TensorProgram(
      steps: [
        .input(0), .input(1), .matmul(0, 1), .input(2), .add(2, 3), .tanh(4), .input(3), .matmul(5, 6), .exp(7),
        .sum(8),
      ], output: 9)
    let inputs = [
      generator.normal(shape: [24, 96]), generator.normal(shape: [96, 80], deviation: 0.1),
      generator.normal(shape: [80]),
      generator.normal(shape: [80, 40], deviation: 0.05),
    ]
    let answer = draw.add("two layers", AutodiffLab.tensorGradient(layers, inputs))
    layers.requireGradient(&draw.own, "two layers", answer, at: inputs, &generator)
    // 2³⁰ ways lead from the output to the input.
    var steps: [TensorStep] = [.input(0), .input(1)]
    for _ in 0..<30 {
      let last = steps.count == 2 ? 0 : steps.count - 1
      steps.append(.add(last, last))
      steps.append(.multiply(1, steps.count - 1))
    }
    steps.append(.sum(steps.count - 1))
    let half = Tensor(shape: [], values: [generator.uniform(0.49, 0.5)])
    draw.add(
      "each tensor used twice",
      AutodiffLab.tensorGradient(
        TensorProgram(steps: steps, output: steps.count - 1), [generator.normal(shape: [2, 2]), half]))
    let others = BesideTensorPrograms(&generator)
    others.ask(&draw.own)
    return draw.draw(partial: true)
  }
}
