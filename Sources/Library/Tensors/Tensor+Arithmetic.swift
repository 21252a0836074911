extension Tensor {
  /// The operations on two operands that the kernels broadcast, by their number there.
  enum Operation: Int32 {
    case add, subtract, multiply, divide, larger, smaller
  }

  /// x + y, broadcast.
  public static func + (left: Tensor, right: Tensor) -> Tensor { combine("+", .add, left, right) }
  /// x − y, broadcast.
  public static func - (left: Tensor, right: Tensor) -> Tensor { combine("-", .subtract, left, right) }
  /// x · y element by element, broadcast.
  public static func * (left: Tensor, right: Tensor) -> Tensor { combine("*", .multiply, left, right) }
  /// x / y, broadcast.
  public static func / (left: Tensor, right: Tensor) -> Tensor { combine("/", .divide, left, right) }

  /// x + number.
  public static func + (left: Tensor, right: Scalar) -> Tensor { left + Tensor(right) }
  /// x − number.
  public static func - (left: Tensor, right: Scalar) -> Tensor { left - Tensor(right) }
  /// x · number.
  public static func * (left: Tensor, right: Scalar) -> Tensor { left * Tensor(right) }
  /// x / number.
  public static func / (left: Tensor, right: Scalar) -> Tensor { left / Tensor(right) }
  /// number + x.
  public static func + (left: Scalar, right: Tensor) -> Tensor { Tensor(left) + right }
  /// number · x.
  public static func * (left: Scalar, right: Tensor) -> Tensor { Tensor(left) * right }
  /// number − x.
  public static func - (left: Scalar, right: Tensor) -> Tensor { Tensor(left) - right }
  /// number / x.
  public static func / (left: Scalar, right: Tensor) -> Tensor { Tensor(left) / right }
  /// −x.
  public static prefix func - (operand: Tensor) -> Tensor { Tensor(-1) * operand }

  /// x ← x + y, y broadcast to x's shape; traps where y is larger.
  public static func += (left: inout Tensor, right: Tensor) { left.combine("+=", .add, right) }
  /// x ← x − y, y broadcast to x's shape; traps where y is larger.
  public static func -= (left: inout Tensor, right: Tensor) { left.combine("-=", .subtract, right) }
  /// x ← x · y, y broadcast to x's shape; traps where y is larger.
  public static func *= (left: inout Tensor, right: Tensor) { left.combine("*=", .multiply, right) }
  /// x ← x / y, y broadcast to x's shape; traps where y is larger.
  public static func /= (left: inout Tensor, right: Tensor) { left.combine("/=", .divide, right) }
  /// x ← x + number.
  public static func += (left: inout Tensor, right: Scalar) { left += Tensor(right) }
  /// x ← x − number.
  public static func -= (left: inout Tensor, right: Scalar) { left -= Tensor(right) }
  /// x ← x · number.
  public static func *= (left: inout Tensor, right: Scalar) { left *= Tensor(right) }
  /// x ← x / number.
  public static func /= (left: inout Tensor, right: Scalar) { left /= Tensor(right) }

  /// A function of every element.
  @inlinable public func map(_ function: (Scalar) -> Scalar) -> Tensor {
    var result = self
    result.withMutableElements { for place in $0.indices { $0[place] = function($0[place]) } }
    return result
  }

  /// A function of every pair of elements, broadcast.
  @inlinable public func combined(with other: Tensor, _ function: (Scalar, Scalar) -> Scalar) -> Tensor {
    guard let shape = shape.broadcast(with: other.shape) else {
      fatalError("combined: the shapes \(self.shape) and \(other.shape) do not broadcast")
    }
    var result = broadcast(to: shape)
    other.broadcast(to: shape).withElements { second in
      result.withMutableElements { for place in $0.indices { $0[place] = function($0[place], second[place]) } }
    }
    return result
  }

  /// The tensor stretched to a shape that it broadcasts to.
  ///
  /// Copies.
  public func broadcast(to shape: Shape) -> Tensor {
    require(self.shape.broadcast(with: shape) == shape, "broadcast: \(self.shape) cannot become \(shape)")
    if shape == self.shape { return self }
    var result = Tensor(uninitialized: shape)
    result.copy(from: self, strides: self.shape.strides(in: shape))
    return result
  }

  /// The larger of each pair of elements, broadcast; NaN where one is NaN.
  public func larger(_ other: Tensor) -> Tensor { Tensor.combine("larger", .larger, self, other) }
  /// The smaller of each pair of elements, broadcast; NaN where one is NaN.
  public func smaller(_ other: Tensor) -> Tensor { Tensor.combine("smaller", .smaller, self, other) }

  private static func combine(
    _ name: StaticString, _ operation: Operation, _ left: Tensor, _ right: Tensor
  ) -> Tensor {
    guard let shape = left.shape.broadcast(with: right.shape) else {
      fatalError("\(name): the shapes \(left.shape) and \(right.shape) do not broadcast")
    }
    let result = Tensor(uninitialized: shape)
    run(operation, left, right, into: result)
    return result
  }

  private mutating func combine(_ name: StaticString, _ operation: Operation, _ right: Tensor) {
    require(
      shape.broadcast(with: right.shape) == shape, "\(name): \(right.shape) does not broadcast to the shape \(shape)")
    makeUnique()
    Tensor.run(operation, self, right, into: self)
  }

  /// Into a result that nobody shares, or that is the left operand.
  private static func run(_ operation: Operation, _ left: Tensor, _ right: Tensor, into result: Tensor) {
    guard result.count > 0 else { return }
    let (x, y, z) = (left.pointer, right.pointer, result.mutablePointer)
    if left.shape == right.shape || left.count == 1 || right.count == 1 {
      let (a, b) = (left.count == result.count ? 1 : 0, right.count == result.count ? 1 : 0)
      Scalar.kernel.broadcast(operation.rawValue, 1, result.count, x, 0, a, y, 0, b, z)
      return
    }
    let shape = result.shape
    let walk = Walk(shape, [shape.strides, left.shape.strides(in: shape), right.shape.strides(in: shape)])
    let (count, last) = (walk.lengths.count, walk.lengths.count - 1)
    let hasRows = count > 1
    let (n, m) = (walk.lengths[last], hasRows ? walk.lengths[last - 1] : 1)
    walk.forEach(skipping: hasRows ? [last - 1, last] : [last]) { places in
      Scalar.kernel.broadcast(
        operation.rawValue, m, n, x + places[1], hasRows ? walk.strides[1][last - 1] : 0, walk.strides[1][last],
        y + places[2], hasRows ? walk.strides[2][last - 1] : 0, walk.strides[2][last], z + places[0])
    }
  }
}
