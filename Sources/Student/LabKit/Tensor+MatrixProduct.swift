extension Tensor {
  /// The matrix product `self · other` of shapes `[n, k]` and `[k, m]`, of shape `[n, m]`.
  public func matmul(_ other: Tensor) -> Tensor {
    guard rank == 2, other.rank == 2, columns == other.rows else {
      shapeError("matmul: shapes \(shape) and \(other.shape) do not go together")
    }
    let (n, k, m) = (rows, columns, other.columns)
    let product = [Double](unsafeUninitializedCapacity: n * m) { c, count in
      c.initialize(repeating: 0)
      count = n * m
      values.withUnsafeBufferPointer { a in
        other.values.withUnsafeBufferPointer { b in
          for i in 0..<n { Tensor.accumulateRow(of: a, i, k, b, m, into: c) }
        }
      }
    }
    return Tensor(shape: [n, m], values: product)
  }

  /// c[i, :] += Σ_p a[i, p] b[p, :], four p at a time, so that each element of c is read and written k/4 times.
  @inline(__always)
  private static func accumulateRow(
    of a: UnsafeBufferPointer<Double>, _ i: Int, _ k: Int, _ b: UnsafeBufferPointer<Double>, _ m: Int,
    into c: UnsafeMutableBufferPointer<Double>
  ) {
    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
    let row = c + i * m
    var p = 0
    while p + 4 <= k {
      let (a0, a1, a2, a3) = (a[i * k + p], a[i * k + p + 1], a[i * k + p + 2], a[i * k + p + 3])
      let (b0, b1, b2, b3) = (b + p * m, b + (p + 1) * m, b + (p + 2) * m, b + (p + 3) * m)
      for j in 0..<m { row[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]) }
      p += 4
    }
    while p < k {
      let (factor, line) = (a[i * k + p], b + p * m)
      for j in 0..<m { row[j] += factor * line[j] }
      p += 1
    }
  }

  /// The matrix with rows and columns exchanged.
  public func transposed() -> Tensor {
    guard rank == 2 else { shapeError("transposed: shape \(shape) is not that of a matrix") }
    let (n, m) = (rows, columns)
    let exchanged = [Double](unsafeUninitializedCapacity: n * m) { target, count in
      for j in 0..<m {
        for i in 0..<n { target.initializeElement(at: j * n + i, to: values[i * m + j]) }
      }
      count = n * m
    }
    return Tensor(shape: [m, n], values: exchanged)
  }
}
