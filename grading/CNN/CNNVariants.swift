import Checks

/// Initialisations that the statement allows, narrow as PyTorch's and wide.
enum CNNVariants {
  private static let kernels = "sqrt(2 / Double(9 * inputs))"
  private static let dense = "sqrt(1 / Double(inputs))"

  static let all = [
    Variant(
      "narrow-start", replacing: [(kernels, "sqrt(1 / Double(27 * inputs))"), (dense, "sqrt(1 / Double(3 * inputs))")]),
    Variant("wide-start", replacing: [(kernels, "sqrt(3 / Double(9 * inputs))"), (dense, "sqrt(3 / Double(inputs))")]),
  ]
}
