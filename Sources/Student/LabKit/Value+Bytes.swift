/// A value as bytes: a tag, then its parts; numbers little-endian in 8 bytes, counts before what they count.
///
/// Reading is bounded: no count is believed beyond the bytes that are there, and nothing beyond the reader's bounds.
extension Value {
  /// How much of a value is read before the bytes are refused.
  public struct Bounds: Hashable, Sendable {
    /// How many values may lie within one another.
    public var depth: Int
    /// How many items and fields there may be, at all depths together.
    public var items: Int

    /// Files are our own: their items are as many as their bytes hold.
    public static let file = Bounds(depth: 256, items: .max)
    /// What a stranger answers. It lies deeper in a file than in its frame, so that it may not be as deep as a file.
    public static let answer = Bounds(depth: 8, items: 1 << 20)
  }

  private enum Tag: UInt8 {
    case integer = 1
    case real, no, yes, text, integers, tensor, list, record
  }

  /// Appends this value to `bytes`.
  public func write(to bytes: inout [UInt8]) {
    switch self {
    case .integer(let number):
      bytes.append(Tag.integer.rawValue)
      bytes.appendWord(UInt64(bitPattern: Int64(number)))
    case .real(let number):
      bytes.append(Tag.real.rawValue)
      bytes.appendWord(number.bitPattern)
    case .flag(let flag):
      bytes.append((flag ? Tag.yes : Tag.no).rawValue)
    case .text(let text):
      bytes.append(Tag.text.rawValue)
      bytes.appendText(text)
    case .integers(let numbers):
      bytes.append(Tag.integers.rawValue)
      bytes.appendWord(UInt64(numbers.count))
      bytes.appendWords(of: numbers.count) { UInt64(bitPattern: Int64(numbers[$0])) }
    case .tensor(let tensor):
      bytes.append(Tag.tensor.rawValue)
      bytes.append(UInt8(truncatingIfNeeded: tensor.rank))
      for size in tensor.shape { bytes.appendWord(UInt64(size)) }
      bytes.appendWords(of: tensor.count) { tensor.values[$0].bitPattern }
    case .list(let items):
      bytes.append(Tag.list.rawValue)
      bytes.appendWord(UInt64(items.count))
      for item in items { item.write(to: &bytes) }
    case .record(let fields):
      bytes.append(Tag.record.rawValue)
      bytes.appendWord(UInt64(fields.count))
      for field in fields {
        bytes.appendText(field.name)
        field.value.write(to: &bytes)
      }
    }
  }

  /// Reads one value; throws where the bytes are not those of a value, or go beyond the bounds.
  public init(from reader: inout ByteReader, within bounds: Bounds = .file) throws(ValueError) {
    var left = bounds
    self = try Value(from: &reader, left: &left, of: bounds)
  }

  private init(from reader: inout ByteReader, left: inout Bounds, of bounds: Bounds) throws(ValueError) {
    guard left.depth > 0 else { throw ValueError("a value nested more than \(bounds.depth) deep") }
    left.depth -= 1
    defer { left.depth += 1 }
    guard let tag = Tag(rawValue: try reader.byte()) else { throw ValueError("an unknown tag among the bytes") }
    switch tag {
    case .integer: self = .integer(Int(truncatingIfNeeded: Int64(bitPattern: try reader.word())))
    case .real: self = .real(Double(bitPattern: try reader.word()))
    case .no: self = .flag(false)
    case .yes: self = .flag(true)
    case .text: self = .text(try reader.text())
    case .integers:
      let words = try reader.words(try reader.count(of: 8))
      self = .integers(words.map { Int(truncatingIfNeeded: Int64(bitPattern: $0)) })
    case .tensor: self = .tensor(try Value.tensor(from: &reader))
    case .list:
      var items: [Value] = []
      for _ in 0..<(try left.take(reader.count(of: 1))) {
        items.append(try Value(from: &reader, left: &left, of: bounds))
      }
      self = .list(items)
    case .record:
      var fields: [Field] = []
      for _ in 0..<(try left.take(reader.count(of: 9))) {
        let name = try reader.text()
        fields.append(Field(name, try Value(from: &reader, left: &left, of: bounds)))
      }
      self = .record(fields)
    }
  }

  /// Sizes are bounded one by one, and as a product in which a zero counts as a one: a tensor without elements may not
  /// say that it has 2⁴⁰ rows, for whoever goes through its rows would never come to an end.
  private static func tensor(from reader: inout ByteReader) throws(ValueError) -> Tensor {
    let rank = Int(try reader.byte())
    guard rank <= 8 else { throw ValueError("a tensor of \(rank) dimensions") }
    var shape: [Int] = []
    var extent = 1
    for _ in 0..<rank {
      let word = try reader.word()
      guard word <= 1 << 24 else { throw ValueError("a dimension that is too large") }
      let size = Int(word)
      extent *= max(1, size)
      guard extent <= 1 << 32 else { throw ValueError("a tensor that is too large") }
      shape.append(size)
    }
    let count = shape.contains(0) ? 0 : extent
    guard count <= reader.remaining / 8 else { throw ValueError("a tensor with fewer numbers than its shape says") }
    return Tensor(shape: shape, values: try reader.words(count).map { Double(bitPattern: $0) })
  }
}

extension Value.Bounds {
  fileprivate mutating func take(_ count: Int) throws(ValueError) -> Int {
    guard count <= items else { throw ValueError("a value of too many items") }
    items -= count
    return count
  }
}
