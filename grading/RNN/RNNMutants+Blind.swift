import Checks

/// What is only seen far from ordinary numbers and sizes, or over many draws.
extension RNNMutants {
  private static let norm = "let norm = sqrt(squares)"
  private static let later = "later = delta.matmul(cell.stateWeights)\n"
  private static let slope = "let delta = RNNLab.crossEntropy(scores(model, x), labels).gradient"
  private static let sigmoid = "z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))"
  private static let input = "generator.normal(shape: [units, inputs], deviation: 1 / sqrt(Double(inputs)))"
  private static let output = "generator.normal(shape: [classes, units], deviation: 1 / sqrt(Double(units)))"
  private static let bias = "bias: Tensor(shape: [units]))"
  private static let last = "for t in 0..<x.shape[1] { h = step(model.cell, slice(x, t), h) }"

  static let blind: [Mutant] = [
    Mutant(
      "clip-norm-above-a-hundred-millionth", "the norm taken for 1e-8 at least, for fear of dividing by 0",
      replacing: [(norm, "let norm = max(sqrt(squares), 1e-8)")], fails: ["clip.edges"]),
    Mutant(
      "clip-nearly-at-the-limit", "a norm that is nearly the limit left as it is",
      replacing: [("if norm <= maximumNorm {", "if norm <= maximumNorm * (1 + 1e-7) {")], fails: ["clip.edges"]),
    Mutant(
      "clip-gives-up", "a norm above 1e10 taken for a fault and left as it is",
      replacing: [("if norm <= maximumNorm {", "if norm <= maximumNorm || norm > 1e10 {")], fails: ["clip.edges"]),
    Mutant(
      "lstm-gates-saturate", "gates of sums below −40 taken for shut",
      replacing: [(sigmoid, "z < -40 ? 0 : z > 40 ? 1 : 1 / (1 + exp(-z))")], fails: ["lstm.extreme"]),
    Mutant(
      "lstm-gates-from-tanh", "σ as (1 + tanh(z / 2)) / 2, of which nothing is left below 1e-16",
      replacing: [(sigmoid, "(1 + tanh(z / 2)) / 2")], fails: ["lstm.extreme"]),
    Mutant(
      "bptt-slopes-cut", "what comes from the later state cut to ±100, for fear of explosion",
      replacing: [(later, "later = delta.matmul(cell.stateWeights).map { min(max($0, -100), 100) }\n")],
      fails: ["backward.oracle"]),
    Mutant(
      "bptt-ends-where-little-is-left", "the way back left where all of a step's slopes are below 1e-13",
      replacing: [
        (later, later + "      if delta.values.allSatisfy({ abs($0) < 1e-13 }) { break }\n")
      ], fails: ["backward.oracle"]),
    Mutant(
      "bptt-truncated-after-512", "what comes from the later state dropped after every 512 steps",
      replacing: [(later, later + "      if (steps - t) % 512 == 0 { later = Tensor(shape: start.shape) }\n")],
      fails: ["backward.oracle"]),
    Mutant(
      "states-of-512-steps", "no more than 512 steps are made",
      replacing: [("for t in 0..<x.shape[1] {\n", "for t in 0..<min(512, x.shape[1]) {\n")], fails: ["states.edges"]),
    Mutant(
      "gradient-with-a-naive-softmax", "softmax without the largest score taken away",
      replacing: [
        (
          slope,
          """
          var delta = scores(model, x)
              for row in 0..<delta.rows {
                let powers = delta.row(row).map { exp($0) }
                for column in 0..<delta.columns {
                  delta[row, column] =
                    (powers[column] / powers.sum() - (labels[row] == column ? 1 : 0)) / Double(delta.rows)
                }
              }
          """
        )
      ], fails: ["gradient.oracle"]),
    Mutant(
      "gradient-cut", "the gradient in the scores' state cut to ±100",
      replacing: [
        (
          "put(delta.matmul(model.outputWeights), x",
          "put(delta.matmul(model.outputWeights).map { min(max($0, -100), 100) }, x"
        )
      ], fails: ["gradient.oracle"]),
    Mutant(
      "weights-of-a-small-pool", "the numbers of a matrix taken in turn from 211 that were drawn",
      replacing: [
        (
          input,
          """
          {
                  let pool = generator.normal(shape: [211], deviation: 1 / sqrt(Double(inputs)))
                  var weights = Tensor(shape: [units, inputs])
                  for place in weights.values.indices { weights.values[place] = pool[place * 7 % 211] }
                  return weights
                }()
          """
        )
      ], fails: ["initial"]),
    Mutant(
      "output-weights-twice-too-wide", "the output weights of deviation 2/√units",
      replacing: [(output, output.replacing("1 / sqrt", with: "2 / sqrt"))], fails: ["initial"]),
    Mutant(
      "biases-too-wide", "biases of deviation 1.35/√units",
      replacing: [(bias, "bias: generator.normal(shape: [units], deviation: 1.35 / sqrt(Double(units))))")],
      fails: ["initial"]),
    Mutant(
      "seed-zero-is-one", "seed 0 taken for no seed, and 1 in its place",
      replacing: [("Generator(seed: seed)", "Generator(seed: max(seed, 1))")], fails: ["initial"]),
    Mutant(
      "seed-of-16-bits", "seeds modulo 65536",
      replacing: [("Generator(seed: seed)", "Generator(seed: seed % 65536)")], fails: ["initial", "repeats"]),
  ]
}
