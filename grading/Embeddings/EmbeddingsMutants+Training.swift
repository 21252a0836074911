import Checks

extension EmbeddingsMutants {
  private static let pass = "for example in examples { step(&moved, example, rate) }"
  private static let moveContexts =
    "for (context, slope) in slopes { vectors.contexts[context, place] -= rate * slope * before }"
  private static let moveWord = "vectors.words[example.word, place] = before - rate * gradient"
  private static let summed = "for (context, slope) in slopes { gradient += slope * vectors.contexts[context, place] }"
  private static let stepSlopes = "    let slopes = slopes(vectors, example)\n"

  /// In training.
  static let training: [Mutant] = [
    Mutant(
      "train-uphill", "steps along the gradient",
      replacing: [
        (moveContexts, moveContexts.replacing("-=", with: "+=")),
        (moveWord, moveWord.replacing("before - rate", with: "before + rate")),
      ],
      fails: ["train", "train.edges"], sometimes: ["likeness", "analogies", "repeats", "timing"]),
    Mutant(
      "train-new-contexts", "the word moves by contexts that have moved",
      replacing: [(summed, ""), (moveContexts, moveContexts + "\n      " + summed)], fails: ["train", "train.edges"],
      sometimes: ["timing"]),
    Mutant(
      "train-new-word", "contexts move by a word that has moved",
      replacing: [(moveContexts, moveContexts.replacing("before", with: "(before - rate * gradient)"))],
      fails: ["train", "train.edges"], sometimes: ["timing"]),
    Mutant(
      "train-score-by-score", "each score after the step of the one before",
      replacing: [
        (
          pass,
          """
          for example in examples {
                  let whole = WordExample(word: example.word, context: example.context, negatives: [])
                  step(&moved, whole, rate)
                  for negative in example.negatives {
                    var contexts = moved.contexts
                    let score = score(moved, example.word, negative)
                    for place in 0..<contexts.columns {
                      contexts[negative, place] -= rate * sigmoid(score) * moved.words[example.word, place]
                      moved.words[example.word, place] -= rate * sigmoid(score) * moved.contexts[negative, place]
                    }
                    moved.contexts = contexts
                  }
                }
          """
        )
      ], fails: ["train", "train.edges"], sometimes: ["timing"]),
    Mutant(
      "train-words-only", "contexts stay", replacing: [(moveContexts, "")], fails: ["train", "train.edges"],
      sometimes: ["likeness", "analogies", "repeats", "timing"]),
    Mutant(
      "train-one-epoch", "one epoch", replacing: [("for _ in 0..<epochs {", "for _ in 0..<min(1, epochs) {")],
      fails: ["train", "train.edges"], sometimes: ["timing"]),
    Mutant(
      "train-at-least-once", "one epoch where none is asked for",
      replacing: [("for _ in 0..<epochs {", "for _ in 0..<max(1, epochs) {")], fails: ["train.edges"]),
    Mutant(
      "train-ten-epochs", "no more than ten epochs",
      replacing: [("for _ in 0..<epochs {", "for _ in 0..<min(10, epochs) {")],
      fails: ["train.edges"]),
    Mutant(
      "train-batch", "all gradients of an epoch at the vectors before it",
      replacing: [
        (
          pass,
          """
          let before = moved
                for example in examples {
                  let slope = gradient(before, example)
                  moved.words -= slope.words * rate
                  moved.contexts -= slope.contexts * rate
                }
          """
        )
      ], fails: ["train", "train.edges"], sometimes: ["likeness", "analogies", "repeats", "timing"]),
    Mutant(
      "train-backwards", "the last example first",
      replacing: [(pass, pass.replacing("in examples", with: "in examples.reversed()"))],
      fails: ["train", "train.edges"], sometimes: ["timing"]),
    Mutant(
      "train-falling-rate", "a rate that falls from epoch to epoch",
      replacing: [
        (
          "for _ in 0..<epochs {",
          "for epoch in 0..<epochs {\n      let rate = rate * (1 - Double(epoch) / Double(epochs))"
        )
      ], fails: ["train", "train.edges"], sometimes: ["timing"]),
    Mutant(
      "train-steps-cut", "steps no longer than 1",
      replacing: [(moveWord, "vectors.words[example.word, place] = before - max(-1, min(1, rate * gradient))")],
      fails: ["train.edges"], sometimes: ["train"]),
    Mutant(
      "train-stops-when-sure", "slopes below 1e-12 are taken for 0",
      replacing: [
        (
          stepSlopes,
          "    let slopes = slopes(vectors, example).map { ($0.context, abs($0.slope) < 1e-12 ? 0 : $0.slope) }\n"
        )
      ],
      fails: ["train.edges"]),
    Mutant(
      "train-converged", "an end where an epoch hardly changes the loss",
      replacing: [
        (
          "for _ in 0..<epochs {",
          """
          var before = Double.infinity
              for _ in 0..<epochs {
                let now = examples.reduce(0) { $0 + loss(moved, $1) }
                if abs(before - now) < 1e-9 { return moved }
                before = now
          """
        )
      ], fails: ["train.edges"]),
    Mutant(
      "train-norm-clipped", "a word's gradient longer than 1000 cut to that length",
      replacing: [
        (
          stepSlopes,
          """
              var slopes = slopes(vectors, example)
              var square = 0.0
              for place in 0..<vectors.words.columns {
                let gradient = slopes.reduce(0) { $0 + $1.slope * vectors.contexts[$1.context, place] }
                square += gradient * gradient
              }
              if square > 1e6 { slopes = slopes.map { ($0.context, $0.slope * 1e3 / square.squareRoot()) } }

          """
        )
      ], fails: ["train.edges"]),
    Mutant(
      "train-in-place", "a context that comes again is met where it has moved to",
      replacing: [
        (
          pass,
          """
          for example in examples {
                  let before = moved.words.row(example.word)
                  var change = [Double](repeating: 0, count: before.count)
                  for (place, context) in ([example.context] + example.negatives).enumerated() {
                    let sign = place == 0 ? -1.0 : 1
                    let slope = sign * sigmoid(sign * score(moved, example.word, context))
                    for column in change.indices {
                      change[column] += slope * moved.contexts[context, column]
                      moved.contexts[context, column] -= rate * slope * before[column]
                    }
                  }
                  for column in change.indices { moved.words[example.word, column] -= rate * change[column] }
                }
          """
        )
      ], fails: ["train.edges"], sometimes: ["train", "timing"]),
    Mutant(
      "train-context-no-negative", "a negative that is the context is passed over",
      replacing: [
        (
          pass,
          """
          for var example in examples {
                  example.negatives.removeAll { $0 == example.context }
                  step(&moved, example, rate)
                }
          """
        )
      ], fails: ["train.edges"], sometimes: ["train", "timing"]),
    Mutant(
      "train-example-again-at-once", "each example as often as there are epochs, before the next one",
      replacing: [
        ("for _ in 0..<epochs {", "for example in examples {"),
        (pass, "for _ in 0..<epochs { step(&moved, example, rate) }"),
      ], fails: ["train.edges"], sometimes: ["train", "timing"]),
    Mutant(
      "train-stops-when-rising", "an end where the loss of an example rises",
      replacing: [
        (
          pass,
          """
          for example in examples {
                  let before = moved
                  step(&moved, example, rate)
                  if loss(moved, example) > loss(before, example) { return before }
                }
          """
        )
      ], fails: ["train.edges", "timing"], sometimes: ["train"]),
    Mutant(
      "train-whole-tables", "each step goes through the whole tables",
      replacing: [
        (
          pass,
          """
          for example in examples {
                  let slope = gradient(moved, example)
                  moved.words = moved.words - slope.words * rate
                  moved.contexts = moved.contexts - slope.contexts * rate
                }
          """
        )
      ], fails: ["timing"]),
    Mutant(
      "train-copies", "a copy of the tables is kept at each step",
      replacing: [
        (
          pass,
          """
          for example in examples {
                  let before = moved
                  step(&moved, example, rate)
                  if moved.words[example.word, 0].isNaN { moved = before }
                }
          """
        )
      ], fails: ["timing"]),
  ]
}
