extension Tensor {
  /// The sum of all elements.
  public func sum() -> Double { values.reduce(0, +) }

  /// The sum along one dimension, which disappears: `[n, d].sum(axis: 0)` has shape `[d]`.
  public func sum(axis: Int) -> Tensor {
    let size = dimension(axis)
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    var result = Tensor(shape: Array(shape[..<axis]) + shape[(axis + 1)...])
    for o in 0..<outer {
      for a in 0..<size {
        let from = (o * size + a) * inner
        let to = o * inner
        for i in 0..<inner { result.values[to + i] += values[from + i] }
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
