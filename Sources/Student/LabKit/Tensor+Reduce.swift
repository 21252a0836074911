extension Tensor {
  /// The sum of all elements.
  public func sum() -> Double { values.reduce(0, +) }

  /// The sum along one dimension, which disappears: `[n, d].sum(axis: 0)` has shape `[d]`.
  ///
  /// `[n, d].sum(axis: 1)` has shape `[n]`; as `.reshaped([n, 1])` it goes together with the matrix again, row by row.
  public func sum(axis: Int) -> Tensor { reduced(axis, from: 0) { $0 + $1 } }

  /// The largest element along one dimension, which disappears: `[n, d].maximum(axis: 1)` has the largest of each row.
  ///
  /// As `.reshaped([n, 1])` it goes together with the matrix again, row by row. Of no elements at all it is −∞.
  @_disfavoredOverload
  public func maximum(axis: Int) -> Tensor { reduced(axis, from: -.infinity) { $1 > $0 ? $1 : $0 } }

  /// Combines the elements along one dimension front to back, beginning with `start`.
  @inline(__always)
  private func reduced(_ axis: Int, from start: Double, _ combine: (Double, Double) -> Double) -> Tensor {
    let size = dimension(axis)
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    var result = Tensor(shape: Array(shape[..<axis]) + shape[(axis + 1)...], repeating: start)
    for o in 0..<outer {
      for a in 0..<size {
        let from = (o * size + a) * inner
        let to = o * inner
        for i in 0..<inner { result.values[to + i] = combine(result.values[to + i], values[from + i]) }
      }
    }
    return result
  }

  /// The index of the largest element of each row of a matrix; the lowest index where several are equal.
  public func argmaxOfRows() -> [Int] {
    (0..<rows).map { row in
      var best = 0
      for column in 0..<columns where self[row, column] > self[row, best] { best = column }
      return best
    }
  }

  /// The same elements in another shape of as many.
  public func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape: shape, values: values) }
}
