import Checks

/// What single clauses of the statement ask, where nothing else shows that they are asked.
extension RNNMutants {
  private static let input = "generator.normal(shape: [units, inputs], deviation: 1 / sqrt(Double(inputs)))"
  private static let output = "generator.normal(shape: [classes, units], deviation: 1 / sqrt(Double(units)))"

  static let sentences: [Mutant] = [
    Mutant(
      "x-gradient-without-derivative", "the derivative of tanh forgotten on the way to x",
      replacing: [
        (
          "put(delta.matmul(cell.inputWeights), t, into: &xGradient)",
          "put(total.matmul(cell.inputWeights), t, into: &xGradient)"
        )
      ], fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "lstm-memory-cut", "the memory handed on cut at ±1000, for fear of overflow",
      replacing: [("next.memory[row, unit] = memory", "next.memory[row, unit] = min(max(memory, -1000), 1000)")],
      fails: ["lstm.extreme"]),
    Mutant(
      "scores-start-at-bias", "the first state the bias in place of zeros",
      replacing: [
        (
          "    var h = Tensor(shape: [x.shape[0], model.cell.bias.count])\n",
          "    var h = Tensor(shape: [x.shape[0], model.cell.bias.count]) + model.cell.bias\n"
        )
      ], fails: ["scores"], sometimes: ["repeats"]),
    Mutant(
      "input-weights-above-zero", "all input weights above 0",
      replacing: [(input, input + ".map { abs($0) }")], fails: ["initial"]),
    Mutant(
      "output-rows-alike", "one row of output weights for all classes",
      replacing: [
        (
          output,
          """
          {
                  let row = generator.normal(shape: [units], deviation: 1 / sqrt(Double(units)))
                  return Tensor(
                    shape: [classes, units], values: [[Double]](repeating: row.values, count: classes).flatMap { $0 })
                }()
          """
        )
      ], fails: ["initial"]),
    Mutant(
      "seed-of-32-bits", "the lower half of the seed only",
      replacing: [("Generator(seed: seed)", "Generator(seed: seed & 0xFFFF_FFFF)")], fails: ["initial", "repeats"]),
  ]
}
