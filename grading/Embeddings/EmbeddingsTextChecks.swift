import Checks
import LabKit
import Labs

extension EmbeddingsHiddenChecks {
  static let pairsEdges = Check(
    "pairs.edges", "pairs: windows of any width, texts of any length, words that come again", points: 0.4,
    after: ["pairs"],
    hint: "A place has no pair with itself, but a word has one with the same word beside it. A window may be Int.max."
  ) { generator in
    var draw = ValueDraw()
    let text = generator.text(9, vocabulary: 20)
    draw.add("no window", EmbeddingsLab.pairs(text, 0), isTrivial: true)
    draw.add("one word", EmbeddingsLab.pairs([generator.integer(below: 9)], 3), isTrivial: true)
    draw.add("no text", EmbeddingsLab.pairs([], 2), isTrivial: true)
    for window in [8, 9, 1000, Int.max] {
      draw.add("a window wider than the text", EmbeddingsLab.pairs(generator.permutation(7), window))
    }
    let (one, other) = (generator.integer(below: 5), 5 + generator.integer(below: 5))
    draw.add("the same word again", EmbeddingsLab.pairs([one, one, one, other], 2))
    draw.add("the same word again", EmbeddingsLab.pairs([one, other, one, other, other, one], 1))
    draw.add("a long text", EmbeddingsLab.pairs(generator.text(150, vocabulary: 8), 3))
    return draw.draw(partial: true)
  }

  static let countsEdges = Check(
    "counts.edges", "counts: words that do not occur, no text", points: 0.2, after: ["counts"],
    hint: "A word that does not occur has the count 0; there are as many counts as words in the vocabulary."
  ) { generator in
    var draw = ValueDraw()
    let text = generator.text(20, vocabulary: 9)
    draw.add("words that do not occur", EmbeddingsLab.counts(text.map { 1 + 2 * ($0 / 3) }, 12))
    draw.add("one word", EmbeddingsLab.counts([Int](repeating: 0, count: 17), 1), isTrivial: true)
    draw.add("no text", EmbeddingsLab.counts([], 4), isTrivial: true)
    draw.add("a long text", EmbeddingsLab.counts(generator.text(1500, vocabulary: 40), 40))
    return draw.draw(partial: true)
  }

  /// At the boundary shares and threshold are powers of two whose quotient has an exact root.
  static let subsampleEdges = Check(
    "subsample.edges", "subsample: rare words, boundaries, counts of another text", points: 0.3, after: ["subsample"],
    hint:
      "Each place has its own number, whether it is needed or not. A share no larger than the threshold is always kept."
  ) { generator in
    var draw = ValueDraw()
    let quarter = generator.permutation(16).map { $0 < 4 ? 1 : $0 < 8 ? 2 : 0 }
    for uniform in [0.5, 0.5 - 1e-9, 0.5 + 1e-9] {
      draw.add(
        "at the boundary",
        EmbeddingsLab.subsample(quarter, [8, 4, 4], 0.0625, [Double](repeating: uniform, count: 16)))
    }
    let text = generator.text(30, vocabulary: 6)
    let uniforms = generator.uniforms(30).map { 1 - $0 * 0.01 - 1e-9 }
    draw.add("rare words", EmbeddingsLab.subsample(text, [9000, 900, 90, 9, 1, 10000], 0.05, uniforms))
    draw.add("as rare as the threshold", EmbeddingsLab.subsample(text, [4, 2, 2, 2, 4, 2], 0.125, uniforms))
    let others = generator.uniforms(30)
    draw.add("counts of another text", EmbeddingsLab.subsample(text, [700, 0, 40, 0, 300, 6000], 0.01, others))
    draw.add(
      "a tiny threshold",
      EmbeddingsLab.subsample(text, [1, 3, 1, 2, 1, 4], 1e-30, others.map { $0 < 0.5 ? $0 * 1e-16 : $0 * 1e-13 }))
    draw.add("a large threshold", EmbeddingsLab.subsample(text, [1, 3, 1, 2, 1, 4], 3, others), isTrivial: true)
    draw.add("no text", EmbeddingsLab.subsample([], [3, 4], 0.1, []), isTrivial: true)
    return draw.draw(partial: true)
  }

  static let noiseEdges = Check(
    "noise.edges", "noise: words that do not occur, one word, counts of any size", points: 0.3, after: ["noise"],
    hint: "The power ¾ of 0 is 0; nothing is added to a count, and no power is rounded."
  ) { generator in
    var draw = ValueDraw()
    func counts(_ count: Int, below bound: Int) -> [Int] {
      (0..<count).map { _ in 1 + generator.integer(below: bound) }
    }
    draw.add("words that do not occur", EmbeddingsLab.noise([0, 0] + counts(4, below: 20) + [0]))
    draw.add("one word", EmbeddingsLab.noise(counts(1, below: 90)), isTrivial: true)
    draw.add("one that occurs", EmbeddingsLab.noise([0, 3, 0]))
    draw.add("rare and frequent ones", EmbeddingsLab.noise([1, 2, 3] + counts(3, below: 1 << 50)), isRelative: true)
    draw.add("many words", EmbeddingsLab.noise(counts(300, below: 1000)), isRelative: true)
    return draw.draw(partial: true)
  }

  /// Sums of dyadic probabilities, which are exact in whatever order they are taken.
  static let chooseEdges = Check(
    "choose.edges", "choose: boundaries, words of no probability, sums below 1", points: 0.4, after: ["choose"],
    hint:
      "The first sum that is above the number, not as large; where rounding leaves none, the last word that can occur."
  ) { generator in
    var draw = ValueDraw()
    let shares = generator.permutation(4).map { [0.25, 0.25, 0.375, 0.125][$0] }
    let sums = shares.indices.map { shares[...$0].reduce(0, +) }.dropLast()
    // Not in their order, in which the answers would be 0, 1, 2, 3.
    draw.add("at the boundaries", EmbeddingsLab.choose(shares, [sums[1], 0, sums[2], sums[0]]))
    draw.add("beside the boundaries", EmbeddingsLab.choose(shares, sums.flatMap { [$0.nextDown, $0.nextUp] }))
    let gaps = [0, 0.5, 0, 0, 0.25, 0.25, 0]
    let asked = generator.permutation(8).map { Double($0) / 8 }
    draw.add("words of no probability", EmbeddingsLab.choose(gaps, asked + [0.5 - 0x1p-54, 1 - 0x1p-53]))
    let tenths = [Double](repeating: 0.1, count: 10)
    draw.add("a sum below 1", EmbeddingsLab.choose(tenths, [1 - 0x1p-53, 0.55, 0]))
    draw.add("a sum below 1", EmbeddingsLab.choose(tenths + [0, 0], [0.25, 1 - 0x1p-53]))
    draw.add("a tiny probability", EmbeddingsLab.choose([0x1p-60, 0, 1 - 0x1p-53], [0, 0x1p-59, 0.5, 0x1p-61]))
    draw.add("one word", EmbeddingsLab.choose([1], [0, 0.5, 1 - 0x1p-53]), isTrivial: true)
    draw.add("no numbers", EmbeddingsLab.choose(shares, []), isTrivial: true)
    draw.add("many words", EmbeddingsLab.choose(generator.probabilities(400), generator.uniforms(60)))
    return draw.draw(partial: true)
  }
}
