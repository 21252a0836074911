public import Tensors

/// Multinomial regression P(Y = c | x) = softmax(Wx + b)_c, with the loss (1/n) Σ −ln p_y + (λ/2)|W|² (Bishop 2006, 4.3.4).
///
/// W is classes × features. Fitted by gradient descent with momentum on all samples; the problem is convex, so any way down
/// ends at the same place.
public struct MultinomialRegression<Scalar: TensorScalar>: Sendable {
  /// The model as a network of one dense layer.
  public private(set) var network: Network<Scalar>
  /// λ.
  public let ridge: Scalar

  /// A model for numbers of features and classes, its weights 0.
  public init(features: Int, classes: Int, ridge: Scalar = 0) {
    network = .mlp([features, classes], seed: 0)
    network.parameters.values.fill(0)
    self.ridge = ridge
  }

  /// Steps of Nesterov's accelerated descent on all samples; returns the loss before the last one.
  public mutating func fit(
    _ features: Tensor<Scalar>, _ labels: [Int32], steps: Int = 300, rate: Double = 0.1, momentum: Double = 0.9
  ) -> Scalar {
    require(steps >= 0, "MultinomialRegression: \(steps) steps")
    var rule = Momentum<Scalar>(rate: rate, momentum: momentum, nesterov: true)
    var last = Scalar(0)
    for _ in 0..<steps {
      var (loss, gradients, _) = network.gradients(features, .labels(labels), .crossEntropy)
      let weight = network.parameters["0.weight"]
      last = loss + ridge / 2 * weight.dot(weight)
      gradients["0.weight"] = gradients["0.weight"] + weight * ridge
      rule.update(&network.parameters, along: gradients)
    }
    return last
  }

  /// The most probable class of each sample.
  public func predict(_ features: Tensor<Scalar>) -> [Int] { network.predict(features).argmax() }
}
