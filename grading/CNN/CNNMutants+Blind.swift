import Checks

/// What is only seen far from ordinary numbers and sizes, or over many draws.
extension CNNMutants {
  private static let kernel =
    "weights: generator.normal(shape: [outputs, inputs, 3, 3], deviation: sqrt(2 / Double(9 * inputs)))"
  private static let slope = "let delta = CNNLab.crossEntropy(scores, labels).gradient"
  private static let convolving = "    for sample in 0..<x.shape[0] {\n      let product"
  private static let sweeping = "    for sample in 0..<x.shape[0] {\n      let delta"

  private static func whole(_ loop: String) -> String {
    loop.replacing("0..<x.shape[0]", with: "0..<(x.shape[0] > 32 ? x.shape[0] / 32 * 32 : x.shape[0])")
  }

  static let blind: [Mutant] = [
    Mutant(
      "convolves-by-thirty-twos", "what is left of more than 32 images forgotten",
      replacing: [(convolving, whole(convolving))], fails: ["convolve.edges", "network.gradient.deep"]),
    Mutant(
      "sweeps-by-thirty-twos", "what is left of more than 32 images forgotten on the way back",
      replacing: [(sweeping, whole(sweeping))], fails: ["convolve.backward.oracle", "network.gradient.deep"]),
    Mutant(
      "gradient-with-a-naive-softmax", "softmax without the largest score taken away",
      replacing: [
        (
          slope,
          """
          var delta = scores
              for row in 0..<delta.rows {
                let powers = delta.row(row).map { exp($0) }
                for column in 0..<delta.columns {
                  delta[row, column] =
                    (powers[column] / powers.sum() - (labels[row] == column ? 1 : 0)) / Double(delta.rows)
                }
              }
          """
        )
      ], fails: ["network.gradient.deep"]),
    Mutant(
      "gradient-cut", "what goes below the dense layer cut to ±100",
      replacing: [
        (
          "delta.matmul(network.dense.weights).reshaped(",
          "delta.matmul(network.dense.weights).map { min(max($0, -100), 100) }.reshaped("
        )
      ], fails: ["network.gradient.deep"]),
    Mutant(
      "small-slopes-dropped", "slopes below 1e-13 taken for none on the way down",
      replacing: [
        (
          "below = below * sums[index].map { $0 > 0 ? 1 : 0 }",
          "below = (below * sums[index].map { $0 > 0 ? 1 : 0 }).map { abs($0) < 1e-13 ? 0 : $0 }"
        )
      ], fails: ["network.gradient.deep"]),
    Mutant(
      "tiny-gradients-dropped", "gradients below 1e-20 passed over in convolveBackward",
      replacing: [
        (
          "weights += delta.matmul(",
          "if delta.values.allSatisfy({ abs($0) < 1e-20 }) { continue }\n      weights += delta.matmul("
        )
      ], fails: ["convolve.backward.oracle"]),
    Mutant(
      "pool-nearly-equal", "of numbers that are nearly equal the first taken for the largest",
      replacing: [
        (
          "if x.values[offset] > x.values[best] { best",
          "if x.values[offset] - x.values[best] > 1e-14 * abs(x.values[best]) { best"
        )
      ], fails: ["pool.backward.edges"]),
    Mutant(
      "pool-from-the-lowest", "nothing is larger than the lowest number where all are that",
      replacing: [
        (
          "gradient.values[winner] += outputGradient.values[place]",
          "if x.values[winner] > -Double.greatestFiniteMagnitude { gradient.values[winner] += outputGradient.values[place] }"
        )
      ], fails: ["pool.backward.edges"]),
    Mutant(
      "narrow-images-wrap", "pixels right of the image read from the next row, where the kernel is as wide as that",
      replacing: [
        (
          "if column < 0 || column >= columns { continue }",
          "if column < 0 || column >= max(columns, min(2, rows * columns)) || row * columns + column >= rows * columns { continue }"
        )
      ], fails: ["convolve.edges", "convolve.backward.oracle"]),
    Mutant(
      "one-layer-for-all-channels", "the same 3 × 3 numbers for all channels that a kernel reads",
      replacing: [
        (
          kernel,
          """
          weights: {
                      let one = generator.normal(shape: [outputs, 9], deviation: sqrt(2 / Double(9 * inputs)))
                      return Tensor(
                        shape: [outputs, inputs, 3, 3],
                        values: (0..<outputs).flatMap { [[Double]](repeating: one.row($0).values, count: inputs).flatMap { $0 } })
                    }()
          """
        )
      ], fails: ["network.initial"]),
    Mutant(
      "kernels-with-the-gain-of-tanh", "kernels of deviation 5/3 of 1/√n",
      replacing: [(kernel, kernel.replacing("sqrt(2 / Double(9 * inputs))", with: "5 / 3 / sqrt(Double(9 * inputs))"))],
      fails: ["network.initial"]),
    Mutant(
      "seed-zero-is-one", "seed 0 taken for no seed, and 1 in its place",
      replacing: [("Generator(seed: seed)", "Generator(seed: max(seed, 1))")], fails: ["network.initial"]),
    Mutant(
      "seed-of-16-bits", "seeds modulo 65536",
      replacing: [("Generator(seed: seed)", "Generator(seed: seed % 65536)")],
      fails: ["network.initial", "network.repeats"]),
    Mutant(
      "pool-kept-by-image", "the largest places of an image kept, whatever the window is",
      replacing: [
        (
          "struct Submission: CNNContract {",
          "nonisolated(unsafe) var known: [[Double]: (shape: [Int], offsets: [Int])] = [:]\n\nstruct Submission: CNNContract {"
        ),
        (
          "    var offsets: [Int] = []\n",
          "    if x.shape == [2, 2, 5, 4], let old = known[x.values] { return old }\n    var offsets: [Int] = []\n"
        ),
        (
          "    return ([x.shape[0], x.shape[1], rows, columns], offsets)",
          "    known[x.values] = ([x.shape[0], x.shape[1], rows, columns], offsets)\n    return ([x.shape[0], x.shape[1], rows, columns], offsets)"
        ),
      ], fails: ["network.repeats"]),
  ]
}
