internal import CKernels

/// The vector kernels of one element type: what `Tensor` calls once for a whole array, so generic code above pays one indirect call
/// for each array and none for each element.
///
/// They are listed in `CKernels/include/kernels.def`, and nowhere else.
public final class Kernels<Scalar: TensorScalar>: @unchecked Sendable {
  /// Constant: chosen before the program's first line.
  let table: UnsafePointer<gradus_kernels>

  /// A tensor without elements, shared so that making one allocates nothing.
  let empty = Tensor<Scalar>(buffer: Buffer(count: 0), offset: 0, shape: Shape(0))

  init(_ table: UnsafePointer<gradus_kernels>) { self.table = table }
}

extension TensorScalar {
  /// The kernels to call; numbers are passed as `Double`, exactly.
  @inline(__always) static var kernel: gradus_kernels { kernels.table.pointee }
}

extension Float: TensorScalar {
  /// The kernels for `Float`.
  public static let kernels = Kernels<Float>(gradus_kernels_f32())
  /// The same number.
  public var double: Double { Double(self) }
}

extension Double: TensorScalar {
  /// The kernels for `Double`.
  public static let kernels = Kernels<Double>(gradus_kernels_f64())
  /// The same number.
  public var double: Double { self }
}
