extension Tensor {
  /// The element of a vector at `index`.
  @inlinable
  public subscript(index: Int) -> Double {
    get {
      checkRank(1)
      return values[index]
    }
    set {
      checkRank(1)
      values[index] = newValue
    }
  }

  /// The element of a matrix at `row`, `column`.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { values[offset(row, column)] }
    set { values[offset(row, column)] = newValue }
  }

  /// The element at three indices.
  @inlinable
  public subscript(i: Int, j: Int, k: Int) -> Double {
    get { values[offset(i, j, k)] }
    set { values[offset(i, j, k)] = newValue }
  }

  /// The element at four indices, such as sample, channel, row, column.
  @inlinable
  public subscript(i: Int, j: Int, k: Int, l: Int) -> Double {
    get { values[offset(i, j, k, l)] }
    set { values[offset(i, j, k, l)] = newValue }
  }

  @inlinable @inline(__always)
  func checkRank(_ wanted: Int) {
    if shape.count != wanted { shapeError("\(wanted) indices for a tensor of shape \(shape)") }
  }

  @inlinable @inline(__always)
  func checkIndex(_ index: Int, _ axis: Int) {
    if index < 0 || index >= shape[axis] {
      shapeError("index \(index) is outside dimension \(axis) of a tensor of shape \(shape)")
    }
  }

  @inlinable @inline(__always)
  func offset(_ i: Int, _ j: Int) -> Int {
    checkRank(2)
    checkIndex(i, 0)
    checkIndex(j, 1)
    return i * shape[1] + j
  }

  @inlinable @inline(__always)
  func offset(_ i: Int, _ j: Int, _ k: Int) -> Int {
    checkRank(3)
    checkIndex(i, 0)
    checkIndex(j, 1)
    checkIndex(k, 2)
    return (i * shape[1] + j) * shape[2] + k
  }

  @inlinable @inline(__always)
  func offset(_ i: Int, _ j: Int, _ k: Int, _ l: Int) -> Int {
    checkRank(4)
    checkIndex(i, 0)
    checkIndex(j, 1)
    checkIndex(k, 2)
    checkIndex(l, 3)
    return ((i * shape[1] + j) * shape[2] + k) * shape[3] + l
  }
}

extension Tensor {
  /// The sub-tensor at `index` of the first dimension: a row of a matrix, one sample of a batch.
  public func row(_ index: Int) -> Tensor {
    if rank == 0 { shapeError("row(\(index)) of a single number") }
    checkIndex(index, 0)
    let size = shape.dropFirst().reduce(1, *)
    return Tensor(shape: Array(shape.dropFirst()), values: Array(values[index * size..<(index + 1) * size]))
  }

  /// The rows at `indices`, in that order: a mini-batch of a data set.
  public func rows(at indices: [Int]) -> Tensor {
    if rank == 0 { shapeError("rows(at:) of a single number") }
    let size = shape.dropFirst().reduce(1, *)
    var gathered: [Double] = []
    gathered.reserveCapacity(indices.count * size)
    for index in indices {
      checkIndex(index, 0)
      gathered.append(contentsOf: values[index * size..<(index + 1) * size])
    }
    return Tensor(shape: [indices.count] + shape.dropFirst(), values: gathered)
  }
}
