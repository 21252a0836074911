import LabKit

/// What negatives of many seeds come to, beside what is to be expected of words drawn by themselves: each figure is so many
/// standard deviations above that.
struct NegativeTally {
  private let probabilities: [Double]
  private let drawn: [[Int]]

  /// The probabilities are those of all words but one, brought to a sum of 1.
  init(_ probabilities: [Double], except word: Int, _ drawn: [[Int]]) {
    var others = probabilities
    if others.indices.contains(word) { others[word] = 0 }
    let total = others.reduce(0, +)
    (self.probabilities, self.drawn) = (others.map { $0 / total }, drawn)
  }

  var value: Value { .record(["words": Tensor(words), "echoes": Tensor(echoes)]) }

  /// How often something was, less how often it was to be.
  private func deviation(_ found: Int, of count: Int, _ probability: Double) -> Double {
    let n = Double(count)
    return (Double(found) - n * probability) / (n * probability * (1 - probability)).squareRoot()
  }

  /// Of each word that can be drawn.
  private var words: [Double] {
    var counts = [Int](repeating: 0, count: probabilities.count)
    let all = drawn.flatMap { $0 }
    for word in all where counts.indices.contains(word) { counts[word] += 1 }
    return counts.indices.filter { probabilities[$0] > 0 }.map {
      deviation(counts[$0], of: all.count, probabilities[$0])
    }
  }

  /// Of draws that are the same word: one, two and three places apart, and of the first and of the last of neighbouring seeds,
  /// and of the first of a seed and the second of the one before.
  private var echoes: [Double] {
    let same = probabilities.reduce(0) { $0 + $1 * $1 }
    var pairs: [[(Int, Int)]] = (1...3).map { gap in
      drawn.flatMap { one in zip(one, one.dropFirst(gap)).map { ($0, $1) } }
    }
    let neighbours = zip(drawn, drawn.dropFirst()).filter { $0.count > 1 && $1.count > 1 }
    pairs.append(neighbours.map { ($0[0], $1[0]) })
    pairs.append(neighbours.map { ($0[$0.count - 1], $1[$1.count - 1]) })
    pairs.append(neighbours.map { ($0[1], $1[0]) })
    return pairs.filter { !$0.isEmpty }.map { pairs in
      deviation(pairs.count { $0.0 == $0.1 }, of: pairs.count, same)
    }
  }
}
