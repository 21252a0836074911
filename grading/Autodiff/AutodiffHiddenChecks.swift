package import Checks
import LabKit
import Labs

extension Lab {
  /// Reverse mode on programs of numbers and of tensors, and derivatives of derivatives.
  package static let autodiff = Lab(
    name: "Autodiff", title: "Automatic differentiation: reverse mode, higher derivatives, tensors",
    publicChecks: AutodiffPublicChecks.all, hiddenChecks: AutodiffHiddenChecks.all, mutants: AutodiffMutants.all)
}

/// What only the instructor checks: random programs, odd ones, higher derivatives, broadcasting, time.
enum AutodiffHiddenChecks {
  static let all: [Check] = [
    evaluateOrder, gradientOracle, gradientEdges, gradientDifferences, hessian, derivativesHigh, tensorBroadcast,
    tensorOracle, repeats, timing,
  ]

  static let evaluateOrder = Check(
    "evaluate.order", "evaluate: steps in any order", points: 0.4, after: ["evaluate"],
    hint: "A step may stand before the ones that it uses: sort first, or ask for values by recursion."
  ) { generator in
    var draw = ValueDraw()
    for _ in 0..<4 {
      let program = generator.scalarProgram(15, inputs: 2).shuffled(&generator)
      draw.add("shuffled", AutodiffLab.evaluate(program, generator.programInputs(2)))
    }
    let backwards = ScalarProgram(steps: [.tanh(1), .multiply(2, 3), .input(0), .input(1)], output: 0)
    draw.add("backwards", AutodiffLab.evaluate(backwards, generator.programInputs(2)))
    return draw.draw()
  }

  static let gradientOracle = Check(
    "gradient.oracle", "gradient: long programs", points: 1.0, after: ["gradient.reuse"],
    hint: "Go through the steps from the output back, in the reverse of an order in which they can be evaluated."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, inputs) in [("10 steps", 10, 2), ("20 steps", 20, 3), ("40 steps", 40, 4), ("one input", 15, 1)] {
      for _ in 0..<2 {
        let program = generator.scalarProgram(count, inputs: inputs)
        draw.add(name, AutodiffLab.gradient(program, generator.programInputs(inputs)))
      }
    }
    return draw.draw(partial: true)
  }

  static let gradientEdges = Check(
    "gradient.edges", "gradient: any order, unused inputs, an output in the middle", points: 0.5,
    after: ["gradient.reuse", "evaluate.order"],
    hint:
      "Inputs that the output does not use have derivative 0; an input may stand in several steps; the output may be one."
  ) { generator in
    var draw = ValueDraw()
    for _ in 0..<3 {
      let program = generator.scalarProgram(15, inputs: 3).shuffled(&generator)
      draw.add("shuffled", AutodiffLab.gradient(program, generator.programInputs(3)))
    }
    let middle = ScalarProgram(steps: [.input(0), .sin(0), .multiply(0, 1), .exp(2), .input(1)], output: 1)
    draw.add("output in the middle, an unused input", AutodiffLab.gradient(middle, generator.programInputs(2)))
    let input = ScalarProgram(steps: [.input(1)], output: 0)
    draw.add("the output is an input", AutodiffLab.gradient(input, generator.programInputs(3)))
    let constant = ScalarProgram(steps: [.constant(generator.normal()), .exp(0)], output: 1)
    draw.add("a constant", AutodiffLab.gradient(constant, generator.programInputs(2)))
    let double = ScalarProgram(steps: [.input(0), .input(0), .multiply(0, 1)], output: 2)
    draw.add("an input in two steps", AutodiffLab.gradient(double, generator.programInputs(1)))
    return draw.draw()
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own evaluate", points: 0.6,
    hint: "Nudge one input by ±h: evaluate must change by 2h times what gradient says. Halve the program until it does."
  ) { generator in
    var draw = GradientDraw<Tensor>()
    for (number, count) in [8, 16, 24].enumerated() {
      let program = generator.scalarProgram(count, inputs: 3).withEveryOperation
      draw.add(
        at: Tensor(generator.programInputs(3)), names: ["program \(number + 1)"], directions: 4, firstStep: 0.02,
        rows: 6, using: &generator, gradient: { AutodiffLab.gradient(program, $0.values) },
        loss: { AutodiffLab.evaluate(program, $0.values) })
    }
    return draw.draw
  }

  static let hessian = Check(
    "hessian", "hessian: all second derivatives", points: 1.0, after: ["gradient.reuse"],
    hint: "Row i is the gradient of the i-th part of the gradient; the matrix is symmetric, its diagonal not zero."
  ) { generator in
    var draw = ValueDraw()
    let product = ScalarProgram(
      steps: [.input(0), .input(1), .multiply(0, 1), .multiply(2, 0), .exp(1), .divide(3, 4)], output: 5)
    draw.add("x² y / eʸ", AutodiffLab.hessian(product, generator.programInputs(2)))
    for (name, count, inputs) in [("8 steps", 8, 2), ("15 steps", 15, 3), ("one input", 10, 1)] {
      for _ in 0..<2 {
        let program = generator.scalarProgram(count, inputs: inputs)
        draw.add(name, AutodiffLab.hessian(program, generator.programInputs(inputs)))
      }
    }
    return draw.draw(partial: true)
  }

  static let derivativesHigh = Check(
    "derivatives.high", "derivatives: tanh to its sixth, and others", points: 0.6, after: ["derivatives"],
    hint: "Derivatives of derivatives, one after the other: how large does your program get on the way?"
  ) { generator in
    var draw = ValueDraw()
    for (name, step) in [
      ("tanh", ScalarStep.tanh(0)), ("sin", .sin(0)), ("exp", .exp(0)), ("log", .log(0)), ("x²", .multiply(0, 0)),
    ] {
      let program = ScalarProgram(steps: [.input(0), step], output: 1)
      draw.add(name, AutodiffLab.derivatives(program, generator.uniform(0.5, 1.5), 6))
    }
    let line = ScalarProgram(steps: [.input(0), .constant(generator.normal()), .add(0, 1)], output: 2)
    draw.add("a line", AutodiffLab.derivatives(line, generator.normal(), 3))
    draw.add("order 0", AutodiffLab.derivatives(line, generator.normal(), 0))
    return draw.draw(tolerance: Tolerance(relative: 1e-6, absolute: 1e-7))
  }

  static let tensorBroadcast = Check(
    "tensor.broadcast", "gradient: what broadcasting repeats", points: 0.6, after: ["tensor.gradient"],
    hint:
      "An element that is used in several places gets the sum of their slopes; the gradient keeps the tensor's own shape."
  ) { generator in
    var draw = ValueDraw()
    for (name, left, right) in [
      ("a row to each", [3, 4], [4]), ("a column", [3, 4], [3, 1]), ("a row of a matrix", [3, 4], [1, 4]),
      ("both ways", [3, 1], [1, 4]), ("a number", [3, 4], []), ("the left one", [4], [3, 4]),
    ] {
      for step in [TensorStep.add(0, 1), .multiply(0, 1)] {
        let program = TensorProgram(steps: [.input(0), .input(1), step, .tanh(2), .sum(3)], output: 4)
        draw.add(
          name,
          AutodiffLab.tensorGradient(program, [generator.normal(shape: left), generator.normal(shape: right)]))
      }
    }
    return draw.draw(partial: true)
  }

  static let tensorOracle = Check(
    "tensor.oracle", "gradient: a network, tensors used twice, any order", points: 0.6,
    after: ["tensor.gradient"],
    hint: "As for numbers: slopes add up, steps may stand in any order, unused inputs have a gradient of zeros."
  ) { generator in
    var draw = ValueDraw()
    let (program, inputs) = generator.tensorProgram()
    draw.add("all operations", AutodiffLab.tensorGradient(program, inputs))
    let square = TensorProgram(steps: [.input(0), .matmul(0, 0), .multiply(1, 0), .sum(2)], output: 3)
    draw.add("used three times", AutodiffLab.tensorGradient(square, [generator.normal(shape: [3, 3])]))
    let backwards = TensorProgram(
      steps: [.sum(1), .relu(2), .matmul(3, 4), .input(0), .transpose(5), .input(1)], output: 0)
    draw.add(
      "backwards, an unused input",
      AutodiffLab.tensorGradient(
        backwards,
        [generator.normal(shape: [4, 3]), generator.normal(shape: [2, 3]), generator.normal(shape: [2, 2])]))
    return draw.draw(partial: true)
  }

  static let repeats = Check(
    "gradient.repeats", "gradient: the same question, the same answer", points: 0.2, after: ["evaluate"],
    hint: "Slopes start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    // Its gradient depends on both inputs, which that of a random program may not.
    let program = ScalarProgram(steps: [.input(0), .input(1), .multiply(0, 1), .sin(2), .exp(3)], output: 4)
    draw.add("gradient", (0..<4).map { _ in AutodiffLab.gradient(program, generator.programInputs(2)) })
    return draw.draw
  }

  /// CPU time, at most 100 times the reference's. Each of 22 steps uses the one before twice, so that a sweep that follows
  /// every way to the output visits 2²² of them.
  static let timing = Check(
    "timing", "gradient: each step visited once", points: 0.5, after: ["gradient.oracle"],
    hint: "How often does your sweep come to a value that is used twice? And to what that value is made of?"
  ) { generator in
    let calls = (0..<28).map { _ in
      var steps: [ScalarStep] = [.input(0), .constant(generator.uniform(0.4, 0.5))]
      for _ in 0..<22 {
        let last = steps.count == 2 ? 0 : steps.count - 1
        steps.append(.add(last, last))
        steps.append(.multiply(1, steps.count - 1))
      }
      return AutodiffLab.gradient(
        ScalarProgram(steps: steps, output: steps.count - 1), [generator.uniform(0.5, 1)])
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 3)))
  }
}

extension ScalarProgram {
  /// This plus a term in which every operation has a part.
  fileprivate var withEveryOperation: ScalarProgram {
    let n = steps.count
    let term: [ScalarStep] = [
      .tanh(0), .exp(1), .cos(0), .divide(n + 2, n + 1), .log(n + 1), .sin(n + 4), .subtract(n + 3, n + 5),
      .multiply(n + 6, n), .add(output, n + 7),
    ]
    return ScalarProgram(steps: steps + term, output: n + 8)
  }
}
