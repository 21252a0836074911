import Checks

extension UnsupervisedMutants {
  private static let direct = "let found = singularDirections(samples - mean, count: count)"
  private static let variances = "variances: found.values.map { $0 * $0 / n }"
  private static let whole = "    let n = Double(samples.rows)\n"
  private static let scores = "(samples - Tensor(components.mean)).matmul(components.components.transposed())"
  private static let points = "scores.matmul(components.components) + Tensor(components.mean)"

  /// In principal components, scores and points.
  static let components: [Mutant] = [
    Mutant(
      "components-uncentred", "the mean is told, but not taken off",
      replacing: [(direct, "let found = singularDirections(samples, count: count)")],
      fails: ["components", "components.edges"]),
    Mutant(
      "components-n-minus-one", "variances divided by n − 1",
      replacing: [(variances, "variances: found.values.map { $0 * $0 / max(1, n - 1) }")],
      fails: ["components", "components.edges"]),
    Mutant(
      "components-deviations", "standard deviations for variances",
      replacing: [(variances, "variances: found.values.map { ($0 * $0 / n).squareRoot() }")],
      fails: ["components", "components.edges"]),
    Mutant(
      "components-sums", "sums of squares for variances",
      replacing: [(variances, "variances: found.values.map { $0 * $0 }")], fails: ["components", "components.edges"]),
    Mutant(
      "components-shares", "shares of the variance that is explained",
      replacing: [
        (
          variances,
          "variances: found.values.map { $0 * $0 / n / max(1e-300, found.values.reduce(0) { $0 + $1 * $1 / n }) }"
        )
      ], fails: ["components", "components.edges"]),
    Mutant(
      "components-standardised", "each feature divided by its deviation first",
      replacing: [
        (
          direct,
          """
          let centred = samples - mean
              let deviations = ((centred * centred).sum(axis: 0) / n).map { $0 > 0 ? $0.squareRoot() : 1 }
              let found = singularDirections(centred / deviations, count: count)
          """
        )
      ], fails: ["components", "components.edges"]),
    Mutant(
      "components-of-raw-moments", "the mean of x xᵀ less that of x times itself",
      replacing: [
        (
          direct,
          """
          let (values, vectors) = eigen(
                samples.transposed().matmul(samples) - mean.reshaped([mean.count, 1]).matmul(mean.reshaped([1, mean.count])) * n)
              let order = Array((0..<mean.count).sorted { values[$0] > values[$1] }.prefix(count))
              let found = SingularDirections(
                values: order.map { max(0, values[$0]).squareRoot() }, directions: vectors.rows(at: order))
          """
        )
      ], fails: ["components.edges"]),
    Mutant(
      "components-fewer-than-samples", "fewer components than samples, whatever is asked for",
      replacing: [(direct, direct.replacing("count: count", with: "count: max(1, min(count, samples.rows - 1))"))],
      fails: ["components.edges"]),
    Mutant(
      "components-small-variances-are-none", "variances below 1e-12 are 0",
      replacing: [(variances, "variances: found.values.map { $0 * $0 / n < 1e-12 ? 0 : $0 * $0 / n }")],
      fails: ["components.edges"]),
    Mutant(
      "components-mean-of-half", "a mean of the first and the last sample",
      replacing: [
        ("let mean = samples.sum(axis: 0) / n", "let mean = (samples.row(0) + samples.row(samples.rows - 1)) / 2")
      ], fails: ["components", "components.edges"]),
    Mutant(
      "components-none-of-equal-samples", "zeros for components where all samples are equal",
      replacing: [
        (
          whole,
          """
              let n = Double(samples.rows)
              if (0..<samples.rows).allSatisfy({ samples.row($0) == samples.row(0) }) {
                return PrincipalComponents(
                  mean: samples.row(0).values, components: Tensor(shape: [count, samples.columns]),
                  variances: [Double](repeating: 0, count: count))
              }

          """
        )
      ], fails: ["components.edges"]),
    Mutant(
      "encode-uncentred", "the mean is not taken off",
      replacing: [(scores, "samples.matmul(components.components.transposed())")], fails: ["encode"]),
    Mutant(
      "encode-own-mean", "the mean of the samples at hand, not that of the components",
      replacing: [
        (
          scores,
          "(samples - samples.sum(axis: 0) / Double(samples.rows)).matmul(components.components.transposed())"
        )
      ], fails: ["encode"]),
    Mutant(
      "encode-whitened", "scores divided by their deviation",
      replacing: [(scores, scores + " / Tensor(components.variances).map { $0.squareRoot() }")], fails: ["encode"]),
    Mutant(
      "encode-in-place", "the projections, not their scores",
      replacing: [(scores, scores + ".matmul(components.components)")], fails: ["encode", "repeats"]),
    Mutant(
      "decode-without-mean", "the mean forgotten", replacing: [(points, "scores.matmul(components.components)")],
      fails: ["decode"]),
    Mutant(
      "decode-whitened", "scores taken for multiples of the deviations",
      replacing: [
        (
          points,
          points.replacing(
            "scores.matmul", with: "(scores * Tensor(components.variances).map { $0.squareRoot() }).matmul")
        )
      ], fails: ["decode"]),
    Mutant(
      "decode-mean-taken-off", "the mean taken off again",
      replacing: [(points, points.replacing(" + ", with: " - "))], fails: ["decode"], sometimes: ["repeats"]),
  ]
}
