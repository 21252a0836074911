import Checks

/// Initialisations that the statement allows, its ends: half of 1/√n, and one and a half times that.
enum CNNVariants {
  private static let kernels = "sqrt(2 / Double(9 * inputs))"
  private static let dense = "sqrt(1 / Double(inputs))"

  static let all = [
    Variant(
      "narrow-start", replacing: [(kernels, "0.5 / sqrt(Double(9 * inputs))"), (dense, "0.5 / sqrt(Double(inputs))")]),
    Variant(
      "wide-start", replacing: [(kernels, "1.5 / sqrt(Double(9 * inputs))"), (dense, "1.5 / sqrt(Double(inputs))")]),
  ]
}
