internal import Tensors

/// What a recurrent layer gives back.
public enum RecurrentOutput: Sendable {
  /// The state after the last step: samples × size.
  case last
  /// Every step's state: samples × steps × size.
  case sequence
}

/// The four parameters that Elman, LSTM and GRU layers share, for `gates` stacked pre-activations of `size` each, named
/// as PyTorch names them.
///
/// First values: uniform in ±1/√size.
struct RecurrentWeights<Scalar: TensorScalar>: Sendable {
  /// (gates·size) × inputs, acting on the input.
  let input: Slot
  /// (gates·size) × size, acting on the state.
  let state: Slot
  /// gates·size, with the input.
  let inputBias: Slot
  /// gates·size, with the state.
  let stateBias: Slot

  var slots: [Slot] { [input, state, inputBias, stateBias] }

  init(
    inputs: Int, size: Int, gates: Int, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    let bound = 1 / Double(size).squareRoot()
    func draw(_ shape: Shape) -> Tensor<Scalar> { Tensor(uniform: -bound..<bound, shape, &stream) }
    input = parameters.add(name + ".weight_ih_l0", draw(Shape(gates * size, inputs)))
    state = parameters.add(name + ".weight_hh_l0", draw(Shape(gates * size, size)))
    inputBias = parameters.add(name + ".bias_ih_l0", draw(Shape(gates * size)))
    stateBias = parameters.add(name + ".bias_hh_l0", draw(Shape(gates * size)))
  }

  /// From the gradients of all steps' pre-activations, the parameters': with G of (steps·samples) × (gates·size) for the
  /// input and S for the state, ∂L/∂W = Gᵀ·X, ∂L/∂U = Sᵀ·H where H holds the states before each step, and both biases'
  /// column sums.
  func write(
    _ gradients: inout Parameters<Scalar>, inputGradient g: Tensor<Scalar>, stateGradient s: Tensor<Scalar>,
    inputs x: Tensor<Scalar>, states h: Tensor<Scalar>, rows: Int
  ) {
    let wide = MatrixLayout(rows: rows, columns: input.shape[0])
    gradients.values.setProduct(
      g, wide.transposed, x, MatrixLayout(rows: rows, columns: input.shape[1]), into: input.layout)
    gradients.values.setProduct(
      s, wide.transposed, h, MatrixLayout(rows: rows, columns: state.shape[1]), into: state.layout)
    gradients.values.fill(0, at: inputBias.start, count: wide.columns)
    gradients.values.addColumnSums(of: g, rows: rows, columns: wide.columns, at: inputBias.start)
    gradients.values.fill(0, at: stateBias.start, count: wide.columns)
    gradients.values.addColumnSums(of: s, rows: rows, columns: wide.columns, at: stateBias.start)
  }
}
