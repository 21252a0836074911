/// An element type: `Float`, fast, or `Double`, for checking.
public protocol TensorScalar: BinaryFloatingPoint, Sendable, LosslessStringConvertible
where RawSignificand: FixedWidthInteger {
  /// The vector kernels for this type.
  static var kernels: Kernels<Self> { get }
}
