import Checks

/// Initialisations that the statement allows, narrow as PyTorch's and wide.
enum RNNVariants {
  private static func starts(_ deviation: (String) -> String) -> [(String, String)] {
    [("inputWeights", "[units, inputs]", "inputs"), ("stateWeights", "[units, units]", "units")].map {
      name, shape, count in
      (
        "\(name): generator.normal(shape: \(shape), deviation: 1 / sqrt(Double(\(count))))",
        "\(name): generator.normal(shape: \(shape), deviation: \(deviation(count)))"
      )
    }
  }

  static let all = [
    Variant("narrow-start", replacing: starts { "sqrt(1 / Double(3 * \($0)))" }),
    Variant("wide-start", replacing: starts { "sqrt(3 / Double(\($0)))" }),
  ]
}
