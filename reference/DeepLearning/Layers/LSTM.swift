public import Tensors

/// Long short-term memory (Hochreiter and Schmidhuber 1997; the forget gate of Gers and others 2000):
/// i, f, o = σ(W·xₜ + b + U·hₜ₋₁ + c), g = tanh(…), cₜ = f ⊙ cₜ₋₁ + i ⊙ g, hₜ = o ⊙ tanh(cₜ), h₀ = c₀ = 0.
///
/// Input: samples × steps × inputs. The four gates' rows are stacked in the order i, f, g, o: W is 4·size × inputs, U is
/// 4·size × size.
public struct LSTM<Scalar: TensorScalar>: Layer {
  private let weights: RecurrentWeights<Scalar>
  private let inputs, size: Int
  private let returns: RecurrentOutput
  /// See `Layer`.
  public var needsInputGradient = true
  private var x = Tensor<Scalar>.nothing
  private var gates = Tensor<Scalar>.nothing
  private var cells = Tensor<Scalar>.nothing
  private var squashed = Tensor<Scalar>.nothing
  private var states = Tensor<Scalar>.nothing
  private var bias = Tensor<Scalar>.nothing
  private var packed = Tensor<Scalar>.nothing
  private var packedInput = Tensor<Scalar>.nothing
  private var output = Tensor<Scalar>.nothing
  private var outer = Tensor<Scalar>.nothing
  private var stateGradient = Tensor<Scalar>.nothing
  private var cellGradient = Tensor<Scalar>.nothing
  private var xGradient = Tensor<Scalar>.nothing
  private var inputGradient = Tensor<Scalar>.nothing

  /// Appends the four parameters to `parameters`.
  public init(
    _ inputs: Int, _ size: Int, returns: RecurrentOutput = .last, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    weights = RecurrentWeights(inputs: inputs, size: size, gates: 4, name: name, in: &parameters, &stream)
    (self.inputs, self.size, self.returns) = (inputs, size, returns)
  }

  /// 4·(inputs + size)·size for each of some thirty steps.
  public var multiplications: Int { 4 * (inputs + size) * size * 30 }

  /// All W·xₜ + b + c by one product, then step by step U·hₜ₋₁ and the cell.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 3 && input.shape[2] == inputs,
      "LSTM: the input \(input.shape) is not samples × steps × \(inputs)")
    let (samples, steps) = (input.shape[0], input.shape[1])
    let block = samples * size
    x.setExchangingFirstAxes(of: input)
    bias.setSum(of: parameters[weights.inputBias], and: parameters[weights.stateBias])
    packed.pack(parameters.values, weights.state.layout.transposed)
    packedInput.pack(parameters.values, weights.input.layout.transposed)
    gates.prepare(Shape(steps, samples, 4 * size))
    cells.prepare(Shape(steps + 1, samples, size))
    states.prepare(Shape(steps + 1, samples, size))
    squashed.prepare(Shape(steps, samples, size))
    cells.fill(0, at: 0, count: block)
    states.fill(0, at: 0, count: block)
    for step in 0..<steps {
      let target = layout(step, samples, 4 * size)
      gates.setProduct(
        x, layout(step, samples, inputs), parameters.values, weights.input.layout.transposed, into: target,
        packed: packedInput, columnBias: bias)
      gates.setProduct(
        states, layout(step, samples, size), parameters.values, weights.state.layout.transposed, into: target,
        adding: true, packed: packed)
      gates.applyLSTM(
        at: step * 4 * block, rows: samples, size: size, cells: &cells, squashed: &squashed,
        squashedStart: step * block, hidden: &states, previous: step * block, next: (step + 1) * block)
    }
    switch returns {
    case .last:
      output.prepare(Shape(samples, size))
      output.copy(states, from: steps * block, count: block)
    case .sequence: output.setExchangingFirstAxes(of: states.rows(1..<(steps + 1)))
    }
    return output
  }

  /// Backpropagation through time: dhₜ = ∂L/∂outputₜ + Uᵀ·gₜ₊₁, dcₜ = dhₜ ⊙ o ⊙ (1 − tanh² cₜ) + fₜ₊₁ ⊙ dcₜ₊₁, and the gates'
  /// gradients g from both, written over the gates; the parameters' are products over all steps.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    require(outputGradient.shape == output.shape, "LSTM: the gradient \(outputGradient.shape) for \(output.shape)")
    let (steps, samples) = (x.shape[0], x.shape[1])
    let block = samples * size
    if case .sequence = returns { outer.setExchangingFirstAxes(of: outputGradient) }
    packed.pack(parameters.values, weights.state.layout)
    stateGradient.prepare(Shape(samples, size))
    cellGradient.prepare(Shape(samples, size))
    cellGradient.fill(0)
    for step in stride(from: steps - 1, through: 0, by: -1) {
      var adding = true
      switch returns {
      case .sequence: stateGradient.copy(outer, from: step * block, count: block)
      case .last where step == steps - 1: stateGradient.copy(outputGradient)
      case .last: adding = false
      }
      if step < steps - 1 {
        stateGradient.setProduct(
          gates, layout(step + 1, samples, 4 * size), parameters.values, weights.state.layout,
          into: stateGradient.layout, adding: adding, packed: packed)
      }
      gates.applyLSTMBackward(
        at: step * 4 * block, rows: samples, size: size, cells: cells, previous: step * block, squashed: squashed,
        squashedStart: step * block, hiddenGradient: stateGradient, cellGradient: &cellGradient)
    }
    weights.write(
      &gradients, inputGradient: gates, stateGradient: gates, inputs: x, states: states, rows: steps * samples)
    guard needsInputGradient else { return .nothing }
    xGradient.prepare(x.shape)
    xGradient.setProduct(
      gates, MatrixLayout(rows: steps * samples, columns: 4 * size), parameters.values, weights.input.layout,
      into: MatrixLayout(rows: steps * samples, columns: inputs))
    inputGradient.setExchangingFirstAxes(of: xGradient)
    return inputGradient
  }

  private func layout(_ step: Int, _ samples: Int, _ columns: Int) -> MatrixLayout {
    MatrixLayout(start: step * samples * columns, rows: samples, columns: columns)
  }
}
