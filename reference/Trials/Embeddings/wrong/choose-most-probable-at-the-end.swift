// mistake: where the sum of all is not above the number the most probable word is taken
// breaks: "it is the last word whose probability is not 0"
import Embeddings

/// Flat arrays and Swift's own random functions, fed by the kit's generator; the analogy by three lists of cosines.
struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    var result: [WordPair] = []
    var place = 0
    while place < text.count {
      let left = place > window ? place - window : 0
      let right = window >= text.count - place ? text.count - 1 : place + window
      var other = left
      while other <= right {
        if other != place { result.append(WordPair(word: text[place], context: text[other])) }
        other += 1
      }
      place += 1
    }
    return result
  }

  func counts(_ text: [Int], vocabulary: Int) -> [Int] {
    var sorted = text.sorted()[...]
    var result: [Int] = []
    for word in 0..<vocabulary {
      let rest = sorted.drop { $0 == word }
      result.append(sorted.count - rest.count)
      sorted = rest
    }
    return result
  }

  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    // u < √(t / f) is u² f < t, both sides being 0 or more; of a word without a count f is 0.
    let all = Double(counts.reduce(0, +))
    var kept: [Int] = []
    for (word, u) in zip(text, uniforms) where u * u * (Double(counts[word]) / all) < threshold { kept.append(word) }
    return kept
  }

  func noise(_ counts: [Int]) -> [Double] {
    // By the largest, so that no power is above 1.
    let most = Double(counts.max() ?? 1)
    let powers = counts.map { pow(Double($0) / most, 3.0 / 4.0) }
    let sum = powers.sorted().reduce(0, +)
    return powers.map { $0 / sum }
  }

  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    var result = [Int](repeating: -1, count: uniforms.count)
    var sum = 0.0
    var last = 0
    // The numbers from the smallest on: words and numbers are walked through once.
    var waiting = uniforms.indices.sorted { uniforms[$0] < uniforms[$1] }[...]
    for word in probabilities.indices where probabilities[word] > 0 {
      sum += probabilities[word]
      last = word
      while let next = waiting.first, uniforms[next] < sum {
        result[next] = word
        waiting.removeFirst()
      }
    }
    let most = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? last
    for next in waiting { result[next] = most }
    return result
  }

  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    var generator = Generator(seed: seed)
    // What is left of the axis when the word's own piece is cut out.
    let others = probabilities.indices.filter { $0 != word && probabilities[$0] > 0 }
    var ends: [Double] = []
    for other in others { ends.append((ends.last ?? 0) + probabilities[other]) }
    return (0..<count).map { _ in
      let point = Double.random(in: 0..<ends[ends.count - 1], using: &generator)
      return others[ends.firstIndex { $0 > point } ?? others.count - 1]
    }
  }

  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    var generator = Generator(seed: seed)
    let half = 1 / (2 * Double(size))
    var words = Tensor(shape: [vocabulary, size])
    for i in words.values.indices { words.values[i] = .random(in: -half...half, using: &generator) }
    return WordVectors(words: words, contexts: Tensor(shape: [vocabulary, size], repeating: 0))
  }

  /// −ln σ(s) and its slope σ(s) − 1.
  private func surprise(_ s: Double) -> (value: Double, slope: Double) {
    let small = exp(-abs(s))
    return s > 0 ? (log1p(small), -small / (1 + small)) : (log1p(small) - s, -1 / (1 + small))
  }

  private func dot(_ left: Tensor, _ i: Int, _ right: Tensor, _ j: Int) -> Double {
    let d = left.columns
    return left.values.withUnsafeBufferPointer { a in
      right.values.withUnsafeBufferPointer { b in
        var sum = 0.0
        for l in 0..<d { sum += a[i * d + l] * b[j * d + l] }
        return sum
      }
    }
  }

  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    example.negatives.reduce(surprise(dot(vectors.words, example.word, vectors.contexts, example.context)).value) {
      $0 + surprise(-dot(vectors.words, example.word, vectors.contexts, $1)).value
    }
  }

  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    var result = WordVectors(
      words: Tensor(shape: vectors.words.shape), contexts: Tensor(shape: vectors.contexts.shape))
    for (row, slope) in slopes(vectors, example) {
      for l in 0..<vectors.words.columns {
        result.contexts[row, l] += slope * vectors.words[example.word, l]
        result.words[example.word, l] += slope * vectors.contexts[row, l]
      }
    }
    return result
  }

  private func slopes(_ vectors: WordVectors, _ example: WordExample) -> [(Int, Double)] {
    let positive = dot(vectors.words, example.word, vectors.contexts, example.context)
    return [(example.context, surprise(positive).slope)]
      + example.negatives.map { ($0, -surprise(-dot(vectors.words, example.word, vectors.contexts, $0)).slope) }
  }

  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var vectors = vectors
    let d = vectors.words.columns
    for turn in 0..<epochs * examples.count {
      let example = examples[turn % examples.count]
      let old = vectors.words.row(example.word)
      let slopes = slopes(vectors, example)
      for (row, slope) in slopes {
        for l in 0..<d { vectors.words.values[example.word * d + l] -= rate * slope * vectors.contexts.values[row * d + l] }
      }
      for (row, slope) in slopes {
        for l in 0..<d { vectors.contexts.values[row * d + l] -= rate * slope * old.values[l] }
      }
    }
    return vectors
  }

  func cosines(_ query: [Double], _ table: Tensor) -> [Double] {
    let lengths = (0..<table.rows).map { dot(table, $0, table, $0).squareRoot() }
    let asked = Tensor(rows: [query])
    let length = dot(asked, 0, asked, 0).squareRoot()
    return lengths.indices.map { row in
      if length == 0 || lengths[row] == 0 { return 0 }
      return dot(asked, 0, table, row) / length / lengths[row]
    }
  }

  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    var alike = cosines(table.row(word).values, table)
    alike[word] = -.infinity
    return (0..<count).map { _ in
      var best = word
      for other in alike.indices where alike[other] > alike[best] { best = other }
      alike[best] = -.infinity
      return best
    }
  }

  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    // The product with a sum is the sum of the products, and how long the sum is changes no order.
    let (toA, toB, toC) = (
      cosines(table.row(a).values, table), cosines(table.row(b).values, table), cosines(table.row(c).values, table)
    )
    var best: Int?
    for word in 0..<table.rows where word != a && word != b && word != c {
      let value = toA[word] - toB[word] + toC[word]
      if let known = best, toA[known] - toB[known] + toC[known] >= value { continue }
      best = word
    }
    return best ?? 0
  }
}
