import LabKit

/// Text in which nineteen tokens of twenty are what a rule makes of the third one before them, a permutation of the tokens
/// that is drawn from the key. Tokens one and two places back tell nothing, so that a trigram stays near ln 5 = 1.6, while
/// the entropy is near 0.24.
struct EchoText {
  static let vocabulary = 5
  private let rule: [Int]

  init(_ generator: inout Generator) { rule = generator.permutation(Self.vocabulary) }

  /// Nine tokens.
  func sequence(_ generator: inout Generator) -> [Int] {
    var tokens: [Int] = []
    for position in 0..<9 {
      let repeats = position >= 3 && generator.uniform() < 0.95
      tokens.append(repeats ? rule[tokens[position - 3]] : generator.integer(below: Self.vocabulary))
    }
    return tokens
  }
}

/// Counts of the token that follows each pair, plus one for every token (Laplace).
struct Trigram {
  private var counts: [[Int]: [Double]] = [:]
  private let vocabulary: Int

  init(_ sequences: [[Int]], vocabulary: Int) {
    self.vocabulary = vocabulary
    for sequence in sequences {
      for position in sequence.indices.dropFirst(2) {
        let pair = [sequence[position - 2], sequence[position - 1]]
        counts[pair, default: [Double](repeating: 1, count: vocabulary)][sequence[position]] += 1
      }
    }
  }

  /// −ln of the probability that it gives to `token` after `context`.
  func loss(_ context: [Int], _ token: Int) -> Double {
    let row = counts[Array(context.suffix(2))] ?? [Double](repeating: 1, count: vocabulary)
    return -log(row[token] / row.reduce(0, +))
  }
}
