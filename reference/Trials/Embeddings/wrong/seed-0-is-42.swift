// mistake: a seed of 0 is taken for none, and 42 in its place
// breaks: "Each of the 64 bits of a seed counts, and 0 is a seed like others."
import Embeddings
import Foundation

/// Rows as a type of their own; negatives by the largest of Gumbel's numbers; training on lists of rows.
private struct Vector {
  var numbers: [Double]

  static func * (left: Vector, right: Vector) -> Double { zip(left.numbers, right.numbers).reduce(0) { $0 + $1.0 * $1.1 } }
  static func * (factor: Double, right: Vector) -> Vector { Vector(numbers: right.numbers.map { factor * $0 }) }
  static func + (left: Vector, right: Vector) -> Vector { Vector(numbers: zip(left.numbers, right.numbers).map { $0 + $1 }) }
  static func - (left: Vector, right: Vector) -> Vector { left + -1 * right }

  /// Of length 1, or 0. By its largest number first, so that no square is too small or too large.
  var direction: Vector {
    let largest = numbers.map(abs).max() ?? 0
    if largest == 0 { return self }
    // A power of two, by which nothing is rounded.
    let scale = Double(sign: .plus, exponent: -largest.exponent, significand: 1)
    let near = scale * self
    return Vector(numbers: near.numbers.map { $0 / sqrt(near * near) })
  }
}

private func rows(_ table: Tensor) -> [Vector] { (0..<table.rows).map { Vector(numbers: table.row($0).values) } }

private func table(_ rows: [Vector], like shape: [Int]) -> Tensor { Tensor(shape: shape, values: rows.flatMap(\.numbers)) }

private func sigmoid(_ s: Double) -> Double { s < 0 ? Foundation.exp(s) / (1 + Foundation.exp(s)) : 1 / (1 + Foundation.exp(-s)) }

struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    let places = Array(text.indices)
    return places.flatMap { i in
      places.filter { $0 != i && abs($0 - i) <= window }.map { WordPair(word: text[i], context: text[$0]) }
    }
  }

  func counts(_ text: [Int], vocabulary: Int) -> [Int] {
    let groups = Dictionary(grouping: text) { $0 }
    return (0..<vocabulary).map { groups[$0, default: []].count }
  }

  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    let total = Double(counts.reduce(0, +))
    let limits = counts.map { count -> Double in
      let share = Double(count) / total
      return share > 0 ? sqrt(threshold / share) : .infinity
    }
    var kept = text
    for place in text.indices.reversed() where uniforms[place] >= limits[text[place]] { kept.remove(at: place) }
    return kept
  }

  func noise(_ counts: [Int]) -> [Double] {
    let logarithms = counts.map { 0.75 * Foundation.log(Double($0)) }
    let top = logarithms.max() ?? 0
    let powers = logarithms.map { Foundation.exp($0 - top) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    uniforms.map { u in
      var (sum, answer) = (0.0, 0)
      for (word, p) in probabilities.enumerated() where p > 0 {
        if sum > u { break }
        sum += p
        answer = word
      }
      return answer
    }
  }

  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    var generator = Generator(seed: seed == 0 ? 42 : seed)
    let scores = probabilities.map { Foundation.log($0) }
    var drawn = [Int]()
    for _ in 0..<count {
      var (best, height) = (-1, -Double.infinity)
      for other in scores.indices where other != word && scores[other].isFinite {
        let u = (Double(generator.next() >> 12) + 0.5) / 4_503_599_627_370_496
        let value = scores[other] - Foundation.log(-Foundation.log(u))
        if value > height { (best, height) = (other, value) }
      }
      drawn.append(best)
    }
    return drawn
  }

  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    var generator = Generator(seed: seed == 0 ? 42 : seed)
    var words = Tensor(shape: [vocabulary, size])
    // Column by column.
    for j in 0..<size {
      for i in 0..<vocabulary { words[i, j] = 0.5 * generator.uniform(-1, 1) / Double(size) }
    }
    return WordVectors(words: words, contexts: words.map { _ in 0 })
  }

  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    let (words, contexts) = (rows(vectors.words), rows(vectors.contexts))
    let scores =
      [words[example.word] * contexts[example.context]] + example.negatives.map { -(words[example.word] * contexts[$0]) }
    return scores.map { s in s > 0 ? log1p(Foundation.exp(-s)) : -s + log1p(Foundation.exp(s)) }.reduce(0, +)
  }

  /// What a step is to take from the word, and from the rows of contexts that are named.
  private func slopes(_ words: [Vector], _ contexts: [Vector], _ example: WordExample) -> (Vector, [Int: Vector]) {
    let word = words[example.word]
    var mine = 0 * word
    var theirs: [Int: Vector] = [:]
    let targets = [(example.context, -1.0)] + example.negatives.map { ($0, 1.0) }
    for (row, sign) in targets {
      let slope = sign * sigmoid(sign * (word * contexts[row]))
      mine = mine + slope * contexts[row]
      theirs[row] = theirs[row].map { $0 + slope * word } ?? slope * word
    }
    return (mine, theirs)
  }

  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    let (words, contexts) = (rows(vectors.words), rows(vectors.contexts))
    let (mine, theirs) = slopes(words, contexts, example)
    let none = Vector(numbers: [Double](repeating: 0, count: vectors.words.columns))
    return WordVectors(
      words: table(words.indices.map { $0 == example.word ? mine : none }, like: vectors.words.shape),
      contexts: table(contexts.indices.map { theirs[$0] ?? none }, like: vectors.contexts.shape))
  }

  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var (words, contexts) = (rows(vectors.words), rows(vectors.contexts))
    for _ in 0..<epochs {
      for example in examples {
        let (mine, theirs) = slopes(words, contexts, example)
        words[example.word] = words[example.word] - rate * mine
        for (row, slope) in theirs { contexts[row] = contexts[row] - rate * slope }
      }
    }
    return WordVectors(
      words: table(words, like: vectors.words.shape), contexts: table(contexts, like: vectors.contexts.shape))
  }

  func cosines(_ query: [Double], _ table: Tensor) -> [Double] {
    let mine = Vector(numbers: query).direction
    return rows(table).map { mine * $0.direction }
  }

  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    let alike = cosines(table.row(word).values, table)
    var best: [Int] = []
    for other in alike.indices where other != word {
      // Before the first that is less alike.
      let place = best.firstIndex { alike[$0] < alike[other] } ?? best.count
      best.insert(other, at: place)
      if best.count > count { best.removeLast() }
    }
    return best
  }

  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    let directions = rows(table).map(\.direction)
    let goal = directions[a] - directions[b] + directions[c]
    let candidates = directions.indices.filter { ![a, b, c].contains($0) }
    let values = candidates.map { goal * directions[$0] }
    return candidates[values.firstIndex(of: values.max() ?? 0) ?? 0]
  }
}
