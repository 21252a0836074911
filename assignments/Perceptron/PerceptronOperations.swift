public import LabKit

/// The Perceptron lab's operations: each function of the contract by its name, and one that puts functions together.
public enum PerceptronLab {
  public static let decision = Operation<Int, LinearModel, [Double]>("decision")
  public static let update = Operation<LinearModel, LinearModel, [Double], Int, Double>("update")
  public static let train = Operation<Training, [[Double]], [Int], Double, Int>("train")
  public static let cost = Operation<Double, LinearModel, Link, [[Double]], [Double]>("cost")
  public static let gradient = Operation<LinearModel, LinearModel, Link, [[Double]], [Double]>("gradient")
  public static let batchDescent =
    Operation<LinearModel, LinearModel, Link, [[Double]], [Double], Double, Int>("batchDescent")
  public static let stochasticDescent =
    Operation<LinearModel, LinearModel, Link, [[Double]], [Double], Double, [Int]>("stochasticDescent")

  /// train on the first samples, then decide on the second ones: whole training, judged by its decisions.
  public static let learn = Operation<[Int], [[Double]], [Int], [[Double]], Double, Int>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: PerceptronContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      decision.perform { Submission().decision($0, $1) },
      update.perform { model, sample, label, rate in
        var updated = model
        Submission().update(&updated, sample: sample, label: label, learningRate: rate)
        return updated
      },
      train.perform { Submission().train($0, $1, learningRate: $2, maximumEpochs: $3) },
      cost.perform { Submission().cost($0, $1, $2, $3) },
      gradient.perform { Submission().gradient($0, $1, $2, $3) },
      batchDescent.perform { Submission().batchDescent($0, $1, $2, $3, learningRate: $4, epochs: $5) },
      stochasticDescent.perform { Submission().stochasticDescent($0, $1, $2, $3, learningRate: $4, order: $5) },
      learn.perform { samples, labels, unseen, rate, maximumEpochs in
        let submission = Submission()
        let training = submission.train(samples, labels, learningRate: rate, maximumEpochs: maximumEpochs)
        // A model of other weights is another thing than was asked for, such as the samples themselves.
        guard training.model.weights.count == samples.first?.count ?? 0 else { return [] }
        return unseen.map { submission.decision(training.model, $0) }
      },
    ]
  }
}

/// The bias goes as a tensor without dimensions, so that a gradient's parts are all tensors.
extension LinearModel: ValueConvertible {
  public var value: Value { .record(["weights": Tensor(weights), "bias": Tensor(shape: [], values: [bias])]) }
  public init(value: Value) throws(ValueError) {
    let bias = try value.field("bias", as: Tensor.self).values
    guard bias.count == 1 else { throw ValueError("a bias of \(bias.count) numbers") }
    self.init(weights: try value.field("weights", as: Tensor.self).values, bias: bias[0])
  }
}

extension Training: ValueConvertible {
  public var value: Value { .record(["model": model, "mistakes": mistakes, "converged": converged]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      model: try value.field("model"), mistakes: try value.field("mistakes"), converged: try value.field("converged"))
  }
}

extension Link: ValueConvertible {
  public var value: Value { .integer(rawValue) }
  public init(value: Value) throws(ValueError) {
    guard let link = Link(rawValue: try Int(value: value)) else { throw ValueError(expected: "a link", found: value) }
    self = link
  }
}

func hyperbolicTangent(_ z: Double) -> Double { tanh(z) }
