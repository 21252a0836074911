/// A row-major block of numbers with any number of axes, a value: a copy is independent of its original, and is made only
/// when one of the two is written.
///
/// Reading a part (`tensor[row]`, `tensor.rows(2..<5)`, `reshaped`) shares the elements and allocates nothing. Writing goes to
/// the elements in place where nobody shares them. Shape mistakes are programming errors: they trap with a message that
/// names the operation and both shapes.
public struct Tensor<Scalar: TensorScalar>: Sendable {
  var buffer: Buffer<Scalar>
  var offset: Int
  /// The lengths of the axes, outermost first.
  public private(set) var shape: Shape

  init(buffer: Buffer<Scalar>, offset: Int, shape: Shape) {
    self.buffer = buffer
    self.offset = offset
    self.shape = shape
  }

  /// A tensor of unspecified elements, to be written before it is read.
  public init(uninitialized shape: Shape) {
    self.init(buffer: Buffer(count: shape.elementCount), offset: 0, shape: shape)
  }

  /// Every element the same.
  public init(repeating value: Scalar, _ shape: Shape) {
    self.init(uninitialized: shape)
    Scalar.kernel.fill(count, value.double, buffer.base)
  }

  /// Zeros.
  public init(zeros shape: Shape) { self.init(repeating: 0, shape) }

  /// The tensor without elements, of shape [0]; allocates nothing.
  public static var empty: Tensor { Scalar.kernels.empty }

  /// A single number, without an axis.
  public init(_ value: Scalar) { self.init(repeating: value, Shape()) }

  /// Elements in row-major order; traps when their count is not the shape's.
  public init(_ elements: some Collection<Scalar>, _ shape: Shape) {
    require(elements.count == shape.elementCount, "Tensor: \(elements.count) elements for the shape \(shape)")
    self.init(uninitialized: shape)
    write(elements)
  }

  /// A vector of the elements.
  public init(_ elements: [Scalar]) { self.init(elements, Shape(elements.count)) }

  /// A matrix of rows of equal length.
  public init(rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    require(rows.allSatisfy { $0.count == columns }, "Tensor: rows of different lengths")
    self.init(Array(rows.joined()), Shape(rows.count, columns))
  }

  /// The number of elements.
  public var count: Int { shape.elementCount }

  /// The elements in row-major order; setting needs as many as there are.
  public var elements: [Scalar] {
    get { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    set {
      require(newValue.count == count, "Tensor: \(newValue.count) elements for the shape \(shape)")
      makeUnique()
      write(newValue)
    }
  }

  /// The elements in row-major order, in place.
  public func withElements<Result>(_ body: (UnsafeBufferPointer<Scalar>) throws -> Result) rethrows -> Result {
    try body(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// The elements in row-major order, in place, to be changed; another tensor's are copied first.
  public mutating func withMutableElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    return try body(UnsafeMutableBufferPointer(start: mutablePointer, count: count))
  }

  /// The number of a tensor with one element.
  public var scalar: Scalar {
    require(count == 1, "Tensor.scalar: the shape \(shape) has \(count) elements")
    return pointer[0]
  }

  /// The element at row-major place `place`.
  @inline(__always) public subscript(flat place: Int) -> Scalar {
    get {
      require(place >= 0 && place < count, "Tensor: no element \(place) in the shape \(shape)")
      return pointer[place]
    }
    set {
      require(place >= 0 && place < count, "Tensor: no element \(place) in the shape \(shape)")
      makeUnique()
      mutablePointer[place] = newValue
    }
  }

  /// The element of a matrix.
  @inline(__always) public subscript(row: Int, column: Int) -> Scalar {
    get { pointer[place(row, column)] }
    set {
      let place = place(row, column)
      makeUnique()
      mutablePointer[place] = newValue
    }
  }

  @inline(__always) private func place(_ row: Int, _ column: Int) -> Int {
    require(shape.rank == 2, "Tensor[row, column]: the shape \(shape) is not a matrix's")
    require(
      row >= 0 && row < shape[0] && column >= 0 && column < shape[1],
      "Tensor[\(row), \(column)]: outside the shape \(shape)")
    return row * shape[1] + column
  }

  /// Gives the tensor this shape; its elements are unspecified afterwards.
  ///
  /// Allocates only when the buffer is too small or shared, so a workspace that is written in every step allocates in
  /// the first step alone.
  public mutating func prepare(_ shape: Shape) {
    let needed = shape.elementCount
    if offset != 0 || buffer.count < needed || !isKnownUniquelyReferenced(&buffer) {
      buffer = Buffer(count: needed)
      offset = 0
    }
    self.shape = shape
  }

  /// The same elements under another shape of as many elements.
  public func reshaped(_ shape: Shape) -> Tensor {
    require(
      shape.elementCount == count, "reshaped: the shape \(self.shape) cannot become \(shape), of another element count")
    return Tensor(buffer: buffer, offset: offset, shape: shape)
  }
}

extension Tensor: Equatable {
  /// Equal shapes and equal elements.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape && (0..<left.count).allSatisfy { left.pointer[$0] == right.pointer[$0] }
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first elements.
  public var description: String {
    let shown = (0..<Swift.min(count, 8)).map { "\(pointer[$0])" }.joined(separator: ", ")
    return "Tensor\(shape)(\(shown)\(count > 8 ? ", …" : ""))"
  }
}
