public import Tensors

/// Multi-head scaled dot-product attention of a sequence to itself (Vaswani and others 2017): for each head,
/// softmax(Q·Kᵀ/√d + mask)·V; heads side by side, then a projection. Causal, each step sees itself and what came before, as in a GPT;
/// otherwise every step sees all, as in an encoder.
///
/// Input and output: samples × steps × size. One product makes Q, K and V: its weight is 3·size × size, Q's rows first. Head h
/// owns the columns h·d..<(h + 1)·d with d = size / heads.
public struct SelfAttention<Scalar: TensorScalar>: Layer {
  private let size, heads: Int
  /// Whether a step sees only itself and what came before.
  public let isCausal: Bool
  private var inward: Dense<Scalar>
  private var outward: Dense<Scalar>
  private var pending = Pending()
  private var mixed = Tensor<Scalar>.empty
  private var weights = Tensor<Scalar>.empty
  private var joined = Tensor<Scalar>.empty
  private var weightGradient = Tensor<Scalar>.empty
  private var mixedGradient = Tensor<Scalar>.empty

  /// Appends `name.qkv` and `name.projection`, weight and bias each; traps unless the heads divide the size.
  public init(
    size: Int, heads: Int, isCausal: Bool = true, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    require(heads > 0 && size > 0 && size % heads == 0, "SelfAttention: \(heads) heads do not divide the size \(size)")
    (self.size, self.heads, self.isCausal) = (size, heads, isCausal)
    inward = Dense(size, 3 * size, name: name + ".qkv", in: &parameters, &stream)
    outward = Dense(size, size, name: name + ".projection", in: &parameters, &stream)
  }

  /// See `Layer`.
  public var needsInputGradient: Bool {
    get { inward.needsInputGradient }
    set { inward.needsInputGradient = newValue }
  }

  /// Those of its two dense layers.
  public var slots: [Slot] { inward.slots + outward.slots }

  /// Refuses lengths: every step of every sample counts.
  public mutating func setLengths(_ lengths: ArraySlice<Int>?) -> Bool {
    require(lengths == nil, "SelfAttention reads no lengths, and padding would count; Elman reads them")
    return false
  }

  /// For each step four square products, and two with all steps.
  public func multiplications(steps: Int) -> Int { steps * (4 * size * size + 2 * steps * size) }

  /// The attention of step t to step u of each sample's each head, for a picture: samples·heads × steps × steps.
  public var attention: Tensor<Scalar> { weights }

  /// For each sample and head: P = softmax of Q·Kᵀ/√d (if causal, of its steps u ≤ t), O = P·V; then the projection.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 3 && input.shape[2] == size,
      "SelfAttention: the input \(input.shape) is not samples × steps × \(size)")
    let (samples, steps) = (input.shape[0], input.shape[1])
    let qkv = inward.forward(input, parameters, training: training)
    weights.prepare(Shape(samples * heads, steps, steps))
    joined.prepare(input.shape)
    for block in 0..<(samples * heads) {
      let (q, k, v) = parts(block, steps)
      let square = MatrixLayout(start: block * steps * steps, rows: steps, columns: steps)
      weights.setProduct(qkv, q, qkv, k.transposed, into: square)
      if isCausal {
        weights.applyCausalSoftmax(at: block * steps * steps, size: steps, scale: scale)
      } else {
        weights.applySoftmax(at: block * steps * steps, size: steps, scale: scale)
      }
      joined.setProduct(weights, square, qkv, v, into: head(block, steps))
    }
    mixed = training ? qkv : .empty
    pending.begin(training)
    return outward.forward(joined, parameters, training: training)
  }

  /// With D = ∂L/∂O: ∂L/∂V = Pᵀ·D, ∂L/∂P = D·Vᵀ, S = the softmax's backward of it over √d, ∂L/∂Q = S·K, ∂L/∂K = Sᵀ·Q.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("SelfAttention")
    let qkv = mixed
    mixed = .empty
    let steps = weights.shape[1]
    let joinedGradient = outward.backward(outputGradient, parameters, into: &gradients)
    mixedGradient.prepare(qkv.shape)
    weightGradient.prepare(Shape(steps, steps))
    for block in 0..<weights.shape[0] {
      let (q, k, v) = parts(block, steps)
      let square = MatrixLayout(start: block * steps * steps, rows: steps, columns: steps)
      let d = head(block, steps)
      mixedGradient.setProduct(weights, square.transposed, joinedGradient, d, into: v)
      weightGradient.setProduct(joinedGradient, d, qkv, v.transposed, into: weightGradient.layout)
      weightGradient.applySoftmaxBackward(
        output: weights, from: block * steps * steps, rows: steps, columns: steps, scale: scale)
      mixedGradient.setProduct(weightGradient, weightGradient.layout, qkv, k, into: q)
      mixedGradient.setProduct(weightGradient, weightGradient.layout.transposed, qkv, q, into: k)
    }
    return inward.backward(mixedGradient, parameters, into: &gradients)
  }

  private var scale: Scalar { 1 / Scalar(size / heads).squareRoot() }

  /// Where Q, K and V of a sample's head stand in the product's output.
  private func parts(_ block: Int, _ steps: Int) -> (MatrixLayout, MatrixLayout, MatrixLayout) {
    let (sample, head) = (block / heads, block % heads)
    let start = sample * steps * 3 * size + head * (size / heads)
    func part(_ index: Int) -> MatrixLayout {
      MatrixLayout(start: start + index * size, rows: steps, columns: size / heads, stride: 3 * size)
    }
    return (part(0), part(1), part(2))
  }

  /// Where a sample's head stands among the joined heads.
  private func head(_ block: Int, _ steps: Int) -> MatrixLayout {
    let (sample, head) = (block / heads, block % heads)
    return MatrixLayout(
      start: sample * steps * size + head * (size / heads), rows: steps, columns: size / heads, stride: size)
  }
}
