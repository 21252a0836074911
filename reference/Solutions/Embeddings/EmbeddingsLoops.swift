import Embeddings

/// Plain loops over lists; negatives by rejection, places found by halving.
struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    var pairs = [WordPair]()
    for i in 0..<text.count {
      for j in 0..<text.count {
        if j == i { continue }
        let gap = i > j ? i - j : j - i
        if gap > window { continue }
        pairs.append(WordPair(word: text[i], context: text[j]))
      }
    }
    return pairs
  }

  func counts(_ text: [Int], vocabulary: Int) -> [Int] {
    (0..<vocabulary).map { word in text.filter { $0 == word }.count }
  }

  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    var total = 0
    for count in counts { total += count }
    var kept = [Int]()
    for i in 0..<text.count {
      let count = counts[text[i]]
      if count == 0 {
        kept.append(text[i])
        continue
      }
      let keep = sqrt(threshold * Double(total) / Double(count))
      if uniforms[i] < keep { kept.append(text[i]) }
    }
    return kept
  }

  func noise(_ counts: [Int]) -> [Double] {
    var powers = [Double]()
    var sum = 0.0
    for count in counts {
      // c^¾ = √c · √√c.
      let root = sqrt(Double(count))
      powers.append(root * sqrt(root))
      sum += powers[powers.count - 1]
    }
    for i in 0..<powers.count { powers[i] /= sum }
    return powers
  }

  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    var sums = [Double]()
    var sum = 0.0
    var last = 0
    for (i, p) in probabilities.enumerated() {
      sum += p
      sums.append(sum)
      if p > 0 { last = i }
    }
    var chosen = [Int]()
    for u in uniforms {
      var (low, high) = (0, last)
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] > u { high = middle } else { low = middle + 1 }
      }
      chosen.append(low)
    }
    return chosen
  }

  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    var generator = Generator(seed: seed)
    var largest = 0.0
    for i in 0..<probabilities.count where i != word { largest = max(largest, probabilities[i]) }
    var drawn = [Int]()
    while drawn.count < count {
      let candidate = generator.integer(below: probabilities.count)
      if candidate == word { continue }
      if generator.uniform() * largest < probabilities[candidate] { drawn.append(candidate) }
    }
    return drawn
  }

  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    var generator = Generator(seed: seed)
    var words = Tensor(shape: [vocabulary, size])
    for i in 0..<vocabulary {
      for j in 0..<size { words[i, j] = (generator.uniform() - 0.5) / Double(size) }
    }
    return WordVectors(words: words, contexts: Tensor(shape: [vocabulary, size]))
  }

  private func score(_ vectors: WordVectors, _ word: Int, _ context: Int) -> Double {
    var score = 0.0
    for j in 0..<vectors.words.columns { score += vectors.words[word, j] * vectors.contexts[context, j] }
    return score
  }

  /// −ln σ(s).
  private func cost(_ s: Double) -> Double {
    if s >= 0 { return log1p(exp(-s)) }
    return log1p(exp(s)) - s
  }

  private func sigma(_ s: Double) -> Double {
    if s >= 0 { return 1 / (1 + exp(-s)) }
    let power = exp(s)
    return power / (1 + power)
  }

  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    var loss = cost(score(vectors, example.word, example.context))
    for negative in example.negatives { loss += cost(-score(vectors, example.word, negative)) }
    return loss
  }

  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    var words = Tensor(shape: vectors.words.shape)
    var contexts = Tensor(shape: vectors.contexts.shape)
    let size = vectors.words.columns
    let e = -sigma(-score(vectors, example.word, example.context))
    for j in 0..<size {
      words[example.word, j] += e * vectors.contexts[example.context, j]
      contexts[example.context, j] += e * vectors.words[example.word, j]
    }
    for negative in example.negatives {
      let e = sigma(score(vectors, example.word, negative))
      for j in 0..<size {
        words[example.word, j] += e * vectors.contexts[negative, j]
        contexts[negative, j] += e * vectors.words[example.word, j]
      }
    }
    return WordVectors(words: words, contexts: contexts)
  }

  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var vectors = vectors
    let size = vectors.words.columns
    for _ in 0..<epochs {
      for example in examples {
        // All scores before anything moves.
        var rows = [example.context]
        var slopes = [-sigma(-score(vectors, example.word, example.context))]
        for negative in example.negatives {
          rows.append(negative)
          slopes.append(sigma(score(vectors, example.word, negative)))
        }
        var change = [Double](repeating: 0, count: size)
        for (row, slope) in zip(rows, slopes) {
          for j in 0..<size { change[j] += slope * vectors.contexts[row, j] }
        }
        for (row, slope) in zip(rows, slopes) {
          for j in 0..<size { vectors.contexts[row, j] -= rate * slope * vectors.words[example.word, j] }
        }
        for j in 0..<size { vectors.words[example.word, j] -= rate * change[j] }
      }
    }
    return vectors
  }

  func cosines(_ query: [Double], _ table: Tensor) -> [Double] {
    var cosines = [Double]()
    var square = 0.0
    for x in query { square += x * x }
    for i in 0..<table.rows {
      var (product, other) = (0.0, 0.0)
      for j in 0..<query.count {
        product += query[j] * table[i, j]
        other += table[i, j] * table[i, j]
      }
      cosines.append(square == 0 || other == 0 ? 0 : product / sqrt(square) / sqrt(other))
    }
    return cosines
  }

  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    var cosines = self.cosines(table.row(word).values, table)
    cosines[word] = -.infinity
    var found = [Int]()
    for _ in 0..<count {
      var best = -1
      for i in 0..<cosines.count where cosines[i] > (best < 0 ? -.infinity : cosines[best]) { best = i }
      found.append(best)
      cosines[best] = -.infinity
    }
    return found
  }

  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    let size = table.columns
    var goal = [Double](repeating: 0, count: size)
    for (word, sign) in [(a, 1.0), (b, -1.0), (c, 1.0)] {
      var square = 0.0
      for j in 0..<size { square += table[word, j] * table[word, j] }
      if square == 0 { continue }
      for j in 0..<size { goal[j] += sign * table[word, j] / sqrt(square) }
    }
    let cosines = self.cosines(goal, table)
    var best = -1
    for i in 0..<cosines.count {
      if i == a || i == b || i == c { continue }
      if best < 0 || cosines[i] > cosines[best] { best = i }
    }
    return best
  }
}
