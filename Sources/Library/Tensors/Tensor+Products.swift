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
    run(a.pointer, aLayout, b, bLayout, target, adding, packed, columnBias, rowBias, relu)
  }

  /// Adds to one matrix of this tensor the product of another of its matrices (rows plain) and B: a step of a
  /// recurrence.
  ///
  /// The two must not overlap.
  public mutating func addProduct(
    ofOwn aLayout: MatrixLayout, _ b: Tensor, _ bLayout: MatrixLayout, into target: MatrixLayout, packed: Tensor? = nil
  ) {
    require(
      aLayout.columns == bLayout.rows && target.rows == aLayout.rows && target.columns == bLayout.columns
        && !target.isTransposed,
      "addProduct: \(aLayout.sizes) by \(bLayout.sizes) into \(target.sizes)")
    require(
      aLayout.end <= count && target.end <= count && bLayout.end <= b.count
        && (aLayout.end <= target.start || target.end <= aLayout.start),
      "addProduct: a layout leaves the shape \(shape) or \(b.shape), or two overlap")
    requirePacked(packed, bLayout)
    makeUnique()
    run(pointer, aLayout, b, bLayout, target, true, packed, nil, nil, false)
  }

  private func requirePacked(_ packed: Tensor?, _ layout: MatrixLayout) {
    require(
      packed.map { $0.count == Scalar.kernel.packed_count(layout.rows, layout.columns) } ?? true,
      "setProduct: the packed factor is not one of \(layout.sizes)")
  }

  @inline(__always) private mutating func run(
    _ a: UnsafePointer<Scalar>, _ aLayout: MatrixLayout, _ b: Tensor, _ bLayout: MatrixLayout, _ target: MatrixLayout,
    _ adding: Bool, _ packed: Tensor?, _ columnBias: Tensor?, _ rowBias: Tensor?, _ relu: Bool
  ) {
    var operands = gradus_operands(
      m: target.rows, n: target.columns, k: aLayout.columns,
      a: a + aLayout.start, a_row: aLayout.isTransposed ? 1 : aLayout.stride,
      a_column: aLayout.isTransposed ? aLayout.stride : 1,
      b: b.pointer + bLayout.start, b_row: bLayout.isTransposed ? 1 : bLayout.stride,
      b_column: bLayout.isTransposed ? bLayout.stride : 1,
      c: mutablePointer + target.start, c_row: target.stride,
      packed_b: packed?.pointer, column_bias: columnBias?.pointer, row_bias: rowBias?.pointer,
      accumulate: adding, relu: relu)
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
