import Checks

/// Choices that the statement leaves open: how negatives are drawn, how words begin, orders of sums, forms of the sigmoid.
enum EmbeddingsVariants {
  private static let drawing = "let next = choose(probabilities, uniforms: [generator.uniform()])[0]"
  private static let seeded = "    var generator = Generator(seed: seed)\n    var drawn: [Int] = []\n"
  private static let start = "generator.uniform(-bound, bound)"

  static let all: [Variant] = [
    Variant(
      "negatives-from-the-end",
      replacing: [(drawing, "let next = choose(probabilities, uniforms: [1 - generator.uniform() - 0x1p-53])[0]")]),
    // Every word drawn by its own wait: the first of independent exponential times.
    Variant(
      "negatives-by-waiting",
      replacing: [
        (
          drawing,
          """
          let waits = probabilities.map { -log(1 - generator.uniform()) / $0 }
                let next = waits.indices.min { waits[$0] < waits[$1] } ?? 0
          """
        )
      ]),
    Variant(
      "negatives-of-the-others",
      replacing: [
        (seeded, seeded + "    var probabilities = probabilities\n    probabilities[word] = 0\n"),
        (drawing, drawing.replacing("generator.uniform()", with: "generator.uniform() * probabilities.reduce(0, +)")),
      ]),
    Variant("words-from-the-upper-end", replacing: [(start, "-" + start)]),
    Variant(
      "words-by-split",
      replacing: [
        (
          "(0..<vocabulary * size).map { _ in ",
          "(0..<vocabulary * size).map { _ in var generator = generator.split(); return "
        )
      ]),
    Variant(
      "sigmoid-by-cases",
      replacing: [("{ 1 / (1 + exp(-x)) }", "{ x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)) }")]),
    Variant(
      "softplus-by-cases",
      replacing: [("{ max(0, x) + log1p(exp(-abs(x))) }", "{ x > 35 ? x : x < -37 ? exp(x) : log1p(exp(x)) }")]),
    Variant(
      "word-first",
      replacing: [
        (
          "      for (context, slope) in slopes { vectors.contexts[context, place] -= rate * slope * before }\n      vectors.words[example.word, place] = before - rate * gradient\n",
          "      vectors.words[example.word, place] -= rate * gradient\n      for (context, slope) in slopes.reversed() { vectors.contexts[context, place] -= slope * rate * before }\n"
        )
      ]),
    Variant(
      "cosines-of-unit-vectors",
      replacing: [
        (
          "return lengths == 0 ? 0 : zip(query, other).map { $0 * $1 }.reduce(0, +) / lengths",
          "return lengths == 0 ? 0 : zip(query, other).map { ($0 / length) * ($1 / (lengths / length)) }.reduce(0, +)"
        )
      ]),
  ]
}
