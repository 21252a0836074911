internal import CKernels

/// The kernels of one element type: what `Tensor` calls once for a whole array, so generic code above pays one indirect call
/// for each array and none for each element.
public struct Kernels<Scalar>: @unchecked Sendable {
  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>
  let product: (borrowing ProductOperands<Scalar>) -> Void
  let packedCount: (Int, Int) -> Int
  let pack: (Source, Int, Int, Int, Int, Target) -> Void
  let add, subtract, multiply, divide: (Int, Source, Source, Target) -> Void
  let scaleAdd: (Int, Scalar, Source, Scalar, Source, Target) -> Void
  let relu, tanh, sigmoid, exp: (Int, Source, Target) -> Void
  let reluBackward, tanhBackward, sigmoidBackward: (Int, Source, Source, Target) -> Void
  let gelu: (Int, Source, Target, Target) -> Void
  let sum: (Int, Source) -> Scalar
  let dot: (Int, Source, Source) -> Scalar
  let columnSums, rowSums: (Int, Int, Source, Int, Target) -> Void
  let softmax: (Int, Int, Source, Target) -> Void
  let causalSoftmax: (Int, Int, Scalar, Source, Target) -> Void
  let softmaxBackward: (Int, Int, Scalar, Source, Source, Target) -> Void
  let crossEntropy: (Int, Int, Source, UnsafePointer<Int32>, Scalar, Target) -> Scalar
  let layerNorm: (Int, Int, Source, Source, Source, Scalar, Target, Target, Target) -> Void
  let layerNormBackward: (Int, Int, Source, Source, Source, Source, Target, Target, Target) -> Void
  let lstm: (Int, Int, Target, Source, Target, Target, Target) -> Void
  let lstmBackward: (Int, Int, Source, Source, Source, Source, Target, Target) -> Void
  let gru: (Int, Int, Target, Target, Source, Target) -> Void
  let gruBackward: (Int, Int, Source, Source, Source, Target, Target, Target) -> Void
  let columns, columnsBackward: (UnsafePointer<gradus_window>, Source, Target) -> Void
  let maxPool: (UnsafePointer<gradus_window>, Source, Target, UnsafeMutablePointer<Int32>) -> Void
  let maxPoolBackward: (UnsafePointer<gradus_window>, Source, UnsafePointer<Int32>, Target) -> Void
  let sgd: (Int, Scalar, Scalar, Source, Target) -> Void
  let momentum: (Int, Scalar, Scalar, Scalar, Bool, Source, Target, Target) -> Void
  let adagrad: (Int, Scalar, Scalar, Scalar, Source, Target, Target) -> Void
  let rmsprop: (Int, Scalar, Scalar, Scalar, Scalar, Source, Target, Target) -> Void
  let adam: (Int, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Source, Target, Target, Target) -> Void
  let blas: (Bool, Bool, Int32, Int32, Int32, Source, Int32, Source, Int32, Target, Int32) -> Bool
  let solve: (Int32, Int32, Target, UnsafeMutablePointer<Int32>, Target) -> Int32
  let cholesky: (Int32, Target) -> Int32
  let svd: (Int32, Int32, Target, Target, Target, Target, Target, Int32, UnsafeMutablePointer<Int32>) -> Int32
}

/// What a product reads and writes; the fields are those of `gradus_operands_f32`, described in `CKernels.h`.
struct ProductOperands<Scalar> {
  var m, n, k: Int
  var a: UnsafePointer<Scalar>
  var aRow, aColumn: Int
  var b: UnsafePointer<Scalar>
  var bRow, bColumn: Int
  var c: UnsafeMutablePointer<Scalar>
  var cRow: Int
  var packed: UnsafePointer<Scalar>?
  var columnBias: UnsafePointer<Scalar>?
  var rowBias: UnsafePointer<Scalar>?
  var accumulates, relu: Bool
}
