extension Tensor {
  /// Becomes softmax of each row of x: e^{xⱼ − max} / Σ e^{xₖ − max}.
  public mutating func setSoftmax(of x: Tensor) {
    require(x.shape.rank == 2, "setSoftmax: the shape \(x.shape) is not a matrix's")
    prepare(x.shape)
    Scalar.kernel.softmax(shape[0], shape[1], 1, x.pointer, mutablePointer)
  }

  /// In place, for an n × n block from `start`: softmax(scale·x) of the first i + 1 elements of row i, zeros after them.
  public mutating func applyCausalSoftmax(at start: Int, size: Int, scale: Scalar) {
    requireRange(start, Shape(size, size).elementCount, "applyCausalSoftmax")
    makeUnique()
    Scalar.kernel.causal_softmax(size, size, scale.double, mutablePointer + start, mutablePointer + start)
  }

  /// In place, for an n × n block from `start`: softmax(scale·x) of each row.
  public mutating func applySoftmax(at start: Int, size: Int, scale: Scalar) {
    requireRange(start, Shape(size, size).elementCount, "applySoftmax")
    makeUnique()
    Scalar.kernel.softmax(size, size, scale.double, mutablePointer + start, mutablePointer + start)
  }

  /// In place, for `rows` rows from `start`, as dy: dx = scale·y ⊙ (dy − (dy·y) 1), y being a softmax's rows.
  public mutating func applySoftmaxBackward(
    output y: Tensor, from yStart: Int = 0, at start: Int = 0, rows: Int, columns: Int, scale: Scalar = 1
  ) {
    let count = Shape(rows, columns).elementCount
    requireRange(start, count, "applySoftmaxBackward")
    y.requireRange(yStart, count, "applySoftmaxBackward")
    makeUnique()
    Scalar.kernel.softmax_backward(
      rows, columns, scale.double, y.pointer + yStart, mutablePointer + start, mutablePointer + start)
  }

  /// Becomes the gradient scale·(softmax(x) − one-hot(label)) of each row, and returns Σ −ln softmax(x)[label].
  @_specialize(where Scalar == Float)
  public mutating func setCrossEntropy(of x: Tensor, labels: ArraySlice<Int32>, scale: Scalar) -> Scalar {
    require(
      x.shape.rank == 2 && labels.count == x.shape[0],
      "setCrossEntropy: \(labels.count) labels for the shape \(x.shape)")
    for label in labels {
      require(
        label >= 0 && label < x.shape[1], "setCrossEntropy: the label \(label) is not a column of the shape \(x.shape)")
    }
    prepare(x.shape)
    return labels.withUnsafeBufferPointer { labels in
      guard let first = labels.baseAddress else { return 0 }
      return Scalar(
        Scalar.kernel.cross_entropy(shape[0], shape[1], x.pointer, first, scale.double, mutablePointer))
    }
  }

  /// Becomes gain ⊙ (x − mean)/√(variance + ε) + shift, by rows; `normal` and `inverse` keep what the backward pass reads.
  public mutating func setLayerNorm(
    of x: Tensor, gain: Tensor, shift: Tensor, epsilon: Scalar, normal: inout Tensor, inverse: inout Tensor
  ) {
    let columns = gain.count
    require(
      columns > 0 && x.count % columns == 0 && shift.count == columns && x.shape.last == columns,
      "setLayerNorm: the shape \(x.shape) for \(columns) gains and \(shift.count) shifts")
    prepare(x.shape)
    normal.prepare(x.shape)
    inverse.prepare(Shape(x.count / columns))
    Scalar.kernel.layer_norm(
      x.count / columns, columns, x.pointer, gain.pointer, shift.pointer, epsilon.double, mutablePointer,
      normal.mutablePointer, inverse.mutablePointer)
  }

  /// Becomes dx of a layer norm; adds Σ dy ⊙ normal at `gainStart` and Σ dy at `shiftStart` of `gradients`.
  public mutating func setLayerNormBackward(
    of dy: Tensor, gain: Tensor, normal: Tensor, inverse: Tensor, gradients: inout Tensor, gainStart: Int,
    shiftStart: Int
  ) {
    let columns = gain.count
    require(
      dy.count == normal.count && columns > 0 && dy.count == columns * inverse.count,
      "setLayerNormBackward: \(dy.shape) for \(normal.shape)")
    gradients.requireRange(gainStart, columns, "setLayerNormBackward")
    gradients.requireRange(shiftStart, columns, "setLayerNormBackward")
    prepare(dy.shape)
    gradients.makeUnique()
    Scalar.kernel.layer_norm_backward(
      dy.count / columns, columns, dy.pointer, gain.pointer, normal.pointer, inverse.pointer,
      gradients.mutablePointer + gainStart, gradients.mutablePointer + shiftStart, mutablePointer)
  }
}
