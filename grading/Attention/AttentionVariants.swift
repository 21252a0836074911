import Checks

/// Initialisations that the statement allows: matrices narrow as PyTorch's, embeddings small as GPT-2's and wide.
enum AttentionVariants {
  private static let matrix = "[features, features], deviation: 1 / sqrt(Double(features))"

  private static func embeddings(_ deviation: String) -> [(String, String)] {
    [("embedding", "vocabulary"), ("positions", "context")].map { name, rows in
      (
        "\(name): generator.normal(shape: [\(rows), features])",
        "\(name): generator.normal(shape: [\(rows), features], deviation: \(deviation))"
      )
    }
  }

  static let all = [
    Variant("narrow-start", replacing: [(matrix, "\(matrix) / sqrt(3)")]),
    Variant("small-embeddings", replacing: embeddings("0.02")),
    Variant("wide-embeddings", replacing: embeddings("1.8")),
  ]
}
