public import Tensors

/// A table of vectors, one for each symbol (Bengio and others 2003), with learned positions added if asked
/// (Radford and others 2018, GPT): y(s, t) = E(token(s, t)) + P(t).
///
/// Input: samples × steps of whole numbers from 0 to vocabulary − 1, kept as the tensor's element type. Output: samples ×
/// steps × size. First values: standard normal, PyTorch's default.
public struct Embedding<Scalar: TensorScalar>: Layer {
  /// vocabulary × size.
  public let table: Slot
  /// most steps × size, or nil.
  public let positions: Slot?
  private let vocabulary, size: Int
  /// See `Layer`.
  public var needsInputGradient = false
  /// The table, and the positions' where there are any.
  public var slots: [Slot] { [table] + (positions.map { [$0] } ?? []) }
  private var pending = Pending()
  private var tokens = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty

  /// Appends `name.weight`, and `positionName.weight` for up to `steps` positions if given.
  public init(
    vocabulary: Int, size: Int, positions: (name: String, steps: Int)? = nil, name: String,
    in parameters: inout Parameters<Scalar>, _ stream: inout RandomStream
  ) {
    require(
      vocabulary > 0 && size > 0 && positions?.steps ?? 1 > 0,
      "Embedding: a vocabulary of \(vocabulary), vectors of \(size) and \(positions?.steps ?? 1) positions must be positive"
    )
    table = parameters.add(name + ".weight", Tensor(normal: 0, Shape(vocabulary, size), &stream))
    if let positions {
      self.positions = parameters.add(
        positions.name + ".weight", Tensor(normal: 0, Shape(positions.steps, size), &stream))
    } else {
      self.positions = nil
    }
    (self.vocabulary, self.size) = (vocabulary, size)
  }

  /// A row of the table for each token, plus its position's.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(input.shape.rank == 2, "Embedding: the input \(input.shape) is not samples × steps")
    let (samples, steps) = (input.shape[0], input.shape[1])
    require(steps <= positions?.shape[0] ?? steps, "Embedding: \(steps) steps, more than there are positions")
    output.prepare(Shape(samples, steps, size))
    output.setRows(of: parameters.values, table.layout, named: input)
    if let positions {
      for sample in 0..<samples {
        output.add(parameters.values, from: positions.start, at: sample * steps * size, count: steps * size)
      }
    }
    tokens = training ? input : .empty
    pending.begin(training)
    return output
  }

  /// ∂L/∂E(v) = Σ of the gradients where v stood; ∂L/∂P(t) = Σ over samples.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Embedding")
    let tokens = self.tokens
    self.tokens = .empty
    require(
      outputGradient.count == output.count, "Embedding: the gradient \(outputGradient.shape) for \(output.shape)")
    let (samples, steps) = (tokens.shape[0], tokens.shape[1])
    gradients.values.fill(0, at: table.start, count: vocabulary * size)
    gradients.values.addRows(outputGradient, to: table.layout, named: tokens)
    if let positions {
      gradients.values.fill(0, at: positions.start, count: positions.shape.elementCount)
      gradients.values.addColumnSums(of: outputGradient, rows: samples, columns: steps * size, at: positions.start)
    }
    return .empty
  }
}
