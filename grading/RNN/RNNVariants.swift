import Checks

/// Initialisations that the statement allows, its ends: half of 1/√m, and one and a half times that.
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
    Variant("narrow-start", replacing: starts { "0.5 / sqrt(Double(\($0)))" }),
    Variant("wide-start", replacing: starts { "1.5 / sqrt(Double(\($0)))" }),
  ]
}
