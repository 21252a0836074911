internal import COpenBLAS

extension Tensor {
  /// X with A·X = B, by LU factors with partial pivoting (LAPACK gesv).
  ///
  /// - Parameter right: B, n × columns or n.
  /// - Throws: `LinearAlgebraError.singular`, `notFinite`, or `noLibrary`.
  public func solving(_ right: Tensor) throws(LinearAlgebraError) -> Tensor {
    require(
      shape.rank == 2 && shape[0] == shape[1] && (1...2).contains(right.shape.rank) && right.shape[0] == shape[0],
      "solving: \(shape) for \(right.shape)")
    guard right.count > 0 else { return right }
    try requireFinite()
    try right.requireFinite()
    let columns = right.count / shape[0]
    let factors = transposed.copied()
    let solution = right.reshaped(Shape(shape[0], columns)).transposed.copied()
    var pivots = [Int32](repeating: 0, count: shape[0])
    let info = gradus_lapack_solve(
      Tensor.isWide, Int32(shape[0]), Int32(columns), factors.mutablePointer, &pivots, solution.mutablePointer)
    try check(info) { .singular(place: $0 - 1) }
    return solution.transposed.reshaped(right.shape)
  }

  /// The lower triangular L with L·Lᵀ = A (LAPACK potrf); reads one triangle of A.
  ///
  /// - Throws: `LinearAlgebraError.notPositiveDefinite`, `notFinite`, or `noLibrary`.
  public func cholesky() throws(LinearAlgebraError) -> Tensor {
    require(shape.rank == 2 && shape[0] == shape[1], "cholesky: the shape \(shape) is not square")
    guard count > 0 else { return self }
    try requireFinite()
    let factor = transposed.copied()
    let info = gradus_lapack_cholesky(Tensor.isWide, Int32(shape[0]), factor.mutablePointer)
    try check(info) { .notPositiveDefinite(order: $0) }
    var result = factor.transposed
    for row in 0..<shape[0] { for column in (row + 1)..<Swift.max(shape[0], row + 1) { result[row, column] = 0 } }
    return result
  }

  /// The singular value decomposition A = U·diag(s)·Vᵀ in the thin form (LAPACK gesdd): for A of m × n and r = min(m, n), U is
  /// m × r, s has r values from large to small, and Vᵀ is r × n.
  ///
  /// - Throws: `LinearAlgebraError.notConverged`, `notFinite`, or `noLibrary`.
  public func svd() throws(LinearAlgebraError) -> (left: Tensor, values: Tensor, right: Tensor) {
    require(shape.rank == 2, "svd: the shape \(shape) is not a matrix's")
    let (m, n) = (shape[0], shape[1])
    let r = Swift.min(m, n)
    guard r > 0 else { return (Tensor(zeros: Shape(m, r)), Tensor(zeros: Shape(r)), Tensor(zeros: Shape(r, n))) }
    try requireFinite()
    let a = transposed.copied()
    let (u, s, vt) = (
      Tensor(uninitialized: Shape(r, m)), Tensor(uninitialized: Shape(r)), Tensor(uninitialized: Shape(n, r))
    )
    var integers = [Int32](repeating: 0, count: 8 * r)
    let size = Tensor(zeros: Shape(1))
    func call(_ work: Tensor, _ count: Int32) -> Int32 {
      gradus_lapack_svd(
        Tensor.isWide, Int32(m), Int32(n), a.mutablePointer, s.mutablePointer, u.mutablePointer, vt.mutablePointer,
        work.mutablePointer, count, &integers)
    }
    try check(call(size, -1)) { _ in .notConverged }
    // In Float, LAPACK's answer may be rounded down.
    let count = Int(size.pointer[0].nextUp.rounded(.up))
    try check(call(Tensor(uninitialized: Shape(count)), Int32(count))) { _ in .notConverged }
    return (u.transposed, s, vt.transposed)
  }

  private static var isWide: Bool { MemoryLayout<Scalar>.size == 8 }

  /// LAPACK writes over its operands: elements that nobody shares.
  private func copied() -> Tensor {
    var copy = self
    copy.makeUnique()
    return copy
  }

  /// LAPACK does not look for NaN, and gives NaN back without a word.
  private func requireFinite() throws(LinearAlgebraError) {
    let odd = reshaped(Shape(count)) * 0
    guard odd.sum() == 0 else { throw .notFinite }
  }

  private func check(_ info: Int32, _ failure: (Int) -> LinearAlgebraError) throws(LinearAlgebraError) {
    if info == GRADUS_NO_LAPACK { throw .noLibrary }
    if info > 0 { throw failure(Int(info)) }
    require(info == 0, "LAPACK refuses argument \(-info) for the shape \(shape)")
  }
}
