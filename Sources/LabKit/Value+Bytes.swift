/// A value as bytes: a tag, then its parts; numbers little-endian in 8 bytes, counts before what they count.
///
/// Reading is bounded: no count is believed beyond the bytes that are there, nesting ends at 32.
extension Value {
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

  /// Reads one value; throws where the bytes are not those of a value.
  public init(from reader: inout ByteReader, depth: Int = 0) throws(ValueError) {
    guard depth < 32 else { throw ValueError("a value nested more than 32 deep") }
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
      for _ in 0..<(try reader.count(of: 1)) { items.append(try Value(from: &reader, depth: depth + 1)) }
      self = .list(items)
    case .record:
      var fields: [Field] = []
      for _ in 0..<(try reader.count(of: 9)) {
        let name = try reader.text()
        fields.append(Field(name, try Value(from: &reader, depth: depth + 1)))
      }
      self = .record(fields)
    }
  }

  private static func tensor(from reader: inout ByteReader) throws(ValueError) -> Tensor {
    let rank = Int(try reader.byte())
    guard rank <= 8 else { throw ValueError("a tensor of \(rank) dimensions") }
    var shape: [Int] = []
    var count = 1
    for _ in 0..<rank {
      guard let size = Int(exactly: try reader.word()) else { throw ValueError("a dimension that is too large") }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size <= 1 << 40, !overflow else { throw ValueError("a tensor that is too large") }
      shape.append(size)
      count = product
    }
    guard count <= reader.remaining / 8 else { throw ValueError("a tensor with fewer numbers than its shape says") }
    return Tensor(shape: shape, values: try reader.words(count).map { Double(bitPattern: $0) })
  }
}
