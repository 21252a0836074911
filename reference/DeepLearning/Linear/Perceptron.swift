public import Tensors

/// Rosenblatt's perceptron (1957, 1958) for labels y ∈ {−1, 1}: on a sample with y(wᵀx + b) ≤ 0, (w, b) ← (w, b) + η·y·(x, 1).
///
/// On data that a margin γ separates, |(x, 1)| ≤ R, the number of mistakes is at most (R/γ)² whatever the order
/// (Novikoff 1962); on other data it never stops making them.
public struct Perceptron<Scalar: TensorScalar>: Sendable {
  /// w: one weight for each feature.
  public private(set) var weights: Tensor<Scalar>
  /// b.
  public private(set) var bias: Scalar
  /// Updates made so far, one for each mistake.
  public private(set) var mistakes = 0

  /// A perceptron for a number of features, that begins with zeros.
  public init(features: Int) { self.init(weights: Tensor(zeros: [features]), bias: 0) }

  /// A perceptron that begins with these weights, of shape [features], and this bias.
  public init(weights: Tensor<Scalar>, bias: Scalar) {
    require(weights.shape.count == 1, "Perceptron: weights of shape \(weights.shape) are no vector")
    (self.weights, self.bias) = (weights, bias)
  }

  /// 1 where wᵀx + b ≥ 0, as the formal neuron has it, otherwise −1.
  public func predict(_ x: Tensor<Scalar>) -> Int { weights.dot(x) + bias >= 0 ? 1 : -1 }

  /// One sample: updates on a mistake, and tells whether it was one; what is not a number is never right.
  public mutating func learn(_ x: Tensor<Scalar>, label: Int, rate: Scalar = 1) -> Bool {
    require(label == 1 || label == -1, "Perceptron: the label \(label) is neither 1 nor −1")
    if Scalar(label) * (weights.dot(x) + bias) > 0 { return false }
    weights += x * (rate * Scalar(label))
    bias += rate * Scalar(label)
    mistakes += 1
    return true
  }

  /// Passes over all samples in a fresh random order each, until one pass has no mistake.
  ///
  /// - Parameters:
  ///   - features: samples × features.
  ///   - labels: −1 or 1 for each sample.
  ///   - epochs: the most passes.
  ///   - rate: how far a mistake moves the weights.
  ///   - stream: the orders.
  /// - Returns: the number of passes, or nil where `epochs` passes were not enough.
  public mutating func fit(
    _ features: Tensor<Scalar>, _ labels: [Int], epochs: Int = 1000, rate: Scalar = 1, _ stream: inout RandomStream
  ) -> Int? {
    require(
      features.shape.first == labels.count && epochs >= 0,
      "Perceptron: \(labels.count) labels for \(features.shape), \(epochs) epochs")
    for epoch in 0..<epochs {
      var isClean = true
      for sample in stream.permutation(labels.count) where learn(features[sample], label: labels[sample], rate: rate) {
        isClean = false
      }
      if isClean { return epoch + 1 }
    }
    return nil
  }

  /// (R/γ)² for a separator (w, b): R the largest |(x, 1)|, γ the smallest y(wᵀx + b)/|(w, b)|; nil where it does not separate.
  public static func novikoffBound(
    _ features: Tensor<Scalar>, _ labels: [Int], weights: Tensor<Scalar>, bias: Scalar
  ) -> Scalar? {
    let norm = (weights.dot(weights) + bias * bias).squareRoot()
    require(
      !labels.isEmpty && features.shape.first == labels.count,
      "Perceptron: \(labels.count) labels for \(features.shape)")
    var (radius, margin) = (Scalar(0), Scalar.infinity)
    for (sample, label) in labels.enumerated() {
      let x = features[sample]
      let distance = Scalar(label) * (weights.dot(x) + bias) / norm
      // NaN, as of weights of 0, separates nothing.
      guard distance > 0 else { return nil }
      radius = max(radius, (x.dot(x) + 1).squareRoot())
      margin = min(margin, distance)
    }
    return (radius / margin) * (radius / margin)
  }
}
