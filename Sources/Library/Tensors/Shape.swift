/// The lengths of a tensor's axes, outermost first: at most eight, kept in place so that making one allocates nothing.
public struct Shape: Hashable, Sendable {
  /// The most axes a tensor can have.
  public static let greatestRank = 8

  private var lengths = SIMD8<Int32>(repeating: 1)
  private var axes: Int8 = 0

  /// The shape of a single number, with no axis.
  public init() {}

  /// A vector's shape.
  @inline(__always) public init(_ first: Int) {
    axes = 1
    lengths[0] = Shape.length(first)
  }

  /// A matrix's shape: rows and columns.
  @inline(__always) public init(_ first: Int, _ second: Int) {
    axes = 2
    lengths[0] = Shape.length(first)
    lengths[1] = Shape.length(second)
  }

  /// The shape of a block of three axes.
  @inline(__always) public init(_ first: Int, _ second: Int, _ third: Int) {
    self.init(first, second)
    axes = 3
    lengths[2] = Shape.length(third)
  }

  /// The shape of a batch of images: samples, channels, height, width.
  @inline(__always) public init(_ first: Int, _ second: Int, _ third: Int, _ fourth: Int) {
    self.init(first, second, third)
    axes = 4
    lengths[3] = Shape.length(fourth)
  }

  /// A shape of any rank; traps beyond eight axes and on a negative length.
  public init(_ dimensions: some Sequence<Int>) {
    for dimension in dimensions { append(dimension) }
  }

  /// How many axes there are.
  public var rank: Int { Int(axes) }

  /// The number of elements: the product of the lengths, 1 without an axis.
  @inline(__always) public var elementCount: Int {
    var product = 1
    for axis in 0..<rank { multiply(&product, by: axis) }
    return product
  }

  /// Lengths are from 0 to 2³¹ − 1.
  @inline(__always) private static func length(_ length: Int) -> Int32 {
    require(length >= 0 && length <= Int(Int32.max), "Shape: an axis cannot have the length \(length)")
    return Int32(truncatingIfNeeded: length)
  }

  @inline(__always) private func multiply(_ product: inout Int, by axis: Int) {
    let (result, overflow) = product.multipliedReportingOverflow(by: Int(lengths[axis]))
    require(!overflow, "Shape: \(self) has more elements than can be counted")
    product = result
  }

  /// Adds an innermost axis.
  public mutating func append(_ length: Int) {
    require(rank < Shape.greatestRank, "Shape: more than \(Shape.greatestRank) axes")
    lengths[rank] = Shape.length(length)
    axes += 1
  }

  /// The product of the lengths of all axes but the first `axis`: how far apart neighbours along axis `axis − 1` are.
  public func elementCount(after axis: Int) -> Int {
    require(axis >= 0, "Shape: no axis \(axis) in \(self)")
    var product = 1
    for inner in axis..<Swift.max(rank, axis) { multiply(&product, by: inner) }
    return product
  }

  /// The shape that two operands broadcast to (axes aligned at the innermost; a length of 1 stretches), or nil.
  public func broadcast(with other: Shape) -> Shape? {
    var result = Shape()
    let rank = Swift.max(rank, other.rank)
    for axis in 0..<rank {
      let mine = axis - (rank - self.rank)
      let theirs = axis - (rank - other.rank)
      let left = mine < 0 ? 1 : self[mine]
      let right = theirs < 0 ? 1 : other[theirs]
      guard left == right || left == 1 || right == 1 else { return nil }
      result.append(left == 1 ? right : left)
    }
    return result
  }
}

extension Shape: RandomAccessCollection, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The first axis.
  public var startIndex: Int { 0 }
  /// One past the last axis.
  public var endIndex: Int { rank }
  /// The length of an axis.
  @inline(__always) public subscript(axis: Int) -> Int {
    get {
      require(axis >= 0 && axis < rank, "Shape: no axis \(axis) in \(self)")
      return Int(lengths[axis])
    }
    set {
      require(axis >= 0 && axis < rank, "Shape: no axis \(axis) in \(self)")
      lengths[axis] = Shape.length(newValue)
    }
  }
  /// Lengths, outermost first.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
  /// As an array would print: `[2, 3]`.
  public var description: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}
