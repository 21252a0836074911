public import Tensors

/// Long short-term memory (Hochreiter and Schmidhuber 1997; the forget gate of Gers and others 2000):
/// i, f, o = σ(W·xₜ + b + U·hₜ₋₁ + c), g = tanh(…), cₜ = f ⊙ cₜ₋₁ + i ⊙ g, hₜ = o ⊙ tanh(cₜ), h₀ = c₀ = 0.
///
/// Input: samples × steps × inputs. The four gates' rows are stacked in the order i, f, g, o: W is 4·size × inputs, U is
/// 4·size × size. Inside, steps come first, and (xₜ, hₜ₋₁) stand side by side, so that a step is one product with (W, U)
/// and the gradients of both come from one.
public struct LSTM<Scalar: TensorScalar>: Layer {
  private let weights: RecurrentWeights<Scalar>
  private let inputs, size: Int
  private let returns: RecurrentOutput
  /// See `Layer`.
  public var needsInputGradient = true
  /// The four parameters.
  public var slots: [Slot] { weights.slots }
  private var pending = Pending()
  /// (xₜ, hₜ₋₁) for each step: steps + 1 × samples × (inputs + size); the last has h alone.
  private var joined = Tensor<Scalar>.empty
  private var gates = Tensor<Scalar>.empty
  private var cells = Tensor<Scalar>.empty
  private var squashed = Tensor<Scalar>.empty
  private var bias = Tensor<Scalar>.empty
  private var joinedWeights = Tensor<Scalar>.empty
  private var packed = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var stateGradient = Tensor<Scalar>.empty
  private var cellGradient = Tensor<Scalar>.empty
  private var weightGradient = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Appends the four parameters to `parameters`.
  public init(
    _ inputs: Int, _ size: Int, returns: RecurrentOutput = .last, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    weights = RecurrentWeights(inputs: inputs, size: size, gates: 4, name: name, in: &parameters, &stream)
    (self.inputs, self.size, self.returns) = (inputs, size, returns)
  }

  /// Refuses lengths: every step of every sample counts.
  public mutating func setLengths(_ lengths: ArraySlice<Int>?) -> Bool {
    require(lengths == nil, "LSTM reads no lengths, and padding would count; Elman reads them")
    return false
  }

  /// 4·(inputs + size)·size for each step.
  public func multiplications(steps: Int) -> Int { 4 * (inputs + size) * size * steps }

  /// For each step the gates by one product of (xₜ, hₜ₋₁) with (W, U), then the cell, whose equations stand once more where its loops do,
  /// in `CKernels/cells.inc`.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 3 && input.shape[2] == inputs,
      "LSTM: the input \(input.shape) is not samples × steps × \(inputs)")
    let at = RecurrentSteps(input.shape[0], steps: input.shape[1], inputs: inputs, size: size)
    let (samples, steps, width) = (at.samples, at.steps, at.width)
    let block = samples * size
    weights.join(parameters, &joinedWeights)
    packed.pack(joinedWeights, joinedWeights.layout.transposed)
    bias.setSum(of: parameters[weights.inputBias], and: parameters[weights.stateBias])
    joined.prepare(Shape(steps + 1, samples, width))
    gates.prepare(Shape(steps, samples, 4 * size))
    cells.prepare(Shape(steps + 1, samples, size))
    squashed.prepare(Shape(steps, samples, size))
    cells.fill(0, at: 0, count: block)
    joined.fill(0, at: 0, count: samples * width)
    for step in 0..<steps {
      joined.copy(input, at.sampleFirst(step, inputs), to: at.input(step))
      gates.setProduct(
        joined, at.joined(step), joinedWeights, joinedWeights.layout.transposed,
        into: at.block(step, 4 * size), packed: packed, columnBias: bias)
      gates.applyLSTM(
        at: step * 4 * block, rows: samples, size: size, cells: &cells, previous: step * block,
        next: (step + 1) * block, squashed: &squashed, squashedStart: step * block, hidden: &joined,
        into: at.state(step + 1))
    }
    switch returns {
    case .last:
      output.prepare(Shape(samples, size))
      output.copy(joined, at.state(steps), to: output.layout)
    case .sequence:
      output.prepare(Shape(samples, steps, size))
      for step in 0..<steps {
        output.copy(joined, at.state(step + 1), to: at.sampleFirst(step, size))
      }
    }
    pending.begin(training)
    return output
  }

  /// Backpropagation through time: dhₜ = ∂L/∂outputₜ + Uᵀ·gₜ₊₁, dcₜ = dhₜ ⊙ o ⊙ (1 − tanh² cₜ) + fₜ₊₁ ⊙ dcₜ₊₁, and the gates'
  /// gradients g from both, written over the gates; (∂L/∂W, ∂L/∂U) = Σ gₜ·(xₜ, hₜ₋₁)ᵀ, some steps at once.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("LSTM")
    require(outputGradient.shape == output.shape, "LSTM: the gradient \(outputGradient.shape) for \(output.shape)")
    let at = RecurrentSteps(gates.shape[1], steps: gates.shape[0], inputs: inputs, size: size)
    let (samples, steps) = (at.samples, at.steps)
    let block = samples * size
    packed.pack(parameters.values, weights.state.layout)
    stateGradient.prepare(Shape(samples, size))
    cellGradient.prepare(Shape(samples, size))
    cellGradient.fill(0)
    gradients.values.fill(0, at: weights.inputBias.start, count: 4 * size)
    for step in stride(from: steps - 1, through: 0, by: -1) {
      var adding = true
      switch returns {
      case .sequence:
        stateGradient.copy(
          outputGradient, at.sampleFirst(step, size), to: MatrixLayout(rows: samples, columns: size))
      case .last where step == steps - 1: stateGradient.copy(outputGradient)
      case .last: adding = false
      }
      if step < steps - 1 {
        stateGradient.setProduct(
          gates, at.block(step + 1, 4 * size), parameters.values, weights.state.layout,
          into: stateGradient.layout, adding: adding, packed: packed)
      }
      gates.applyLSTMBackward(
        at: step * 4 * block, rows: samples, size: size, cells: cells, previous: step * block, squashed: squashed,
        squashedStart: step * block, hiddenGradient: stateGradient, cellGradient: &cellGradient)
      gradients.values.addColumnSums(
        of: gates, rows: samples, columns: 4 * size, from: step * 4 * block, at: weights.inputBias.start)
      weights.addProduct(from: step, gradient: gates, joined: joined, at, to: &weightGradient)
    }
    weights.write(&gradients, at, from: &weightGradient)
    guard needsInputGradient else { return .empty }
    inputGradient.prepare(Shape(samples, steps, inputs))
    for step in 0..<steps {
      inputGradient.setProduct(
        gates, at.block(step, 4 * size), parameters.values, weights.input.layout,
        into: at.sampleFirst(step, inputs))
    }
    return inputGradient
  }
}
