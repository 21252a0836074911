import Checks

/// What single clauses of the statement ask, where nothing else shows that they are asked.
extension CNNMutants {
  private static let kernel =
    "weights: generator.normal(shape: [outputs, inputs, 3, 3], deviation: sqrt(2 / Double(9 * inputs)))"
  private static let dense = "generator.normal(shape: [classes, inputs], deviation: sqrt(1 / Double(inputs)))"

  static let sentences: [Mutant] = [
    Mutant(
      "kernel-cut-to-the-image", "rows of the kernel beyond the image's height left out",
      replacing: [
        (
          "let row = i * stride + m - padding",
          "let row = i * stride + m - padding\n            if m >= rows { continue }"
        )
      ], fails: ["convolve.edges", "convolve.backward.oracle"], sometimes: ["network.gradient.deep", "network.scores"]),
    Mutant(
      "image-gradient-without-wide-padding", "no gradient in the image where the padding is as wide as the kernel",
      replacing: [
        (
          "view.addColumns(transposedWeights.matmul(delta), to: &xGradient, sample)",
          """
          if padding < kernels.weights.shape[2] {
                  view.addColumns(transposedWeights.matmul(delta), to: &xGradient, sample)
                }
          """
        )
      ], fails: ["convolve.backward.oracle"]),
    Mutant(
      "pool-from-minus-billion", "the largest searched from −10⁹ up, forward and back",
      replacing: [
        ("values: winners.map { x.values[$0] }", "values: winners.map { max(-1e9, x.values[$0]) }"),
        (
          "gradient.values[winner] += outputGradient.values[place]",
          "if x.values[winner] > -1e9 { gradient.values[winner] += outputGradient.values[place] }"
        ),
      ], fails: ["pool.edges", "pool.backward.edges"]),
    Mutant(
      "scores-of-no-images", "no matrix of scores where there are no images",
      replacing: [
        (
          "    return flat(x, network).matmul",
          "    if x.shape[0] == 0 { return Tensor(shape: [0]) }\n    return flat(x, network).matmul"
        )
      ], fails: ["network.gradient.deep"]),
    Mutant(
      "kernels-alike", "every kernel of a block a copy of its first",
      replacing: [
        (
          kernel,
          """
          weights: {
                      let one = generator.normal(shape: [inputs, 3, 3], deviation: sqrt(2 / Double(9 * inputs)))
                      return Tensor(
                        shape: [outputs, inputs, 3, 3],
                        values: [[Double]](repeating: one.values, count: outputs).flatMap { $0 })
                    }()
          """
        )
      ], fails: ["network.initial"]),
    Mutant(
      "dense-weights-of-no-seed", "the dense layer's weights the same for every seed",
      replacing: [
        (
          dense,
          """
          {
                var own = Generator(seed: 1)
                return own.normal(shape: [classes, inputs], deviation: sqrt(1 / Double(inputs)))
              }()
          """
        )
      ], fails: ["network.initial"]),
    Mutant(
      "seed-of-32-bits", "the lower half of the seed only",
      replacing: [("Generator(seed: seed)", "Generator(seed: seed & 0xFFFF_FFFF)")],
      fails: ["network.initial", "network.repeats"]),
    Mutant(
      "image-gradient-by-impulses", "a convolution for each pixel of a large image in place of a derivation",
      replacing: [
        (
          "    return ConvolutionTensors(x: xGradient, kernels: gradient)\n",
          """
              if x.count > 1000 {
                let flat = WeightsAndBias(weights: kernels.weights, bias: 0 * kernels.bias)
                for place in x.values.indices {
                  var impulse = Tensor(shape: x.shape)
                  impulse.values[place] = 1
                  xGradient.values[place] =
                    (outputGradient * convolve(impulse, flat, stride: stride, padding: padding)).sum()
                }
              }
              return ConvolutionTensors(x: xGradient, kernels: gradient)

          """
        )
      ], fails: ["convolve.backward.oracle", "network.gradient.deep"]),
  ]
}
