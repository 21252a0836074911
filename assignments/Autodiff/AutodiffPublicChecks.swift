package import Checks
import LabKit

/// What the Autodiff handout checks, with public seeds: programs on numbers, then on tensors.
package enum AutodiffPublicChecks {
  package static let all: [Check] = [
    evaluate, gradient, reuse, hessian, derivatives, tensorEvaluate, tensorGradient,
  ]

  /// One step each, over inputs that suit all of them.
  private static let operations: [(String, ScalarStep)] = [
    ("add", .add(0, 1)), ("subtract", .subtract(0, 1)), ("multiply", .multiply(0, 1)), ("divide", .divide(0, 1)),
    ("exp", .exp(0)), ("log", .log(0)), ("sin", .sin(0)), ("cos", .cos(0)), ("tanh", .tanh(0)),
  ]

  static let evaluate = Check(
    "evaluate", "evaluate: each operation, and several of them", points: 0.5,
    hint: "A step may stand before those that it uses; keep the value of each, and answer with the output's."
  ) { generator in
    var draw = ValueDraw()
    for (name, step) in operations {
      let program = ScalarProgram(steps: [.input(0), .input(1), step], output: 2)
      draw.add(name, AutodiffLab.evaluate(program, [generator.uniform(0.5, 2), generator.uniform(0.5, 2)]))
    }
    let affine = ScalarProgram(
      steps: [.input(0), .constant(generator.normal()), .multiply(0, 1), .input(1), .add(2, 3), .tanh(4)], output: 5)
    draw.add("several", AutodiffLab.evaluate(affine, generator.programInputs(2)))
    let backwards = ScalarProgram(steps: [.tanh(1), .subtract(2, 3), .input(0), .input(1)], output: 0)
    draw.add("steps in any order", AutodiffLab.evaluate(backwards, generator.programInputs(2)))
    return draw.draw()
  }

  /// Each operation is a case with its share.
  static let gradient = Check(
    "gradient", "gradient: each operation", points: 0.9, after: ["evaluate"],
    hint: "The output's own slope is 1; each step hands its slope on to what it is made of, times a local derivative."
  ) { generator in
    var draw = FollowedDraw()
    for (name, step) in operations {
      // Three times that, so that the slope that comes back is not 1.
      let program = ScalarProgram(steps: [.input(0), .input(1), step, .constant(3), .multiply(2, 3)], output: 4)
      let inputs = [generator.uniform(0.5, 2), generator.uniform(0.5, 2)]
      let answer = draw.add(name, AutodiffLab.gradient(program, inputs))
      program.requireGradient(&draw.own, name, answer, at: inputs, sweep: false, &generator)
    }
    BesidePrograms(&generator).askValues(&draw.own)
    return draw.draw(partial: true)
  }

  static let reuse = Check(
    "gradient.reuse", "gradient: values that are used twice", points: 0.6, after: ["evaluate", "gradient"],
    hint:
      "A value that is used twice gets a slope from each use: they add up. Hand on a slope only when it is complete."
  ) { generator in
    var draw = FollowedDraw()
    let square = ScalarProgram(steps: [.input(0), .multiply(0, 0)], output: 1)
    // y = sin x, z = y · y + y
    let twice = ScalarProgram(steps: [.input(0), .sin(0), .multiply(1, 1), .add(2, 1)], output: 3)
    let diamond = ScalarProgram(
      steps: [.input(0), .input(1), .multiply(0, 1), .tanh(2), .cos(2), .multiply(3, 4), .add(5, 2)], output: 6)
    for (name, program, count) in [
      ("x · x", square, 1), ("a value used three times", twice, 1), ("two ways to the output", diamond, 2),
    ] {
      let inputs = generator.programInputs(count)
      let answer = draw.add(name, AutodiffLab.gradient(program, inputs))
      program.requireGradient(&draw.own, name, answer, at: inputs, &generator)
    }
    let others = BesidePrograms(&generator)
    others.ask(&draw.own)
    return draw.draw()
  }

  static let hessian = Check(
    "hessian", "hessian: two inputs", points: 0.4, after: ["gradient", "gradient.reuse"],
    hint: "Row i is the gradient of the i-th part of the gradient; the matrix is symmetric, its diagonal not zero."
  ) { generator in
    var draw = FollowedDraw()
    for (name, last) in [("x² y", ScalarStep.multiply(2, 0)), ("xy / x", .divide(2, 0)), ("xy − x", .subtract(2, 0))] {
      let program = ScalarProgram(steps: [.input(0), .input(1), .multiply(0, 1), last, .multiply(3, 3)], output: 4)
      let inputs = [generator.uniform(0.5, 1.5), generator.uniform(0.5, 1.5)]
      let answer = draw.add(name, AutodiffLab.hessian(program, inputs))
      program.requireHessian(&draw.own, name, answer, at: inputs, &generator)
    }
    BesidePrograms(&generator).askGradients(&draw.own)
    return draw.draw()
  }

  static let derivatives = Check(
    "derivatives", "derivatives: of second order", points: 0.6, after: ["evaluate", "gradient", "gradient.reuse"],
    hint: "The n-th derivative is the derivative of the one before; f″ of x² is 2, not 1."
  ) { generator in
    var draw = FollowedDraw()
    let x = generator.uniform(0.5, 1.5)
    let cube = ScalarProgram(steps: [.input(0), .multiply(0, 0), .multiply(1, 0)], output: 2)
    let programs =
      [("x³", cube)] + operations.dropFirst(4).map { ($0, ScalarProgram(steps: [.input(0), $1], output: 1)) }
    for (name, program) in programs {
      let answer = draw.add(name, AutodiffLab.derivatives(program, x, 2))
      draw.own.require(name, answer, equals: program.ownDerivatives(&draw.own, at: x))
    }
    return draw.draw()
  }

  static let tensorEvaluate = Check(
    "tensor.evaluate", "evaluate: tensors", points: 0.5,
    hint: "Tensor's own operators broadcast; a sum has the shape [] and one value."
  ) { generator in
    var draw = ValueDraw()
    let (program, inputs) = generator.tensorProgram()
    for (place, name) in [
      (3, "matmul"), (4, "add"), (5, "tanh"), (6, "multiply"), (7, "transpose"), (9, "exp"), (10, "sum"),
    ] {
      draw.add(name, AutodiffLab.tensorEvaluate(TensorProgram(steps: program.steps, output: place), inputs))
    }
    let relu = TensorProgram(steps: [.input(0), .relu(0)], output: 1)
    draw.add("relu", AutodiffLab.tensorEvaluate(relu, [generator.normal(shape: [3, 4])]))
    return draw.draw()
  }

  static let tensorGradient = Check(
    "tensor.gradient", "gradient: tensors of one shape", points: 0.9, after: ["tensor.evaluate"],
    hint: """
      Each gradient has the shape of its tensor; a sum hands its slope to every element; for matmul, look at shapes. What a \
      tensor is handed from several uses adds up.
      """
  ) { generator in
    var draw = FollowedDraw()
    var (a, b) = (generator.normal(shape: [3, 2]), generator.normal(shape: [3, 2]))
    // On both sides of ReLU's kink, and not near it.
    a = a.map { $0 + ($0 < 0 ? -0.1 : 0.1) }
    a.values[0] = abs(a.values[0])
    a.values[1] = -abs(a.values[1])
    b = b + 0.5
    var cases: [(String, TensorProgram, [Tensor])] = []
    for (name, step) in [
      ("add", TensorStep.add(0, 1)), ("multiply", .multiply(0, 1)), ("tanh", .tanh(0)), ("exp", .exp(0)),
      ("relu", .relu(0)),
    ] {
      // Times b, so that the slope that comes back is not the same everywhere.
      cases.append(
        (name, TensorProgram(steps: [.input(0), .input(1), step, .multiply(2, 1), .sum(3)], output: 4), [a, b]))
    }
    let product = TensorProgram(steps: [.input(0), .input(1), .matmul(0, 1), .tanh(2), .sum(3)], output: 4)
    cases.append(("matmul", product, [a, generator.normal(shape: [2, 4])]))
    let turned = TensorProgram(steps: [.input(0), .input(1), .transpose(0), .multiply(2, 1), .sum(3)], output: 4)
    cases.append(("transpose", turned, [a, generator.normal(shape: [2, 3])]))
    for (name, program, inputs) in cases {
      let answer = draw.add(name, AutodiffLab.tensorGradient(program, inputs))
      program.requireGradient(&draw.own, name, answer, at: inputs, sweep: false, &generator)
    }
    BesideTensorPrograms(&generator).askValues(&draw.own)
    return draw.draw(partial: true)
  }
}
