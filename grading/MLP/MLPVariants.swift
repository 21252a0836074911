import Checks

/// Initialisations that the statement allows, narrow as PyTorch's and wide, uniform and normal.
enum MLPVariants {
  private static let start = "deviation: sqrt(2 / Double(inputs))"

  static let all = [
    Variant("narrow-start", replacing: [(start, "deviation: sqrt(1 / Double(3 * inputs))")]),
    Variant("wide-start", replacing: [(start, "deviation: sqrt(3 / Double(inputs))")]),
    Variant(
      "uniform-start",
      replacing: [
        (
          "generator.normal(shape: [outputs, inputs], \(start))",
          "Tensor(shape: [outputs, inputs], values: (0..<outputs * inputs).map { _ in "
            + "generator.uniform(-1, 1) / sqrt(Double(inputs)) })"
        )
      ]),
  ]
}
