import Checks

extension EmbeddingsMutants {
  private static let above = "if sum > uniform { return word }"
  private static let last = "let last = probabilities.lastIndex { $0 > 0 } ?? 0"
  private static let seeded = "    var generator = Generator(seed: seed)\n    var drawn: [Int] = []\n"
  private static let drawing = "let next = choose(probabilities, uniforms: [generator.uniform()])[0]"
  private static let accepted = "if next != word { drawn.append(next) }"
  private static let start = "let words = (0..<vocabulary * size).map { _ in generator.uniform(-bound, bound) }"
  private static let startSeed = "    var generator = Generator(seed: seed)\n    let bound"
  private static let bound = "let bound = 0.5 / Double(size)"
  private static let contexts = "contexts: Tensor(shape: [vocabulary, size]))"

  /// In choosing words, negatives and the vectors to begin with.
  static let draws: [Mutant] = [
    Mutant(
      "choose-at-the-boundary", "a sum that equals the number is enough",
      replacing: [(above, above.replacing(">", with: ">="))], fails: ["choose.edges"]),
    Mutant(
      "choose-close-is-above", "a sum that is below the number by a hair is enough",
      replacing: [(above, above.replacing("sum >", with: "sum + 1e-14 >"))], fails: ["choose.edges"]),
    Mutant(
      "choose-most-probable-at-the-end", "the most probable word where rounding leaves the sum below the number",
      replacing: [
        (last, "let last = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0")
      ], fails: ["choose.edges"]),
    Mutant(
      "choose-from-the-end", "probabilities added up from the last word on",
      replacing: [
        (
          "for (word, probability) in probabilities.enumerated() {\n        sum",
          "for (word, probability) in probabilities.enumerated().reversed() {\n        sum"
        )
      ], fails: ["choose", "choose.edges"], sometimes: ["repeats"]),
    Mutant(
      "choose-beyond-the-end", "one beyond the last word where rounding leaves the sum below the number",
      replacing: [(last, "let last = probabilities.count")], fails: ["choose.edges"]),
    Mutant(
      "choose-impossible-last",
      "the last word, though it has no probability, where rounding leaves the sum below the number",
      replacing: [(last, "let last = probabilities.count - 1")], fails: ["choose.edges"]),
    Mutant(
      "choose-small-is-none", "probabilities below 1e-12 are passed over",
      replacing: [("sum += probability\n", "sum += probability < 1e-12 ? 0 : probability\n")], fails: ["choose.edges"]),
    Mutant(
      "negatives-with-the-context", "the excepted word is drawn too",
      replacing: [(accepted, "drawn.append(next + 0 * word)")],
      fails: ["negatives", "negatives.chance"]),
    Mutant(
      "negatives-fewer", "the excepted word is left out, and no other drawn for it",
      replacing: [("while drawn.count < count {", "for _ in 0..<count {")], fails: ["negatives", "negatives.chance"]),
    Mutant(
      "negatives-unlike", "no word twice",
      replacing: [
        (accepted, "if next != word && (!drawn.contains(next) || count >= probabilities.count) { drawn.append(next) }")
      ],
      fails: ["negatives", "negatives.chance"]),
    Mutant(
      "negatives-evenly", "all words alike",
      replacing: [(drawing, "let next = generator.integer(below: probabilities.count)")],
      fails: ["negatives", "negatives.chance"]),
    Mutant(
      "negatives-once-more", "a word that was drawn is drawn again now and then",
      replacing: [(accepted, "if next != word { drawn.append(drawn.count % 4 == 3 ? drawn[drawn.count - 1] : next) }")],
      fails: ["negatives.chance"]),
    Mutant(
      "negatives-of-the-next-seed", "each draw has a generator of the seed and its place",
      replacing: [
        (seeded, seeded + "    var tried: UInt64 = 0\n"),
        (drawing, "generator = Generator(seed: seed &+ tried)\n      tried += 1\n      " + drawing),
      ], fails: ["negatives.chance"], sometimes: ["negatives"]),
    Mutant(
      "negatives-spread-out", "uniform numbers at even distances from one that is drawn",
      replacing: [
        (seeded, seeded + "    var tried = generator.uniform()\n"),
        (
          drawing,
          "tried += 0.6180339887498949\n      tried -= tried.rounded(.down)\n      let next = choose(probabilities, uniforms: [tried])[0]"
        ),
      ], fails: ["negatives.chance"], sometimes: ["negatives", "negatives.seed"]),
    Mutant(
      "negatives-by-a-table", "words drawn from a table of a thousand places",
      replacing: [
        (drawing, "let next = choose(probabilities, uniforms: [Double(generator.integer(below: 1000)) / 1000])[0]")
      ],
      fails: ["negatives.chance"]),
    Mutant(
      "negatives-given-up", "the next word where a hundred draws were the excepted one",
      replacing: [
        (seeded, seeded + "    var misses = 0\n"),
        (
          accepted,
          """
          misses = next == word ? misses + 1 : 0
                if next != word { drawn.append(next) }
                if misses == 100 {
                  drawn.append((word + 1) % probabilities.count)
                  misses = 0
                }
          """
        ),
      ], fails: ["negatives.chance"]),
    Mutant(
      "negatives-next-word", "the next word in place of the excepted one",
      replacing: [(accepted, "drawn.append(next == word ? (word + 1) % probabilities.count : next)")],
      fails: ["negatives.chance"], sometimes: ["negatives"]),
    Mutant(
      "negatives-0-is-42", "a seed of 0 is taken for none",
      replacing: [(seeded, seeded.replacing("seed: seed", with: "seed: seed == 0 ? 42 : seed"))],
      fails: ["negatives.seed"]),
    Mutant(
      "negatives-of-the-lower-half", "the upper half of the seed is passed over",
      replacing: [(seeded, seeded.replacing("seed: seed", with: "seed: seed & 0xFFFF_FFFF"))],
      fails: ["negatives.seed"], sometimes: ["repeats"]
    ),
    Mutant(
      "negatives-by-the-clock", "chance of the system's own",
      replacing: [
        (drawing, "let next = choose(probabilities, uniforms: [.random(in: 0..<1) + 0 * generator.uniform()])[0]")
      ],
      fails: ["negatives", "repeats"], sometimes: ["negatives.seed"]),
    Mutant(
      "initial-contexts-drawn", "contexts drawn as words are",
      replacing: [
        (contexts, "contexts: Tensor(shape: [vocabulary, size]).map { _ in generator.uniform(-bound, bound) })")
      ],
      fails: ["initial", "initial.spread"]),
    Mutant(
      "initial-wide", "words between −1/d and 1/d", replacing: [(bound, "let bound = 1 / Double(size)")],
      fails: ["initial", "initial.spread"]),
    Mutant(
      "initial-positive", "words between 0 and 1/d",
      replacing: [(start, start.replacing("uniform(-bound, bound)", with: "uniform(0, 2 * bound)"))],
      fails: ["initial", "initial.spread"]
    ),
    Mutant(
      "initial-normal", "normal numbers of the same spread",
      replacing: [
        (
          start,
          start.replacing("generator.uniform(-bound, bound)", with: "bound / 3.0.squareRoot() * generator.normal()")
        )
      ],
      fails: ["initial", "initial.spread"]),
    Mutant(
      "initial-one-row", "every word has the same vector",
      replacing: [
        (start, start + "\n    let first = Array(words.prefix(size))"),
        ("values: words)", "values: (0..<vocabulary).flatMap { _ in first })"),
      ],
      fails: ["initial.spread"], sometimes: ["initial", "likeness", "analogies"]),
    Mutant(
      "initial-somewhat-narrow", "words between −0.45/d and 0.45/d",
      replacing: [(bound, "let bound = 0.45 / Double(size)")],
      fails: ["initial.spread"], sometimes: ["initial"]),
    Mutant(
      "initial-coarse", "words of a hundred kinds",
      replacing: [
        (
          start,
          start.replacing(
            "generator.uniform(-bound, bound)", with: "bound * (Double(generator.integer(below: 200)) - 99.5) / 100")
        )
      ],
      fails: ["initial.spread"]),
    Mutant(
      "initial-evenly-spaced", "numbers at even distances, in an order by chance",
      replacing: [
        (
          start,
          """
          let count = vocabulary * size
              let words = generator.permutation(count).map { (2 * (Double($0) + 0.5) / Double(count) - 1) * bound }
          """
        )
      ], fails: ["initial.spread"]),
    Mutant(
      "initial-row-by-row", "a generator for each row, of the seed and the row",
      replacing: [
        (
          start,
          """
          let words = (0..<vocabulary * size).map { place in
                if place % size == 0 { generator = Generator(seed: seed &+ UInt64(place / size)) }
                return generator.uniform(-bound, bound)
              }
          """
        )
      ], fails: ["initial.spread"]),
    Mutant(
      "initial-0-is-42", "a seed of 0 is taken for none",
      replacing: [(startSeed, startSeed.replacing("seed: seed", with: "seed: seed == 0 ? 42 : seed"))],
      fails: ["initial.spread"]),
    Mutant(
      "initial-of-the-lower-half", "the upper half of the seed is passed over",
      replacing: [(startSeed, startSeed.replacing("seed: seed", with: "seed: seed & 0xFFFF_FFFF"))],
      fails: ["initial.spread", "repeats"]),
  ]
}
