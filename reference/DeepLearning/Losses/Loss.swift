public import Tensors

/// What a batch's outputs are compared with.
public enum Targets<Scalar: TensorScalar>: Sendable {
  /// One class for each row of the output, from 0.
  case labels([Int32])
  /// A tensor of the output's shape.
  case values(Tensor<Scalar>)

  /// How many samples there are.
  public var count: Int {
    switch self {
    case .labels(let labels): labels.count
    case .values(let values): values.shape[0]
    }
  }

  /// All samples.
  public var all: Range<Int> { 0..<count }
}

/// A mean over samples of a per-sample loss.
///
/// Each has its gradient next to it.
public enum Loss: Sendable {
  /// −ln softmax(x)[label], x being the logits: rows × classes. Stable, as ln Σ eˣ is taken from the row's largest.
  ///
  /// Gradient: (softmax(x) − one-hot(label)) / n. Bishop 2006, *Pattern Recognition and Machine Learning*, 4.108.
  case crossEntropy
  /// (x − y)², mean over all elements as PyTorch's `MSELoss`. Gradient: 2(x − y) / count.
  case squaredError
  /// −y ln σ(x) − (1 − y) ln(1 − σ(x)) = max(x, 0) − x·y + ln(1 + e^−|x|), mean over all elements; x being logits, so stable
  /// at any x. Gradient: (σ(x) − y) / count. Bishop 2006, 4.90.
  case binaryCrossEntropy
  /// |x − y|, mean over all elements. Gradient: sign(x − y) / count, 0 at 0.
  case absoluteError
  /// Huber's loss with δ = 1: ½d² for |d| < 1, |d| − ½ beyond, mean over all elements (Huber 1964). Gradient: d clamped to
  /// ±1, / count.
  case huber

  /// The part of the mean that belongs to the targets `samples`, and its gradient at the output.
  ///
  /// - Parameters:
  ///   - output: the outputs of those samples alone.
  ///   - samples: which of the targets they belong to; the mean is over all targets, so that parts of a batch add up.
  public func evaluate<Scalar>(
    _ output: Tensor<Scalar>, _ targets: Targets<Scalar>, samples: Range<Int>, gradient: inout Tensor<Scalar>
  ) -> Scalar {
    switch (self, targets) {
    case (.crossEntropy, .labels(let labels)):
      let scale = 1 / Scalar(labels.count)
      return scale * gradient.setCrossEntropy(of: output, labels: labels[samples], scale: scale)
    case (.squaredError, .values(let values)):
      return each(output, values, samples, &gradient) { x, y in ((x - y) * (x - y), 2 * (x - y)) }
    case (.absoluteError, .values(let values)):
      return each(output, values, samples, &gradient) { x, y in (abs(x - y), x > y ? 1 : x < y ? -1 : 0) }
    case (.huber, .values(let values)):
      return each(output, values, samples, &gradient) { x, y in
        let d = x - y
        return abs(d) < 1 ? (d * d / 2, d) : (abs(d) - 0.5, d > 0 ? 1 : -1)
      }
    case (.binaryCrossEntropy, .values(let values)):
      return each(output, values, samples, &gradient) { x, y in
        (max(x, 0) - x * y + Functions.softplus(-abs(x)), Functions.sigmoid(x) - y)
      }
    default:
      fatalError("Loss: \(self) does not take these targets (labels for crossEntropy, values for the others)")
    }
  }

  private func each<Scalar>(
    _ output: Tensor<Scalar>, _ targets: Tensor<Scalar>, _ samples: Range<Int>, _ gradient: inout Tensor<Scalar>,
    _ term: (Scalar, Scalar) -> (value: Scalar, slope: Scalar)
  ) -> Scalar {
    let part = targets.rows(samples)
    require(output.shape == part.shape, "Loss: the output \(output.shape) for the targets \(part.shape)")
    gradient.prepare(output.shape)
    let scale = 1 / Scalar(targets.count)
    var sum = Scalar(0)
    for place in 0..<output.count {
      let (value, slope) = term(output[flat: place], part[flat: place])
      sum += value
      gradient[flat: place] = slope * scale
    }
    return sum * scale
  }
}
