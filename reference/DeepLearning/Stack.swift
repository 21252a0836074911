public import Tensors

/// Layers one after another, without parameters of their own: what each thread has a copy of, while a `Network` has the parameters too.
public struct Stack<Scalar: TensorScalar>: Sendable {
  /// First to last; setting traps where two layers share a parameter.
  ///
  /// `backward` writes a gradient and does not add to it, so of two layers with one parameter the first one's part would be lost.
  public var layers: [any Layer<Scalar>] {
    get { members }
    set {
      Stack.requireOwnParameters(newValue)
      members = newValue
    }
  }
  /// What a step changes in place: the layers' workspaces.
  private var members: [any Layer<Scalar>]

  /// The first layer is told that its input's gradient is not needed; traps where two layers share a parameter.
  public init(_ layers: [any Layer<Scalar>]) {
    Stack.requireOwnParameters(layers)
    members = layers
    if !layers.isEmpty { members[0].needsInputGradient = false }
  }

  private static func requireOwnParameters(_ layers: [any Layer<Scalar>]) {
    var owners: [String: Int] = [:]
    for (index, layer) in layers.enumerated() {
      for slot in layer.slots {
        let other = owners.updateValue(index, forKey: slot.name)
        require(
          other == nil,
          "Stack: the layers \(other ?? 0) and \(index) share the parameter \(slot.name); a layer can be used once")
      }
    }
  }

  /// The last layer's output.
  @_specialize(where Scalar == Float)
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    var value = input
    for index in members.indices { value = members[index].forward(value, parameters, training: training) }
    return value
  }

  /// Backpropagation (Rumelhart, Hinton and Williams 1986): each layer's `backward`, last to first.
  ///
  /// Returns the input's gradient where the first layer computes it.
  @_specialize(where Scalar == Float)
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    var gradient = outputGradient
    for index in members.indices.reversed() {
      gradient = members[index].backward(gradient, parameters, into: &gradients)
    }
    return gradient
  }

  /// Whether a batch may be split between threads.
  public var treatsSamplesAlone: Bool {
    for index in members.indices where !members[index].treatsSamplesAlone { return false }
    return true
  }

  /// Multiplications for the forward pass of one sample of so many steps.
  public func multiplications(steps: Int) -> Int {
    var sum = 0
    for index in members.indices { sum += members[index].multiplications(steps: steps) }
    return sum
  }

  /// Tells the layers how many steps of each sample count; traps where none of them reads that.
  public mutating func setLengths(_ lengths: ArraySlice<Int>?) {
    var isRead = false
    for index in members.indices where members[index].setLengths(lengths) { isRead = true }
    require(isRead || lengths == nil, "Stack: lengths for layers that read none; Elman does")
  }

  /// The random streams of all layers.
  var streams: [RandomStream] {
    get { members.flatMap { $0.streams } }
    set {
      var rest = newValue[...]
      for index in members.indices {
        let count = members[index].streams.count
        require(rest.count >= count, "Stack: too few random streams")
        if count > 0 { members[index].streams = Array(rest.prefix(count)) }
        rest = rest.dropFirst(count)
      }
    }
  }
}
