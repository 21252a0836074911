/// An element type: `Float`, fast, or `Double`, for checking.
public protocol TensorScalar: BinaryFloatingPoint, Sendable, Codable, LosslessStringConvertible
where RawSignificand: FixedWidthInteger {
  /// The vector kernels for this type.
  static var kernels: Kernels<Self> { get }
  /// The same number: cheaper than a conversion in generic code.
  var double: Double { get }
}
