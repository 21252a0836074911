import Embeddings

/// By products of whole tables; negatives by Walker's aliases (1977).
struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    let gaps = window < text.count ? window : max(0, text.count - 1)
    return text.indices.flatMap { place in
      (Array(-gaps..<0) + Array(1..<gaps + 1)).map { place + $0 }.filter(text.indices.contains).map {
        WordPair(word: text[place], context: text[$0])
      }
    }
  }

  func counts(_ text: [Int], vocabulary: Int) -> [Int] {
    text.reduce(into: [Int](repeating: 0, count: vocabulary)) { $0[$1] += 1 }
  }

  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    let total = Double(counts.reduce(0, +))
    let keep = counts.map { $0 == 0 ? 1 : pow(threshold / (Double($0) / total), 0.5) }
    return zip(text, uniforms).filter { $1 < keep[$0] }.map(\.0)
  }

  func noise(_ counts: [Int]) -> [Double] {
    let powers = Tensor(counts.map { $0 > 0 ? exp(0.75 * log(Double($0))) : 0 })
    return (powers / powers.sum()).values
  }

  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    var sum = 0.0
    let sums = probabilities.map { probability -> Double in
      sum += probability
      return sum
    }
    let last = probabilities.lastIndex { $0 > 0 } ?? 0
    return uniforms.map { uniform in sums.firstIndex { $0 > uniform } ?? last }
  }

  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    var others = probabilities
    others[word] = 0
    let total = others.reduce(0, +)
    var shares = others.map { $0 / total * Double(others.count) }
    // Each place is shared by its own word and one other that has too much.
    var aliases = Array(shares.indices)
    var small = shares.indices.filter { shares[$0] < 1 }
    var large = shares.indices.filter { shares[$0] >= 1 }
    while let poor = small.popLast(), let rich = large.last {
      aliases[poor] = rich
      shares[rich] -= 1 - shares[poor]
      if shares[rich] < 1 { small.append(large.removeLast()) }
    }
    // What rounding has left over has a place of its own, but never a word that cannot be drawn.
    let most = shares.indices.max { others[$0] < others[$1] } ?? 0
    for place in shares.indices where aliases[place] == place && others[place] == 0 { aliases[place] = most }
    var generator = Generator(seed: seed)
    return (0..<count).map { _ in
      let place = generator.integer(below: shares.count)
      return generator.uniform() < shares[place] && others[place] > 0 ? place : aliases[place]
    }
  }

  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    var generator = Generator(seed: seed)
    var words = Tensor(shape: [vocabulary, size])
    for place in words.values.indices { words.values[place] = generator.uniform(-1, 1) }
    return WordVectors(words: words / (2 * Double(size)), contexts: 0 * words)
  }

  /// The scores of context and negatives, a column, and the signs that they should have.
  private func scores(_ vectors: WordVectors, _ example: WordExample) -> (rows: [Int], scores: Tensor, signs: Tensor) {
    let rows = [example.context] + example.negatives
    let word = vectors.words.rows(at: [example.word]).transposed()
    let signs = Tensor(column: [1] + example.negatives.map { _ in -1 })
    return (rows, vectors.contexts.rows(at: rows).matmul(word), signs)
  }

  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    let (_, scores, signs) = scores(vectors, example)
    return (scores * signs).map { $0 > 0 ? log1p(exp(-$0)) : log1p(exp($0)) - $0 }.sum()
  }

  /// The slopes of the loss in the rows of the contexts, and in the word's row.
  private func slopes(_ vectors: WordVectors, _ example: WordExample) -> (rows: [Int], contexts: Tensor, word: Tensor) {
    let (rows, scores, signs) = scores(vectors, example)
    let errors = (scores * signs).map { 1 / (1 + exp($0)) } * -signs
    let (word, contexts) = (vectors.words.rows(at: [example.word]), vectors.contexts.rows(at: rows))
    return (rows, errors.matmul(word), errors.transposed().matmul(contexts))
  }

  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    let nothing = Tensor(shape: vectors.words.shape)
    var gradient = WordVectors(words: nothing, contexts: nothing)
    let (rows, contexts, word) = slopes(vectors, example)
    for column in 0..<nothing.columns {
      gradient.words[example.word, column] = word[0, column]
      for (place, row) in rows.enumerated() { gradient.contexts[row, column] += contexts[place, column] }
    }
    return gradient
  }

  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var moved = vectors
    for example in (0..<epochs).flatMap({ _ in examples }) {
      let (rows, contexts, word) = slopes(moved, example)
      for column in 0..<vectors.words.columns {
        moved.words[example.word, column] -= rate * word[0, column]
        for (place, row) in rows.enumerated() { moved.contexts[row, column] -= rate * contexts[place, column] }
      }
    }
    return moved
  }

  /// Rows of length 1, or 0 where there is no direction.
  private func directions(_ table: Tensor) -> Tensor {
    let lengths = (table * table).sum(axis: 1).map { $0 == 0 ? 1 : $0.squareRoot() }
    return table / lengths.reshaped([table.rows, 1])
  }

  func cosines(_ query: [Double], _ table: Tensor) -> [Double] {
    directions(table).matmul(directions(Tensor(rows: [query])).transposed()).values
  }

  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    let alike = cosines(table.row(word).values, table)
    let others = alike.indices.filter { $0 != word }
    return others.sorted { alike[$0] == alike[$1] ? $0 < $1 : alike[$0] > alike[$1] }.prefix(count) + []
  }

  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    let unit = directions(table)
    var alike = Tensor(rows: [cosines((unit.row(a) - unit.row(b) + unit.row(c)).values, table)])
    for word in [a, b, c] { alike[0, word] = -2 }
    return alike.argmaxOfRows()[0]
  }
}
