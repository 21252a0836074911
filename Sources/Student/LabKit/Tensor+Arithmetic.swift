extension Tensor {
  /// A new tensor with `transform` applied to each element.
  public func map(_ transform: (Double) -> Double) -> Tensor {
    Tensor(shape: shape, values: values.map(transform))
  }

  /// Combines two tensors element by element.
  ///
  /// The shapes must be equal, or one must follow from the other by broadcasting: a dimension of size 1, or a missing
  /// leading one, is repeated. So `[n, d] + [d]` adds a vector to each row.
  public func combined(with other: Tensor, _ combine: (Double, Double) -> Double) -> Tensor {
    if shape == other.shape {
      var result = self
      for index in 0..<count { result.values[index] = combine(values[index], other.values[index]) }
      return result
    }
    let target = Tensor.broadcastShape(shape, other.shape)
    let left = broadcastOffsets(to: target)
    let right = other.broadcastOffsets(to: target)
    return Tensor(shape: target, values: zip(left, right).map { combine(values[$0], other.values[$1]) })
  }

  private static func broadcastShape(_ left: [Int], _ right: [Int]) -> [Int] {
    let rank = max(left.count, right.count)
    return (0..<rank).map { axis in
      let a = axis - (rank - left.count) < 0 ? 1 : left[axis - (rank - left.count)]
      let b = axis - (rank - right.count) < 0 ? 1 : right[axis - (rank - right.count)]
      guard a == b || a == 1 || b == 1 else { shapeError("shapes \(left) and \(right) do not go together") }
      return a == 1 ? b : a
    }
  }

  /// For each element of the broadcast result, the offset of the element of this tensor that it comes from.
  private func broadcastOffsets(to target: [Int]) -> [Int] {
    var offsets = [0]
    var stride = count
    for axis in 0..<target.count {
      let own = axis - (target.count - rank)
      let size = own < 0 ? 1 : shape[own]
      if size > 0 && own >= 0 { stride /= size }
      let step = size == 1 ? 0 : stride
      offsets = offsets.flatMap { base in (0..<target[axis]).map { base + $0 * step } }
    }
    return offsets
  }

  /// Element by element, broadcasting.
  public static func + (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right) { $0 + $1 } }
  /// Element by element, broadcasting.
  public static func - (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right) { $0 - $1 } }
  /// Element by element, broadcasting; for the matrix product see `matmul`.
  public static func * (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right) { $0 * $1 } }
  /// Element by element, broadcasting.
  public static func / (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right) { $0 / $1 } }
  /// Adds a number to each element.
  public static func + (left: Tensor, right: Double) -> Tensor { left.map { $0 + right } }
  /// Subtracts a number from each element.
  public static func - (left: Tensor, right: Double) -> Tensor { left.map { $0 - right } }
  /// Multiplies each element by a number.
  public static func * (left: Tensor, right: Double) -> Tensor { left.map { $0 * right } }
  /// Multiplies each element by a number.
  public static func * (left: Double, right: Tensor) -> Tensor { right.map { left * $0 } }
  /// Divides each element by a number.
  public static func / (left: Tensor, right: Double) -> Tensor { left.map { $0 / right } }
  /// Changes each element's sign.
  public static prefix func - (operand: Tensor) -> Tensor { operand.map { -$0 } }

  /// Adds in place, broadcasting the right side.
  public static func += (left: inout Tensor, right: Tensor) {
    guard left.shape == right.shape else {
      left = left + right
      return
    }
    for index in 0..<left.count { left.values[index] += right.values[index] }
  }

  /// Subtracts in place, broadcasting the right side.
  public static func -= (left: inout Tensor, right: Tensor) {
    guard left.shape == right.shape else {
      left = left - right
      return
    }
    for index in 0..<left.count { left.values[index] -= right.values[index] }
  }
}
