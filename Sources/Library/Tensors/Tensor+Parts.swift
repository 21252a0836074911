extension Tensor {
  /// The part at `index` along the first axis, which it loses: a row of a matrix.
  ///
  /// Shares the elements.
  public subscript(index: Int) -> Tensor {
    require(shape.rank > 0 && index >= 0 && index < shape[0], "Tensor[\(index)]: outside the shape \(shape)")
    let size = shape.elementCount(after: 1)
    return Tensor(buffer: buffer, offset: offset + index * size, shape: shape.droppingFirst())
  }

  /// The parts `range` along the first axis.
  ///
  /// Shares the elements.
  public func rows(_ range: Range<Int>) -> Tensor {
    require(
      shape.rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "rows(\(range)): outside the shape \(shape)")
    var part = shape
    part[0] = range.count
    return Tensor(buffer: buffer, offset: offset + range.lowerBound * shape.elementCount(after: 1), shape: part)
  }

  /// A run of elements under a shape of its own.
  ///
  /// Shares the elements.
  public func part(at start: Int, _ shape: Shape) -> Tensor {
    requireRange(start, shape.elementCount, "part")
    return Tensor(buffer: buffer, offset: offset + start, shape: shape)
  }

  /// The parts named by `indices` along the first axis, copied, in that order.
  public func gathering(_ indices: [Int]) -> Tensor {
    var result = Tensor(uninitialized: shape)
    result.gather(self, indices[...])
    return result
  }

  /// Becomes the parts of `source` named by `indices` along the first axis; allocates only if it must grow.
  public mutating func gather(_ source: Tensor, _ indices: ArraySlice<Int>) {
    let size = source.shape.elementCount(after: 1)
    var whole = source.shape
    whole[0] = indices.count
    prepare(whole)
    let available = source.shape[0]
    for (row, index) in indices.enumerated() {
      require(index >= 0 && index < available, "gather: no part \(index) in the shape \(source.shape)")
      (mutablePointer + row * size).update(from: source.pointer + index * size, count: size)
    }
  }

  /// Overwrites `count` elements from `start` with those of `source` from `sourceStart`.
  public mutating func copy(_ source: Tensor, from sourceStart: Int = 0, at start: Int = 0, count: Int? = nil) {
    let count = count ?? source.count
    requireRange(start, count, "copy")
    source.requireRange(sourceStart, count, "copy")
    makeUnique()
    (mutablePointer + start).update(from: source.pointer + sourceStart, count: count)
  }

  /// Overwrites the matrix `target` of this tensor with the matrix `layout` of `source`, of the same size.
  public mutating func copy(_ source: Tensor, _ layout: MatrixLayout, to target: MatrixLayout) {
    require(
      layout.rows == target.rows && layout.columns == target.columns && !layout.isTransposed && !target.isTransposed
        && layout.end <= source.count && target.end <= count,
      "copy: \(layout.sizes) of \(source.shape) to \(target.sizes) of \(shape)")
    makeUnique()
    Scalar.kernel.copy_rows(
      layout.rows, layout.columns, source.pointer + layout.start, layout.stride, mutablePointer + target.start,
      target.stride)
  }

  /// Overwrites `count` elements from `target` with those from `source`; the two runs must not overlap.
  public mutating func copyOwn(from source: Int, to target: Int, count: Int) {
    requireRange(source, count, "copyOwn")
    requireRange(target, count, "copyOwn")
    makeUnique()
    (mutablePointer + target).update(from: pointer + source, count: count)
  }

  /// Overwrites `count` elements from `start` with one value.
  public mutating func fill(_ value: Scalar, at start: Int = 0, count: Int? = nil) {
    let count = count ?? self.count
    requireRange(start, count, "fill")
    makeUnique()
    Scalar.kernel.fill(count, value.double, mutablePointer + start)
  }

  /// The tensor with its axes (−1 is the last one) in another order: `permuted([1, 0])` transposes a matrix.
  ///
  /// Copies.
  public func permuted(_ order: [Int]) -> Tensor {
    let axes = order.map { $0 < 0 ? $0 + shape.rank : $0 }
    require(axes.sorted() == Array(0..<shape.rank), "permuted(\(order)): not an order of the axes of \(shape)")
    var result = Tensor(uninitialized: Shape(axes.map { shape[$0] }))
    result.copy(from: self, strides: axes.map { shape.elementCount(after: $0 + 1) })
    return result
  }

  /// A matrix with rows and columns exchanged.
  ///
  /// Copies.
  public var transposed: Tensor {
    require(shape.rank == 2, "transposed: the shape \(shape) is not a matrix's")
    return permuted([1, 0])
  }

  /// Tensors of equal inner axes, one after another along the first axis.
  public static func concatenating(_ parts: [Tensor]) -> Tensor {
    guard let first = parts.first else { return Tensor(zeros: [0]) }
    let inner = first.shape.droppingFirst()
    for part in parts {
      require(part.shape.droppingFirst() == inner, "concatenating: \(part.shape) does not fit \(first.shape)")
    }
    var whole = first.shape
    whole[0] = parts.reduce(0) { $0 + $1.shape[0] }
    var result = Tensor(uninitialized: whole)
    var start = 0
    for part in parts {
      result.copy(part, at: start)
      start += part.count
    }
    return result
  }
}

extension Shape {
  /// The shape without its first axis.
  public func droppingFirst() -> Shape { Shape(dropFirst()) }
}

extension Tensor {
  /// Overwrites the elements from `start` with the matrix `layout` of `source`, rows and columns exchanged.
  public mutating func setTransposed(_ source: Tensor, _ layout: MatrixLayout, at start: Int = 0) {
    requireRange(start, layout.rows * layout.columns, "setTransposed")
    require(layout.end <= source.count, "setTransposed: the layout leaves the shape \(source.shape)")
    makeUnique()
    require(!layout.isTransposed, "setTransposed: the layout is transposed already")
    Scalar.kernel.transpose(
      layout.rows, layout.columns, source.pointer + layout.start, layout.stride, mutablePointer + start, layout.rows)
  }
}

extension Tensor {
  /// Becomes x with its first two axes exchanged: samples × steps × … becomes steps × samples × ….
  public mutating func setExchangingFirstAxes(of x: Tensor) {
    require(x.shape.rank >= 2, "setExchangingFirstAxes: the shape \(x.shape) has fewer than two axes")
    var exchanged = x.shape
    exchanged[0] = x.shape[1]
    exchanged[1] = x.shape[0]
    prepare(exchanged)
    let size = x.shape.elementCount(after: 2)
    let (from, to) = (x.pointer, mutablePointer)
    for row in 0..<exchanged[1] {
      for column in 0..<exchanged[0] {
        (to + (column * exchanged[1] + row) * size).update(
          from: from + (row * exchanged[0] + column) * size, count: size)
      }
    }
  }
}
