public import Tensors

/// A gated recurrent unit (Cho and others 2014; the form of cuDNN and PyTorch, whose reset gate acts after the product):
/// r, z = σ(W·xₜ + b + U·hₜ₋₁ + c), n = tanh(Wₙ·xₜ + bₙ + r ⊙ (Uₙ·hₜ₋₁ + cₙ)), hₜ = (1 − z) ⊙ n + z ⊙ hₜ₋₁, h₀ = 0.
///
/// Input: samples × steps × inputs. The rows are stacked in the order r, z, n: W is 3·size × inputs, U is 3·size × size.
public struct GRU<Scalar: TensorScalar>: Layer {
  private let weights: RecurrentWeights<Scalar>
  private let inputs, size: Int
  private let returns: RecurrentOutput
  /// See `Layer`.
  public var needsInputGradient = true
  /// The four parameters.
  public var slots: [Slot] { weights.slots }
  private var pending = Pending()
  private var x = Tensor<Scalar>.empty
  private var gates = Tensor<Scalar>.empty
  private var recurrent = Tensor<Scalar>.empty
  private var states = Tensor<Scalar>.empty
  private var packed = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var gradient = Tensor<Scalar>.empty
  private var recurrentGradient = Tensor<Scalar>.empty
  private var outer = Tensor<Scalar>.empty
  private var stateGradient = Tensor<Scalar>.empty
  private var xGradient = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Appends the four parameters to `parameters`.
  public init(
    _ inputs: Int, _ size: Int, returns: RecurrentOutput = .last, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    weights = RecurrentWeights(inputs: inputs, size: size, gates: 3, name: name, in: &parameters, &stream)
    (self.inputs, self.size, self.returns) = (inputs, size, returns)
  }

  /// Refuses lengths: every step of every sample counts.
  public mutating func setLengths(_ lengths: ArraySlice<Int>?) -> Bool {
    require(lengths == nil, "GRU reads no lengths, and padding would count; Elman reads them")
    return false
  }

  /// 3·(inputs + size)·size for each step.
  public func multiplications(steps: Int) -> Int { 3 * (inputs + size) * size * steps }

  /// All W·xₜ + b by one product, then step by step U·hₜ₋₁ + c and the cell, whose equations stand once more where its loops do, in
  /// `CKernels/cells.inc`.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 3 && input.shape[2] == inputs,
      "GRU: the input \(input.shape) is not samples × steps × \(inputs)")
    let (samples, steps) = (input.shape[0], input.shape[1])
    let block = samples * size
    x.setExchangingFirstAxes(of: input)
    packed.pack(parameters.values, weights.state.layout.transposed)
    gates.prepare(Shape(steps, samples, 3 * size))
    recurrent.prepare(Shape(steps, samples, 3 * size))
    states.prepare(Shape(steps + 1, samples, size))
    states.fill(0, at: 0, count: block)
    gates.setProduct(
      x, MatrixLayout(rows: steps * samples, columns: inputs), parameters.values, weights.input.layout.transposed,
      into: MatrixLayout(rows: steps * samples, columns: 3 * size), columnBias: parameters[weights.inputBias])
    for step in 0..<steps {
      recurrent.setProduct(
        states, layout(step, samples, size), parameters.values, weights.state.layout.transposed,
        into: layout(step, samples, 3 * size), packed: packed, columnBias: parameters[weights.stateBias])
      gates.applyGRU(
        at: step * 3 * block, rows: samples, size: size, recurrent: &recurrent, hidden: &states,
        previous: step * block, next: (step + 1) * block)
    }
    switch returns {
    case .last:
      output.prepare(Shape(samples, size))
      output.copy(states, from: steps * block, count: block)
    case .sequence: output.setExchangingFirstAxes(of: states.rows(1..<(steps + 1)))
    }
    pending.begin(training)
    return output
  }

  /// Backpropagation through time: dhₜ₋₁ = z ⊙ dhₜ + Uᵀ·sₜ with s the gradients of U·hₜ₋₁ + c.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("GRU")
    require(outputGradient.shape == output.shape, "GRU: the gradient \(outputGradient.shape) for \(output.shape)")
    let (steps, samples) = (x.shape[0], x.shape[1])
    let block = samples * size
    if case .sequence = returns { outer.setExchangingFirstAxes(of: outputGradient) }
    packed.pack(parameters.values, weights.state.layout)
    gradient.prepare(gates.shape)
    recurrentGradient.prepare(gates.shape)
    stateGradient.prepare(Shape(samples, size))
    stateGradient.fill(0)
    for step in stride(from: steps - 1, through: 0, by: -1) {
      switch returns {
      case .sequence: stateGradient.add(outer, from: step * block, count: block)
      case .last where step == steps - 1: stateGradient.copy(outputGradient)
      case .last: break
      }
      gradient.setGRUBackward(
        at: step * 3 * block, rows: samples, size: size, gates: gates, recurrent: recurrent, hidden: states,
        previous: step * block, hiddenGradient: &stateGradient, recurrentGradient: &recurrentGradient)
      stateGradient.setProduct(
        recurrentGradient, layout(step, samples, 3 * size), parameters.values, weights.state.layout,
        into: stateGradient.layout, adding: true, packed: packed)
    }
    weights.write(
      &gradients, inputGradient: gradient, stateGradient: recurrentGradient, inputs: x, states: states,
      rows: steps * samples)
    guard needsInputGradient else { return .empty }
    xGradient.prepare(x.shape)
    xGradient.setProduct(
      gradient, MatrixLayout(rows: steps * samples, columns: 3 * size), parameters.values, weights.input.layout,
      into: MatrixLayout(rows: steps * samples, columns: inputs))
    inputGradient.setExchangingFirstAxes(of: xGradient)
    return inputGradient
  }

  private func layout(_ step: Int, _ samples: Int, _ columns: Int) -> MatrixLayout {
    MatrixLayout(start: step * samples * columns, rows: samples, columns: columns)
  }
}
