public import Tensors

/// Word vectors by skip-gram with negative sampling (Mikolov and others 2013, *Distributed Representations of Words and
/// Phrases*, equation 4): for a word w, a neighbour c and k words n drawn at random,
/// ℓ = −ln σ(u_c·v_w) − Σₙ ln σ(−u_n·v_w).
public struct SkipGram<Scalar: TensorScalar>: Sendable {
  /// v: vocabulary × size, the vectors of the words.
  public var words: Tensor<Scalar>
  /// u: vocabulary × size, the vectors of the neighbours; first 0.
  public var contexts: Tensor<Scalar>

  /// Vectors of a vocabulary; v is uniform in ±½/size.
  public init(vocabulary: Int, size: Int, _ stream: inout RandomStream) {
    require(vocabulary > 0 && size > 0, "SkipGram: \(vocabulary) words with vectors of \(size)")
    let bound = 0.5 / Double(size)
    words = Tensor(uniform: -bound..<bound, Shape(vocabulary, size), &stream)
    contexts = Tensor(zeros: Shape(vocabulary, size))
  }

  /// ℓ with its gradients at v_w and at each u: with e = σ(u·v) − [u is the neighbour's], ∂ℓ/∂v = Σ e·u and ∂ℓ/∂u = e·v.
  public func loss(
    word: Int, neighbor: Int, negatives: [Int]
  ) -> (value: Scalar, word: Tensor<Scalar>, contexts: [(index: Int, gradient: Tensor<Scalar>)]) {
    let v = words[word]
    var value = Scalar(0)
    var wordGradient = Tensor<Scalar>(zeros: v.shape)
    var others: [(index: Int, gradient: Tensor<Scalar>)] = []
    for (place, index) in ([neighbor] + negatives).enumerated() {
      let u = contexts[index]
      let score = u.dot(v)
      value += Functions.softplus(place == 0 ? -score : score)
      let e = Functions.sigmoid(score) - (place == 0 ? 1 : 0)
      wordGradient += u * e
      others.append((index, v * e))
    }
    return (value, wordGradient, others)
  }

  /// One pass over a text: for each word, each neighbour within `window` steps, with `negatives` words drawn by their counts in the text
  /// to the power ¾ (the paper, 2.2); returns the mean loss.
  ///
  /// - Parameters:
  ///   - text: words by their numbers.
  ///   - window: how far neighbours may be.
  ///   - negatives: how many drawn words each neighbour is held against.
  ///   - rate: the learning rate.
  ///   - subsampling: t, if a word of the frequency f is to be left out with the probability 1 − √(t/f) (2.3); some 10⁻⁵ for
  ///     large texts.
  ///   - stream: what is drawn.
  public mutating func learn(
    _ text: [Int], window: Int = 2, negatives: Int = 5, rate: Scalar = 0.025, subsampling: Double? = nil,
    _ stream: inout RandomStream
  ) -> Scalar {
    let vocabulary = words.shape[0]
    require(
      text.allSatisfy { $0 >= 0 && $0 < vocabulary }, "SkipGram: a word outside the vocabulary of \(vocabulary)")
    require(
      window >= 1 && negatives >= 0 && subsampling ?? 1 > 0,
      "SkipGram: a window of \(window) with \(negatives) negatives, subsampling \(subsampling ?? 1)")
    let window = min(window, text.count)
    let draw = WordDraw(text, vocabulary: vocabulary)
    let text = subsampling.map { threshold in text.filter { draw.keeps($0, threshold, &stream) } } ?? text
    var (sum, count) = (Scalar(0), 0)
    for place in text.indices {
      for other in max(0, place - window)...min(text.count - 1, place + window) where other != place {
        let drawn = (0..<negatives).map { _ in draw.word(&stream) }.filter { $0 != text[other] }
        let (value, wordGradient, others) = loss(word: text[place], neighbor: text[other], negatives: drawn)
        words.copy(words[text[place]] - wordGradient * rate, at: text[place] * wordGradient.count)
        for (index, gradient) in others {
          contexts.copy(contexts[index] - gradient * rate, at: index * gradient.count)
        }
        sum += value
        count += 1
      }
    }
    return count > 0 ? sum / Scalar(count) : 0
  }

  /// The cosine of the angle between two words' vectors.
  public func similarity(_ first: Int, _ second: Int) -> Scalar {
    let (a, b) = (words[first], words[second])
    return a.dot(b) / (a.norm() * b.norm())
  }
}

/// Words drawn with probabilities that grow as count^¾.
struct WordDraw: Sendable {
  private let counts: [Int]
  private let total: Int
  /// Σ of the words' count^¾ up to each.
  private let sums: [Double]

  init(_ text: [Int], vocabulary: Int) {
    var counts = [Int](repeating: 0, count: vocabulary)
    for word in text { counts[word] += 1 }
    var sum = 0.0
    sums = counts.map { count in
      // count^¾ = √count·√√count.
      let root = Double(count).squareRoot()
      sum += root * root.squareRoot()
      return sum
    }
    (self.counts, total) = (counts, text.count)
  }

  /// The first word whose sum exceeds a uniform draw.
  func word(_ stream: inout RandomStream) -> Int {
    let goal = stream.uniform() * (sums.last ?? 0)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > goal { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Whether a word stays: with the probability √(t/f), at most 1.
  func keeps(_ word: Int, _ threshold: Double, _ stream: inout RandomStream) -> Bool {
    stream.uniform() < (threshold * Double(total) / Double(counts[word])).squareRoot()
  }
}
