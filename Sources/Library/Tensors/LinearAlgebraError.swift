/// A factorisation that the numbers do not allow, or a machine without LAPACK.
public enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  /// The matrix has no inverse: its LU factor has a zero at this place of the diagonal.
  case singular(place: Int)
  /// The matrix is not positive definite: its leading minor of this order is not positive.
  case notPositiveDefinite(order: Int)
  /// The singular values did not converge; NaN or infinity among the elements is the usual reason.
  case notConverged
  /// NaN or infinity is among the elements.
  case notFinite
  /// Neither OpenBLAS nor Accelerate was found.
  case noLibrary

  /// What happened, to what, and what to do next.
  public var description: String {
    switch self {
    case .singular(let place):
      return
        "The matrix is singular (dependent at row \(place)). Drop dependent columns or add a ridge to the diagonal."
    case .notPositiveDefinite(let order):
      return
        "The matrix is not positive definite (leading minor \(order)). Check its symmetry or add a ridge to the diagonal."
    case .notConverged:
      return "The singular value decomposition did not converge. Look for NaN or infinity among the elements."
    case .notFinite: return "The matrix holds NaN or infinity. Look for them in what it was made of."
    case .noLibrary:
      return "OpenBLAS was not found. Install it: apt-get install libopenblas0 (Debian)."
    }
  }
}
