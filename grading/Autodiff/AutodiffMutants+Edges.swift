import Checks

extension AutodiffMutants {
  private static let gradient = "    return slopes.map { values[$0] }\n"
  private static let rows = "return Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })"
  private static let slope = "      let slope = slopes[place]\n      switch program.steps[place] {"
  private static let start = "struct Submission: AutodiffContract {"

  /// Precision, odd programs, what is kept, and too much work.
  static let edges: [Mutant] = [
    Mutant(
      "float-value", "the value in single precision",
      replacing: [
        ("return tape.values(inputs)[tape.output]", "return Double(Float(tape.values(inputs)[tape.output]))")
      ], fails: ["evaluate", "evaluate.order"]),
    Mutant(
      "float-slopes", "the gradient in single precision",
      replacing: [(gradient, "    return slopes.map { Double(Float(values[$0])) }\n")],
      fails: ["gradient", "gradient.large"]),
    Mutant(
      "float-tensors", "eˣ of tensors in single precision",
      replacing: [("values[a].map { exp($0) }", "values[a].map { Double(Float(exp($0))) }")],
      fails: ["tensor.evaluate", "tensor.gradient"]),
    Mutant(
      "tensor-stops-at-zero-slope", "the sweep ends at the first slope of zeros",
      replacing: [
        (
          slope,
          slope.replacing("      switch", with: "      if slope.values.allSatisfy({ $0 == 0 }) { break }\n      switch")
        )
      ], fails: ["tensor.oracle"]),
    Mutant(
      "tensor-small-slopes-dropped", "slopes below a millionth taken for 0",
      replacing: [
        (slope, slope.replacing("slopes[place]\n", with: "slopes[place].map { abs($0) < 1e-6 ? 0 : $0 }\n"))
      ], fails: ["tensor.oracle"], sometimes: ["tensor.large"]),
    Mutant(
      "tensor-input-overwritten", "an input that stands in two steps keeps one gradient",
      replacing: [("gradients[index] += slope", "gradients[index] = slope")], fails: ["tensor.oracle"]),
    Mutant(
      "tensor-sweep-in-list-order", "the sweep back through the list as it stands",
      replacing: [
        (
          "for place in order(program.steps.map(\\.arguments), from: program.output).reversed() {",
          "for place in program.steps.indices.reversed() {"
        )
      ], fails: ["tensor.oracle"]),
    Mutant(
      "hessian-upper-triangle", "the lower half of the Hessian left at 0",
      replacing: [
        (
          rows,
          "return Tensor(shape: [inputs.count, inputs.count], values: rows.enumerated().flatMap { i, row in row.enumerated().map { $0.offset >= i ? $0.element : 0 } })"
        )
      ], fails: ["hessian", "hessian.oracle"]),
    Mutant(
      "hessian-kept", "the Hessian of a program kept for its next inputs",
      replacing: [
        (start, "nonisolated(unsafe) var known: [ScalarProgram: Tensor] = [:]\n\n" + start),
        (
          rows,
          "let result = known[program] ?? Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })\n    known[program] = result\n    return result"
        ),
      ], fails: ["gradient.repeats"]),
    Mutant(
      "derivatives-order-zero-empty", "no value at order 0",
      replacing: [
        (
          "    return places.map { values[$0] }\n    // END SOLUTION\n  }\n\n  func evaluate(_ program: TensorProgram",
          "    return order == 0 ? [] : places.map { values[$0] }\n    // END SOLUTION\n  }\n\n  func evaluate(_ program: TensorProgram"
        )
      ],
      fails: ["derivatives.high"]),
    Mutant(
      "derivatives-fifth-at-most", "0 beyond the fifth derivative",
      replacing: [
        ("places.append(tape.output)", "places.append(places.count > 5 ? tape.add(.constant(0)) : tape.output)")
      ], fails: ["derivatives.high"]),
    Mutant(
      "table-of-thousand-steps", "a table of fixed size: long programs have derivative 0",
      replacing: [(gradient, "    if program.steps.count > 1000 { return inputs.map { _ in 0 } }\n" + gradient)],
      fails: ["gradient.large"]),
    Mutant(
      "a-sweep-for-each-input", "the whole sweep again for each input",
      replacing: [
        (
          gradient,
          """
              if inputs.count > 4 {
                return inputs.indices.map { index in
                  var again = Tape(program)
                  let places = again.differentiate(inputs.count)
                  return again.values(inputs)[places[index]]
                }
              }

          """ + gradient
        )
      ], fails: ["gradient.large"]),
    Mutant(
      "gradient-by-differences", "central differences in place of the sweep",
      replacing: [
        (
          gradient,
          """
              _ = (slopes, values)
              return inputs.indices.map { index in
                func at(_ h: Double) -> Double {
                  var moved = inputs
                  moved[index] += h
                  return evaluate(program, moved)
                }
                return (8 * (at(1e-3) - at(-1e-3)) - (at(2e-3) - at(-2e-3))) / 12e-3
              }

          """
        )
      ], fails: ["gradient.large"], sometimes: ["gradient", "gradient.oracle"]),
    Mutant(
      "values-worked-out-every-way", "each value worked out anew by whoever uses it",
      replacing: [
        (
          "return tape.values(inputs)[tape.output]",
          """
          func value(_ place: Int) -> Double {
                switch tape.steps[place] {
                case .input(let index): inputs[index]
                case .constant(let number): number
                case .add(let a, let b): value(a) + value(b)
                case .subtract(let a, let b): value(a) - value(b)
                case .multiply(let a, let b): value(a) * value(b)
                case .divide(let a, let b): value(a) / value(b)
                case .exp(let a): exp(value(a))
                case .log(let a): log(value(a))
                case .sin(let a): sin(value(a))
                case .cos(let a): cos(value(a))
                case .tanh(let a): tanh(value(a))
                }
              }
              return value(tape.output)
          """
        )
      ], fails: ["evaluate.order"]),
  ]
}
