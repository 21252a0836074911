@_exported public import LabKit

/// What a submission to the Depth lab provides; the statement has the equations.
///
/// Write `struct Submission: DepthContract { … }`. No function may remember anything from one call to the next.
public protocol DepthContract {
  init()

  /// What a network with one input and one output answers at each x.
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double]

  /// The network that answers `outer`'s answer to `inner`'s answer, with one layer less than both have.
  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork

  /// A network that is the tent, applied so many times, on 0...1: as many hidden layers, of two units each.
  func sawtooth(compositions: Int) -> ReLUNetwork

  /// Where, strictly between both bounds, the slope of the network's output changes: from the left to the right.
  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double]

  /// How many weights and biases a fully connected network has whose layers, input and output too, have these widths.
  func parameters(widths: [Int]) -> Int

  /// The most units that one hidden layer may have for a network of no more than so many parameters.
  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int
}

/// A layer of a fully connected network: `weights` are `[outputs, inputs]`, a row for each unit, and `biases` one for each.
public struct ReLULayer: Hashable, Sendable {
  public var weights: Tensor
  public var biases: [Double]

  public init(weights: Tensor, biases: [Double]) {
    (self.weights, self.biases) = (weights, biases)
  }
}

/// A fully connected network: max(0, ·) after each of its layers but the last. One layer at least.
public struct ReLUNetwork: Hashable, Sendable {
  public var layers: [ReLULayer]

  public init(layers: [ReLULayer]) { self.layers = layers }
}
