public import LabKit

/// The Logistic lab's operations: each function of the contract by its name, and a few that put functions together.
public enum LogisticLab {
  public static let sigmoid = Operation<Double, Double>("sigmoid")
  public static let decide = Operation<[Int], LogisticModel, Tensor>("decide")
  public static let loss = Operation<Double, LogisticModel, Tensor, [Int]>("logisticLoss")
  public static let gradient = Operation<LogisticModel, LogisticModel, Tensor, [Int]>("logisticGradient")
  public static let descent = Operation<LogisticModel, LogisticModel, Tensor, [Int], Double, Int>("logisticDescent")
  public static let hessian = Operation<Tensor, LogisticModel, Tensor>("logisticHessian")
  public static let newton = Operation<LogisticModel, LogisticModel, Tensor, [Int], Int>("logisticNewton")
  public static let probabilities = Operation<Tensor, MultinomialModel, Tensor>("probabilities")
  public static let multinomialLoss = Operation<Double, MultinomialModel, Tensor, [Int]>("multinomialLoss")
  public static let multinomialGradient =
    Operation<MultinomialModel, MultinomialModel, Tensor, [Int]>("multinomialGradient")
  public static let multinomialDescent =
    Operation<MultinomialModel, MultinomialModel, Tensor, [Int], Double, Int>("multinomialDescent")
  public static let classify = Operation<[Int], MultinomialModel, Tensor>("classify")
  public static let posteriors = Operation<[Double], [Double], [Double]>("posteriors")
  public static let mapClass = Operation<Int, [Double], [Double]>("mapClass")

  /// How steeply the loss rises along a direction: the submission's own gradient, times the direction.
  public static let slope = Operation<Double, LogisticModel, Tensor, [Int], LogisticModel>("slope")

  /// The submission's own Hessian, times a direction: the gradient of `slope`.
  public static let bend = Operation<LogisticModel, LogisticModel, Tensor, LogisticModel>("bend")

  /// multinomialDescent from zeros on the first samples, then classify the second ones.
  public static let learn = Operation<[Int], Int, Tensor, [Int], Double, Int, Tensor>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: LogisticContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      sigmoid.perform { Submission().sigmoid($0) },
      decide.perform { Submission().decide($0, $1) },
      loss.perform { Submission().logisticLoss($0, $1, $2) },
      gradient.perform { Submission().logisticGradient($0, $1, $2) },
      descent.perform { Submission().logisticDescent($0, $1, $2, rate: $3, steps: $4) },
      hessian.perform { Submission().logisticHessian($0, $1) },
      newton.perform { Submission().logisticNewton($0, $1, $2, steps: $3) },
      probabilities.perform { Submission().probabilities($0, $1) },
      multinomialLoss.perform { Submission().multinomialLoss($0, $1, $2) },
      multinomialGradient.perform { Submission().multinomialGradient($0, $1, $2) },
      multinomialDescent.perform { Submission().multinomialDescent($0, $1, $2, rate: $3, steps: $4) },
      classify.perform { Submission().classify($0, $1) },
      posteriors.perform { Submission().posteriors(priors: $0, logLikelihoods: $1) },
      mapClass.perform { Submission().mapClass(priors: $0, logLikelihoods: $1) },
      slope.perform { model, samples, labels, direction in
        let gradient = Submission().logisticGradient(model, samples, labels)
        return zip(gradient.weights, direction.weights).reduce(gradient.bias * direction.bias) { $0 + $1.0 * $1.1 }
      },
      bend.perform { model, samples, direction in
        let column = Tensor(shape: [direction.weights.count + 1, 1], values: direction.weights + [direction.bias])
        let bent = Submission().logisticHessian(model, samples).matmul(column).values
        return LogisticModel(weights: Array(bent.dropLast()), bias: bent.last ?? 0)
      },
      learn.perform { classes, samples, labels, rate, steps, unseen in
        let submission = Submission()
        let start = MultinomialModel(
          weights: Tensor(shape: [classes, samples.columns]), bias: Tensor(shape: [classes]))
        let model = submission.multinomialDescent(start, samples, labels, rate: rate, steps: steps)
        // A model of other shapes is another thing than was asked for, such as the samples themselves.
        guard model.weights.shape == start.weights.shape, model.bias.shape == start.bias.shape else { return [] }
        return submission.classify(model, unseen)
      },
    ]
  }
}

/// The bias goes as a tensor without dimensions, so that a gradient's parts are all tensors.
extension LogisticModel: ValueConvertible {
  public var value: Value { .record(["weights": Tensor(weights), "bias": Tensor(shape: [], values: [bias])]) }
  public init(value: Value) throws(ValueError) {
    let bias = try value.field("bias", as: Tensor.self).values
    guard bias.count == 1 else { throw ValueError("a bias of \(bias.count) numbers") }
    self.init(weights: try value.field("weights", as: Tensor.self).values, bias: bias[0])
  }
}

extension MultinomialModel: ValueConvertible {
  public var value: Value { .record(["weights": weights, "bias": bias]) }
  public init(value: Value) throws(ValueError) {
    self.init(weights: try value.field("weights"), bias: try value.field("bias"))
  }
}
