extension Tensor {
  /// x + y, broadcast.
  public static func + (left: Tensor, right: Tensor) -> Tensor { combine("+", left, right, Scalar.kernels.add, +) }
  /// x − y, broadcast.
  public static func - (left: Tensor, right: Tensor) -> Tensor { combine("-", left, right, Scalar.kernels.subtract, -) }
  /// x · y element by element, broadcast.
  public static func * (left: Tensor, right: Tensor) -> Tensor { combine("*", left, right, Scalar.kernels.multiply, *) }
  /// x / y, broadcast.
  public static func / (left: Tensor, right: Tensor) -> Tensor { combine("/", left, right, Scalar.kernels.divide, /) }

  /// x + number.
  public static func + (left: Tensor, right: Scalar) -> Tensor { left + Tensor(right) }
  /// x − number.
  public static func - (left: Tensor, right: Scalar) -> Tensor { left - Tensor(right) }
  /// x · number.
  public static func * (left: Tensor, right: Scalar) -> Tensor { left * Tensor(right) }
  /// x / number.
  public static func / (left: Tensor, right: Scalar) -> Tensor { left / Tensor(right) }
  /// number · x.
  public static func * (left: Scalar, right: Tensor) -> Tensor { Tensor(left) * right }
  /// number − x.
  public static func - (left: Scalar, right: Tensor) -> Tensor { Tensor(left) - right }
  /// number / x.
  public static func / (left: Scalar, right: Tensor) -> Tensor { Tensor(left) / right }
  /// −x.
  public static prefix func - (operand: Tensor) -> Tensor { Tensor(-1) * operand }

  /// x ← x + y, y broadcast to x's shape.
  public static func += (left: inout Tensor, right: Tensor) {
    guard left.shape == right.shape else {
      left = left + right
      return
    }
    left.makeUnique()
    Scalar.kernels.add(left.count, left.pointer, right.pointer, left.mutablePointer)
  }

  /// x ← x − y, y broadcast to x's shape.
  public static func -= (left: inout Tensor, right: Tensor) { left = left - right }

  /// A function of every element.
  public func map(_ function: (Scalar) -> Scalar) -> Tensor {
    let result = Tensor(uninitialized: shape)
    for place in 0..<count { result.mutablePointer[place] = function(pointer[place]) }
    return result
  }

  /// A function of every pair of elements, broadcast.
  public func combined(with other: Tensor, _ function: (Scalar, Scalar) -> Scalar) -> Tensor {
    Tensor.combine("combined", self, other, nil, function)
  }

  /// The tensor stretched to a shape that it broadcasts to.
  ///
  /// Copies.
  public func broadcast(to shape: Shape) -> Tensor {
    require(self.shape.broadcast(with: shape) == shape, "broadcast: \(self.shape) cannot become \(shape)")
    if shape == self.shape { return self }
    let result = Tensor(uninitialized: shape)
    result.forEachPlace(strides: strides(in: shape)) { place, from in result.mutablePointer[place] = pointer[from] }
    return result
  }

  /// How far apart neighbours are along each axis of a shape that this tensor broadcasts to: 0 where it is stretched.
  private func strides(in target: Shape) -> [Int] {
    let missing = target.rank - shape.rank
    return (0..<target.rank).map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : shape.elementCount(after: axis - missing + 1)
    }
  }

  private static func combine(
    _ name: StaticString, _ left: Tensor, _ right: Tensor,
    _ kernel: ((Int, UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void)?,
    _ function: (Scalar, Scalar) -> Scalar
  ) -> Tensor {
    guard let shape = left.shape.broadcast(with: right.shape) else {
      fatalError("\(name): the shapes \(left.shape) and \(right.shape) do not broadcast")
    }
    let result = Tensor(uninitialized: shape)
    if left.shape == right.shape, let kernel {
      kernel(result.count, left.pointer, right.pointer, result.mutablePointer)
      return result
    }
    if right.count == 1 {
      let number = right.pointer[0]
      for place in 0..<result.count { result.mutablePointer[place] = function(left.pointer[place], number) }
      return result
    }
    let stretched = right.broadcast(to: shape)
    let plain = left.broadcast(to: shape)
    for place in 0..<result.count {
      result.mutablePointer[place] = function(plain.pointer[place], stretched.pointer[place])
    }
    return result
  }
}
