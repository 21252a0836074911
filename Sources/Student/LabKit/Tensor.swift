/// A row-major array of `Double` with any number of dimensions, a plain value: copying it copies its numbers.
///
/// Shapes are lists of sizes: `[]` one number, `[n]` a vector, `[rows, columns]` a matrix.
/// A wrong shape or index stops the program with a message that names both sides.
@frozen
public struct Tensor: Hashable, Sendable {
  /// The size of each dimension.
  public let shape: [Int]

  /// The elements in row-major order: the last index runs fastest. Change them freely, but not their number.
  public var values: [Double]

  /// A tensor from its elements in row-major order; `values.count` must be the product of `shape`.
  public init(shape: [Int], values: [Double]) {
    guard shape.allSatisfy({ $0 >= 0 }), shape.reduce(1, *) == values.count else {
      shapeError("Tensor(shape: \(shape), values:): the shape wants another number of values than \(values.count)")
    }
    self.shape = shape
    self.values = values
  }

  /// A tensor with every element the same number, 0 unless told.
  public init(shape: [Int], repeating value: Double = 0) {
    self.init(shape: shape, values: [Double](repeating: value, count: shape.reduce(1, *)))
  }

  /// A vector.
  public init(_ values: [Double]) { self.init(shape: [values.count], values: values) }

  /// A matrix from its rows, all of one length.
  public init(rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    guard rows.allSatisfy({ $0.count == columns }) else { shapeError("Tensor(rows:): rows of different lengths") }
    self.init(shape: [rows.count, columns], values: rows.flatMap { $0 })
  }

  /// A matrix of one column, `[n, 1]`: what goes together with a matrix `[n, d]` row by row.
  @_disfavoredOverload
  public init(column: [Double]) { self.init(shape: [column.count, 1], values: column) }

  /// The number of dimensions.
  @inlinable public var rank: Int { shape.count }
  /// The number of elements.
  @inlinable public var count: Int { values.count }
  /// The number of rows of a matrix.
  @inlinable public var rows: Int { dimension(0) }
  /// The number of columns of a matrix.
  @inlinable public var columns: Int { dimension(1) }

  @usableFromInline
  func dimension(_ axis: Int) -> Int {
    guard axis < shape.count else { shapeError("a tensor of shape \(shape) has no dimension \(axis)") }
    return shape[axis]
  }
}

/// Stops the program with a message about shapes.
func shapeError(_ message: String) -> Never { fatalError(message) }
