import Checks

/// Initialisations that the statement allows: matrices narrow as PyTorch's, embeddings small as GPT-2's, and
/// unlike ones for tokens and positions.
enum AttentionVariants {
  private static let matrix = "[features, features], deviation: 1 / sqrt(Double(features))"

  private static func embeddings(_ tokens: String, _ positions: String) -> [(String, String)] {
    [("embedding", "vocabulary", tokens), ("positions", "context", positions)].map { name, rows, deviation in
      (
        "\(name): generator.normal(shape: [\(rows), features])",
        "\(name): generator.normal(shape: [\(rows), features], deviation: \(deviation))"
      )
    }
  }

  static let all = [
    Variant("narrow-start", replacing: [(matrix, "\(matrix) / 2")]),
    Variant("wide-start", replacing: [(matrix, "\(matrix) * 1.5")]),
    Variant("small-embeddings", replacing: embeddings("0.02", "0.02")),
    Variant("small-positions", replacing: embeddings("1", "0.02")),
    Variant("small-tokens", replacing: embeddings("0.02", "1")),
  ]
}
