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

  /// One pass over a text: for each word, each neighbour within `window` steps, with `negatives` words drawn evenly; returns
  /// the mean loss.
  public mutating func learn(
    _ text: [Int], window: Int = 2, negatives: Int = 5, rate: Scalar = 0.025, _ stream: inout RandomStream
  ) -> Scalar {
    require(
      text.allSatisfy { $0 >= 0 && $0 < words.shape[0] }, "SkipGram: a word outside the vocabulary of \(words.shape[0])"
    )
    var (sum, count) = (Scalar(0), 0)
    for place in text.indices {
      for other in max(0, place - window)...min(text.count - 1, place + window) where other != place {
        let drawn = (0..<negatives).map { _ in stream.below(words.shape[0]) }.filter { $0 != text[other] }
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
