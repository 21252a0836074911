extension Tensor {
  /// The sum of all elements: short blocks are summed plainly and gathered without loss, in another order than a loop's.
  public func sum() -> Scalar { Scalar(Scalar.kernel.sum(count, pointer)) }

  /// The mean of all elements.
  public func mean() -> Scalar { sum() / Scalar(count) }

  /// The sums along `axes` (−1 is the last one), which stay as axes of length 1 if asked.
  public func sum(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    reduce(along: axes, keepingAxes, "sum") { Scalar.kernel.axis_sums($0, $1, $2, $3, $4) }
  }

  /// The sums that undo a broadcast: over the axes along which `shape` was stretched to this tensor's.
  public func sum(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    require(
      shape.broadcast(with: self.shape) == self.shape, "sum(to: \(shape)): it does not broadcast to \(self.shape)")
    let missing = self.shape.rank - shape.rank
    let axes = self.shape.indices.filter { $0 < missing || (shape[$0 - missing] == 1 && self.shape[$0] != 1) }
    return sum(along: axes, keepingAxes: true).reshaped(shape)
  }

  /// The means along `axes` (−1 is the last one), which stay as axes of length 1 if asked.
  public func mean(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let length = checked(axes, "mean").reduce(1) { $0 * shape[$1] }
    return sum(along: axes, keepingAxes: keepingAxes) / Scalar(length)
  }

  /// The largest elements along `axes` (−1 is the last one), NaN where there is one; traps where an axis is empty.
  public func max(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    requireElements(along: axes, "max")
    return reduce(along: axes, keepingAxes, "max") { Scalar.kernel.axis_extremes(false, $0, $1, $2, $3, $4) }
  }

  /// The least elements along `axes` (−1 is the last one), NaN where there is one; traps where an axis is empty.
  public func min(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    requireElements(along: axes, "min")
    return reduce(along: axes, keepingAxes, "min") { Scalar.kernel.axis_extremes(true, $0, $1, $2, $3, $4) }
  }

  /// The largest element, NaN if there is one; traps on an empty tensor.
  public func max() -> Scalar {
    require(count > 0, "max: the shape \(shape) has no element")
    return reshaped(Shape(count)).max(along: [0]).scalar
  }

  /// The least element, NaN if there is one; traps on an empty tensor.
  public func min() -> Scalar {
    require(count > 0, "min: the shape \(shape) has no element")
    return reshaped(Shape(count)).min(along: [0]).scalar
  }

  /// For each row of a matrix, the column of its largest element; of equals, the first; the first NaN where there is one.
  public func argmax() -> [Int] {
    require(shape.rank == 2 && shape[1] > 0, "argmax: the shape \(shape) is not a matrix's with columns")
    return [Int](unsafeUninitializedCapacity: shape[0]) { places, count in
      if let first = places.baseAddress { Scalar.kernel.argmax(shape[0], shape[1], pointer, first) }
      count = shape[0]
    }
  }

  /// The sum of the products of corresponding elements.
  public func dot(_ other: Tensor) -> Scalar {
    require(shape == other.shape, "dot: the shapes \(shape) and \(other.shape) differ")
    return Scalar(Scalar.kernel.dot(count, pointer, other.pointer))
  }

  /// √Σx²: the Euclidean length of all elements together, of numbers too whose squares have no place in the type.
  public func norm() -> Scalar {
    let square = dot(self)
    if square.isNormal || count == 0 { return square.squareRoot() }
    let largest = magnitude().max()
    guard largest.isFinite, largest > 0 else { return largest }
    let scaled = self / largest
    return largest * scaled.dot(scaled).squareRoot()
  }

  /// The axes from 0 in order, each once.
  private func checked(_ axes: [Int], _ operation: StaticString) -> [Int] {
    let plain = axes.map { $0 < 0 ? $0 + shape.rank : $0 }
    for axis in plain {
      require(axis >= 0 && axis < shape.rank, "\(operation)(along: \(axes)): no such axis in the shape \(shape)")
    }
    return Set(plain).sorted()
  }

  private func requireElements(along axes: [Int], _ operation: StaticString) {
    for axis in checked(axes, operation) {
      require(shape[axis] > 0, "\(operation)(along: \(axes)): the shape \(shape) has no element there")
    }
  }

  /// Runs of neighbouring axes at once, the last run first: each as outer × length × inner.
  private func reduce(
    along axes: [Int], _ keepingAxes: Bool, _ operation: StaticString,
    _ kernel: (Int, Int, Int, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
  ) -> Tensor {
    let axes = checked(axes, operation)
    var (result, rest) = (self, axes)
    while let last = rest.popLast() {
      var first = last
      while rest.last == first - 1 { first = rest.removeLast() }
      let inner = result.shape.elementCount(after: last + 1)
      let length = (first...last).reduce(1) { $0 * shape[$1] }
      var kept = result.shape
      for axis in first...last { kept[axis] = 1 }
      let next = Tensor(uninitialized: kept)
      kernel(kept.elementCount / Swift.max(inner, 1), length, inner, result.pointer, next.mutablePointer)
      result = next
    }
    return keepingAxes
      ? result : result.reshaped(Shape(shape.indices.filter { !axes.contains($0) }.map { shape[$0] }))
  }
}
