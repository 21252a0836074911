internal import CKernels
internal import COpenBLAS

/// A matrix among a tensor's elements: its place, its size and how far apart its rows are.
///
/// A transposed one is read by columns.
public struct MatrixLayout: Sendable {
  /// The first element.
  public let start: Int
  /// How many rows, and how many columns.
  public let rows, columns: Int
  /// How far apart the rows are, or the columns of a transposed matrix.
  public let stride: Int
  let isTransposed: Bool

  /// Rows of `columns` elements, `stride` apart (their own length by default), the first at `start`.
  @inline(__always) public init(start: Int = 0, rows: Int, columns: Int, stride: Int? = nil) {
    let stride = stride ?? columns
    require(
      start >= 0 && rows >= 0 && columns >= 0 && (stride >= columns || rows < 2)
        && max(rows, columns, stride) <= Int(Int32.max) && start <= 1 << 46,
      "MatrixLayout: [\(rows), \(columns)] from \(start), rows \(stride) apart")
    self.start = start
    self.rows = rows
    self.columns = columns
    self.stride = stride
    isTransposed = false
  }

  @inline(__always) private init(transposing other: MatrixLayout) {
    (start, rows, columns, stride) = (other.start, other.columns, other.rows, other.stride)
    isTransposed = !other.isTransposed
  }

  /// The same elements with rows and columns exchanged.
  @inline(__always) public var transposed: MatrixLayout { MatrixLayout(transposing: self) }

  /// One past the last element that belongs to the matrix; 0 where there is none, wherever it would start.
  var end: Int {
    let (outer, inner) = isTransposed ? (columns, rows) : (rows, columns)
    return outer == 0 || inner == 0 ? 0 : start + (outer - 1) * stride + inner
  }

  /// Whether the rows follow one another without gaps.
  var isContiguous: Bool { !isTransposed && stride == columns }

  var sizes: String { "[\(rows), \(columns)]" }
}

extension Tensor {
  /// A matrix's own layout.
  public var layout: MatrixLayout {
    require(shape.rank == 2, "layout: the shape \(shape) is not a matrix's")
    return MatrixLayout(rows: shape[0], columns: shape[1])
  }

  /// C = A·B (+ C if `adding`) + column bias + row bias, then ReLU if asked; into the matrix `into` of this
  /// tensor, which must hold it already.
  ///
  /// - Parameters:
  ///   - a: m × k; `b`: k × n; `into`: m × n; either factor may be transposed by its layout.
  ///   - packed: `b` as `pack` laid it out, where one B serves many products.
  ///   - columnBias: n numbers; `rowBias`: m numbers.
  @_specialize(where Scalar == Float)
  public mutating func setProduct(
    _ a: Tensor, _ aLayout: MatrixLayout, _ b: Tensor, _ bLayout: MatrixLayout, into target: MatrixLayout,
    adding: Bool = false, packed: Tensor? = nil, columnBias: Tensor? = nil, rowBias: Tensor? = nil, relu: Bool = false
  ) {
    require(
      aLayout.columns == bLayout.rows && target.rows == aLayout.rows && target.columns == bLayout.columns
        && !target.isTransposed,
      "setProduct: \(aLayout.sizes) by \(bLayout.sizes) into \(target.sizes)")
    require(
      aLayout.end <= a.count && bLayout.end <= b.count && target.end <= count,
      "setProduct: a layout leaves the shapes \(a.shape), \(b.shape) or \(shape)")
    require(columnBias.map { $0.count == target.columns } ?? true, "setProduct: a column bias of another size")
    require(rowBias.map { $0.count == target.rows } ?? true, "setProduct: a row bias of another size")
    requirePacked(packed, bLayout)
    makeUnique()
    run(a.pointer, aLayout, b, bLayout, target, adding, packed, columnBias, rowBias, relu, .none)
  }

  /// What becomes of a sum of products in a recurrence.
  public enum Squashing: Sendable {
    /// It stays.
    case none
    /// tanh of it.
    case tanh
    /// It is a gradient at an output y = tanh(…), the matrix of a tensor, and is multiplied by tanh's slope 1 − y².
    case tanhSlope(Tensor, MatrixLayout)
  }

  /// One matrix of this tensor becomes the product of another of its matrices (rows plain) and B, squashed: a step of a recurrence.
  ///
  /// The two must not overlap. `adding` and the other parameters are those of the product of two tensors.
  public mutating func setProduct(
    ofOwn aLayout: MatrixLayout, _ b: Tensor, _ bLayout: MatrixLayout, into target: MatrixLayout, adding: Bool = false,
    packed: Tensor? = nil, columnBias: Tensor? = nil, squashing: Squashing = .none
  ) {
    require(
      aLayout.columns == bLayout.rows && target.rows == aLayout.rows && target.columns == bLayout.columns
        && !target.isTransposed,
      "setProduct: \(aLayout.sizes) by \(bLayout.sizes) into \(target.sizes)")
    require(
      aLayout.end <= count && target.end <= count && bLayout.end <= b.count
        && (aLayout.end <= target.start || target.end <= aLayout.start),
      "setProduct: a layout leaves the shape \(shape) or \(b.shape), or two overlap")
    require(columnBias.map { $0.count == target.columns } ?? true, "setProduct: a column bias of another size")
    if case .tanhSlope(let y, let layout) = squashing { requireSlope(y, layout, target) }
    requirePacked(packed, bLayout)
    makeUnique()
    run(pointer, aLayout, b, bLayout, target, adding, packed, columnBias, nil, false, squashing)
  }

  /// The matrix `target`, a gradient at y = tanh(…), times tanh's slope 1 − y².
  public mutating func multiply(_ target: MatrixLayout, byTanhSlopeOf y: Tensor, _ layout: MatrixLayout) {
    requireSlope(y, layout, target)
    require(target.end <= count, "multiply: a layout leaves the shape \(shape)")
    makeUnique()
    Scalar.kernel.tanh_slope_rows(
      target.rows, target.columns, y.pointer + layout.start, layout.stride, mutablePointer + target.start,
      target.stride)
  }

  private func requireSlope(_ y: Tensor, _ layout: MatrixLayout, _ target: MatrixLayout) {
    require(
      layout.rows == target.rows && layout.columns == target.columns && !layout.isTransposed && !target.isTransposed
        && layout.end <= y.count, "tanhSlope: \(layout.sizes) of \(y.shape) for \(target.sizes)")
  }

  private func requirePacked(_ packed: Tensor?, _ layout: MatrixLayout) {
    require(
      packed.map { $0.count == Scalar.kernel.packed_count(layout.rows, layout.columns) } ?? true,
      "setProduct: the packed factor is not one of \(layout.sizes)")
  }

  @inline(__always) private mutating func run(
    _ a: UnsafePointer<Scalar>, _ aLayout: MatrixLayout, _ b: Tensor, _ bLayout: MatrixLayout, _ target: MatrixLayout,
    _ adding: Bool, _ packed: Tensor?, _ columnBias: Tensor?, _ rowBias: Tensor?, _ relu: Bool, _ squashing: Squashing
  ) {
    var slope: (output: UnsafePointer<Scalar>?, row: Int, isTanh: Bool) = (nil, 0, false)
    switch squashing {
    case .none: break
    case .tanh: slope.isTanh = true
    case .tanhSlope(let y, let layout): slope = (y.pointer + layout.start, layout.stride, false)
    }
    var operands = gradus_operands(
      m: target.rows, n: target.columns, k: aLayout.columns,
      a: a + aLayout.start, a_row: aLayout.isTransposed ? 1 : aLayout.stride,
      a_column: aLayout.isTransposed ? aLayout.stride : 1,
      b: b.pointer + bLayout.start, b_row: bLayout.isTransposed ? 1 : bLayout.stride,
      b_column: bLayout.isTransposed ? bLayout.stride : 1,
      c: mutablePointer + target.start, c_row: target.stride,
      packed_b: packed?.pointer, column_bias: columnBias?.pointer, row_bias: rowBias?.pointer,
      accumulate: adding, relu: relu, tanh: slope.isTanh, tanh_output: slope.output, tanh_row: slope.row)
    Scalar.kernel.product(&operands)
  }

  /// Becomes the matrix B of `source` in the order in which `setProduct` reads it.
  public mutating func pack(_ source: Tensor, _ layout: MatrixLayout) {
    require(layout.end <= source.count, "pack: the layout leaves the shape \(source.shape)")
    prepare(Shape(Scalar.kernel.packed_count(layout.rows, layout.columns)))
    Scalar.kernel.pack(
      source.pointer + layout.start, layout.isTransposed ? 1 : layout.stride,
      layout.isTransposed ? layout.stride : 1, layout.rows, layout.columns, mutablePointer)
  }

  /// The product of two matrices, of a matrix and a vector, or of two vectors; either matrix transposed where said.
  ///
  /// Products of more than 2²⁷ multiplications go to OpenBLAS (Accelerate on macOS) with all cores; smaller ones to the
  /// kernels here, which have no packing or waking to pay for.
  public func multiplied(by other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false) -> Tensor {
    require(
      (1...2).contains(shape.rank) && (1...2).contains(other.shape.rank),
      "multiplied: \(shape) by \(other.shape), which are not vectors and matrices")
    let left = shape.rank == 1 ? MatrixLayout(rows: 1, columns: count) : transposingSelf ? layout.transposed : layout
    let right =
      other.shape.rank == 1
      ? MatrixLayout(rows: other.count, columns: 1) : transposingOther ? other.layout.transposed : other.layout
    require(
      left.columns == right.rows,
      "multiplied: \(shape)\(transposingSelf ? "ᵀ" : "") by \(other.shape)\(transposingOther ? "ᵀ" : "")")
    var result = Tensor(uninitialized: Shape(left.rows, right.columns))
    let isLarge = left.rows * left.columns * right.columns > 1 << 27
    let done =
      isLarge
      && gradus_blas_product(
        MemoryLayout<Scalar>.size == 8, left.isTransposed, right.isTransposed, Int32(left.rows), Int32(right.columns),
        Int32(left.columns),
        pointer, Int32(left.stride), other.pointer, Int32(right.stride), result.mutablePointer, Int32(right.columns))
    if !done { result.setProduct(self, left, other, right, into: result.layout) }
    var shape = Shape()
    if self.shape.rank == 2 { shape.append(left.rows) }
    if other.shape.rank == 2 { shape.append(right.columns) }
    return result.reshaped(shape)
  }
}
