@_exported public import LabKit

/// What a submission to the Perceptron lab provides; the statement has the equations.
///
/// Write `struct Submission: PerceptronContract { … }`. No function may remember anything from one call to the next.
public protocol PerceptronContract {
  init()

  /// The formal neuron's decision: 1 where w·x + b ≥ 0, otherwise −1.
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int

  /// Rosenblatt's rule on one sample: where y (w·x + b) ≤ 0, w ← w + η y x and b ← b + η y; otherwise nothing.
  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double)

  /// The perceptron from zero weights: samples in their order, again and again, until a whole pass changes nothing or
  /// `maximumEpochs` passes are done.
  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training

  /// Adaline's cost J = ½ Σ (y − φ(w·x + b))², a sum over the samples.
  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double

  /// The gradient of J: its derivative in each weight and in the bias.
  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel

  /// `epochs` steps of w ← w − η ∂J/∂w, b ← b − η ∂J/∂b, each on all samples.
  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel

  /// One delta-rule step for each index in `order`, on that sample alone.
  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel
}

/// A weight for each feature and a bias; also their gradient.
public struct LinearModel: Hashable, Sendable {
  public var weights: [Double]
  public var bias: Double

  public init(weights: [Double], bias: Double) {
    self.weights = weights
    self.bias = bias
  }
}

/// What training a perceptron came to.
public struct Training: Hashable, Sendable {
  public var model: LinearModel
  /// How many updates were made in all.
  public var mistakes: Int
  /// Whether the last pass changed nothing.
  public var converged: Bool

  public init(model: LinearModel, mistakes: Int, converged: Bool) {
    self.model = model
    self.mistakes = mistakes
    self.converged = converged
  }
}

/// The function φ between w·x + b and the output.
public enum Link: Int, Hashable, Sendable {
  case identity, tanh

  /// φ(z).
  public func value(_ z: Double) -> Double {
    switch self {
    case .identity: z
    case .tanh: hyperbolicTangent(z)
    }
  }

  /// φ′(z).
  public func derivative(_ z: Double) -> Double {
    switch self {
    case .identity: 1
    case .tanh: 1 - hyperbolicTangent(z) * hyperbolicTangent(z)
    }
  }
}
