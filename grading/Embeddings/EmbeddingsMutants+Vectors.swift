import Checks

extension EmbeddingsMutants {
  private static let softplus = "{ max(0, x) + log1p(exp(-abs(x))) }"
  private static let sigmoid = "{ 1 / (1 + exp(-x)) }"
  private static let first = "var loss = softplus(-score(vectors, example.word, example.context))"
  private static let others =
    "for negative in example.negatives { loss += softplus(score(vectors, example.word, negative)) }"
  private static let end = "    return loss\n"
  private static let positive = "-sigmoid(-score(vectors, example.word, example.context))"
  private static let negative = "example.negatives.map { ($0, sigmoid(score(vectors, example.word, $0))) }"
  private static let wordSlope = "gradient.words[example.word, place] += slope * vectors.contexts[context, place]"
  private static let contextSlope = "gradient.contexts[context, place] += slope * vectors.words[example.word, place]"
  private static let result = "    return gradient\n"

  /// In the loss.
  static let vectors: [Mutant] = [
    Mutant(
      "loss-sign", "the context's score with the wrong sign",
      replacing: [(first, first.replacing("-score", with: "score"))], fails: ["loss", "loss.edges"],
      sometimes: ["repeats"]),
    Mutant(
      "loss-negatives-sign", "the negatives' scores as the context's",
      replacing: [(others, others.replacing("softplus(score", with: "softplus(-score"))],
      fails: ["loss", "loss.edges"], sometimes: ["repeats"]),
    Mutant(
      "loss-mean", "a mean over context and negatives",
      replacing: [(end, "    return loss / Double(1 + example.negatives.count)\n")], fails: ["loss", "loss.edges"],
      sometimes: ["repeats"]),
    Mutant(
      "loss-by-1-minus", "of the negatives 1 − ln σ(s), for ln(1 − σ(s))",
      replacing: [
        (
          others,
          others.replacing(
            "softplus(score(vectors, example.word, negative))",
            with: "1 + softplus(-score(vectors, example.word, negative))")
        )
      ],
      fails: ["loss", "loss.edges"], sometimes: ["repeats"]),
    Mutant(
      "loss-naive", "the logarithm of the sigmoid as printed", replacing: [(softplus, "{ -log(1 / (1 + exp(x))) }")],
      fails: ["loss.edges"]),
    Mutant(
      "loss-without-log1p", "stable at large scores, but 0 for sure ones",
      replacing: [(softplus, "{ max(0, x) + log(1 + exp(-abs(x))) }")], fails: ["loss.edges"]),
    Mutant(
      "loss-straight-beyond-20", "the score itself where it is above 20, as a library does",
      replacing: [(softplus, "{ x > 20 ? x : log1p(exp(x)) }")], fails: ["loss.edges"]),
    Mutant(
      "loss-cut", "probabilities no smaller than 1e-12",
      replacing: [(softplus, "{ min(-log(1e-12), max(0, x) + log1p(exp(-abs(x)))) }")],
      fails: ["loss.edges"]),
    Mutant(
      "loss-negatives-once", "each negative once, however often it was drawn",
      replacing: [(others, others.replacing("in example.negatives", with: "in Set(example.negatives).sorted()"))],
      fails: ["loss.edges"], sometimes: ["repeats"]),
    Mutant(
      "loss-without-the-context-again", "negatives that are the context are passed over",
      replacing: [
        (
          others,
          others.replacing("in example.negatives {", with: "in example.negatives where negative != example.context {")
        )
      ],
      fails: ["loss.edges"], sometimes: ["repeats"]),
    Mutant(
      "loss-float", "scores in single precision",
      replacing: [
        (
          first,
          first.replacing(
            "-score(vectors, example.word, example.context)",
            with: "Double(Float(-score(vectors, example.word, example.context)))")
        )
      ],
      fails: ["loss", "loss.edges"], sometimes: ["repeats"]),
  ]

  /// In its gradient.
  static let gradients: [Mutant] = [
    Mutant(
      "gradient-uphill", "the gradient's sign",
      replacing: [
        (wordSlope, wordSlope.replacing("+=", with: "-=")), (contextSlope, contextSlope.replacing("+=", with: "-=")),
      ],
      fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-context-without-1", "σ in place of σ − 1 for the context",
      replacing: [(positive, "sigmoid(score(vectors, example.word, example.context))")],
      fails: ["gradient", "gradient.edges", "gradient.differences"],
      sometimes: ["likeness", "analogies", "repeats", "timing"]),
    Mutant(
      "gradient-negatives-as-contexts", "σ − 1 for the negatives too",
      replacing: [
        (
          negative,
          negative.replacing(
            "sigmoid(score(vectors, example.word, $0))", with: "-sigmoid(-score(vectors, example.word, $0))")
        )
      ],
      fails: ["gradient", "gradient.edges", "gradient.differences"],
      sometimes: ["likeness", "analogies", "repeats", "timing"]),
    Mutant(
      "gradient-of-the-sigmoid", "σ(1 − σ) for σ of the negatives",
      replacing: [
        (
          negative,
          "example.negatives.map { negative in\n      let s = sigmoid(score(vectors, example.word, negative))\n      return (negative, s * (1 - s))\n    }"
        )
      ],
      fails: ["gradient", "gradient.edges", "gradient.differences"],
      sometimes: ["likeness", "analogies", "repeats", "timing"]),
    Mutant(
      "gradient-words-only", "the contexts' gradient left out", replacing: [(contextSlope, "")],
      fails: ["gradient", "gradient.edges", "gradient.differences"], sometimes: ["repeats"]),
    Mutant(
      "gradient-contexts-only", "the word's gradient left out", replacing: [(wordSlope, "")],
      fails: ["gradient", "gradient.edges", "gradient.differences"], sometimes: ["repeats"]),
    Mutant(
      "gradient-vectors-exchanged", "each table's gradient by its own vectors",
      replacing: [
        (wordSlope, "gradient.words[example.word, place] += slope * vectors.words[example.word, place]"),
        (contextSlope, "gradient.contexts[context, place] += slope * vectors.contexts[context, place]"),
      ], fails: ["gradient", "gradient.edges", "gradient.differences"], sometimes: ["repeats"]),
    Mutant(
      "gradient-in-the-table-of-words", "negatives' gradient in the table of words",
      replacing: [(contextSlope, contextSlope.replacing("gradient.contexts[context", with: "gradient.words[context"))],
      fails: ["gradient", "gradient.edges", "gradient.differences"], sometimes: ["repeats"]),
    Mutant(
      "gradient-mean", "divided by the number of negatives",
      replacing: [
        (
          result,
          "    let count = Double(max(1, example.negatives.count))\n    return WordVectors(words: gradient.words / count, contexts: gradient.contexts / count)\n"
        )
      ],
      fails: ["gradient", "gradient.edges", "gradient.differences"], sometimes: ["repeats"]),
    Mutant(
      "gradient-last-of-a-row", "of a row that is named twice only the last slope",
      replacing: [(contextSlope, contextSlope.replacing("+=", with: "="))],
      fails: ["gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-one-less-sigmoid", "σ(s) − 1 as printed, which has no digits where it is sure",
      replacing: [(positive, "sigmoid(score(vectors, example.word, example.context)) - 1")], fails: ["gradient.edges"]),
    Mutant(
      "gradient-naive-sigmoid", "eˣ / (1 + eˣ), no number for large scores",
      replacing: [(sigmoid, "{ exp(x) / (1 + exp(x)) }")],
      fails: ["gradient.edges"]),
    Mutant(
      "gradient-cut", "scores beyond 6 have slopes of 0 and 1",
      replacing: [(sigmoid, "{ x > 6 ? 1 : x < -6 ? 0 : 1 / (1 + exp(-x)) }")],
      fails: ["gradient.edges"]),
    Mutant(
      "gradient-straight-beyond-20", "a slope of 1 beyond 20, as where the loss is a straight line",
      replacing: [(sigmoid, "{ x > 20 ? 1 : 1 / (1 + exp(-x)) }")], fails: ["gradient.edges"]),
    Mutant(
      "gradient-clipped", "numbers beyond 5 are cut off",
      replacing: [
        (
          result,
          "    return WordVectors(words: gradient.words.map { max(-5, min(5, $0)) }, contexts: gradient.contexts.map { max(-5, min(5, $0)) })\n"
        )
      ],
      fails: ["gradient.edges"]),
    Mutant(
      "gradient-by-differences", "differences of the loss in place of a derivation",
      replacing: [
        (
          "    for (context, slope) in slopes(vectors, example) {\n      for place in 0..<vectors.words.columns {\n        gradient.words[example.word, place] += slope * vectors.contexts[context, place]\n        gradient.contexts[context, place] += slope * vectors.words[example.word, place]\n      }\n    }\n",
          """
              func slope(_ number: WritableKeyPath<WordVectors, Double>) -> Double {
                var near = vectors
                near[keyPath: number] += 1e-5
                let above = loss(near, example)
                near[keyPath: number] -= 2e-5
                return (above - loss(near, example)) / 2e-5
              }
              for place in 0..<shape[1] {
                gradient.words[example.word, place] = slope(\\.words[example.word, place])
                for row in Set([example.context] + example.negatives) {
                  gradient.contexts[row, place] = slope(\\.contexts[row, place])
                }
              }

          """
        )
      ], fails: ["gradient", "gradient.edges"]),
  ]
}
