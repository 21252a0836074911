import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum EmbeddingsMutants {
  static let all: [Mutant] = text + draws + vectors + gradients + training + likeness + habits

  private static let reach = "let reach = min(window, text.count)"
  private static let range =
    "for other in max(0, place - reach)..<min(text.count, place + reach + 1) where other != place {"
  private static let pair = "pairs.append(WordPair(word: text[place], context: text[other]))"
  private static let tally = "for word in text { counts[word] += 1 }"
  private static let keep = "return uniforms[place] < (threshold / frequency).squareRoot()"
  private static let frequency = "let frequency = Double(counts[text[place]]) / total"
  private static let power = "pow(Double($0), 0.75)"
  private static let share = "return weights.map { $0 / total }"

  /// In pairs, counts, subsampling and the noise.
  private static let text: [Mutant] = [
    Mutant(
      "pairs-backwards", "the context first",
      replacing: [(pair, "pairs.append(WordPair(word: text[other], context: text[place]))")],
      fails: ["pairs", "pairs.edges"], sometimes: ["repeats"]),
    Mutant(
      "pairs-after-only", "contexts after the word only",
      replacing: [(range, "for other in place..<min(text.count, place + reach + 1) where other != place {")],
      fails: ["pairs", "pairs.edges"], sometimes: ["repeats"]),
    Mutant(
      "pairs-with-itself", "each word is its own context too",
      replacing: [(" where other != place {\n        pairs", " {\n        pairs")], fails: ["pairs", "pairs.edges"],
      sometimes: ["repeats"]),
    Mutant(
      "pairs-window-short", "the window's last place left out",
      replacing: [
        (range, "for other in max(0, place - reach)..<min(text.count, max(place + reach, 1)) where other != place {")
      ],
      fails: ["pairs", "pairs.edges"], sometimes: ["repeats"]),
    Mutant(
      "pairs-window-in-all", "a window of so many places, both sides together",
      replacing: [(reach, "let reach = min(window / 2, text.count)")], fails: ["pairs", "pairs.edges"],
      sometimes: ["repeats"]),
    Mutant(
      "pairs-whole-windows-only", "no pairs of words whose window goes beyond the text",
      replacing: [
        (
          range,
          "for other in max(0, place - reach)..<min(text.count, place + reach + 1)\n      where other != place && place >= reach && place + reach < text.count {"
        )
      ],
      fails: ["pairs", "pairs.edges"], sometimes: ["repeats"]),
    Mutant(
      "pairs-near-first", "the nearest contexts first",
      replacing: [
        (
          range,
          "for other in (max(0, place - reach)..<min(text.count, place + reach + 1)).sorted(by: { abs($0 - place) < abs($1 - place) }) where other != place {"
        )
      ], fails: ["pairs", "pairs.edges"], sometimes: ["repeats"]),
    Mutant(
      "pairs-by-words", "no pair where the context is the same word",
      replacing: [(" where other != place {\n        pairs", " where text[other] != text[place] {\n        pairs")],
      fails: ["pairs.edges"]),
    Mutant(
      "pairs-once", "each pair once, however often it occurs",
      replacing: [
        (
          pair,
          "let pair = WordPair(word: text[place], context: text[other])\n        if !pairs.contains(pair) { pairs.append(pair) }"
        )
      ],
      fails: ["pairs.edges"], sometimes: ["likeness", "analogies"]),
    Mutant(
      "pairs-overflow", "places are added to any window", replacing: [(reach, "let reach = window")],
      fails: ["pairs.edges"]),
    Mutant(
      "counts-of-words-that-occur", "counts of those words only that occur",
      replacing: [(tally, tally + "\n    counts = counts.filter { $0 > 0 }")], fails: ["counts.edges"],
      sometimes: ["counts", "repeats"]),
    Mutant(
      "counts-from-one", "each count begins with 1",
      replacing: [
        ("var counts = [Int](repeating: 0, count: vocabulary)", "var counts = [Int](repeating: 1, count: vocabulary)")
      ],
      fails: ["counts", "counts.edges"]),
    Mutant(
      "subsample-dropped", "what is to be dropped is kept", replacing: [(keep, keep.replacing("<", with: ">="))],
      fails: ["subsample", "subsample.edges"], sometimes: ["repeats"]),
    Mutant(
      "subsample-without-root", "the quotient without its root",
      replacing: [(keep, "return uniforms[place] < threshold / frequency")], fails: ["subsample", "subsample.edges"],
      sometimes: ["repeats"]),
    Mutant(
      "subsample-by-the-other-formula", "the formula of a well-known program",
      replacing: [
        (keep, "return uniforms[place] < ((frequency / threshold).squareRoot() + 1) * threshold / frequency")
      ],
      fails: ["subsample", "subsample.edges"], sometimes: ["repeats"]),
    Mutant(
      "subsample-at-the-boundary", "a number that equals the probability keeps its word",
      replacing: [(keep, keep.replacing("<", with: "<="))], fails: ["subsample.edges"]),
    Mutant(
      "subsample-of-the-text", "shares of this text, not of the counts",
      replacing: [
        (
          frequency,
          "let frequency = Double(text.count { $0 == text[place] } + 0 * counts[0]) / (Double(text.count) + 0 * total)"
        )
      ],
      fails: ["subsample.edges"], sometimes: ["repeats"]),
    Mutant(
      "subsample-never-counted", "a word without a count is dropped",
      replacing: [(keep, "if frequency == 0 { return false }\n      " + keep)], fails: ["subsample.edges"]),
    Mutant(
      "subsample-numbers-when-needed", "a number is taken only where the word may be dropped",
      replacing: [
        (
          "    return text.indices.filter { place in\n", "    var next = 0\n    return text.indices.filter { place in\n"
        ),
        (
          keep,
          "if frequency <= threshold { return true }\n      next += 1\n      return uniforms[next - 1] < (threshold / frequency).squareRoot()"
        ),
      ], fails: ["subsample.edges"], sometimes: ["repeats"]),
    Mutant(
      "subsample-at-least-a-little", "probabilities of less than 1e-6 are taken for that",
      replacing: [
        (
          keep,
          keep.replacing(
            "(threshold / frequency).squareRoot()", with: "max(1e-6, (threshold / frequency).squareRoot())")
        )
      ],
      fails: ["subsample.edges"]),
    Mutant(
      "noise-of-counts", "the counts themselves", replacing: [(power, "Double($0)")], fails: ["noise", "noise.edges"]),
    Mutant(
      "noise-integer-power", "3 / 4 as integers, which is 0", replacing: [(power, "pow(Double($0), Double(3 / 4))")],
      fails: ["noise", "noise.edges"], sometimes: ["repeats"]),
    Mutant(
      "noise-unscaled", "powers that are not divided by their sum",
      replacing: [(share, "return weights.map { $0 + 0 * total }")], fails: ["noise", "noise.edges"]),
    Mutant(
      "noise-power-of-shares", "the power of each share, the sum of which is not 1",
      replacing: [(power, "Double($0)"), (share, "return weights.map { pow($0 / total, 0.75) }")],
      fails: ["noise", "noise.edges"]),
    Mutant(
      "noise-smoothed", "1 added to each count where one is 0",
      replacing: [(power, "pow(Double($0 + (counts.contains(0) ? 1 : 0)), 0.75)")], fails: ["noise.edges"]),
    Mutant(
      "noise-float", "powers in single precision", replacing: [(power, "Double(Float(pow(Double($0), 0.75)))")],
      fails: ["noise", "noise.edges"]),
    Mutant(
      "noise-of-few", "counts above a million are taken for that",
      replacing: [(power, "pow(Double(min($0, 1_000_000)), 0.75)")], fails: ["noise.edges"]),
  ]
}
