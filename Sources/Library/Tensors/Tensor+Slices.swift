extension Tensor {
  /// The part `range` along an axis (−1 is the last one).
  ///
  /// Copies, but along the first axis.
  public func slice(_ range: Range<Int>, along axis: Int) -> Tensor {
    let plain = axis < 0 ? axis + shape.rank : axis
    require(
      plain >= 0 && plain < shape.rank && range.lowerBound >= 0 && range.upperBound <= shape[plain],
      "slice(\(range), along: \(axis)): outside the shape \(shape)")
    if plain == 0 { return rows(range) }
    var part = shape
    part[plain] = range.count
    var result = Tensor(uninitialized: part)
    let inner = shape.elementCount(after: plain + 1)
    let (length, whole) = (range.count * inner, shape[plain] * inner)
    let outer = length == 0 ? 0 : part.elementCount / length
    result.makeUnique()
    Scalar.kernel.copy_rows(
      outer, length, pointer + range.lowerBound * inner, whole, result.mutablePointer, length)
    return result
  }

  /// Tensors of equal other axes, one after another along an axis (−1 is the last one).
  public static func concatenating(_ parts: [Tensor], along axis: Int) -> Tensor {
    guard let first = parts.first else { return Tensor(zeros: [0]) }
    let plain = axis < 0 ? axis + first.shape.rank : axis
    require(plain >= 0 && plain < first.shape.rank, "concatenating: no axis \(axis) in the shape \(first.shape)")
    var whole = first.shape
    whole[plain] = 0
    for part in parts {
      var rest = part.shape
      require(rest.rank == whole.rank, "concatenating: \(part.shape) does not fit \(first.shape)")
      rest[plain] = whole[plain]
      require(rest == whole, "concatenating: \(part.shape) does not fit \(first.shape) along the axis \(axis)")
      whole[plain] += part.shape[plain]
    }
    let result = Tensor(uninitialized: whole)
    let (inner, outer) = (whole.elementCount(after: plain + 1), whole.prefix(plain).reduce(1, *))
    var start = 0
    for part in parts {
      let length = part.shape[plain] * inner
      Scalar.kernel.copy_rows(
        outer, length, part.pointer, length, result.mutablePointer + start, whole[plain] * inner)
      start += length
    }
    return result
  }

  /// The element at an index along each axis, such as `t[i, j, k]`.
  public subscript(first: Int, second: Int, third: Int, rest: Int...) -> Scalar {
    get { pointer[place([first, second, third] + rest)] }
    set {
      let place = place([first, second, third] + rest)
      makeUnique()
      mutablePointer[place] = newValue
    }
  }

  private func place(_ index: [Int]) -> Int {
    require(
      index.count == shape.rank && index.indices.allSatisfy { index[$0] >= 0 && index[$0] < shape[$0] },
      "Tensor\(index): outside the shape \(shape)")
    return index.indices.reduce(0) { $0 * shape[$1] + index[$1] }
  }

  /// 1 where the element is greater than the number, otherwise 0; 0 at NaN.
  public func isGreater(than number: Scalar) -> Tensor { map { $0 > number ? 1 : 0 } }
}
