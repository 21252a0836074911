import Checks

/// Initialisations that the statement allows, its ends: half of 1/√m, and one and a half times that; PyTorch's, and m = u.
enum GatedRNNVariants {
  private static func start(_ name: String, _ draw: (String, String) -> String) -> Variant {
    Variant(
      name,
      replacing: [
        ("inputWeights", "[4 * units, inputs]", "inputs"), ("stateWeights", "[4 * units, units]", "units"),
      ].map { tensor, shape, columns in
        (
          "\(tensor): generator.normal(shape: \(shape), deviation: 1 / sqrt(Double(\(columns))))",
          "\(tensor): \(draw(shape, columns))"
        )
      } + [
        (
          "outputWeights = generator.normal(shape: [classes, units], deviation: 1 / sqrt(Double(units)))",
          "outputWeights = \(draw("[classes, units]", "units"))"
        )
      ])
  }

  static let all = [
    start("narrow-start") { "generator.normal(shape: \($0), deviation: 0.5 / sqrt(Double(\($1))))" },
    start("wide-start") { "generator.normal(shape: \($0), deviation: 1.5 / sqrt(Double(\($1))))" },
    start("uniform-start") { shape, _ in
      "Tensor(shape: \(shape)).map { _ in generator.uniform(-1, 1) / sqrt(Double(units)) }"
    },
  ]
}
