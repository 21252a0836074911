public import Tensors

/// A fully connected layer: Y = φ(X·Wᵀ + b) for X of samples × inputs, W of outputs × inputs, b of outputs.
///
/// φ is the identity or ReLU (Nair and Hinton 2010), fused because that costs nothing in the product; other activations are
/// layers of their own. First values: W and b uniform in ±1/√inputs (LeCun 1998, *Efficient BackProp*; PyTorch's default).
/// An input of more axes is read as rows of its last axis.
public struct Dense<Scalar: TensorScalar>: Layer {
  /// outputs × inputs.
  public let weight: Slot
  /// outputs.
  public let bias: Slot
  private let inputs, outputs: Int
  private let relu: Bool
  /// See `Layer`.
  public var needsInputGradient = true
  /// Weight and bias.
  public var slots: [Slot] { [weight, bias] }
  private var pending = Pending()
  private var input = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var preGradient = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Appends `name.weight` and `name.bias` to the parameters; traps unless both sizes are positive.
  public init(
    _ inputs: Int, _ outputs: Int, relu: Bool = false, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    require(inputs > 0 && outputs > 0, "Dense: \(inputs) inputs and \(outputs) outputs must be positive")
    let bound = 1 / Double(inputs).squareRoot()
    weight = parameters.add(name + ".weight", Tensor(uniform: -bound..<bound, Shape(outputs, inputs), &stream))
    bias = parameters.add(name + ".bias", Tensor(uniform: -bound..<bound, Shape(outputs), &stream))
    (self.inputs, self.outputs, self.relu) = (inputs, outputs, relu)
  }

  /// inputs · outputs.
  public func multiplications(steps: Int) -> Int { inputs * outputs }

  /// Y = φ(X·Wᵀ + b).
  @_specialize(where Scalar == Float)
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(input.shape.last == inputs, "Dense: the input \(input.shape) for the weight \(weight.shape)")
    let rows = input.count / inputs
    var shape = input.shape
    shape[shape.rank - 1] = outputs
    output.prepare(shape)
    output.setProduct(
      input, MatrixLayout(rows: rows, columns: inputs), parameters.values, weight.layout.transposed,
      into: MatrixLayout(rows: rows, columns: outputs), columnBias: parameters[bias], relu: relu)
    self.input = training ? input : .empty
    pending.begin(training)
    return output
  }

  /// With G = ∂L/∂Y ⊙ φ′: ∂L/∂W = Gᵀ·X, ∂L/∂b = Σ over samples of G, ∂L/∂X = G·W.
  @_specialize(where Scalar == Float)
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Dense")
    let input = self.input
    self.input = .empty
    require(outputGradient.count == output.count, "Dense: the gradient \(outputGradient.shape) for \(output.shape)")
    let rows = input.count / inputs
    let layout = MatrixLayout(rows: rows, columns: outputs)
    if relu {
      preGradient.prepare(output.shape)
      preGradient.set(slopeOf: .relu, output: output, times: outputGradient, count: output.count)
    }
    let gradient = relu ? preGradient : outputGradient
    gradients.values.setProduct(
      gradient, layout.transposed, input, MatrixLayout(rows: rows, columns: inputs), into: weight.layout)
    gradients.values.fill(0, at: bias.start, count: outputs)
    gradients.values.addColumnSums(of: gradient, rows: rows, columns: outputs, at: bias.start)
    guard needsInputGradient else { return .empty }
    inputGradient.prepare(input.shape)
    inputGradient.setProduct(
      gradient, layout, parameters.values, weight.layout, into: MatrixLayout(rows: rows, columns: inputs))
    return inputGradient
  }
}
