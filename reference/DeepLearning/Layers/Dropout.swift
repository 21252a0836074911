public import Tensors

/// Dropout of units, in the inverted form: in training each number becomes 0 with probability p and is divided by 1 − p
/// otherwise, so that its mean stays; outside training nothing happens (Srivastava and others 2014).
public struct Dropout<Scalar: TensorScalar>: Layer {
  /// p, from 0 to less than 1.
  public let probability: Double
  /// See `Layer`.
  public var needsInputGradient = true
  private var pending = Pending()
  private var stream: RandomStream
  private var mask = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Draws its masks from a stream split off the given one.
  public init(_ probability: Double, _ stream: inout RandomStream) {
    require(probability >= 0 && probability < 1, "Dropout: the probability \(probability) is not in 0..<1")
    self.probability = probability
    self.stream = stream.split()
  }

  /// The stream of the masks.
  public var streams: [RandomStream] {
    get { [stream] }
    set {
      require(newValue.count == 1, "Dropout: \(newValue.count) streams")
      stream = newValue[0]
    }
  }

  /// False: copies of the stream on two threads would drop the same units.
  public var treatsSamplesAlone: Bool { false }

  /// y = m ⊙ x with m = 0 or 1/(1 − p).
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    pending.begin(training)
    guard training else { return input }
    mask.setMask(input.shape, dropping: probability, kept: Scalar(1 / (1 - probability)), &stream)
    output.setProduct(of: input, and: mask)
    return output
  }

  /// ∂L/∂x = m ⊙ ∂L/∂y.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Dropout")
    inputGradient.setProduct(of: outputGradient, and: mask)
    return inputGradient
  }
}
