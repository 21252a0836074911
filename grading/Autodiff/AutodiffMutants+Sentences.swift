import Checks

/// What single clauses of the statement ask, where nothing else shows that they are asked.
extension AutodiffMutants {
  private static let gradient = "    return slopes.map { values[$0] }\n"
  private static let scattered =
    "program.steps.enumerated().contains(where: { place, step in step.arguments.contains { $0 > place } })"

  static let sentences: [Mutant] = [
    Mutant(
      "gradient-of-inputs-that-stand-there", "no place in the gradient for inputs that are no step",
      replacing: [
        (
          gradient,
          "    return slopes.indices.filter { program.steps.contains(.input($0)) }.map { values[slopes[$0]] }\n"
        )
      ], fails: ["gradient.edges"]),
    Mutant(
      "hessian-of-inputs-that-stand-there", "no row and no column of the Hessian for inputs that are no step",
      replacing: [
        (
          "    return Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })",
          """
              let used = inputs.indices.filter { program.steps.contains(.input($0)) }
              return Tensor(
                shape: [used.count, used.count], values: used.flatMap { row in used.map { rows[row][$0] } })
          """
        )
      ], fails: ["hessian.oracle"]),
    Mutant(
      "higher-derivatives-of-sorted-steps",
      "derivatives of derivatives only where each step stands after those that it uses, otherwise 0",
      replacing: [
        (
          "    let rows = slopes.map { slope in\n",
          """
              if \(scattered) {
                return Tensor(shape: [inputs.count, inputs.count])
              }
              let rows = slopes.map { slope in

          """
        ),
        (
          "    var places = [tape.output]\n",
          """
              if \(scattered) {
                return [tape.values([x])[tape.output]] + [Double](repeating: 0, count: order)
              }
              var places = [tape.output]

          """
        ),
      ], fails: ["hessian.oracle", "derivatives.high"]),
    Mutant(
      "derivatives-of-a-constant", "the value alone, whatever the order, where the program does not use its input",
      replacing: [
        (
          "    var places = [tape.output]\n",
          """
              if !program.steps.contains(.input(0)) { return [tape.values([x])[tape.output]] }
              var places = [tape.output]

          """
        )
      ], fails: ["derivatives.high"]),
    Mutant(
      "tensor-value-of-sorted-steps",
      "a tensor's value only where each step stands after those that it uses, otherwise 0",
      replacing: [
        (
          "    values(program, inputs)[program.output]\n",
          """
              if \(scattered) { return Tensor(shape: []) }
              return values(program, inputs)[program.output]

          """
        )
      ], fails: ["tensor.oracle"]),
    Mutant(
      "broadcast-of-matrices", "of three dimensions the slope of the first matrix, in place of the sum over all",
      replacing: [
        (
          "while slope.rank > shape.count { slope = slope.sum(axis: 0) }",
          "while slope.rank > shape.count { slope = slope.rank > 2 ? slope.row(0) : slope.sum(axis: 0) }"
        )
      ], fails: ["tensor.broadcast"]),
    Mutant(
      "tensor-gradient-by-differences", "central differences in place of the sweep, for tensors of many elements",
      replacing: [
        (
          "    return gradients\n",
          """
              if inputs.reduce(0, { $0 + $1.count }) > 1000 {
                for place in inputs.indices {
                  for index in inputs[place].values.indices {
                    var (up, down) = (inputs, inputs)
                    up[place].values[index] += 1e-4
                    down[place].values[index] -= 1e-4
                    gradients[place].values[index] =
                      (evaluate(program, up).sum() - evaluate(program, down).sum()) / 2e-4
                  }
                }
              }
              return gradients

          """
        )
      ], fails: ["tensor.large"]),
  ]
}
