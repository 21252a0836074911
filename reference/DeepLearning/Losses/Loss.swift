public import Tensors

/// A mean over samples of a per-sample loss, with its gradient.
///
/// The equations' loops stand in `CKernels/losses.inc` and `rows.inc`. A loss of one's own is written in variables:
/// `Loss("cubic") { output, target in ((output - target).power(3)).mean() }`.
public struct Loss<Scalar: TensorScalar>: Sendable, CustomStringConvertible {
  /// What it is called.
  public let description: String
  /// Whether it compares with labels rather than with values.
  public let takesLabels: Bool
  /// The part of the mean of the samples in the range, and its gradient.
  private let part: @Sendable (Tensor<Scalar>, Targets<Scalar>, Range<Int>, inout Tensor<Scalar>) -> Scalar

  /// −ln softmax(x)[label], x being the logits: rows × classes. Stable, as ln Σ eˣ is taken from the row's largest.
  ///
  /// Gradient: (softmax(x) − one-hot(label)) / n. Bishop 2006, *Pattern Recognition and Machine Learning*, 4.108.
  public static var crossEntropy: Loss {
    Loss(labels: "crossEntropy") { output, labels, samples, gradient in
      let scale = 1 / Scalar(labels.count)
      return scale * gradient.setCrossEntropy(of: output, labels: labels[samples], scale: scale)
    }
  }

  /// 1 for a row whose largest logit (of equals the first) is not the label's, otherwise 0: the part of wrong predictions.
  ///
  /// Gradient: 0 everywhere, so it measures and cannot train.
  public static var zeroOne: Loss {
    Loss(labels: "zeroOne") { output, labels, samples, gradient in
      gradient.prepare(output.shape)
      gradient.fill(0)
      let part = labels[samples]
      require(output.shape.first == part.count, "Loss: \(part.count) labels for the output \(output.shape)")
      return Scalar(zip(output.argmax(), part).count { $0 != Int($1) }) / Scalar(labels.count)
    }
  }

  /// (x − y)², mean over all elements as PyTorch's `MSELoss`. Gradient: 2(x − y) / count.
  public static var squaredError: Loss { Loss("squaredError", .squared) }

  /// −y ln σ(x) − (1 − y) ln(1 − σ(x)) = max(x, 0) − x·y + ln(1 + e^−|x|), mean over all elements; x being logits, so stable
  /// at any x. Gradient: (σ(x) − y) / count. Bishop 2006, 4.90.
  public static var binaryCrossEntropy: Loss { Loss("binaryCrossEntropy", .binaryCrossEntropy) }

  /// |x − y|, mean over all elements. Gradient: sign(x − y) / count, 0 at 0.
  public static var absoluteError: Loss { Loss("absoluteError", .absolute) }

  /// Huber's loss with δ = 1: ½d² for |d| < 1, |d| − ½ beyond, mean over all elements (Huber 1964). Gradient: d clamped to
  /// ±1, / count.
  public static var huber: Loss { Loss("huber", .huber) }

  /// A loss of one's own of outputs and targets of any shape, written in variables and differentiated by their graph.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - function: one number, a mean over the samples it is given, so that parts of a batch weigh by their size.
  public init(
    _ name: String, _ function: @escaping @Sendable (Variable<Scalar>, Variable<Scalar>) -> Variable<Scalar>
  ) {
    self.init(values: name) { output, targets, samples, gradient in
      guard !samples.isEmpty else {
        gradient = Tensor(zeros: output.shape)
        return 0
      }
      let variable = Variable(output, .input, name: "output")
      let value = function(variable, Variable(targets.rows(samples), .constant, name: "target"))
      let share = Scalar(samples.count) / Scalar(targets.shape[0])
      gradient = Differentiation.gradients(of: value, by: [variable])[0].value * share
      return value.value.scalar * share
    }
  }

  /// The part of the mean that belongs to the targets `samples`, and its gradient at the output.
  ///
  /// - Parameters:
  ///   - output: the outputs of those samples alone.
  ///   - targets: of the whole batch.
  ///   - samples: which of the targets they belong to; the mean is over all targets, so that parts of a batch add up.
  ///   - gradient: where ∂L/∂output is written.
  public func evaluate(
    _ output: Tensor<Scalar>, _ targets: Targets<Scalar>, samples: Range<Int>, gradient: inout Tensor<Scalar>
  ) -> Scalar {
    require(targets.count > 0, "Loss: a mean over no sample")
    require(
      samples.lowerBound >= 0 && samples.upperBound <= targets.count,
      "Loss: the samples \(samples) of \(targets.count)")
    return part(output, targets, samples, &gradient)
  }

  private init(
    labels name: String,
    _ term: @escaping @Sendable (Tensor<Scalar>, [Int32], Range<Int>, inout Tensor<Scalar>) -> Scalar
  ) {
    (description, takesLabels) = (name, true)
    part = { output, targets, samples, gradient in
      guard case .labels(let labels) = targets else { fatalError("Loss: \(name) takes labels, not values") }
      return term(output, labels, samples, &gradient)
    }
  }

  private init(
    values name: String,
    _ term: @escaping @Sendable (Tensor<Scalar>, Tensor<Scalar>, Range<Int>, inout Tensor<Scalar>) -> Scalar
  ) {
    (description, takesLabels) = (name, false)
    part = { output, targets, samples, gradient in
      guard case .values(let values) = targets else { fatalError("Loss: \(name) takes values, not labels") }
      return term(output, values, samples, &gradient)
    }
  }

  private init(_ name: String, _ pairs: Tensor<Scalar>.PairLoss) {
    self.init(values: name) { output, targets, samples, gradient in
      require(targets.count > 0, "Loss: a mean over no element, of the targets \(targets.shape)")
      let scale = 1 / Scalar(targets.count)
      return scale * gradient.setLoss(pairs, of: output, targets.rows(samples), scale: scale)
    }
  }
}
