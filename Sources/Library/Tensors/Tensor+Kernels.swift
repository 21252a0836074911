// Whole-array steps of layers, each written into a workspace that `prepare` or a former step made large enough. `at` counts
// elements, so that a step of a sequence or a parameter in a flat vector needs no tensor of its own.

extension Tensor {
  /// Element-wise functions with a kernel, whose slope their output tells.
  public enum Function: Sendable, Hashable {
    /// max(0, x).
    case relu
    /// x for x ≥ 0, otherwise ε·x with ε > 0.
    case leakyReLU(Scalar)
    /// ln(1 + eˣ).
    case softplus
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
    Tensor.run(function, count, x.pointer, mutablePointer)
  }

  /// Replaces `count` elements from `start` with f of them.
  public mutating func apply(_ function: Function, at start: Int = 0, count: Int? = nil) {
    let count = count ?? self.count
    requireRange(start, count, "apply")
    makeUnique()
    Tensor.run(function, count, mutablePointer + start, mutablePointer + start)
  }

  private static func run(
    _ function: Function, _ n: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>
  ) {
    switch function {
    case .relu: Scalar.kernel.relu(n, x, y)
    case .leakyReLU(let epsilon): Scalar.kernel.leaky_relu(n, epsilon.double, x, y)
    case .softplus: Scalar.kernel.softplus(n, x, y)
    case .tanh: Scalar.kernel.tanh(n, x, y)
    case .sigmoid: Scalar.kernel.sigmoid(n, x, y)
    case .exp: Scalar.kernel.exp(n, x, y)
    }
  }

  /// dx = f'(x) ⊙ dy, where y = f(x) tells the slope: [y > 0], [y > 0] + ε[y ≤ 0], 1 − e⁻ʸ, 1 − y², y(1 − y), y.
  private static func runSlope(
    _ function: Function, _ n: Int, _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>,
    _ dx: UnsafeMutablePointer<Scalar>
  ) {
    switch function {
    case .relu: Scalar.kernel.relu_backward(n, y, dy, dx)
    case .leakyReLU(let epsilon): Scalar.kernel.leaky_relu_backward(n, epsilon.double, y, dy, dx)
    case .softplus: Scalar.kernel.softplus_backward(n, y, dy, dx)
    case .tanh: Scalar.kernel.tanh_backward(n, y, dy, dx)
    case .sigmoid: Scalar.kernel.sigmoid_backward(n, y, dy, dx)
    case .exp: Scalar.kernel.multiply(n, y, dy, dx)
    }
  }

  /// Becomes dx = f'(x) ⊙ dy, where y = f(x) tells the slope.
  public mutating func set(
    slopeOf function: Function, output y: Tensor, from yStart: Int = 0, times dy: Tensor, from dyStart: Int = 0,
    at start: Int = 0, count: Int
  ) {
    requireRange(start, count, "set(slopeOf:)")
    y.requireRange(yStart, count, "set(slopeOf:)")
    dy.requireRange(dyStart, count, "set(slopeOf:)")
    makeUnique()
    Tensor.runSlope(function, count, y.pointer + yStart, dy.pointer + dyStart, mutablePointer + start)
  }

  /// In place: `count` elements from `start`, as dy, times the slope told by y.
  public mutating func multiply(
    bySlopeOf function: Function, output y: Tensor, from yStart: Int = 0, at start: Int = 0, count: Int
  ) {
    requireRange(start, count, "multiply(bySlopeOf:)")
    y.requireRange(yStart, count, "multiply(bySlopeOf:)")
    makeUnique()
    Tensor.runSlope(function, count, y.pointer + yStart, mutablePointer + start, mutablePointer + start)
  }

  /// Becomes GELU(x) = x·Φ(x), its slope kept in `slope`.
  public mutating func setGELU(of x: Tensor, slope: inout Tensor) {
    prepare(x.shape)
    slope.prepare(x.shape)
    Scalar.kernel.gelu(count, x.pointer, mutablePointer, slope.mutablePointer)
  }

  /// Becomes x ⊙ y, shapes equal.
  public mutating func setProduct(of x: Tensor, and y: Tensor) {
    require(x.count == y.count, "setProduct: the shapes \(x.shape) and \(y.shape) differ")
    prepare(x.shape)
    Scalar.kernel.multiply(count, x.pointer, y.pointer, mutablePointer)
  }

  /// Becomes x + y, shapes equal.
  public mutating func setSum(of x: Tensor, and y: Tensor) {
    require(x.count == y.count, "setSum: the shapes \(x.shape) and \(y.shape) differ")
    prepare(x.shape)
    Scalar.kernel.add(count, x.pointer, y.pointer, mutablePointer)
  }

  /// Adds `count` elements of x from `xStart` to those from `start`.
  public mutating func add(_ x: Tensor, from xStart: Int = 0, at start: Int = 0, count: Int? = nil) {
    let count = count ?? x.count
    requireRange(start, count, "add")
    x.requireRange(xStart, count, "add")
    makeUnique()
    Scalar.kernel.add(count, mutablePointer + start, x.pointer + xStart, mutablePointer + start)
  }

  /// x ← a·x for all elements.
  public mutating func scale(by factor: Scalar) {
    makeUnique()
    Scalar.kernel.scale(count, factor.double, pointer, mutablePointer)
  }

  /// Adds Σᵢ x[i, j] to element `at` + j: x has rows of `columns`, or as many as its last axis.
  @_specialize(where Scalar == Float)
  public mutating func addColumnSums(of x: Tensor, rows: Int, columns: Int, from xStart: Int = 0, at start: Int = 0) {
    requireRange(start, columns, "addColumnSums")
    x.requireRange(xStart, Shape(rows, columns).elementCount, "addColumnSums")
    makeUnique()
    Scalar.kernel.column_sums(rows, columns, x.pointer + xStart, columns, mutablePointer + start)
  }

  /// Adds Σⱼ x[i, j] to element `at` + i.
  public mutating func addRowSums(of x: Tensor, rows: Int, columns: Int, from xStart: Int = 0, at start: Int = 0) {
    requireRange(start, rows, "addRowSums")
    x.requireRange(xStart, Shape(rows, columns).elementCount, "addRowSums")
    makeUnique()
    Scalar.kernel.row_sums(rows, columns, x.pointer + xStart, columns, mutablePointer + start)
  }
}
