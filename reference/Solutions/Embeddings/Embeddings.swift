import Embeddings

/// Skip-gram with negative sampling, and what its vectors know: words that are alike, and analogies.
struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    // BEGIN SOLUTION
    // Nothing is farther away than the text is long, however wide the window.
    let reach = min(window, text.count)
    var pairs: [WordPair] = []
    for place in text.indices {
      for other in max(0, place - reach)..<min(text.count, place + reach + 1) where other != place {
        pairs.append(WordPair(word: text[place], context: text[other]))
      }
    }
    return pairs
    // END SOLUTION
  }

  func counts(_ text: [Int], vocabulary: Int) -> [Int] {
    // BEGIN SOLUTION
    var counts = [Int](repeating: 0, count: vocabulary)
    for word in text { counts[word] += 1 }
    return counts
    // END SOLUTION
  }

  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    // BEGIN SOLUTION
    let total = Double(counts.reduce(0, +))
    return text.indices.filter { place in
      let frequency = Double(counts[text[place]]) / total
      return uniforms[place] < (threshold / frequency).squareRoot()
    }.map { text[$0] }
    // END SOLUTION
  }

  func noise(_ counts: [Int]) -> [Double] {
    // BEGIN SOLUTION
    let weights = counts.map { pow(Double($0), 0.75) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
    // END SOLUTION
  }

  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    // BEGIN SOLUTION
    // Where rounding leaves the sum of all below a uniform number, it is the last word that can be drawn at all.
    let last = probabilities.lastIndex { $0 > 0 } ?? 0
    return uniforms.map { uniform in
      var sum = 0.0
      for (word, probability) in probabilities.enumerated() {
        sum += probability
        if sum > uniform { return word }
      }
      return last
    }
    // END SOLUTION
  }

  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    var drawn: [Int] = []
    while drawn.count < count {
      let next = choose(probabilities, uniforms: [generator.uniform()])[0]
      if next != word { drawn.append(next) }
    }
    return drawn
    // END SOLUTION
  }

  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    let bound = 0.5 / Double(size)
    let words = (0..<vocabulary * size).map { _ in generator.uniform(-bound, bound) }
    return WordVectors(
      words: Tensor(shape: [vocabulary, size], values: words), contexts: Tensor(shape: [vocabulary, size]))
    // END SOLUTION
  }

  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    // BEGIN SOLUTION
    var loss = softplus(-score(vectors, example.word, example.context))
    for negative in example.negatives { loss += softplus(score(vectors, example.word, negative)) }
    return loss
    // END SOLUTION
  }

  // BEGIN SOLUTION HELPERS
  /// u_context · v_word.
  private func score(_ vectors: WordVectors, _ word: Int, _ context: Int) -> Double {
    var sum = 0.0
    for place in 0..<vectors.words.columns { sum += vectors.contexts[context, place] * vectors.words[word, place] }
    return sum
  }

  /// ln(1 + eˣ) = −ln σ(−x), in which the power is never above 1.
  private func softplus(_ x: Double) -> Double { max(0, x) + log1p(exp(-abs(x))) }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// The slope of the loss in the score of the context and of each negative.
  private func slopes(_ vectors: WordVectors, _ example: WordExample) -> [(context: Int, slope: Double)] {
    // σ(s) − 1 is −σ(−s), which keeps its digits.
    let context = (example.context, -sigmoid(-score(vectors, example.word, example.context)))
    return [context] + example.negatives.map { ($0, sigmoid(score(vectors, example.word, $0))) }
  }
  // END SOLUTION

  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    // BEGIN SOLUTION
    let shape = vectors.words.shape
    var gradient = WordVectors(words: Tensor(shape: shape), contexts: Tensor(shape: shape))
    for (context, slope) in slopes(vectors, example) {
      for place in 0..<vectors.words.columns {
        gradient.words[example.word, place] += slope * vectors.contexts[context, place]
        gradient.contexts[context, place] += slope * vectors.words[example.word, place]
      }
    }
    return gradient
    // END SOLUTION
  }

  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    // BEGIN SOLUTION
    var moved = vectors
    for _ in 0..<epochs {
      for example in examples { step(&moved, example, rate) }
    }
    return moved
    // END SOLUTION
  }

  // BEGIN SOLUTION HELPERS
  /// A step against the gradient, in the rows that have one.
  private func step(_ vectors: inout WordVectors, _ example: WordExample, _ rate: Double) {
    let slopes = slopes(vectors, example)
    for place in 0..<vectors.words.columns {
      let before = vectors.words[example.word, place]
      var gradient = 0.0
      for (context, slope) in slopes { gradient += slope * vectors.contexts[context, place] }
      for (context, slope) in slopes { vectors.contexts[context, place] -= rate * slope * before }
      vectors.words[example.word, place] = before - rate * gradient
    }
  }
  // END SOLUTION

  func cosines(_ query: [Double], _ table: Tensor) -> [Double] {
    // BEGIN SOLUTION
    let length = (query.map { $0 * $0 }.reduce(0, +)).squareRoot()
    return (0..<table.rows).map { row in
      let other = table.row(row).values
      let lengths = length * (other.map { $0 * $0 }.reduce(0, +)).squareRoot()
      return lengths == 0 ? 0 : zip(query, other).map { $0 * $1 }.reduce(0, +) / lengths
    }
    // END SOLUTION
  }

  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    // BEGIN SOLUTION
    let alike = cosines(table.row(word).values, table)
    let order = (0..<table.rows).filter { $0 != word }.sorted { (-alike[$0], $0) < (-alike[$1], $1) }
    return Array(order.prefix(count))
    // END SOLUTION
  }

  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    // BEGIN SOLUTION
    let goal = direction(table, a) - direction(table, b) + direction(table, c)
    let alike = cosines(goal.values, table)
    let others = (0..<table.rows).filter { $0 != a && $0 != b && $0 != c }
    return others.min { (-alike[$0], $0) < (-alike[$1], $1) } ?? 0
    // END SOLUTION
  }

  // BEGIN SOLUTION HELPERS
  /// A word's vector brought to length 1; 0 stays 0.
  private func direction(_ table: Tensor, _ word: Int) -> Tensor {
    let row = table.row(word)
    let length = (row * row).sum().squareRoot()
    return length == 0 ? row : row / length
  }
  // END SOLUTION
}
