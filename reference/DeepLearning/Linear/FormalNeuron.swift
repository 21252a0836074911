public import Tensors

/// The formal neuron f(x) = φ(wᵀx + b) with the Heaviside step φ: 1 where wᵀx + b ≥ 0, otherwise 0
/// (McCulloch and Pitts 1943).
public struct FormalNeuron<Scalar: TensorScalar>: Sendable {
  /// w: one weight for each feature.
  public var weights: [Scalar]
  /// b.
  public var bias: Scalar

  /// A neuron of given weights.
  public init(weights: [Scalar], bias: Scalar) { (self.weights, self.bias) = (weights, bias) }

  /// 0 or 1.
  public func callAsFunction(_ x: [Scalar]) -> Int {
    require(x.count == weights.count, "FormalNeuron: \(x.count) features for \(weights.count) weights")
    return zip(weights, x).reduce(bias) { $0 + $1.0 * $1.1 } >= 0 ? 1 : 0
  }
}
