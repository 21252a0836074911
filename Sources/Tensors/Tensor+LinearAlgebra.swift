extension Tensor {
  /// X with A·X = B, by LU factors with partial pivoting (LAPACK gesv).
  ///
  /// - Parameter right: B, n × columns or n.
  /// - Throws: `LinearAlgebraError.singular`, or `noLibrary`.
  public func solving(_ right: Tensor) throws(LinearAlgebraError) -> Tensor {
    require(
      shape.rank == 2 && shape[0] == shape[1] && right.shape.first == shape[0], "solving: \(shape) for \(right.shape)")
    let columns = right.shape.rank == 1 ? 1 : right.shape[1]
    let factors = transposed
    let solution = right.reshaped(Shape(shape[0], columns)).transposed
    var pivots = [Int32](repeating: 0, count: shape[0])
    let info = Scalar.kernels.solve(
      Int32(shape[0]), Int32(columns), factors.mutablePointer, &pivots, solution.mutablePointer)
    if info > 0 { throw .singular(place: Int(info) - 1) }
    if info < 0 { throw .noLibrary }
    return solution.transposed.reshaped(right.shape)
  }

  /// The lower triangular L with L·Lᵀ = A (LAPACK potrf); reads one triangle of A.
  ///
  /// - Throws: `LinearAlgebraError.notPositiveDefinite`, or `noLibrary`.
  public func cholesky() throws(LinearAlgebraError) -> Tensor {
    require(shape.rank == 2 && shape[0] == shape[1], "cholesky: the shape \(shape) is not square")
    let factor = transposed
    let info = Scalar.kernels.cholesky(Int32(shape[0]), factor.mutablePointer)
    if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
    if info < 0 { throw .noLibrary }
    var result = factor.transposed
    for row in 0..<shape[0] { for column in (row + 1)..<Swift.max(shape[0], row + 1) { result[row, column] = 0 } }
    return result
  }

  /// A = U·diag(s)·Vᵀ in the thin form (LAPACK gesdd): for A of m × n and r = min(m, n), U is m × r, s has r values from
  /// large to small, and Vᵀ is r × n.
  ///
  /// - Throws: `LinearAlgebraError.notConverged`, or `noLibrary`.
  public func singularValues() throws(LinearAlgebraError) -> (left: Tensor, values: Tensor, right: Tensor) {
    require(shape.rank == 2, "singularValues: the shape \(shape) is not a matrix's")
    let (m, n) = (shape[0], shape[1])
    let r = Swift.min(m, n)
    let a = transposed
    let (u, s, vt) = (
      Tensor(uninitialized: Shape(r, m)), Tensor(uninitialized: Shape(r)), Tensor(uninitialized: Shape(n, r))
    )
    var integers = [Int32](repeating: 0, count: 8 * Swift.max(r, 1))
    let size = Tensor(zeros: Shape(1))
    func call(_ work: Tensor, _ count: Int32) -> Int32 {
      Scalar.kernels.svd(
        Int32(m), Int32(n), a.mutablePointer, s.mutablePointer, u.mutablePointer, vt.mutablePointer,
        work.mutablePointer, count, &integers)
    }
    if call(size, -1) < 0 { throw .noLibrary }
    let count = Int(size.pointer[0])
    let info = call(Tensor(uninitialized: Shape(count)), Int32(count))
    if info != 0 { throw .notConverged }
    return (u.transposed, s, vt.transposed)
  }
}
