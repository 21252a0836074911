internal import CKernels

/// The kernels of one element type: what `Tensor` calls once for a whole array, so generic code above pays one indirect call
/// for each array and none for each element.
public final class Kernels<Scalar: TensorScalar>: @unchecked Sendable {
  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>
  let product: (borrowing ProductOperands<Scalar>) -> Void
  let packedCount: (Int, Int) -> Int
  let pack: (Source, Int, Int, Int, Int, Target) -> Void
  let add, subtract, multiply, divide: (Int, Source, Source, Target) -> Void
  let scaleAdd: (Int, Scalar, Source, Scalar, Source, Target) -> Void
  let fill: (Int, Scalar, Target) -> Void
  let takeRows, giveRows: (Int, Int, Int, Source, Source, Target) -> Void
  let copyRows: (Int, Int, Source, Int, Target, Int) -> Void
  let transpose: (Int, Int, Source, Int, Target) -> Void
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
  let lstm: (Int, Int, Target, Source, Target, Target, Target, Int) -> Void
  let lstmBackward: (Int, Int, Target, Source, Source, Source, Target) -> Void
  let gru: (Int, Int, Target, Target, Source, Target) -> Void
  let gruBackward: (Int, Int, Source, Source, Source, Target, Target, Target) -> Void
  let columns, columnsBackward: (UnsafePointer<gradus_window>, Source, Target, Target) -> Void
  let maxPool: (UnsafePointer<gradus_window>, Source, Target, UnsafeMutablePointer<Int32>) -> Void
  let maxPoolBackward: (UnsafePointer<gradus_window>, Source, UnsafePointer<Int32>, Target) -> Void
  let scratch: () -> Target
  let sgd: (Int, Scalar, Scalar, Source, Target) -> Void
  let momentum: (Int, Scalar, Scalar, Scalar, Bool, Source, Target, Target) -> Void
  let adagrad: (Int, Scalar, Scalar, Scalar, Scalar, Source, Target, Target) -> Void
  let rmsprop: (Int, Scalar, Scalar, Scalar, Scalar, Scalar, Source, Target, Target) -> Void
  let adam: (Int, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Source, Target, Target, Target) -> Void
  let blas: (Bool, Bool, Int32, Int32, Int32, Source, Int32, Source, Int32, Target, Int32) -> Bool
  let solve: (Int32, Int32, Target, UnsafeMutablePointer<Int32>, Target) -> Int32
  let cholesky: (Int32, Target) -> Int32
  let svd: (Int32, Int32, Target, Target, Target, Target, Target, Int32, UnsafeMutablePointer<Int32>) -> Int32

  /// A tensor without elements, shared so that making one allocates nothing.
  let empty = Tensor<Scalar>(buffer: Buffer(count: 0), offset: 0, shape: Shape(0))

  init(
    product: @escaping (borrowing ProductOperands<Scalar>) -> Void,
    packedCount: @escaping (Int, Int) -> Int,
    pack: @escaping (Source, Int, Int, Int, Int, Target) -> Void,
    add: @escaping (Int, Source, Source, Target) -> Void,
    subtract: @escaping (Int, Source, Source, Target) -> Void,
    multiply: @escaping (Int, Source, Source, Target) -> Void,
    divide: @escaping (Int, Source, Source, Target) -> Void,
    scaleAdd: @escaping (Int, Scalar, Source, Scalar, Source, Target) -> Void,
    fill: @escaping (Int, Scalar, Target) -> Void,
    takeRows: @escaping (Int, Int, Int, Source, Source, Target) -> Void,
    giveRows: @escaping (Int, Int, Int, Source, Source, Target) -> Void,
    copyRows: @escaping (Int, Int, Source, Int, Target, Int) -> Void,
    transpose: @escaping (Int, Int, Source, Int, Target) -> Void,
    relu: @escaping (Int, Source, Target) -> Void,
    tanh: @escaping (Int, Source, Target) -> Void,
    sigmoid: @escaping (Int, Source, Target) -> Void,
    exp: @escaping (Int, Source, Target) -> Void,
    reluBackward: @escaping (Int, Source, Source, Target) -> Void,
    tanhBackward: @escaping (Int, Source, Source, Target) -> Void,
    sigmoidBackward: @escaping (Int, Source, Source, Target) -> Void,
    gelu: @escaping (Int, Source, Target, Target) -> Void,
    sum: @escaping (Int, Source) -> Scalar,
    dot: @escaping (Int, Source, Source) -> Scalar,
    columnSums: @escaping (Int, Int, Source, Int, Target) -> Void,
    rowSums: @escaping (Int, Int, Source, Int, Target) -> Void,
    softmax: @escaping (Int, Int, Source, Target) -> Void,
    causalSoftmax: @escaping (Int, Int, Scalar, Source, Target) -> Void,
    softmaxBackward: @escaping (Int, Int, Scalar, Source, Source, Target) -> Void,
    crossEntropy: @escaping (Int, Int, Source, UnsafePointer<Int32>, Scalar, Target) -> Scalar,
    layerNorm: @escaping (Int, Int, Source, Source, Source, Scalar, Target, Target, Target) -> Void,
    layerNormBackward: @escaping (Int, Int, Source, Source, Source, Source, Target, Target, Target) -> Void,
    lstm: @escaping (Int, Int, Target, Source, Target, Target, Target, Int) -> Void,
    lstmBackward: @escaping (Int, Int, Target, Source, Source, Source, Target) -> Void,
    gru: @escaping (Int, Int, Target, Target, Source, Target) -> Void,
    gruBackward: @escaping (Int, Int, Source, Source, Source, Target, Target, Target) -> Void,
    columns: @escaping (UnsafePointer<gradus_window>, Source, Target, Target) -> Void,
    columnsBackward: @escaping (UnsafePointer<gradus_window>, Source, Target, Target) -> Void,
    maxPool: @escaping (UnsafePointer<gradus_window>, Source, Target, UnsafeMutablePointer<Int32>) -> Void,
    maxPoolBackward: @escaping (UnsafePointer<gradus_window>, Source, UnsafePointer<Int32>, Target) -> Void,
    scratch: @escaping () -> Target,
    sgd: @escaping (Int, Scalar, Scalar, Source, Target) -> Void,
    momentum: @escaping (Int, Scalar, Scalar, Scalar, Bool, Source, Target, Target) -> Void,
    adagrad: @escaping (Int, Scalar, Scalar, Scalar, Scalar, Source, Target, Target) -> Void,
    rmsprop: @escaping (Int, Scalar, Scalar, Scalar, Scalar, Scalar, Source, Target, Target) -> Void,
    adam:
      @escaping (Int, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Source, Target, Target, Target) -> Void,
    blas: @escaping (Bool, Bool, Int32, Int32, Int32, Source, Int32, Source, Int32, Target, Int32) -> Bool,
    solve: @escaping (Int32, Int32, Target, UnsafeMutablePointer<Int32>, Target) -> Int32,
    cholesky: @escaping (Int32, Target) -> Int32,
    svd: @escaping (Int32, Int32, Target, Target, Target, Target, Target, Int32, UnsafeMutablePointer<Int32>) -> Int32
  ) {
    self.product = product
    self.packedCount = packedCount
    self.pack = pack
    self.add = add
    self.subtract = subtract
    self.multiply = multiply
    self.divide = divide
    self.scaleAdd = scaleAdd
    self.fill = fill
    self.takeRows = takeRows
    self.giveRows = giveRows
    self.copyRows = copyRows
    self.transpose = transpose
    self.relu = relu
    self.tanh = tanh
    self.sigmoid = sigmoid
    self.exp = exp
    self.reluBackward = reluBackward
    self.tanhBackward = tanhBackward
    self.sigmoidBackward = sigmoidBackward
    self.gelu = gelu
    self.sum = sum
    self.dot = dot
    self.columnSums = columnSums
    self.rowSums = rowSums
    self.softmax = softmax
    self.causalSoftmax = causalSoftmax
    self.softmaxBackward = softmaxBackward
    self.crossEntropy = crossEntropy
    self.layerNorm = layerNorm
    self.layerNormBackward = layerNormBackward
    self.lstm = lstm
    self.lstmBackward = lstmBackward
    self.gru = gru
    self.gruBackward = gruBackward
    self.columns = columns
    self.columnsBackward = columnsBackward
    self.maxPool = maxPool
    self.maxPoolBackward = maxPoolBackward
    self.scratch = scratch
    self.sgd = sgd
    self.momentum = momentum
    self.adagrad = adagrad
    self.rmsprop = rmsprop
    self.adam = adam
    self.blas = blas
    self.solve = solve
    self.cholesky = cholesky
    self.svd = svd
  }
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
