import Checks

extension EmbeddingsMutants {
  private static let cosine = "return lengths == 0 ? 0 : zip(query, other).map { $0 * $1 }.reduce(0, +) / lengths"
  private static let length = "let length = (query.map { $0 * $0 }.reduce(0, +)).squareRoot()"
  private static let order =
    "let order = (0..<table.rows).filter { $0 != word }.sorted { (-alike[$0], $0) < (-alike[$1], $1) }"
  private static let prefix = "return Array(order.prefix(count))"
  private static let goal = "let goal = direction(table, a) - direction(table, b) + direction(table, c)"
  private static let others = "let others = (0..<table.rows).filter { $0 != a && $0 != b && $0 != c }"
  private static let best = "return others.min { (-alike[$0], $0) < (-alike[$1], $1) } ?? 0"
  private static let unit = "return length == 0 ? row : row / length"

  /// In cosines, nearest words and analogies.
  static let likeness: [Mutant] = [
    Mutant(
      "cosines-products", "products that are not divided",
      replacing: [(cosine, cosine.replacing(" / lengths", with: ""))], fails: ["cosines", "cosines.edges"],
      sometimes: ["repeats"]),
    Mutant(
      "cosines-by-squares", "divided by the squares of the lengths",
      replacing: [(cosine, cosine.replacing("/ lengths", with: "/ (lengths * lengths)"))],
      fails: ["cosines", "cosines.edges"], sometimes: ["repeats"]),
    Mutant(
      "cosines-of-the-rows-only", "divided by the row's length only",
      replacing: [(cosine, cosine.replacing("/ lengths", with: "/ (lengths / length)"))],
      fails: ["cosines", "cosines.edges"]),
    Mutant(
      "cosines-0-over-0", "0 / 0 where a vector is 0",
      replacing: [(cosine, cosine.replacing("lengths == 0 ? 0 : ", with: ""))], fails: ["cosines.edges"],
      sometimes: ["nearest.edges", "analogy.edges"]),
    Mutant(
      "cosines-with-a-little", "1e-8 added to the lengths",
      replacing: [(cosine, cosine.replacing("/ lengths", with: "/ (lengths + 1e-8)"))],
      fails: ["cosines", "cosines.edges"]),
    Mutant(
      "cosines-small-is-none", "vectors shorter than 1e-12 are taken for 0",
      replacing: [(cosine, cosine.replacing("lengths == 0", with: "lengths < 1e-12"))], fails: ["cosines.edges"]),
    Mutant(
      "cosines-float", "products in single precision",
      replacing: [(cosine, cosine.replacing("{ $0 * $1 }", with: "{ Double(Float($0 * $1)) }"))],
      fails: ["cosines", "cosines.edges"]),
    Mutant(
      "nearest-with-itself", "the word itself is its nearest",
      replacing: [(order, order.replacing(".filter { $0 != word }", with: ""))], fails: ["nearest", "nearest.edges"],
      sometimes: ["likeness", "repeats"]),
    Mutant(
      "nearest-least-alike", "the least alike first", replacing: [(order, order.replacing("-alike", with: "alike"))],
      fails: ["nearest", "nearest.edges"], sometimes: ["likeness", "repeats"]),
    Mutant(
      "nearest-in-order-of-words", "the right ones, in the order of words",
      replacing: [(prefix, "return order.prefix(count).sorted()")], fails: ["nearest", "nearest.edges"],
      sometimes: ["likeness", "repeats"]),
    Mutant(
      "nearest-last-of-equal", "the higher of equally alike words first",
      replacing: [
        (order, order.replacing("(-alike[$0], $0) < (-alike[$1], $1)", with: "(-alike[$0], -$0) < (-alike[$1], -$1)"))
      ], fails: ["nearest.edges"]),
    Mutant(
      "nearest-nearly-equal", "cosines that differ by less than 1e-6 are taken for equal",
      replacing: [
        (
          order,
          order.replacing(
            "(-alike[$0], $0) < (-alike[$1], $1)",
            with: "abs(alike[$0] - alike[$1]) < 1e-6 ? $0 < $1 : alike[$0] > alike[$1]")
        )
      ], fails: ["nearest.edges"]),
    Mutant(
      "nearest-without-first", "the most alike is taken for the word itself",
      replacing: [
        (order, order.replacing(".filter { $0 != word }", with: "")),
        (prefix, "return Array(order.dropFirst().prefix(count))"),
      ], fails: ["nearest.edges"]),
    Mutant(
      "nearest-without-twins", "words with the same direction are left out",
      replacing: [(order, order.replacing("$0 != word", with: "$0 != word && alike[$0] < 1 - 1e-12"))],
      fails: ["nearest.edges"]),
    Mutant(
      "nearest-by-distance", "by distance",
      replacing: [
        (
          "let alike = cosines(table.row(word).values, table)\n    let order",
          "let alike = (0..<table.rows).map { row in -((table.row(row) - table.row(word)) * (table.row(row) - table.row(word))).sum() }\n    let order"
        )
      ], fails: ["nearest", "nearest.edges"], sometimes: ["likeness", "repeats"]),
    Mutant(
      "analogy-other-way", "b less a and c",
      replacing: [(goal, "let goal = direction(table, b) - direction(table, a) + direction(table, c)")],
      fails: ["analogy", "analogy.edges"], sometimes: ["analogies", "repeats"]),
    Mutant(
      "analogy-as-they-are", "vectors that are not brought to length 1",
      replacing: [(unit, "return length == 0 ? row : row / 1")], fails: ["analogy.edges"],
      sometimes: ["analogy", "analogies", "repeats"]),
    Mutant(
      "analogy-with-the-three", "the three words may be the answer",
      replacing: [(others, "let others = (0..<table.rows).filter { $0 >= 0 || a + b + c < 0 }")],
      fails: ["analogy", "analogy.edges"], sometimes: ["analogies", "repeats"]),
    Mutant(
      "analogy-with-a", "the first may be the answer", replacing: [(others, others.replacing("$0 != a && ", with: ""))],
      fails: ["analogy.edges"], sometimes: ["analogy", "analogies", "repeats"]),
    Mutant(
      "analogy-with-b", "the second may be the answer",
      replacing: [(others, others.replacing("$0 != b && ", with: ""))], fails: ["analogy.edges"],
      sometimes: ["analogy", "analogies", "repeats"]),
    Mutant(
      "analogy-with-c", "the third may be the answer", replacing: [(others, others.replacing(" && $0 != c", with: ""))],
      fails: ["analogy.edges"], sometimes: ["analogy", "analogies", "repeats"]),
    Mutant(
      "analogy-last-of-equal", "the higher of equally alike words",
      replacing: [
        (best, best.replacing("(-alike[$0], $0) < (-alike[$1], $1)", with: "(-alike[$0], -$0) < (-alike[$1], -$1)"))
      ], fails: ["analogy.edges"]),
    Mutant(
      "analogy-nearly-equal", "cosines that differ by less than 1e-6 are taken for equal",
      replacing: [
        (
          best,
          best.replacing(
            "(-alike[$0], $0) < (-alike[$1], $1)",
            with: "abs(alike[$0] - alike[$1]) < 1e-6 ? $0 < $1 : alike[$0] > alike[$1]")
        )
      ], fails: ["analogy.edges"]),
    Mutant(
      "analogy-by-products", "the rule of products: those with a and c divided by that with b",
      replacing: [
        (
          "let alike = cosines(goal.values, table)",
          """
          let all = [a, b, c].map { cosines(table.row($0).values, table) }
              let alike = all[0].indices.map { (1 + all[0][$0]) * (1 + all[2][$0]) / (1.001 + all[1][$0]) + 0 * goal[0] }
          """
        )
      ], fails: ["analogy"], sometimes: ["analogy.edges", "analogies", "repeats"]),
    Mutant(
      "analogy-alike-only", "the first of all where no cosine is above 0",
      replacing: [
        (
          best,
          "let found = others.filter { alike[$0] > 0 }.min { (-alike[$0], $0) < (-alike[$1], $1) }\n    return found ?? 0"
        )
      ], fails: ["analogy.edges"]),
    Mutant(
      "analogy-no-direction", "0 / 0 for a vector of 0", replacing: [(unit, "return row / length")],
      fails: ["analogy.edges"]),
    Mutant(
      "analogy-nearest-point", "the nearest by distance to the sum",
      replacing: [
        (
          "let alike = cosines(goal.values, table)",
          "let alike = (0..<table.rows).map { row in -((table.row(row) - goal) * (table.row(row) - goal)).sum() }"
        )
      ], fails: ["analogy"], sometimes: ["analogy.edges", "analogies", "repeats"]),
  ]

  /// What is forbidden: to remember, or to leave to chance.
  static let habits: [Mutant] = [
    Mutant(
      "nearest-kept", "the nearest words of a word are kept for the next table of that shape",
      replacing: [
        (
          "struct Submission: EmbeddingsContract {",
          "nonisolated(unsafe) private var kept: [[Int]: [Int]] = [:]\n\nstruct Submission: EmbeddingsContract {"
        ),
        (
          prefix,
          """
          if let known = kept[[word, count] + table.shape] { return known }
              kept[[word, count] + table.shape] = Array(order.prefix(count))
              return Array(order.prefix(count))
          """
        ),
      ], fails: ["repeats"], sometimes: ["nearest", "nearest.edges", "likeness"]),
    Mutant(
      "train-goes-on", "training goes on where the last one ended",
      replacing: [
        (
          "struct Submission: EmbeddingsContract {",
          "nonisolated(unsafe) private var reached: WordVectors?\n\nstruct Submission: EmbeddingsContract {"
        ),
        (
          "    var moved = vectors\n    for _ in 0..<epochs {",
          "    var moved = vectors\n    if let reached, reached.words.shape == vectors.words.shape { moved.contexts = reached.contexts }\n    defer { reached = moved }\n    for _ in 0..<epochs {"
        ),
      ], fails: ["train", "train.edges", "repeats"], sometimes: ["likeness", "analogies", "timing"]),
    Mutant(
      "generator-kept", "one generator for all draws of negatives",
      replacing: [
        (
          "struct Submission: EmbeddingsContract {",
          "nonisolated(unsafe) private var chance = Generator(seed: 1)\n\nstruct Submission: EmbeddingsContract {"
        ),
        (drawingOfKept, drawingOfKept.replacing("generator.uniform()", with: "chance.uniform()")),
      ], fails: ["negatives", "repeats"], sometimes: ["negatives.seed"]),
  ]

  private static let drawingOfKept = "let next = choose(probabilities, uniforms: [generator.uniform()])[0]"
}
