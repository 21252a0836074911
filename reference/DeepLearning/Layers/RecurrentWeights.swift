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
    require(inputs > 0 && size > 0, "A recurrent layer's inputs \(inputs) and size \(size) must be positive")
    let bound = 1 / Double(size).squareRoot()
    func draw(_ shape: Shape) -> Tensor<Scalar> { Tensor(uniform: -bound..<bound, shape, &stream) }
    input = parameters.add(name + ".weight_ih_l0", draw(Shape(gates * size, inputs)))
    state = parameters.add(name + ".weight_hh_l0", draw(Shape(gates * size, size)))
    inputBias = parameters.add(name + ".bias_ih_l0", draw(Shape(gates * size)))
    stateBias = parameters.add(name + ".bias_hh_l0", draw(Shape(gates * size)))
  }

  /// (W, U) side by side: (gates·size) × (inputs + size).
  func join(_ parameters: Parameters<Scalar>, _ joined: inout Tensor<Scalar>) {
    let (inputs, size) = (input.shape[1], state.shape[1])
    joined.prepare(Shape(input.shape[0], inputs + size))
    joined.copy(
      parameters.values, input.layout,
      to: MatrixLayout(rows: input.shape[0], columns: inputs, stride: inputs + size))
    joined.copy(
      parameters.values, state.layout,
      to: MatrixLayout(start: inputs, rows: input.shape[0], columns: size, stride: inputs + size))
  }

  /// Backward through the steps, adds to Jᵀ·G the part of the step `step` and those after it that are to be taken with it: G are the
  /// gradients of the steps' pre-activations, samples × (gates·size) each, and J their (xₜ, hₜ₋₁). `sum` is prepared here, and is
  /// the transpose of (∂L/∂W, ∂L/∂U), as the narrow J is cheaper to lay out anew than the wide G.
  ///
  /// Some 256 rows at once are a product long enough, and are still in the second-level cache.
  func addProduct(
    from step: Int, gradient: Tensor<Scalar>, joined: Tensor<Scalar>, _ at: RecurrentSteps, to sum: inout Tensor<Scalar>
  ) {
    let together = max(1, 256 / max(1, at.samples))
    guard step % together == 0 else { return }
    let count = min(together, at.steps - step)
    let (rows, columns) = (count * at.samples, input.shape[0])
    sum.prepare(Shape(at.width, columns))
    sum.setProduct(
      joined, MatrixLayout(start: at.joined(step).start, rows: rows, columns: at.width).transposed, gradient,
      MatrixLayout(start: at.block(step, columns).start, rows: rows, columns: columns), into: sum.layout,
      adding: step + count < at.steps)
  }

  /// Writes the parameters' gradients: ∂L/∂W and ∂L/∂U from their transpose, and ∂L/∂c = ∂L/∂b, which stands in `gradients` already.
  func write(_ gradients: inout Parameters<Scalar>, _ at: RecurrentSteps, from sum: inout Tensor<Scalar>) {
    let (columns, inputs) = (input.shape[0], input.shape[1])
    if at.steps == 0 {
      sum.prepare(Shape(at.width, columns))
      sum.fill(0)
    }
    gradients.values.setTransposed(sum, MatrixLayout(rows: inputs, columns: columns), at: input.start)
    gradients.values.setTransposed(
      sum, MatrixLayout(start: inputs * columns, rows: state.shape[1], columns: columns), at: state.start)
    gradients.values.copyOwn(from: inputBias.start, to: stateBias.start, count: columns)
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
