public import Tensors

/// A layer that is written in variables and differentiated by their graph: a way to try an idea without a backward pass by hand.
///
/// Each forward pass builds a graph anew, so a layer with a backward pass of its own is some times faster.
///
/// ```swift
/// let slope = parameters.add("slope", Tensor<Float>([0.25]))
/// let layer = VariableLayer<Float>([slope]) { x, p in x.relu() - p[0] * (-x).relu() }
/// ```
public struct VariableLayer<Scalar: TensorScalar>: Layer {
  /// The output for an input and the parameters of the slots, in their order.
  public typealias Function =
    @Sendable (_ input: Variable<Scalar>, _ parameters: [Variable<Scalar>]) -> Variable<Scalar>

  /// The layer's parameters.
  public let slots: [Slot]
  /// See `Layer`; false unless it was said otherwise, as a function may join its batch's samples.
  public let treatsSamplesAlone: Bool
  /// See `Layer`.
  public var needsInputGradient = true
  private let function: Function
  private var pending = Pending()
  private var input: Variable<Scalar>?
  private var leaves: [Variable<Scalar>] = []
  private var output: Variable<Scalar>?

  /// The layer of a function, samples first in what comes in and what goes out.
  ///
  /// - Parameters:
  ///   - slots: the parameters, added before.
  ///   - treatsSamplesAlone: whether the output for a sample depends on that sample alone.
  ///   - function: the output of the input and the parameters' variables.
  public init(_ slots: [Slot] = [], treatsSamplesAlone: Bool = false, _ function: @escaping Function) {
    (self.slots, self.treatsSamplesAlone, self.function) = (slots, treatsSamplesAlone, function)
  }

  /// The function's value; in training the graph is kept.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    let x = Variable(input, .input, name: "input")
    let leaves = slots.map { Variable(parameters[$0], .parameter, name: $0.name) }
    let y = function(x, leaves)
    if training {
      (self.input, self.leaves, output) = (x, leaves, y)
    } else {
      (self.input, self.leaves, output) = (nil, [], nil)
    }
    pending.begin(training)
    return y.value
  }

  /// The gradients by the graph, which is then given up.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("VariableLayer")
    guard let input, let output else { return .empty }
    require(
      outputGradient.count == output.value.count,
      "VariableLayer: the gradient \(outputGradient.shape) for \(output.shape)")
    let seed = Variable(outputGradient.reshaped(output.shape), .constant)
    let slopes = Differentiation.gradients(of: output, by: [input] + leaves, seed: seed)
    for (slot, slope) in zip(slots, slopes.dropFirst()) { gradients[slot] = slope.value }
    (self.input, leaves, self.output) = (nil, [], nil)
    return needsInputGradient ? slopes[0].value : .empty
  }
}

extension Parameters {
  /// The parameters as leaves of a graph, in the slots' order.
  public var variables: [Variable<Scalar>] { slots.map { Variable(self[$0], .parameter, name: $0.name) } }

  /// The gradient of a number by `variables`, in these parameters' layout, for an `Optimizer`.
  public func gradients(of loss: Variable<Scalar>, by variables: [Variable<Scalar>]) -> Parameters {
    require(variables.count == slots.count, "Parameters.gradients: \(variables.count) variables for \(slots.count)")
    var result = zeros()
    for (slot, slope) in zip(slots, Differentiation.gradients(of: loss, by: variables)) { result[slot] = slope.value }
    return result
  }
}
