import Embeddings

/// Lists and closures; negatives by running through what is left of a uniform number; tables as lists of rows in training.
struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    text.enumerated().flatMap { place, word in
      let before = text[..<place].suffix(window)
      let after = text[(place + 1)...].prefix(window)
      return (before + after).map { WordPair(word: word, context: $0) }
    }
  }

  func counts(_ text: [Int], vocabulary: Int) -> [Int] {
    let found = Dictionary(text.map { ($0, 1) }, uniquingKeysWith: +)
    return (0..<vocabulary).map { found[$0] ?? 0 }
  }

  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    let total = counts.reduce(0, +)
    func keeps(_ place: Int) -> Bool {
      let count = Double(counts[text[place]])
      return count == 0 || uniforms[place] < (threshold / count * Double(total)).squareRoot()
    }
    return text.indices.compactMap { keeps($0) ? text[$0] : nil }
  }

  func noise(_ counts: [Int]) -> [Double] {
    let powers = counts.map { pow(pow(Double($0), 3), 0.25) }
    let sum = powers.reversed().reduce(0, +)
    return powers.map { $0 / sum }
  }

  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    uniforms.map { uniform in
      var (left, last) = (uniform, 0)
      for (word, probability) in probabilities.enumerated() where probability > 0 {
        last = word
        if left < probability { break }
        left -= probability
      }
      return last
    }
  }

  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    var generator = Generator(seed: seed)
    var others = probabilities
    others[word] = 0
    let total = others.reduce(0, +)
    return choose(others.map { $0 / total }, uniforms: (0..<count).map { _ in generator.uniform() })
  }

  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    var generator = Generator(seed: seed)
    let rows = (0..<vocabulary).map { _ in (0..<size).map { _ in (0.5 - generator.uniform()) / Double(size) } }
    return WordVectors(
      words: Tensor(rows: rows), contexts: Tensor(shape: [vocabulary, size], repeating: 0))
  }

  private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  private func sigma(_ s: Double) -> Double { s < 0 ? exp(s) / (1 + exp(s)) : 1 / (1 + exp(-s)) }

  /// Each row of the contexts that an example names, and the sign of its score in the loss.
  private func terms(_ example: WordExample) -> [(row: Int, sign: Double)] {
    [(example.context, -1)] + example.negatives.map { ($0, 1) }
  }

  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    let word = vectors.words.row(example.word).values
    return terms(example).map { row, sign in
      let s = sign * product(vectors.contexts.row(row).values, word)
      return (s > 0 ? s : 0) + log1p(exp(s > 0 ? -s : s))
    }.reduce(0, +)
  }

  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    let word = vectors.words.row(example.word)
    var gradient = WordVectors(words: vectors.words.map { _ in 0 }, contexts: vectors.contexts.map { _ in 0 })
    for (row, sign) in terms(example) {
      let context = vectors.contexts.row(row)
      let slope = sign * sigma(sign * product(context.values, word.values))
      for column in 0..<word.count {
        gradient.words[example.word, column] += slope * context[column]
        gradient.contexts[row, column] += slope * word[column]
      }
    }
    return gradient
  }

  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var words = (0..<vectors.words.rows).map { vectors.words.row($0).values }
    var contexts = (0..<vectors.contexts.rows).map { vectors.contexts.row($0).values }
    for _ in 0..<epochs {
      for example in examples {
        let old = words[example.word]
        let steps = terms(example).map { row, sign -> (row: Int, step: Double, old: [Double]) in
          (row, -rate * sign * sigma(sign * product(contexts[row], old)), contexts[row])
        }
        for (row, step, context) in steps {
          for column in old.indices {
            words[example.word][column] += step * context[column]
            contexts[row][column] += step * old[column]
          }
        }
      }
    }
    return WordVectors(
      words: Tensor(shape: vectors.words.shape, values: words.flatMap { $0 }),
      contexts: Tensor(shape: vectors.contexts.shape, values: contexts.flatMap { $0 }))
  }

  private func length(_ vector: [Double]) -> Double { product(vector, vector).squareRoot() }

  func cosines(_ query: [Double], _ table: Tensor) -> [Double] {
    let long = length(query)
    return (0..<table.rows).map { row in
      let other = table.row(row).values
      guard long > 0, length(other) > 0 else { return 0 }
      return product(query.map { $0 / long }, other) / length(other)
    }
  }

  private func best(_ count: Int, of cosines: [Double], without words: Set<Int>) -> [Int] {
    let order = cosines.enumerated().filter { !words.contains($0.offset) }.sorted {
      ($1.element, $0.offset) < ($0.element, $1.offset)
    }
    return order.prefix(count).map(\.offset)
  }

  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    best(count, of: cosines(table.row(word).values, table), without: [word])
  }

  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    func unit(_ word: Int) -> [Double] {
      let row = table.row(word).values
      let long = length(row)
      return long > 0 ? row.map { $0 / long } : row
    }
    let goal = zip(zip(unit(a), unit(b)), unit(c)).map { $0.0 - $0.1 + $1 }
    return best(1, of: cosines(goal, table), without: [a, b, c])[0]
  }
}
