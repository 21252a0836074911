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
    evaluateOrder, gradientOracle, gradientEdges, gradientLarge, gradientDifferences, hessianOracle, derivativesHigh,
    tensorBroadcast, tensorOracle, tensorLarge, repeats, timing,
  ]

  static let evaluateOrder = Check(
    "evaluate.order", "evaluate: steps in any order", points: 0.4, after: ["evaluate"],
    hint: "A step may stand before the ones that it uses, and is worked out once, however many use it.", budget: 2
  ) { generator in
    var draw = ValueDraw()
    let others = BesidePrograms(&generator)
    for place in 0..<4 {
      let program = generator.scalarProgram(15, inputs: 2)
      let inputs = generator.programInputs(2)
      draw.add("shuffled", AutodiffLab.evaluate(program.shuffled(&generator), inputs)) {
        if place == 0 { others.askValues(&$0) }
        return [$0.ask(AutodiffLab.evaluate, .of(program), .of(inputs))]
      }
    }
    let backwards = ScalarProgram(steps: [.tanh(1), .multiply(2, 3), .input(0), .input(1)], output: 0)
    let forwards = ScalarProgram(steps: [.input(0), .input(1), .multiply(1, 0), .tanh(2)], output: 3)
    let inputs = generator.programInputs(2)
    draw.add("backwards", AutodiffLab.evaluate(backwards, [inputs[1], inputs[0]])) {
      [$0.ask(AutodiffLab.evaluate, .of(forwards), .of(inputs))]
    }
    // 2⁴⁰ ways lead from the output to the input.
    let (doubled, x) = (ScalarProgram.doubled(40, &generator), generator.uniform(0.5, 1))
    draw.add("each value used twice", AutodiffLab.evaluate(doubled, [x]))
    // Backwards all through: who passes over the list again and again has thousands of passes to make.
    draw.add("a long list, backwards", AutodiffLab.evaluate(ScalarProgram.layered(50, depth: 3000), [x]))
    return draw.draw()
  }

  static let gradientOracle = Check(
    "gradient.oracle", "gradient: long programs", points: 0.7, after: ["evaluate", "gradient", "gradient.reuse"],
    hint: "Go through the steps from the output back, in the reverse of an order in which they can be evaluated."
  ) { generator in
    var draw = FollowedDraw()
    for (name, count, inputs) in [("10 steps", 10, 2), ("20 steps", 20, 3), ("40 steps", 40, 4), ("one input", 15, 1)] {
      for _ in 0..<2 {
        let program = generator.scalarProgram(count, inputs: inputs)
        let inputs = generator.programInputs(inputs)
        let answer = draw.add(name, AutodiffLab.gradient(program, inputs))
        program.requireGradient(&draw.own, name, answer, at: inputs, &generator)
      }
    }
    let others = BesidePrograms(&generator)
    others.ask(&draw.own)
    return draw.draw(partial: true)
  }

  static let gradientEdges = Check(
    "gradient.edges", "gradient: any order, unused inputs, an output in the middle", points: 0.5,
    after: ["evaluate", "evaluate.order", "gradient", "gradient.reuse"],
    hint:
      "Inputs that the output does not use have derivative 0; an input may stand in several steps; the output may be one."
  ) { generator in
    var draw = FollowedDraw()
    var cases: [(String, ScalarProgram, Int)] = (0..<3).map { _ in
      ("shuffled", generator.scalarProgram(15, inputs: 3).shuffled(&generator), 3)
    }
    cases.append(
      (
        "output in the middle, an unused input",
        ScalarProgram(steps: [.input(0), .sin(0), .multiply(0, 1), .exp(2), .input(1)], output: 1), 2
      ))
    cases.append(("the output is an input", ScalarProgram(steps: [.input(1)], output: 0), 3))
    cases.append(("a constant", ScalarProgram(steps: [.constant(generator.normal()), .exp(0)], output: 1), 2))
    cases.append(
      ("an input in two steps", ScalarProgram(steps: [.input(0), .input(0), .multiply(0, 1)], output: 2), 1))
    // Derivatives of 10⁻³⁰ and of exactly 0 on the way are no reason to stop.
    cases.append(
      (
        "slopes that vanish on the way",
        ScalarProgram(
          steps: [
            .input(0), .input(1), .constant(1e-30), .multiply(0, 2), .subtract(3, 3), .multiply(4, 1), .constant(1e30),
            .multiply(3, 6), .sin(7), .add(8, 5),
          ], output: 9), 2
      ))
    // Both uses count, where they cancel too.
    for step in [ScalarStep.subtract(2, 2), .divide(2, 2), .multiply(2, 2)] {
      let steps: [ScalarStep] = [.input(0), .input(1), .exp(0), step, .cos(1), .multiply(3, 4), .add(5, 2)]
      cases.append(("one step on both sides", ScalarProgram(steps: steps, output: 6), 2))
    }
    for (name, program, count) in cases {
      let inputs = generator.programInputs(count)
      let answer = draw.add(name, AutodiffLab.gradient(program, inputs))
      program.requireGradient(&draw.own, name, answer, at: inputs, &generator)
    }
    let others = BesidePrograms(&generator)
    others.ask(&draw.own)
    return draw.draw()
  }

  /// One sweep back takes some hundredths of a second; a sweep or a difference for each of the inputs takes 8,000 times as
  /// long as one evaluation. Beside a number of 10⁸ the differences of a value lose eight digits.
  static let gradientLarge = Check(
    "gradient.large", "gradient: thousands of inputs, and numbers of unlike size", points: 0.4,
    after: ["evaluate", "gradient", "gradient.reuse"],
    hint: "One sweep back gives the derivatives in all inputs at once, whatever is added to the output.", budget: 3
  ) { generator in
    var draw = FollowedDraw()
    for _ in 0..<2 {
      let steps: [ScalarStep] = [
        .input(0), .input(1), .multiply(0, 1), .sin(2), .constant(generator.uniform(1e8, 2e8)), .add(3, 4), .exp(1),
        .add(6, 5),
      ]
      let program = ScalarProgram(steps: steps, output: 7)
      let inputs = generator.programInputs(2)
      let answer = draw.add("beside a large number", AutodiffLab.gradient(program, inputs))
      program.requireGradient(&draw.own, "beside a large number", answer, at: inputs, &generator)
    }
    let program = generator.widePrograms(inputs: 8000)
    draw.add("8,000 inputs", AutodiffLab.gradient(program, generator.programInputs(8000)))
    let mixed = generator.mixedProgram(inputs: 12_000)
    draw.add("12,000 inputs", AutodiffLab.gradient(mixed, generator.programInputs(12_000)))
    let others = BesidePrograms(&generator)
    others.ask(&draw.own)
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own evaluate", points: 0.5, after: ["evaluate"],
    hint: "Nudge one input by ±h: evaluate must change by 2h times what gradient says. Halve the program until it does."
  ) { generator in
    var draw = GradientDraw<Tensor>()
    for (number, count) in [18, 18, 22, 22, 26, 26, 30, 30].enumerated() {
      let program = generator.scalarProgram(count, inputs: 12).withEveryOperation
      draw.add(
        at: Tensor(generator.programInputs(12)), names: ["program \(number + 1)"], directions: 4, firstStep: 0.02,
        rows: 6, using: &generator, gradient: { AutodiffLab.gradient(program, $0.values) },
        loss: { AutodiffLab.evaluate(program, $0.values) })
    }
    return draw.draw
  }

  static let repeats = Check(
    "gradient.repeats", "all functions: the same question, the same answer", points: 0.2,
    hint: "Slopes start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    // Its derivatives depend on both inputs, which those of a random program may not.
    let program = ScalarProgram(steps: [.input(0), .input(1), .multiply(0, 1), .sin(2), .exp(3)], output: 4)
    let line = ScalarProgram(steps: [.input(0), .sin(0), .multiply(0, 1), .exp(2)], output: 3)
    let points = (0..<4).map { _ in generator.programInputs(2) }
    let tensors = (0..<4).map { _ in generator.tensorProgram() }
    draw.add("evaluate", points.map { AutodiffLab.evaluate(program, $0) })
    draw.add("gradient", points.map { AutodiffLab.gradient(program, $0) })
    draw.add("hessian", points.map { AutodiffLab.hessian(program, $0) })
    draw.add("derivatives", points.map { AutodiffLab.derivatives(line, $0[0], 3) })
    draw.add("evaluate of tensors", tensors.map { AutodiffLab.tensorEvaluate($0.program, $0.inputs) })
    draw.add("gradient of tensors", tensors.map { AutodiffLab.tensorGradient($0.program, $0.inputs) })
    return draw.draw
  }

  /// CPU time of chains in which each value is used twice, by the next one and by the one after it, of 16 and of 400 links. A
  /// sweep that follows every way to the output never comes to the end of the long one; one that hands on what has come so
  /// far comes to each value once for every length of such a way.
  static let timing = Check(
    "timing", "gradient: each step visited once", points: 0.4, after: ["gradient.oracle"],
    hint: "How often does your sweep come to a value that is used twice? And to what that value is made of?", budget: 10
  ) { generator in
    let calls = (0..<36).map { round in
      AutodiffLab.gradient(
        ScalarProgram.doubled(round % 2 == 0 ? 16 : 400, inputs: 8, isWoven: true, &generator),
        (0..<8).map { _ in generator.uniform(0.5, 1) })
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1], growth: 6)))
  }
}

extension ScalarProgram {
  /// So many times the sum of the value with itself, times nearly one half. It begins with the input, or with the sum of
  /// several, each times a constant. Where it `isWoven`, the value is added to the one before it, not to itself.
  static func doubled(
    _ links: Int, inputs: Int = 1, isWoven: Bool = false, _ generator: inout Generator
  ) -> ScalarProgram {
    var steps: [ScalarStep] = [.input(0), .constant(generator.uniform(0.495, 0.5))]
    var last = 0
    if inputs > 1 {
      steps += [.constant(generator.normal()), .multiply(0, 2)]
      last = 3
    }
    for input in 1..<max(1, inputs) {
      let n = steps.count
      steps += [.input(input), .constant(generator.normal()), .multiply(n, n + 1), .add(last, n + 2)]
      last = n + 3
    }
    var before = 0
    for _ in 0..<links {
      steps.append(.add(last, isWoven ? before : last))
      steps.append(.multiply(1, steps.count - 1))
      before = last
      last = steps.count - 1
    }
    return ScalarProgram(steps: steps, output: last)
  }

  /// So many chains of sin beside each other, added up; every step stands before those that it uses.
  fileprivate static func layered(_ width: Int, depth: Int) -> ScalarProgram {
    let count = width * depth
    // The sum, then the layers, the last one first, then the input.
    var steps = (0..<width - 1).map { column in
      ScalarStep.add(column + 1 < width - 1 ? column + 1 : 2 * width - 2, width - 1 + column)
    }
    for layer in 0..<depth {
      for column in 0..<width {
        steps.append(.sin(layer == depth - 1 ? width - 1 + count : width - 1 + (layer + 1) * width + column))
      }
    }
    steps.append(.input(0))
    return ScalarProgram(steps: steps, output: 0)
  }

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

extension Generator {
  /// The sum of sin(s xᵢ), where s is the sum of all inputs over their number: a value that hangs on all of them is used by
  /// as many.
  fileprivate mutating func mixedProgram(inputs: Int) -> ScalarProgram {
    var steps = (0..<inputs).map { ScalarStep.input($0) }
    func add(_ places: [Int]) -> Int {
      var places = places
      while places.count > 1 {
        var next = places.count % 2 == 0 ? [] : [places[places.count - 1]]
        for pair in 0..<places.count / 2 {
          steps.append(.add(places[2 * pair], places[2 * pair + 1]))
          next.append(steps.count - 1)
        }
        places = next
      }
      return places[0]
    }
    let sum = add(Array(0..<inputs))
    steps += [.constant(uniform(10, 20) / Double(inputs)), .multiply(sum, steps.count)]
    let mean = steps.count - 1
    var terms: [Int] = []
    for input in 0..<inputs {
      steps.append(.multiply(mean, input))
      steps.append(.sin(steps.count - 1))
      terms.append(steps.count - 1)
    }
    let output = add(terms)
    return ScalarProgram(steps: steps, output: output)
  }

  /// The sum of sin(xᵢ xⱼ) of neighbours, added up in pairs, then in pairs of pairs: wide, hardly deep.
  fileprivate mutating func widePrograms(inputs: Int) -> ScalarProgram {
    var steps = (0..<inputs).map { ScalarStep.input($0) }
    var sums: [Int] = []
    for input in 0..<inputs {
      steps.append(.multiply(input, (input + 1 + integer(below: 3)) % inputs))
      steps.append(.sin(steps.count - 1))
      sums.append(steps.count - 1)
    }
    while sums.count > 1 {
      var next: [Int] = []
      for place in stride(from: 0, to: sums.count, by: 2) {
        guard place + 1 < sums.count else {
          next.append(sums[place])
          continue
        }
        steps.append(.add(sums[place], sums[place + 1]))
        next.append(steps.count - 1)
      }
      sums = next
    }
    return ScalarProgram(steps: steps, output: sums[0])
  }
}
