public import Tensors

/// A simple recurrent layer: hₜ = tanh(W·xₜ + b + U·hₜ₋₁ + c), h₀ = 0 (Elman 1990, *Finding Structure in Time*).
///
/// Input: samples × steps × inputs. W is size × inputs, U is size × size. Trained by backpropagation through time (Werbos
/// 1990). Inside, steps come first, so that every step is one block of memory.
public struct Elman<Scalar: TensorScalar>: Layer {
  private let weights: RecurrentWeights<Scalar>
  private let inputs, size: Int
  private let returns: RecurrentOutput
  /// How many steps of each sample count, or nil for all: beyond its length a sample's state stays as it is, whatever
  /// the padding holds.
  ///
  /// Set it before `forward`, or give it to `Trainer.step`.
  public var lengths: [Int]?
  /// See `Layer`.
  public var needsInputGradient = true
  /// The four parameters.
  public var slots: [Slot] { weights.slots }
  private var pending = Pending()
  private var x = Tensor<Scalar>.empty
  private var states = Tensor<Scalar>.empty
  private var bias = Tensor<Scalar>.empty
  private var packed = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var gradient = Tensor<Scalar>.empty
  private var outer = Tensor<Scalar>.empty
  private var carried = Tensor<Scalar>.empty
  private var xGradient = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Appends the four parameters to `parameters`.
  public init(
    _ inputs: Int, _ size: Int, returns: RecurrentOutput = .last, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    weights = RecurrentWeights(inputs: inputs, size: size, gates: 1, name: name, in: &parameters, &stream)
    (self.inputs, self.size, self.returns) = (inputs, size, returns)
  }

  /// (inputs + size)·size for each step.
  public func multiplications(steps: Int) -> Int { (inputs + size) * size * steps }

  /// A batch with lengths is not split: lengths belong to rows.
  public var treatsSamplesAlone: Bool { lengths == nil }

  /// Takes the lengths.
  public mutating func setLengths(_ lengths: ArraySlice<Int>?) -> Bool {
    self.lengths = lengths.map { Array($0) }
    return true
  }

  /// All W·xₜ + b + c by one product, then step by step U·hₜ₋₁ and tanh.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 3 && input.shape[2] == inputs,
      "Elman: the input \(input.shape) is not samples × steps × \(inputs)")
    let (samples, steps) = (input.shape[0], input.shape[1])
    if let length = lengths?.first(where: { !(0...steps).contains($0) }) {
      fatalError("Elman: a sample of \(length) steps in the input \(input.shape)")
    }
    let block = samples * size
    x.setExchangingFirstAxes(of: input)
    bias.setSum(of: parameters[weights.inputBias], and: parameters[weights.stateBias])
    packed.pack(parameters.values, weights.state.layout.transposed)
    states.prepare(Shape(steps + 1, samples, size))
    states.fill(0, at: 0, count: block)
    states.setProduct(
      x, MatrixLayout(rows: steps * samples, columns: inputs), parameters.values, weights.input.layout.transposed,
      into: MatrixLayout(start: block, rows: steps * samples, columns: size), columnBias: bias)
    for step in 0..<steps {
      states.addProduct(
        ofOwn: layout(step, samples), parameters.values, weights.state.layout.transposed,
        into: layout(step + 1, samples), packed: packed)
      states.apply(.tanh, at: (step + 1) * block, count: block)
      for row in ended(step, samples) {
        states.copyOwn(from: step * block + row * size, to: (step + 1) * block + row * size, count: size)
      }
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

  /// Backpropagation through time: with dhₜ = ∂L/∂outputₜ + Uᵀ·gₜ₊₁ and gₜ = dhₜ ⊙ (1 − hₜ²), the parameters' gradients are
  /// sums over all steps of gₜ·xₜᵀ, gₜ·hₜ₋₁ᵀ and gₜ, each one product.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Elman")
    require(outputGradient.shape == output.shape, "Elman: the gradient \(outputGradient.shape) for \(output.shape)")
    let (steps, samples) = (x.shape[0], x.shape[1])
    let block = samples * size
    if case .sequence = returns { outer.setExchangingFirstAxes(of: outputGradient) }
    packed.pack(parameters.values, weights.state.layout)
    gradient.prepare(Shape(steps, samples, size))
    carried.prepare(Shape(samples, size))
    carried.fill(0)
    for step in stride(from: steps - 1, through: 0, by: -1) {
      switch returns {
      case .sequence: gradient.copy(outer, from: step * block, at: step * block, count: block)
      case .last where step == steps - 1: gradient.copy(outputGradient, at: step * block)
      case .last: gradient.fill(0, at: step * block, count: block)
      }
      if step < steps - 1 {
        gradient.addProduct(
          ofOwn: layout(step + 1, samples), parameters.values, weights.state.layout, into: layout(step, samples),
          packed: packed)
      }
      let ended = ended(step, samples)
      if lengths != nil {
        // A state that was held passes its gradient on as it is.
        gradient.add(carried, at: step * block)
        carried.fill(0)
        for row in ended { carried.copy(gradient, from: step * block + row * size, at: row * size, count: size) }
      }
      gradient.multiply(bySlopeOf: .tanh, output: states, from: (step + 1) * block, at: step * block, count: block)
      for row in ended { gradient.fill(0, at: step * block + row * size, count: size) }
    }
    weights.write(
      &gradients, inputGradient: gradient, stateGradient: gradient, inputs: x, states: states, rows: steps * samples)
    guard needsInputGradient else { return .empty }
    xGradient.prepare(x.shape)
    xGradient.setProduct(
      gradient, MatrixLayout(rows: steps * samples, columns: size), parameters.values, weights.input.layout,
      into: MatrixLayout(rows: steps * samples, columns: inputs))
    inputGradient.setExchangingFirstAxes(of: xGradient)
    return inputGradient
  }

  private func layout(_ step: Int, _ samples: Int) -> MatrixLayout {
    MatrixLayout(start: step * samples * size, rows: samples, columns: size)
  }

  /// The samples that have ended before this step.
  private func ended(_ step: Int, _ samples: Int) -> [Int] {
    guard let lengths else { return [] }
    require(lengths.count == samples, "Elman: \(lengths.count) lengths for \(samples) samples")
    return lengths.indices.filter { step >= lengths[$0] }
  }
}
