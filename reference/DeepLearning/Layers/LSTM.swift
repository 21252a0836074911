public import Tensors

/// Long short-term memory (Hochreiter and Schmidhuber 1997; the forget gate of Gers and others 2000):
/// i, f, o = σ(W·xₜ + b + U·hₜ₋₁ + c), g = tanh(…), cₜ = f ⊙ cₜ₋₁ + i ⊙ g, hₜ = o ⊙ tanh(cₜ), h₀ = c₀ = 0.
///
/// Input: samples × steps × inputs. The four gates' rows are stacked in the order i, f, g, o: W is 4·size × inputs, U is
/// 4·size × size. Inside, steps come first, and (xₜ, hₜ₋₁) stand side by side, so that a step is one product with (W, U)
/// and so are the gradients of both.
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

  /// For each step the gates by one product of (xₜ, hₜ₋₁) with (W, U), then the cell.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 3 && input.shape[2] == inputs,
      "LSTM: the input \(input.shape) is not samples × steps × \(inputs)")
    let (samples, steps, width) = (input.shape[0], input.shape[1], inputs + size)
    let block = samples * size
    prepare(parameters)
    joined.prepare(Shape(steps + 1, samples, width))
    gates.prepare(Shape(steps, samples, 4 * size))
    cells.prepare(Shape(steps + 1, samples, size))
    squashed.prepare(Shape(steps, samples, size))
    cells.fill(0, at: 0, count: block)
    joined.fill(0, at: 0, count: samples * width)
    for step in 0..<steps {
      joined.copy(input, sampleLayout(step, samples, steps, inputs), to: part(step, samples, start: 0, inputs))
      gates.setProduct(
        joined, layout(step, samples, width), joinedWeights, joinedWeights.layout.transposed,
        into: layout(step, samples, 4 * size), packed: packed, columnBias: bias)
      gates.applyLSTM(
        at: step * 4 * block, rows: samples, size: size, cells: &cells, previous: step * block,
        next: (step + 1) * block, squashed: &squashed, squashedStart: step * block, hidden: &joined,
        into: part(step + 1, samples, start: inputs, size))
    }
    switch returns {
    case .last:
      output.prepare(Shape(samples, size))
      output.copy(joined, part(steps, samples, start: inputs, size), to: output.layout)
    case .sequence:
      output.prepare(Shape(samples, steps, size))
      for step in 0..<steps {
        output.copy(
          joined, part(step + 1, samples, start: inputs, size), to: sampleLayout(step, samples, steps, size))
      }
    }
    pending.begin(training)
    return output
  }

  /// Backpropagation through time: dhₜ = ∂L/∂outputₜ + Uᵀ·gₜ₊₁, dcₜ = dhₜ ⊙ o ⊙ (1 − tanh² cₜ) + fₜ₊₁ ⊙ dcₜ₊₁, and the gates'
  /// gradients g from both, written over the gates; (∂L/∂W, ∂L/∂U) is one product of all g with all (x, h).
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("LSTM")
    require(outputGradient.shape == output.shape, "LSTM: the gradient \(outputGradient.shape) for \(output.shape)")
    let (steps, samples, width) = (gates.shape[0], gates.shape[1], inputs + size)
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
          outputGradient, sampleLayout(step, samples, steps, size), to: MatrixLayout(rows: samples, columns: size))
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
      gradients.values.addColumnSums(
        of: gates, rows: samples, columns: 4 * size, from: step * 4 * block, at: weights.inputBias.start)
    }
    gradients.values.copyOwn(from: weights.inputBias.start, to: weights.stateBias.start, count: 4 * size)
    // Its transpose, because the narrow (x, h) is cheaper to lay out anew than the wide g.
    weightGradient.prepare(Shape(width, 4 * size))
    let all = MatrixLayout(rows: steps * samples, columns: 4 * size)
    weightGradient.setProduct(
      joined, MatrixLayout(rows: steps * samples, columns: width).transposed, gates, all, into: weightGradient.layout)
    gradients.values.setTransposed(
      weightGradient, MatrixLayout(rows: inputs, columns: 4 * size), at: weights.input.start)
    gradients.values.setTransposed(
      weightGradient, MatrixLayout(start: inputs * 4 * size, rows: size, columns: 4 * size), at: weights.state.start)
    guard needsInputGradient else { return .empty }
    inputGradient.prepare(Shape(samples, steps, inputs))
    for step in 0..<steps {
      inputGradient.setProduct(
        gates, layout(step, samples, 4 * size), parameters.values, weights.input.layout,
        into: sampleLayout(step, samples, steps, inputs))
    }
    return inputGradient
  }

  /// (W, U) side by side as a product reads its transpose, and b + c.
  private mutating func prepare(_ parameters: Parameters<Scalar>) {
    joinedWeights.prepare(Shape(4 * size, inputs + size))
    let (left, right) = (weights.input.layout, weights.state.layout)
    joinedWeights.copy(
      parameters.values, left, to: MatrixLayout(rows: 4 * size, columns: inputs, stride: inputs + size))
    joinedWeights.copy(
      parameters.values, right,
      to: MatrixLayout(start: inputs, rows: 4 * size, columns: size, stride: inputs + size))
    packed.pack(joinedWeights, joinedWeights.layout.transposed)
    bias.setSum(of: parameters[weights.inputBias], and: parameters[weights.stateBias])
  }

  /// A step of a tensor with steps first.
  private func layout(_ step: Int, _ samples: Int, _ columns: Int) -> MatrixLayout {
    MatrixLayout(start: step * samples * columns, rows: samples, columns: columns)
  }

  /// A step's x or h among (x, h).
  private func part(_ step: Int, _ samples: Int, start: Int, _ columns: Int) -> MatrixLayout {
    let width = inputs + size
    return MatrixLayout(start: step * samples * width + start, rows: samples, columns: columns, stride: width)
  }

  /// A step of a tensor with samples first.
  private func sampleLayout(_ step: Int, _ samples: Int, _ steps: Int, _ columns: Int) -> MatrixLayout {
    MatrixLayout(start: step * columns, rows: samples, columns: columns, stride: steps * columns)
  }
}
