import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum AutodiffMutants {
  static let all: [Mutant] = values + slopes + sweeps + tensors + edges + sentences + blind

  /// In evaluate.
  private static let values: [Mutant] = [
    Mutant(
      "subtract-reversed", "b − a in place of a − b",
      replacing: [
        ("values.append(values[a] - values[b])", "values.append(values[b] - values[a])")
      ],
      fails: [
        "evaluate", "gradient", "hessian", "derivatives", "gradient.differences", "hessian.oracle", "derivatives.high",
      ]),
    Mutant(
      "divide-reversed", "b / a in place of a / b",
      replacing: [("values.append(values[a] / values[b])", "values.append(values[b] / values[a])")],
      fails: [
        "evaluate", "gradient", "hessian", "derivatives", "gradient.oracle", "gradient.differences", "hessian.oracle",
        "derivatives.high",
      ], sometimes: ["gradient.edges"]),
    Mutant(
      "log-base-ten", "the logarithm to base 10",
      replacing: [("values.append(log(values[a]))", "values.append(log10(values[a]))")],
      fails: ["evaluate", "gradient.differences", "derivatives.high"], sometimes: ["hessian.oracle"]),
    Mutant(
      "last-step-is-output", "the last step's value, whichever is asked for",
      replacing: [
        (
          "for place in order(program.steps.map(\\.arguments), from: program.output) {\n      places[place]",
          "for place in order(program.steps.map(\\.arguments), from: program.steps.count - 1) {\n      places[place]"
        ), ("output = places[program.output]", "output = places[program.steps.count - 1]"),
      ],
      fails: ["evaluate", "evaluate.order"], sometimes: ["gradient.edges"]),
    Mutant(
      "steps-in-their-order", "the steps as they stand, unsorted",
      replacing: [
        (
          "for place in order(program.steps.map(\\.arguments), from: program.output) {\n      places[place]",
          "for place in program.steps.indices {\n      places[place]"
        )
      ],
      fails: ["evaluate"]),
  ]

  /// Local derivatives.
  private static let slopes: [Mutant] = [
    Mutant(
      "subtract-slope-sign", "the second of a difference with the sign of the first",
      replacing: [
        ("give(a, slope)\n        give(b, add(.subtract(zero, slope)))", "give(a, slope)\n        give(b, slope)")
      ], fails: ["gradient", "hessian", "derivatives", "gradient.differences", "hessian.oracle", "derivatives.high"]),
    Mutant(
      "multiply-slope-own", "each factor's slope times itself in place of the other",
      replacing: [
        ("give(a, add(.multiply(slope, b)))", "give(a, add(.multiply(slope, a)))"),
        ("give(b, add(.multiply(slope, a)))", "give(b, add(.multiply(slope, b)))"),
      ],
      fails: [
        "gradient", "hessian", "derivatives", "gradient.edges", "gradient.large", "gradient.differences",
        "hessian.oracle", "derivatives.high", "timing",
      ], sometimes: ["gradient.repeats"]),
    Mutant(
      "divide-slope-sign", "the denominator's slope without its minus",
      replacing: [
        ("give(b, add(.subtract(zero, add(.multiply(part, place)))))", "give(b, add(.multiply(part, place)))")
      ], fails: ["gradient", "hessian", "derivatives", "gradient.differences", "hessian.oracle", "derivatives.high"]),
    Mutant(
      "divide-slope-unsquared", "the denominator's slope divided once in place of twice",
      replacing: [("add(.multiply(part, place))", "add(.multiply(slope, place))")],
      fails: ["gradient", "hessian", "derivatives", "gradient.differences", "hessian.oracle", "derivatives.high"]),
    Mutant(
      "exp-slope-argument", "x in place of eˣ",
      replacing: [
        (
          "case .exp(let a): give(a, add(.multiply(slope, place)))",
          "case .exp(let a): give(a, add(.multiply(slope, a)))"
        )
      ],
      fails: ["gradient", "gradient.differences", "hessian.oracle", "derivatives.high"], sometimes: ["gradient.repeats"]
    ),
    Mutant(
      "log-slope-of-log", "divided by the logarithm in place of its argument",
      replacing: [("give(a, add(.divide(slope, a)))", "give(a, add(.divide(slope, place)))")],
      fails: ["gradient", "derivatives", "gradient.differences", "derivatives.high"],
      sometimes: ["gradient.oracle", "hessian.oracle"]),
    Mutant(
      "cos-slope-sign", "the cosine's slope without its minus",
      replacing: [
        (
          "give(a, add(.subtract(zero, add(.multiply(slope, add(.sin(a)))))))",
          "give(a, add(.multiply(slope, add(.sin(a)))))"
        )
      ], fails: ["gradient", "derivatives", "gradient.differences", "hessian.oracle", "derivatives.high"]),
    Mutant(
      "tanh-slope-of-argument", "1 − x² in place of 1 − tanh² x",
      replacing: [("let square = add(.multiply(place, place))", "let square = add(.multiply(a, a))")],
      fails: ["gradient", "gradient.differences", "hessian.oracle", "derivatives.high"]),
    Mutant(
      "incoming-slope-forgotten", "the local derivative alone for exp, not times what comes in",
      replacing: [("case .exp(let a): give(a, add(.multiply(slope, place)))", "case .exp(let a): give(a, place)")],
      fails: ["gradient", "gradient.oracle", "gradient.differences", "hessian.oracle", "derivatives.high"],
      sometimes: ["gradient.edges", "gradient.repeats"]),
  ]

  private static let give = "slopes[argument] = slopes[argument].map { add(.add($0, part)) } ?? part"
  private static let input = "case .input(let index): gradient[index] = add(.add(gradient[index], slope))"

  /// The sweep and what is made of it.
  private static let sweeps: [Mutant] = [
    Mutant(
      "overwritten", "a value that is used twice keeps one slope",
      replacing: [(give, "slopes[argument] = part")],
      fails: [
        "gradient.reuse", "hessian", "derivatives", "gradient.oracle", "gradient.edges", "gradient.large",
        "gradient.differences", "hessian.oracle", "derivatives.high",
      ], sometimes: ["gradient.repeats"]),
    Mutant(
      "input-overwritten", "an input that stands in two steps keeps one slope",
      replacing: [(input, "case .input(let index): gradient[index] = slope")],
      fails: ["gradient.edges", "hessian.oracle", "derivatives.high"]),
    Mutant(
      "table-of-forty-steps", "a table of fixed size: programs that do not fit have derivative 0",
      replacing: [
        (
          "    let slopes = tape.differentiate(inputs.count)\n    let values = tape.values(inputs)\n",
          """
              if program.steps.count > 40 { return inputs.map { _ in 0 } }
              let slopes = tape.differentiate(inputs.count)
              let values = tape.values(inputs)

          """
        )
      ],
      fails: ["gradient.oracle", "gradient.large"], sometimes: ["gradient.differences"]),
    Mutant(
      "every-way-followed", "a sweep that follows every way to the output by itself",
      replacing: [
        (
          "    var tape = Tape(program)\n    let slopes = tape.differentiate(inputs.count)\n    let values = tape.values(inputs)\n    return slopes.map { values[$0] }\n",
          """
              var tape = Tape(program)
              let slopes = tape.differentiate(inputs.count)
              let values = tape.values(inputs)
              if program.steps.count == 64 || program.steps.count == 832 {
                func follow(_ place: Int, _ slope: Double) -> Double {
                  switch tape.steps[place] {
                  case .input: slope
                  case .add(let a, let b): follow(a, slope) + follow(b, slope)
                  case .multiply(let a, let b): follow(a, slope * values[b]) + follow(b, slope * values[a])
                  default: 0
                  }
                }
                return [follow(tape.output, 1)]
              }
              return slopes.map { values[$0] }

          """
        )
      ],
      fails: ["timing"]),
    Mutant(
      "slopes-kept", "slopes kept from one call to the next",
      replacing: [
        (
          "struct Submission: AutodiffContract {",
          "nonisolated(unsafe) var kept: [Double] = []\n\nstruct Submission: AutodiffContract {"
        ),
        (
          "    return slopes.map { values[$0] }\n",
          """
              var result = slopes.map { values[$0] }
              if kept.count == result.count { result = zip(result, kept).map { $0 + $1 } }
              kept = result
              return result

          """
        ),
      ],
      fails: [
        "gradient", "gradient.reuse", "gradient.oracle", "gradient.edges", "gradient.large", "gradient.differences",
        "gradient.repeats",
      ], sometimes: ["timing"]),
    Mutant(
      "hessian-diagonal", "the diagonal of the Hessian only",
      replacing: [
        (
          "return Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })",
          "return Tensor(shape: [inputs.count, inputs.count], values: rows.enumerated().flatMap { i, row in row.enumerated().map { $0.offset == i ? $0.element : 0 } })"
        )
      ],
      fails: ["hessian", "hessian.oracle"], sometimes: ["gradient.repeats"]),
    Mutant(
      "hessian-gauss-newton", "the product of first derivatives in place of second ones",
      replacing: [
        (
          "return Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })",
          "_ = rows\n    let g = gradient(program, inputs)\n    return Tensor(shape: [g.count, g.count], values: g.flatMap { a in g.map { a * $0 } })"
        )
      ],
      fails: ["hessian", "hessian.oracle"], sometimes: ["gradient.repeats"]),
    Mutant(
      "derivatives-taylor", "Taylor coefficients, without their factorials",
      replacing: [
        (
          "    return places.map { values[$0] }\n    // END SOLUTION\n  }\n\n  func evaluate(_ program: TensorProgram",
          "    var factorial = 1.0\n    return places.enumerated().map { factorial *= Double(max(1, $0.offset)); return values[$0.element] / factorial }\n    // END SOLUTION\n  }\n\n  func evaluate(_ program: TensorProgram"
        )
      ],
      fails: ["derivatives", "derivatives.high"], sometimes: ["gradient.repeats"]),
    Mutant(
      "derivatives-second-at-most", "0 beyond the second derivative",
      replacing: [
        ("places.append(tape.output)", "places.append(places.count > 2 ? tape.add(.constant(0)) : tape.output)")
      ],
      fails: ["derivatives.high"], sometimes: ["gradient.repeats"]),
  ]

  /// In the functions on tensors.
  private static let tensors: [Mutant] = [
    Mutant(
      "tensor-sum-mean", "the mean in place of the sum",
      replacing: [
        (
          "Tensor(shape: [], values: [values[a].sum()])",
          "Tensor(shape: [], values: [values[a].sum() / Double(values[a].count)])"
        )
      ],
      fails: ["tensor.evaluate"]),
    Mutant(
      "tensor-relu-absolute", "|x| in place of max(0, x)",
      replacing: [("values[a].map { max(0, $0) }", "values[a].map { abs($0) }")],
      fails: ["tensor.evaluate", "tensor.gradient"]),
    Mutant(
      "tensor-relu-slope", "ReLU hands its slope on everywhere",
      replacing: [("slope * values[a].map { $0 > 0 ? 1 : 0 }", "slope * values[a].map { $0 > 0 ? 1 : 1 }")],
      fails: ["tensor.gradient"]),
    Mutant(
      "tensor-matmul-not-transposed", "the left factor of a product not transposed where it is square",
      replacing: [
        (
          "slopes[b] += values[a].transposed().matmul(slope)",
          "slopes[b] += (values[a].rows == values[a].columns ? values[a] : values[a].transposed()).matmul(slope)"
        )
      ],
      fails: ["tensor.oracle"]),
    Mutant(
      "tensor-overwritten", "a tensor that is used twice keeps one slope",
      replacing: [
        (
          "slopes[a] += slope.matmul(values[b].transposed())", "slopes[a] = slope.matmul(values[b].transposed())"
        )
      ],
      fails: ["tensor.oracle"]),
    Mutant(
      "broadcast-first-row", "the first of the repeated slopes in place of their sum",
      replacing: [
        (
          "while slope.rank > shape.count { slope = slope.sum(axis: 0) }",
          "while slope.rank > shape.count { slope = slope.row(0) }"
        )
      ],
      fails: ["tensor.broadcast", "tensor.large"]),
    Mutant(
      "broadcast-mean", "the mean of the repeated slopes",
      replacing: [
        (
          "slope = slope.sum(axis: axis).reshaped(kept)",
          "slope = slope.sum(axis: axis).reshaped(kept) / Double(slope.shape[axis])"
        )
      ],
      fails: ["tensor.broadcast"]),
  ]
}
