import Checks

extension UnsupervisedMutants {
  private static let mean = "return (errors * errors).sum() / Double(samples.rows)"
  private static let none = "    if samples.rows == 0 { return 0 }\n"
  private static let delta = "let delta = errors(autoencoder, samples) * (2 / Double(max(1, samples.rows)))"
  private static let back = "encoder: delta.matmul(autoencoder.decoder).transposed().matmul(samples)"
  private static let forth = "decoder: delta.transposed().matmul(codes)"
  private static let codes = "    let codes = samples.matmul(autoencoder.encoder.transposed())\n"
  private static let slope = "      let slope = gradient(moved, samples)\n"
  private static let first = "moved.encoder -= slope.encoder * rate"
  private static let second = "moved.decoder -= slope.decoder * rate"
  private static let loop = "for _ in 0..<steps {"

  /// In the autoencoder's error, gradient and training.
  static let autoencoders: [Mutant] = [
    Mutant(
      "error-sum", "the sum over the samples", replacing: [(mean, "return (errors * errors).sum()")],
      fails: ["error", "error.edges"]),
    Mutant(
      "error-half", "half of the mean", replacing: [(mean, mean + " / 2")], fails: ["error", "error.edges"]),
    Mutant(
      "error-of-all-numbers", "the mean over the features too",
      replacing: [(mean, mean.replacing("samples.rows", with: "samples.count"))], fails: ["error", "error.edges"]),
    Mutant(
      "error-root", "the root of the mean",
      replacing: [(mean, "return ((errors * errors).sum() / Double(samples.rows)).squareRoot()")],
      fails: ["error", "error.edges"]),
    Mutant(
      "error-absolute", "absolute differences",
      replacing: [(mean, mean.replacing("errors * errors", with: "errors.map(abs)"))],
      fails: ["error", "error.edges"]),
    Mutant("error-of-nothing", "0 / 0 for no samples", replacing: [(none, "")], fails: ["error.edges"]),
    Mutant(
      "error-small-is-none", "errors below 1e-12 are 0",
      replacing: [
        (mean, "let error = (errors * errors).sum() / Double(samples.rows)\n    return error < 1e-12 ? 0 : error")
      ],
      fails: ["error.edges"]),
    Mutant(
      "error-cut", "an error is a million at most",
      replacing: [(mean, mean.replacing("return ", with: "return min(1e6, ") + ")")],
      fails: ["error.edges"]),
    Mutant(
      "gradient-without-two", "the factor 2 of the square forgotten",
      replacing: [(delta, delta.replacing("(2 /", with: "(1 /"))],
      fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-sum", "the sum over the samples", replacing: [(delta, "let delta = errors(autoencoder, samples) * 2")],
      fails: ["gradient", "gradient.edges", "gradient.differences", "train.edges", "subspace"]),
    Mutant(
      "gradient-sign", "x − U W x", replacing: [(delta, delta.replacing("(2 /", with: "(-2 /"))],
      fails: ["gradient", "gradient.edges", "gradient.differences", "train.edges", "subspace"]),
    Mutant(
      "gradient-of-nothing", "the matrices themselves for no samples",
      replacing: [(codes, "    if samples.rows == 0 { return autoencoder }\n" + codes)],
      fails: ["gradient.edges", "train.edges"]),
    Mutant(
      "gradient-decoder-only", "the encoder is left as it is",
      replacing: [(back, "encoder: Tensor(shape: autoencoder.encoder.shape)")],
      fails: ["gradient", "train", "gradient.edges", "gradient.differences", "train.edges", "subspace"]),
    Mutant(
      "gradient-through-the-encoder", "errors pulled back by W, not by Uᵀ",
      replacing: [(back, back.replacing("autoencoder.decoder", with: "autoencoder.encoder.transposed()"))],
      fails: ["gradient", "gradient.edges", "gradient.differences", "subspace"]),
    Mutant(
      "gradient-tied", "both matrices' parts added, as if U were Wᵀ",
      replacing: [
        (back, back + " + codes.transposed().matmul(delta)"),
        (forth, forth + " + samples.transposed().matmul(delta.matmul(autoencoder.decoder))"),
      ], fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-of-reconstructions", "the decoder's slope by the code of U W x",
      replacing: [
        (
          codes,
          """
              let codes = (errors(autoencoder, samples) + samples).matmul(autoencoder.encoder.transposed())

          """
        )
      ], fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-cut", "errors cut at 1000 in the gradient",
      replacing: [
        (
          delta,
          delta.replacing(
            "errors(autoencoder, samples)", with: "errors(autoencoder, samples).map { max(-1000, min(1000, $0)) }")
        )
      ],
      fails: ["gradient.edges"]),
    Mutant(
      "gradient-small-is-none", "derivatives below 1e-15 are 0",
      replacing: [(forth, forth + ".map { abs($0) < 1e-15 ? 0 : $0 }")], fails: ["gradient.edges"]),
    Mutant(
      "gradient-by-differences",
      "central differences of the error, which is a parabola in each number, without a derivation",
      replacing: [
        (
          codes,
          """
              if samples.rows > 0 {
                var slope = autoencoder
                for place in autoencoder.encoder.values.indices {
                  var (up, down) = (autoencoder, autoencoder)
                  up.encoder.values[place] += 0.5
                  down.encoder.values[place] -= 0.5
                  slope.encoder.values[place] = (reconstructionError(up, samples) - reconstructionError(down, samples))
                }
                for place in autoencoder.decoder.values.indices {
                  var (up, down) = (autoencoder, autoencoder)
                  up.decoder.values[place] += 0.5
                  down.decoder.values[place] -= 0.5
                  slope.decoder.values[place] = (reconstructionError(up, samples) - reconstructionError(down, samples))
                }
                return slope
              }

          """ + codes
        )
      ], fails: ["gradient.edges"]),
    Mutant(
      "train-uphill", "along the gradient",
      replacing: [(first, first.replacing("-=", with: "+=")), (second, second.replacing("-=", with: "+="))],
      fails: ["train", "train.edges", "subspace"]),
    Mutant(
      "train-one-after-the-other", "the decoder's slope taken anew when the encoder has moved",
      replacing: [(second, "moved.decoder -= gradient(moved, samples).decoder * rate")],
      fails: ["train", "train.edges"]),
    Mutant(
      "train-from-the-start", "each slope at the matrices that the training began with",
      replacing: [(slope, slope.replacing("moved", with: "autoencoder"))], fails: ["train", "train.edges", "subspace"]),
    Mutant(
      "train-decoder-only", "the encoder does not move", replacing: [(first, "moved.encoder -= slope.encoder * 0")],
      fails: ["train", "train.edges", "subspace"]),
    Mutant(
      "train-at-least-once", "a step is made where none is asked for",
      replacing: [(loop, "for _ in 0..<max(1, steps) {")], fails: ["train.edges"]),
    Mutant(
      "train-hundred-steps", "never more than a hundred steps", replacing: [(loop, "for _ in 0..<min(100, steps) {")],
      fails: ["train.edges"]),
    Mutant(
      "train-stops-when-flat", "ends where no derivative is above 1e-5",
      replacing: [
        (
          slope,
          slope + "      if (slope.encoder.values + slope.decoder.values).allSatisfy({ abs($0) < 1e-5 }) { break }\n"
        )
      ], fails: ["train.edges"]),
    Mutant(
      "train-stops-when-rising", "ends where a step makes the error larger",
      replacing: [
        (slope, slope + "      let before = moved\n"),
        (
          second,
          second + "\n      if reconstructionError(moved, samples) > reconstructionError(before, samples) { break }"
        ),
      ], fails: ["train.edges"]),
    Mutant(
      "train-clips", "derivatives cut at 50",
      replacing: [(first, "moved.encoder -= slope.encoder.map { max(-50, min(50, $0)) } * rate")],
      fails: ["train.edges"]),
    Mutant(
      "train-solves", "straight to the projection on the principal directions",
      replacing: [
        (
          loop,
          """
          if steps > 500, samples.rows > 0 {
                moved.encoder = singularDirections(samples, count: autoencoder.encoder.rows).directions
                moved.decoder = moved.encoder.transposed() * 0.999
                return moved
              }
              for _ in 0..<steps {
          """
        )
      ], fails: ["subspace"]),
  ]

  private static let keep = "  func distances("

  /// Answers kept from one call to the next.
  static let habits: [Mutant] = [
    Mutant(
      "directions-kept", "the eigenvectors kept from the first matrix of that shape",
      replacing: [
        (
          "    let (values, vectors) = eigen(matrix.transposed().matmul(matrix))\n",
          """
              let (values, vectors) = Self.kept[matrix.shape] ?? eigen(matrix.transposed().matmul(matrix))
              Self.kept[matrix.shape] = (values, vectors)

          """
        ),
        (keep, "  nonisolated(unsafe) static var kept: [[Int]: (values: [Double], vectors: Tensor)] = [:]\n\n" + keep),
      ], fails: ["approximation", "directions.edges", "approximation.edges", "components.edges", "repeats"]),
    Mutant(
      "classify-labels-kept", "labels kept from the first samples",
      replacing: [
        (
          "    (0..<queries.rows).map { query in\n      let voters",
          """
              if Self.seen.samples != samples { Self.seen = (samples, labels) }
              let labels = Self.seen.labels
              return (0..<queries.rows).map { query in
                let voters
          """
        ),
        (
          keep,
          "  nonisolated(unsafe) static var seen: (samples: Tensor, labels: [Int]) = (Tensor(shape: [0]), [])\n\n"
            + keep
        ),
      ], fails: ["repeats"]),
    Mutant(
      "classify-votes-by-distance", "a vote counts the more the nearer it is",
      replacing: [
        (
          "return voters.first { votes[$0] == most } ?? 0",
          """
          let far = distances(queries.rows(at: [query]), samples).row(0)
                var weights: [Int: Double] = [:]
                for place in self.neighbours(queries.row(query).values, samples, count: neighbours) {
                  weights[labels[place], default: 0] += 1 / far[place]
                }
                return voters.first { weights[$0] == weights.values.max() } ?? most ?? 0
          """
        )
      ], fails: ["classify", "classify.edges"]),
    Mutant(
      "directions-by-chance", "power iteration from a start that the system draws",
      replacing: [
        (
          "    let (values, vectors) = eigen(matrix.transposed().matmul(matrix))\n",
          power(start: "(0..<matrix.columns).map { _ in Double.random(in: -1...1) }", steps: 60)
        )
      ], fails: ["directions.edges", "components.edges", "repeats"], sometimes: ["approximation.edges"]),
    Mutant(
      "neighbours-by-chance", "equally near samples in an order of chance",
      replacing: [
        (
          "let order = (0..<samples.rows).sorted {",
          "let chance = (0..<samples.rows).map { _ in Int.random(in: 0..<1000) }\n    let order = (0..<samples.rows).sorted {"
        ), ("(far[$0], $0) < (far[$1], $1)", "(far[$0], chance[$0]) < (far[$1], chance[$1])"),
      ], fails: ["neighbours.edges"]),
  ]
}
