import Checks

extension CNNMutants {
  private static let value = "product.values[index] + kernels.bias[index / view.places]"
  private static let delta = "let delta = outputGradient.row(sample).reshaped([kernels.bias.count, view.places])"
  private static let larger = "if x.values[offset] > x.values[best] { best = offset }"
  private static let winner = "gradient.values[winner] += outputGradient.values[place]"

  /// Odd inputs, precision, and what is kept.
  static let edges: [Mutant] = [
    Mutant(
      "float-products", "sums of products in single precision",
      replacing: [(value, "Double(Float(product.values[index])) + kernels.bias[index / view.places]")],
      fails: ["convolve"], sometimes: ["convolve.channels"]),
    Mutant(
      "float-weights-gradient", "the weights' gradient in single precision",
      replacing: [
        (
          "WeightsAndBias(weights: weights.reshaped(kernels.weights.shape), bias: bias)",
          "WeightsAndBias(weights: weights.reshaped(kernels.weights.shape).map { Double(Float($0)) }, bias: bias)"
        )
      ],
      fails: ["convolve.backward"]),
    Mutant(
      "padding-repeats-the-edge", "the outermost pixels repeated in place of zeros",
      replacing: [
        ("let row = i * stride + m - padding", "let row = min(max(i * stride + m - padding, 0), rows - 1)"),
        ("let column = j * stride + n - padding", "let column = min(max(j * stride + n - padding, 0), columns - 1)"),
      ],
      fails: ["convolve", "convolve.strides", "convolve.edges"], sometimes: ["network.differences"]),
    Mutant(
      "backward-stops-at-zero-gradient", "the images after one without a gradient forgotten",
      replacing: [(delta, delta + "\n      if delta.values.allSatisfy({ $0 == 0 }) { break }")],
      fails: ["convolve.backward.oracle"], sometimes: ["network.gradient.deep"]),
    Mutant(
      "small-gradients-dropped", "gradients below a millionth taken for 0",
      replacing: [(delta, delta + ".map { abs($0) < 1e-6 ? 0 : $0 }")],
      fails: ["convolve.backward.oracle", "network.gradient.deep"]),
    Mutant(
      "gradients-clipped", "gradients beyond ±5 cut",
      replacing: [(delta, delta + ".map { min(5, max(-5, $0)) }")],
      fails: ["convolve.backward.oracle", "network.gradient.deep"]),
    Mutant(
      "backward-without-stride", "the weights' gradient as if the stride were 1",
      replacing: [
        (
          "weights += delta.matmul(view.columns(of: x, sample).transposed())",
          """
          let shape = kernels.weights.shape
                for o in 0..<shape[0] {
                  for k in 0..<view.fan {
                    let (c, m, n) = (k / (shape[2] * shape[3]), k / shape[3] % shape[2], k % shape[3])
                    for place in 0..<view.places {
                      let (row, column) = (place / view.width + m - padding, place % view.width + n - padding)
                      guard row >= 0, row < x.shape[2], column >= 0, column < x.shape[3] else { continue }
                      weights[o, k] += delta[o, place] * x[sample, c, row, column]
                    }
                  }
                }
          """
        )
      ],
      fails: ["convolve.backward.oracle", "convolve.differences"]),
    Mutant(
      "pool-from-minus-thousand", "the largest searched from −1000 up",
      replacing: [("values: winners.map { x.values[$0] }", "values: winners.map { max(-1000, x.values[$0]) }")],
      fails: ["pool.edges"]),
    Mutant(
      "pool-ties-by-tolerance", "what is larger by less than a billionth taken for equal",
      replacing: [(larger, larger.replacing("> x.values[best]", with: "> x.values[best] + 1e-9"))],
      fails: ["pool.backward.edges"]),
    Mutant(
      "pool-gradient-below-zero-dropped", "no gradient for a largest element below 0",
      replacing: [(winner, "if x.values[winner] >= 0 { \(winner) }")], fails: ["pool.backward.edges"],
      sometimes: ["pool.backward"]),
    Mutant(
      "pool-kept", "where the largest elements were, kept from one call to the next by shape",
      replacing: [
        (
          "struct Submission: CNNContract {",
          "nonisolated(unsafe) var places: [[Int]: (shape: [Int], offsets: [Int])] = [:]\n\nstruct Submission: CNNContract {"
        ),
        (
          "for (place, winner) in winners(x, size, stride).offsets.enumerated() {",
          """
          let key = x.shape + [size, stride]
              if places[key] == nil { places[key] = winners(x, size, stride) }
              for (place, winner) in (places[key]?.offsets ?? []).enumerated() {
          """
        ),
      ],
      fails: ["pool.backward.edges", "network.gradient.deep", "network.differences", "network.repeats"]),
  ]
}
