extension Tensor {
  /// The sum of all elements, by the kernels' vectors: another order than a loop's.
  public func sum() -> Scalar { Scalar.kernels.sum(count, pointer) }

  /// The mean of all elements.
  public func mean() -> Scalar { sum() / Scalar(count) }

  /// The sums along `axes`, which stay as axes of length 1 if asked.
  public func sum(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    for axis in axes {
      require(axis >= 0 && axis < shape.rank, "sum(along: \(axes)): no axis \(axis) in the shape \(shape)")
    }
    var kept = shape
    for axis in axes { kept[axis] = 1 }
    let result = Tensor(zeros: kept)
    let strides = (0..<shape.rank).map { axes.contains($0) ? 0 : kept.elementCount(after: $0 + 1) }
    forEachPlace(strides: strides) { place, to in result.mutablePointer[to] += pointer[place] }
    return keepingAxes
      ? result : result.reshaped(Shape(shape.indices.filter { !axes.contains($0) }.map { shape[$0] }))
  }

  /// The sums that undo a broadcast: over the axes along which `shape` was stretched to this tensor's.
  public func sum(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    let missing = self.shape.rank - shape.rank
    let axes = self.shape.indices.filter { $0 < missing || (shape[$0 - missing] == 1 && self.shape[$0] != 1) }
    return sum(along: axes, keepingAxes: true).reshaped(shape)
  }

  /// The means along `axes`, which stay as axes of length 1 if asked.
  public func mean(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let length = axes.reduce(1) { $0 * shape[$1] }
    return sum(along: axes, keepingAxes: keepingAxes) / Scalar(length)
  }

  /// The largest element; traps on an empty tensor.
  public func greatest() -> Scalar {
    require(count > 0, "greatest: the shape \(shape) has no element")
    return (1..<count).reduce(pointer[0]) { Swift.max($0, pointer[$1]) }
  }

  /// For each row of a matrix, the column of its largest element; of equals, the first.
  public func greatestColumns() -> [Int] {
    require(shape.rank == 2 && shape[1] > 0, "greatestColumns: the shape \(shape) is not a matrix's with columns")
    let columns = shape[1]
    return (0..<shape[0]).map { row in
      let start = row * columns
      return (1..<columns).reduce(0) { pointer[start + $1] > pointer[start + $0] ? $1 : $0 }
    }
  }

  /// The sum of the products of corresponding elements.
  public func dot(_ other: Tensor) -> Scalar {
    require(shape == other.shape, "dot: the shapes \(shape) and \(other.shape) differ")
    return Scalar.kernels.dot(count, pointer, other.pointer)
  }

  /// √Σx²: the Euclidean length of all elements together.
  public func norm() -> Scalar { dot(self).squareRoot() }
}
