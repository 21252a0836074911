public import Tensors

/// A model: parameters, and the layers that read them.
public struct Network<Scalar: TensorScalar>: Sendable {
  /// All parameters, in one vector.
  public var parameters: Parameters<Scalar>
  /// The layers.
  public var stack: Stack<Scalar>

  /// A model of layers that were made with these parameters; traps where a layer's are not among them.
  public init(_ parameters: Parameters<Scalar>, _ layers: [any Layer<Scalar>]) {
    for (index, layer) in layers.enumerated() {
      for slot in layer.slots {
        require(
          parameters.slots.contains(slot),
          "Network: the parameter \(slot.name) of the layer \(index) stands elsewhere; give the parameters that the layers were made in"
        )
      }
    }
    self.parameters = parameters
    stack = Stack(layers)
  }

  /// The output for a batch, with dropout off and batch norm's running statistics.
  public func predict(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    var stack = stack
    return stack.forward(input, parameters, training: false)
  }

  /// One forward and backward pass, for tests and small uses; `Trainer` does the same on all cores.
  public mutating func gradients(
    _ input: Tensor<Scalar>, _ targets: Targets<Scalar>, _ loss: Loss<Scalar>
  ) -> (loss: Scalar, gradients: Parameters<Scalar>, output: Tensor<Scalar>) {
    let output = stack.forward(input, parameters, training: true)
    var outputGradient = Tensor<Scalar>.empty
    let value = loss.evaluate(output, targets, samples: targets.all, gradient: &outputGradient)
    var gradients = parameters.zeros()
    _ = stack.backward(outputGradient, parameters, into: &gradients)
    return (value, gradients, output)
  }
}
