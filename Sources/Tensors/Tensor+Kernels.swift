// Whole-array steps of layers, each written into a workspace that `prepare` or a former step made large enough. `at` counts
// elements, so that a step of a sequence or a parameter in a flat vector needs no tensor of its own.

extension Tensor {
  /// Element-wise functions with a kernel.
  public enum Function: Sendable {
    /// max(0, x).
    case relu
    /// tanh x.
    case tanh
    /// 1 / (1 + e⁻ˣ).
    case sigmoid
    /// eˣ.
    case exp
  }

  /// Becomes f(x), of x's shape.
  public mutating func set(_ function: Function, of x: Tensor) {
    prepare(x.shape)
    Tensor.kernel(function)(count, x.pointer, mutablePointer)
  }

  /// Replaces `count` elements from `start` with f of them.
  public mutating func apply(_ function: Function, at start: Int = 0, count: Int? = nil) {
    let count = count ?? self.count
    requireRange(start, count, "apply")
    makeUnique()
    Tensor.kernel(function)(count, mutablePointer + start, mutablePointer + start)
  }

  private static func kernel(_ function: Function) -> (Int, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
  {
    switch function {
    case .relu: Scalar.kernels.relu
    case .tanh: Scalar.kernels.tanh
    case .sigmoid: Scalar.kernels.sigmoid
    case .exp: Scalar.kernels.exp
    }
  }

  /// Becomes dx = f'(x) ⊙ dy, where y = f(x) tells the slope: [y > 0], 1 − y², y(1 − y), y.
  public mutating func set(
    slopeOf function: Function, output y: Tensor, from yStart: Int = 0, times dy: Tensor, from dyStart: Int = 0,
    at start: Int = 0, count: Int
  ) {
    requireRange(start, count, "set(slopeOf:)")
    y.requireRange(yStart, count, "set(slopeOf:)")
    dy.requireRange(dyStart, count, "set(slopeOf:)")
    makeUnique()
    let (from, by, to) = (y.pointer + yStart, dy.pointer + dyStart, mutablePointer + start)
    switch function {
    case .relu: Scalar.kernels.reluBackward(count, from, by, to)
    case .tanh: Scalar.kernels.tanhBackward(count, from, by, to)
    case .sigmoid: Scalar.kernels.sigmoidBackward(count, from, by, to)
    case .exp: Scalar.kernels.multiply(count, from, by, to)
    }
  }

  /// In place: `count` elements from `start`, as dy, times the slope told by y.
  public mutating func multiply(
    bySlopeOf function: Function, output y: Tensor, from yStart: Int = 0, at start: Int = 0, count: Int
  ) {
    requireRange(start, count, "multiply(bySlopeOf:)")
    y.requireRange(yStart, count, "multiply(bySlopeOf:)")
    makeUnique()
    let (from, to) = (y.pointer + yStart, mutablePointer + start)
    switch function {
    case .relu: Scalar.kernels.reluBackward(count, from, to, to)
    case .tanh: Scalar.kernels.tanhBackward(count, from, to, to)
    case .sigmoid: Scalar.kernels.sigmoidBackward(count, from, to, to)
    case .exp: Scalar.kernels.multiply(count, from, to, to)
    }
  }

  /// Becomes GELU(x) = x·Φ(x), its slope kept in `slope`.
  public mutating func setGELU(of x: Tensor, slope: inout Tensor) {
    prepare(x.shape)
    slope.prepare(x.shape)
    Scalar.kernels.gelu(count, x.pointer, mutablePointer, slope.mutablePointer)
  }

  /// Becomes x ⊙ y, shapes equal.
  public mutating func setProduct(of x: Tensor, and y: Tensor) {
    require(x.count == y.count, "setProduct: the shapes \(x.shape) and \(y.shape) differ")
    prepare(x.shape)
    Scalar.kernels.multiply(count, x.pointer, y.pointer, mutablePointer)
  }

  /// Becomes x + y, shapes equal.
  public mutating func setSum(of x: Tensor, and y: Tensor) {
    require(x.count == y.count, "setSum: the shapes \(x.shape) and \(y.shape) differ")
    prepare(x.shape)
    Scalar.kernels.add(count, x.pointer, y.pointer, mutablePointer)
  }

  /// Adds `count` elements of x from `xStart` to those from `start`.
  public mutating func add(_ x: Tensor, from xStart: Int = 0, at start: Int = 0, count: Int? = nil) {
    let count = count ?? x.count
    requireRange(start, count, "add")
    x.requireRange(xStart, count, "add")
    makeUnique()
    Scalar.kernels.add(count, mutablePointer + start, x.pointer + xStart, mutablePointer + start)
  }

  /// x ← a·x for all elements.
  public mutating func scale(by factor: Scalar) {
    makeUnique()
    Scalar.kernels.scaleAdd(count, factor, pointer, 0, pointer, mutablePointer)
  }

  /// Adds Σᵢ x[i, j] to element `at` + j: x has rows of `columns`, or as many as its last axis.
  public mutating func addColumnSums(of x: Tensor, rows: Int, columns: Int, from xStart: Int = 0, at start: Int = 0) {
    requireRange(start, columns, "addColumnSums")
    x.requireRange(xStart, rows * columns, "addColumnSums")
    makeUnique()
    Scalar.kernels.columnSums(rows, columns, x.pointer + xStart, columns, mutablePointer + start)
  }

  /// Adds Σⱼ x[i, j] to element `at` + i.
  public mutating func addRowSums(of x: Tensor, rows: Int, columns: Int, from xStart: Int = 0, at start: Int = 0) {
    requireRange(start, rows, "addRowSums")
    x.requireRange(xStart, rows * columns, "addRowSums")
    makeUnique()
    Scalar.kernels.rowSums(rows, columns, x.pointer + xStart, columns, mutablePointer + start)
  }
}
