import Checks

/// Choices that the statement leaves open.
enum GenerativeVariants {
  static let all: [Variant] = [
    Variant(
      "slope-by-cosh", replacing: [("codes.map { 1 - $0 * $0 }", "codes.map { (1 - $0) * (1 + $0) }")]),
    Variant(
      "softplus-by-branches",
      replacing: [("max(x, 0) + log1p(exp(-abs(x)))", "x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))")]),
    Variant(
      "draws-for-the-last-step-too",
      replacing: [
        ("time > 1 ? generator.normal(shape: shape) : Tensor(shape: shape)", "generator.normal(shape: shape)")
      ]
    ),
    Variant(
      "beta-as-a-mean",
      replacing: [
        (
          "steps == 1 ? first : first + (last - first) * Double(step) / Double(steps - 1)",
          """
          steps == 1
                  ? first : (first * Double(steps - 1 - step) + last * Double(step)) / Double(steps - 1)
          """
        )
      ]),
    Variant(
      "products-by-logarithms",
      replacing: [
        ("var product = 1.0", "var product = 0.0"), ("product *= alpha\n", "product += log(alpha)\n"),
        ("return product\n", "return exp(product)\n"),
      ]),
    Variant(
      "products-anew",
      replacing: [
        (
          "let alphaBar = schedule.alphaBars[time - 1]\n",
          "let alphaBar = schedule.betas[..<time].reduce(1) { $0 * (1 - $1) }\n"
        )
      ]),
    Variant(
      "noise-off-after-the-division",
      replacing: [
        (
          "(points - predicted * (beta / (1 - alphaBar).squareRoot())) / alpha.squareRoot()",
          "points / alpha.squareRoot() - predicted * (beta / ((1 - alphaBar) * alpha).squareRoot())"
        )
      ]),
    Variant(
      "means-as-they-come",
      replacing: [
        ("(errors * errors).sum() / count, gradient", "(errors * errors * (1 / count)).sum(), gradient")
      ]),
  ]
}
