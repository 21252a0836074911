public import Tensors

/// A transformer block with the norms first (Radford and others 2019, GPT-2): u = x + attention(norm₁ x),
/// y = u + W₂·GELU(W₁·norm₂ u + b₁) + b₂, W₁ being 4·size × size.
///
/// Input and output: samples × steps × size.
public struct TransformerBlock<Scalar: TensorScalar>: Layer {
  private var firstNorm: LayerNorm<Scalar>
  private var attention: SelfAttention<Scalar>
  private var secondNorm: LayerNorm<Scalar>
  private var expansion: Dense<Scalar>
  private var activation = GELU<Scalar>()
  private var contraction: Dense<Scalar>
  /// See `Layer`.
  public var needsInputGradient = true
  /// Those of its parts.
  public var slots: [Slot] {
    firstNorm.slots + attention.slots + secondNorm.slots + expansion.slots + contraction.slots
  }
  private var middle = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var middleGradient = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Appends the block's parameters: `norm1`, `attention`, `norm2`, `expansion`, `contraction`.
  public init(
    size: Int, heads: Int, isCausal: Bool = true, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    firstNorm = LayerNorm(size, name: name + ".norm1", in: &parameters)
    attention = SelfAttention(
      size: size, heads: heads, isCausal: isCausal, name: name + ".attention", in: &parameters, &stream)
    secondNorm = LayerNorm(size, name: name + ".norm2", in: &parameters)
    expansion = Dense(size, 4 * size, name: name + ".expansion", in: &parameters, &stream)
    contraction = Dense(4 * size, size, name: name + ".contraction", in: &parameters, &stream)
  }

  /// Refuses lengths: every step of every sample counts.
  public mutating func setLengths(_ lengths: ArraySlice<Int>?) -> Bool {
    require(lengths == nil, "TransformerBlock reads no lengths, and padding would count; Elman reads them")
    return false
  }

  /// The products of attention and of the two dense layers.
  public func multiplications(steps: Int) -> Int {
    attention.multiplications(steps: steps)
      + steps * (expansion.multiplications(steps: 1) + contraction.multiplications(steps: 1))
  }

  /// u = x + attention(norm₁ x), y = u + feed-forward(norm₂ u).
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    var branch = firstNorm.forward(input, parameters, training: training)
    branch = attention.forward(branch, parameters, training: training)
    middle.setSum(of: input, and: branch)
    branch = secondNorm.forward(middle, parameters, training: training)
    branch = expansion.forward(branch, parameters, training: training)
    branch = activation.forward(branch, parameters, training: training)
    branch = contraction.forward(branch, parameters, training: training)
    output.setSum(of: middle, and: branch)
    return output
  }

  /// Both sums pass the gradient on to both of their parts.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    var branch = contraction.backward(outputGradient, parameters, into: &gradients)
    branch = activation.backward(branch, parameters, into: &gradients)
    branch = expansion.backward(branch, parameters, into: &gradients)
    branch = secondNorm.backward(branch, parameters, into: &gradients)
    middleGradient.setSum(of: outputGradient, and: branch)
    branch = attention.backward(middleGradient, parameters, into: &gradients)
    branch = firstNorm.backward(branch, parameters, into: &gradients)
    inputGradient.setSum(of: middleGradient, and: branch)
    return inputGradient
  }
}
