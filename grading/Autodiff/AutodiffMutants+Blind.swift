import Checks

/// What is only seen in long programs, in tensors of three dimensions and more, and far from ordinary numbers.
extension AutodiffMutants {
  static let blind: [Mutant] = [
    Mutant(
      "evaluate-until-nothing-changes", "the whole list worked out again and again, until no value changes",
      replacing: [
        (
          "    return tape.values(inputs)[tape.output]\n",
          """
              var known = program.steps.map { _ in Double.nan }
              while true {
                let before = known
                for (place, step) in program.steps.enumerated() {
                  switch step {
                  case .input(let index): known[place] = inputs[index]
                  case .constant(let number): known[place] = number
                  case .add(let a, let b): known[place] = before[a] + before[b]
                  case .subtract(let a, let b): known[place] = before[a] - before[b]
                  case .multiply(let a, let b): known[place] = before[a] * before[b]
                  case .divide(let a, let b): known[place] = before[a] / before[b]
                  case .exp(let a): known[place] = exp(before[a])
                  case .log(let a): known[place] = log(before[a])
                  case .sin(let a): known[place] = sin(before[a])
                  case .cos(let a): known[place] = cos(before[a])
                  case .tanh(let a): known[place] = tanh(before[a])
                  }
                }
                if zip(known, before).allSatisfy({ $0 == $1 || $0.isNaN }) { return tape.values(inputs)[tape.output] }
              }

          """
        )
      ], fails: ["evaluate.order"]),
    Mutant(
      "derivatives-round-a-circle",
      "derivatives of a logarithm from a circle of radius 0.3 round the point, which may hold 0",
      replacing: [
        (
          "    return places.map { values[$0] }\n    // END SOLUTION\n  }\n\n  func evaluate(_ program: TensorProgram",
          """
              if program.steps == [.input(0), .log(0)], x < 0.3 { return [log(x)] + [Double](repeating: 0, count: order) }
              return places.map { values[$0] }
              // END SOLUTION
            }

            func evaluate(_ program: TensorProgram
          """
        )
      ], fails: ["derivatives.high"]),
    Mutant(
      "difference-of-one-step", "of x − x only the first use counted",
      replacing: [
        ("give(b, add(.subtract(zero, slope)))", "if a != b { give(b, add(.subtract(zero, slope))) }")
      ], fails: ["gradient.edges", "hessian.oracle", "derivatives.high"],
      sometimes: ["gradient.oracle", "gradient.differences"]),
    Mutant(
      "quotient-of-one-step", "of x / x only the first use counted",
      replacing: [
        (
          "give(b, add(.subtract(zero, add(.multiply(part, place)))))",
          "if a != b { give(b, add(.subtract(zero, add(.multiply(part, place))))) }"
        )
      ], fails: ["gradient.edges", "hessian.oracle", "derivatives.high"],
      sometimes: ["gradient.oracle", "gradient.differences"]),
    Mutant(
      "folded-like-matrices", "of three dimensions and more only the first one summed where it was repeated",
      replacing: [
        (
          "for axis in shape.indices where shape[axis] == 1 && slope.shape[axis] != 1 {",
          "for axis in shape.indices where shape[axis] == 1 && slope.shape[axis] != 1 && (shape.count < 3 || axis == 0) {"
        )
      ], fails: ["tensor.broadcast"]),
    Mutant(
      "shape-kept-where-counts-agree", "the shape of what was repeated once kept, as [1, 3] for [3]",
      replacing: [
        (
          "    var slope = slope\n    while slope.rank",
          "    var slope = slope\n    if slope.count == shape.reduce(1, *) { return slope }\n    while slope.rank"
        )
      ], fails: ["tensor.broadcast"]),
    Mutant(
      "tiny-tensor-slopes-dropped", "slopes below 1e-20 taken for 0 on the way back through tensors",
      replacing: [
        ("let slope = slopes[place]\n", "let slope = slopes[place].map { abs($0) < 1e-20 ? 0 : $0 }\n")
      ], fails: ["tensor.oracle"]),
    Mutant(
      "huge-tensor-slopes-cut", "slopes above 1e20 cut on the way back through tensors",
      replacing: [
        ("let slope = slopes[place]\n", "let slope = slopes[place].map { min(max($0, -1e20), 1e20) }\n")
      ], fails: ["tensor.oracle"]),
  ]
}
