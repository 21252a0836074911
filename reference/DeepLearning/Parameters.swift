public import Tensors

/// Where one named tensor stands in a model's flat vector of parameters.
public struct Slot: Sendable, Equatable {
  /// The name under which it is saved, such as `0.weight`.
  public let name: String
  /// Its first element.
  public let start: Int
  /// Its shape.
  public let shape: Shape

  /// Its elements as a matrix: the first axis by all others.
  public var layout: MatrixLayout {
    MatrixLayout(start: start, rows: shape[0], columns: shape.elementCount(after: 1))
  }
}

/// Named tensors in one flat vector: a model's parameters, or a gradient of the same layout and the same names.
///
/// One vector for all, so that an optimizer is one loop and a gradient of several threads is one sum. Every tensor starts
/// at a multiple of 64 bytes; the gaps stay 0.
public struct Parameters<Scalar: TensorScalar>: Sendable {
  /// The tensors' names and places, in the order of their making.
  public private(set) var slots: [Slot] = []
  /// All elements.
  public var values = Tensor<Scalar>(zeros: [0])

  /// No parameter.
  public init() {}

  /// Appends a tensor with its first value; traps if the name is taken.
  public mutating func add(_ name: String, _ initial: Tensor<Scalar>) -> Slot {
    require(!slots.contains { $0.name == name }, "Parameters: the name \(name) is taken")
    let slot = Slot(name: name, start: values.count, shape: initial.shape)
    let gap = (16 - initial.count % 16) % 16
    values = .concatenating([values, initial.reshaped([initial.count]), Tensor(zeros: [gap])])
    slots.append(slot)
    return slot
  }

  /// The tensor of a slot.
  ///
  /// Reading shares the elements.
  public subscript(slot: Slot) -> Tensor<Scalar> {
    get { values.part(at: slot.start, slot.shape) }
    set {
      require(newValue.shape == slot.shape, "Parameters: \(newValue.shape) for \(slot.name) of \(slot.shape)")
      values.copy(newValue, at: slot.start)
    }
  }

  /// The tensor of a name; traps if there is none.
  public subscript(name: String) -> Tensor<Scalar> {
    get { self[slot(name)] }
    set { self[slot(name)] = newValue }
  }

  private func slot(_ name: String) -> Slot {
    guard let slot = slots.first(where: { $0.name == name }) else {
      fatalError("Parameters: no \(name) among \(slots.map(\.name))")
    }
    return slot
  }

  /// How many numbers there are, without the gaps.
  public var count: Int { slots.reduce(0) { $0 + $1.shape.elementCount } }

  /// Zeros of the same layout.
  public func zeros() -> Parameters {
    var result = self
    result.values = Tensor(zeros: values.shape)
    return result
  }

  /// Scales a gradient down to the Euclidean length `greatest` if it is longer (Pascanu, Mikolov and Bengio 2013): the paper's
  /// g·greatest/|g|. PyTorch divides by |g| + 10⁻⁶, which differs in the seventh digit.
  public mutating func clip(to greatest: Scalar) {
    require(greatest >= 0, "Parameters.clip: the length \(greatest) is negative")
    let norm = values.norm()
    if norm > greatest { values.scale(by: greatest / norm) }
  }
}
