public import Tensors

/// The Bayes rule for known class distributions: f(x) = argmax over c of P(Y = c)·p(x | Y = c), the classifier of least
/// 0-1 risk (maximum a posteriori; Devroye, Györfi and Lugosi 1996, chapter 2).
///
/// With two classes: 1 iff P(Y=1|x) ≥ P(Y=−1|x).
public struct BayesRule<Scalar: TensorScalar>: Sendable {
  /// A class: its prior, and a normal distribution with independent features.
  public struct Class: Sendable {
    /// P(Y = c).
    public let prior: Scalar
    /// The mean and the standard deviation of each feature.
    public let mean, deviation: [Scalar]

    /// A class; traps unless prior and deviations are positive.
    public init(prior: Scalar, mean: [Scalar], deviation: [Scalar]) {
      require(prior > 0 && deviation.allSatisfy { $0 > 0 }, "BayesRule: prior and deviations must be positive")
      require(mean.count == deviation.count, "BayesRule: \(mean.count) means, \(deviation.count) deviations")
      (self.prior, self.mean, self.deviation) = (prior, mean, deviation)
    }

    /// ln P(Y = c) + ln p(x | c), without the term that all classes share.
    func score(_ x: [Scalar]) -> Scalar {
      require(x.count == mean.count, "BayesRule: \(x.count) features for classes of \(mean.count)")
      return zip(x, zip(mean, deviation)).reduce(Scalar(Elementary.log(Double(prior)))) { sum, term in
        let (x, (mean, deviation)) = term
        let z = (x - mean) / deviation
        return sum - z * z / 2 - Scalar(Elementary.log(Double(deviation)))
      }
    }
  }

  /// The classes.
  public let classes: [Class]

  /// The rule for at least one class.
  public init(_ classes: [Class]) {
    require(!classes.isEmpty, "BayesRule: no class")
    require(
      classes.allSatisfy { $0.mean.count == classes[0].mean.count },
      "BayesRule: classes of \(classes.map(\.mean.count)) features")
    self.classes = classes
  }

  /// The class with the greatest posterior probability; of equals, the first.
  public func predict(_ x: [Scalar]) -> Int {
    let scores = classes.map { $0.score(x) }
    return scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
  }

  /// P(Y = c | x) for each class.
  public func posterior(_ x: [Scalar]) -> [Scalar] { Functions.logSumExp(classes.map { $0.score(x) }).gradient }
}
