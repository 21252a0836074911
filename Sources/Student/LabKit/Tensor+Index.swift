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
    if shape.count != wanted { rankError(wanted) }
  }

  // Row-major offsets. A bad index is told by a function that is not inlined, which keeps the loops of students small.

  @inlinable @inline(__always)
  func offset(_ i: Int, _ j: Int) -> Int {
    checkRank(2)
    let columns = shape[1]
    if i < 0 || i >= shape[0] || j < 0 || j >= columns { indexError([i, j]) }
    return i &* columns &+ j
  }

  @inlinable
  func offset(_ i: Int, _ j: Int, _ k: Int) -> Int {
    checkRank(3)
    if i < 0 || i >= shape[0] || j < 0 || j >= shape[1] || k < 0 || k >= shape[2] { indexError([i, j, k]) }
    return (i &* shape[1] &+ j) &* shape[2] &+ k
  }

  @inlinable
  func offset(_ i: Int, _ j: Int, _ k: Int, _ l: Int) -> Int {
    checkRank(4)
    if i < 0 || i >= shape[0] || j < 0 || j >= shape[1] || k < 0 || k >= shape[2] || l < 0 || l >= shape[3] {
      indexError([i, j, k, l])
    }
    return ((i &* shape[1] &+ j) &* shape[2] &+ k) &* shape[3] &+ l
  }

  @usableFromInline @inline(never)
  func rankError(_ wanted: Int) -> Never { shapeError("\(wanted) indices for a tensor of shape \(shape)") }

  @usableFromInline @inline(never)
  func indexError(_ indices: [Int]) -> Never {
    shapeError("index \(indices) is outside a tensor of shape \(shape)")
  }

  private func checkRow(_ index: Int) {
    if rank == 0 || index < 0 || index >= shape[0] { indexError([index]) }
  }
}

extension Tensor {
  /// The sub-tensor at `index` of the first dimension: a row of a matrix, one sample of a batch.
  public func row(_ index: Int) -> Tensor {
    checkRow(index)
    let size = shape.dropFirst().reduce(1, *)
    return Tensor(shape: Array(shape.dropFirst()), values: Array(values[index * size..<(index + 1) * size]))
  }

  /// The sub-tensor at `index` of the second dimension: a column of a matrix, one step of a batch of sequences.
  ///
  /// `[n, d].column(j)` has shape `[n]`, `[n, steps, d].column(t)` has shape `[n, d]`.
  ///
  /// An extension of your own by that name goes before it.
  @_disfavoredOverload
  public func column(_ index: Int) -> Tensor {
    let steps = dimension(1)
    if index < 0 || index >= steps { shapeError("column(\(index)) is outside a tensor of shape \(shape)") }
    let size = shape[2...].reduce(1, *)
    var gathered: [Double] = []
    gathered.reserveCapacity(shape[0] * size)
    for row in 0..<shape[0] {
      let start = (row * steps + index) * size
      gathered.append(contentsOf: values[start..<start + size])
    }
    return Tensor(shape: [shape[0]] + shape[2...], values: gathered)
  }

  /// The rows at `indices`, in that order: a mini-batch of a data set.
  public func rows(at indices: [Int]) -> Tensor {
    if rank == 0 { indexError(indices) }
    let size = shape.dropFirst().reduce(1, *)
    var gathered: [Double] = []
    gathered.reserveCapacity(indices.count * size)
    for index in indices {
      checkRow(index)
      gathered.append(contentsOf: values[index * size..<(index + 1) * size])
    }
    return Tensor(shape: [indices.count] + shape.dropFirst(), values: gathered)
  }
}
