public import Tensors

/// A simple recurrent layer: hₜ = tanh(W·xₜ + b + U·hₜ₋₁ + c), h₀ = 0 (Elman 1990, *Finding Structure in Time*).
///
/// Input: samples × steps × inputs. W is size × inputs, U is size × size. Trained by backpropagation through time (Werbos
/// 1990). Inside, steps come first, and (xₜ, hₜ₋₁) stand side by side, so that a step is one product with (W, U), and the
/// gradients of both come from one.
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
  /// (xₜ, hₜ₋₁) for each step: steps + 1 × samples × (inputs + size); the last has h alone.
  private var joined = Tensor<Scalar>.empty
  private var joinedWeights = Tensor<Scalar>.empty
  private var bias = Tensor<Scalar>.empty
  private var packed = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var gradient = Tensor<Scalar>.empty
  private var carried = Tensor<Scalar>.empty
  private var weightGradient = Tensor<Scalar>.empty
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

  /// For each step hₜ = tanh((W, U)·(xₜ, hₜ₋₁) + b + c): one product, with tanh on its way to memory.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 3 && input.shape[2] == inputs,
      "Elman: the input \(input.shape) is not samples × steps × \(inputs)")
    let at = RecurrentSteps(input.shape[0], steps: input.shape[1], inputs: inputs, size: size)
    if let length = lengths?.first(where: { !(0...at.steps).contains($0) }) {
      fatalError("Elman: a sample of \(length) steps in the input \(input.shape)")
    }
    weights.join(parameters, &joinedWeights)
    packed.pack(joinedWeights, joinedWeights.layout.transposed)
    bias.setSum(of: parameters[weights.inputBias], and: parameters[weights.stateBias])
    joined.prepare(Shape(at.steps + 1, at.samples, at.width))
    joined.fill(0, at: 0, count: at.samples * at.width)
    for step in 0..<at.steps {
      joined.copy(input, at.sampleFirst(step, inputs), to: at.input(step))
      joined.setProduct(
        ofOwn: at.joined(step), joinedWeights, joinedWeights.layout.transposed, into: at.state(step + 1),
        packed: packed, columnBias: bias, squashing: .tanh)
      for row in ended(step, at.samples) {
        joined.copyOwn(
          from: at.state(step).start + row * at.width, to: at.state(step + 1).start + row * at.width, count: size)
      }
    }
    switch returns {
    case .last:
      output.prepare(Shape(at.samples, size))
      output.copy(joined, at.state(at.steps), to: output.layout)
    case .sequence:
      output.prepare(Shape(at.samples, at.steps, size))
      for step in 0..<at.steps { output.copy(joined, at.state(step + 1), to: at.sampleFirst(step, size)) }
    }
    pending.begin(training)
    return output
  }

  /// Backpropagation through time: with dhₜ = ∂L/∂outputₜ + Uᵀ·gₜ₊₁ and gₜ = dhₜ ⊙ (1 − hₜ²), the parameters' gradients are
  /// sums over all steps of gₜ·(xₜ, hₜ₋₁)ᵀ, some steps at once, and of gₜ.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Elman")
    require(outputGradient.shape == output.shape, "Elman: the gradient \(outputGradient.shape) for \(output.shape)")
    let at = RecurrentSteps(joined.shape[1], steps: joined.shape[0] - 1, inputs: inputs, size: size)
    packed.pack(parameters.values, weights.state.layout)
    gradient.prepare(Shape(at.steps, at.samples, size))
    carried.prepare(Shape(at.samples, size))
    carried.fill(0)
    gradients.values.fill(0, at: weights.inputBias.start, count: size)
    for step in stride(from: at.steps - 1, through: 0, by: -1) {
      let (own, isLast) = (at.block(step, size), step == at.steps - 1)
      // A sample that has ended holds its state, and the slope there is 1: then it is not taken on the product's way to memory.
      let slope: Tensor<Scalar>.Squashing = lengths == nil ? .tanhSlope(joined, at.state(step + 1)) : .none
      let isGiven = if case .sequence = returns { true } else { isLast }
      switch returns {
      case .sequence: gradient.copy(outputGradient, at.sampleFirst(step, size), to: own)
      case .last where isLast: gradient.copy(outputGradient, at: own.start)
      case .last: break
      }
      if !isLast {
        gradient.setProduct(
          ofOwn: at.block(step + 1, size), parameters.values, weights.state.layout, into: own, adding: isGiven,
          packed: packed, squashing: slope)
      }
      if lengths != nil {
        let ended = ended(step, at.samples)
        // A state that was held passes its gradient on as it is.
        gradient.add(carried, at: own.start)
        carried.fill(0)
        for row in ended { carried.copy(gradient, from: own.start + row * size, at: row * size, count: size) }
        gradient.multiply(own, byTanhSlopeOf: joined, at.state(step + 1))
        for row in ended { gradient.fill(0, at: own.start + row * size, count: size) }
      } else if isLast {
        gradient.multiply(own, byTanhSlopeOf: joined, at.state(step + 1))
      }
      gradients.values.addColumnSums(
        of: gradient, rows: at.samples, columns: size, from: own.start, at: weights.inputBias.start)
      weights.addProduct(from: step, gradient: gradient, joined: joined, at, to: &weightGradient)
    }
    weights.write(&gradients, at, from: &weightGradient)
    guard needsInputGradient else { return .empty }
    inputGradient.prepare(Shape(at.samples, at.steps, inputs))
    for step in 0..<at.steps {
      inputGradient.setProduct(
        gradient, at.block(step, size), parameters.values, weights.input.layout, into: at.sampleFirst(step, inputs))
    }
    return inputGradient
  }

  /// The samples that have ended before this step.
  private func ended(_ step: Int, _ samples: Int) -> [Int] {
    guard let lengths else { return [] }
    require(lengths.count == samples, "Elman: \(lengths.count) lengths for \(samples) samples")
    return lengths.indices.filter { step >= lengths[$0] }
  }
}
