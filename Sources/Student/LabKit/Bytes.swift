extension [UInt8] {
  /// Appends 8 bytes, the lowest first.
  public mutating func appendWord(_ word: UInt64) {
    Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends `count` numbers of 8 bytes. The buffer grows as arrays do: reserving just what is needed, again and again,
  /// would copy all of it each time.
  mutating func appendWords(of count: Int, _ word: (Int) -> UInt64) {
    let words = [UInt64](unsafeUninitializedCapacity: count) { buffer, filled in
      for index in 0..<count { buffer.initializeElement(at: index, to: word(index).littleEndian) }
      filled = count
    }
    words.withUnsafeBytes { append(contentsOf: $0) }
  }

  /// Appends a text: its length in bytes, then its UTF-8.
  public mutating func appendText(_ text: String) {
    appendWord(UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}

/// Reads bytes front to back and never past their end.
public struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// How many bytes are left.
  public var remaining: Int { bytes.endIndex - position }

  /// The next byte.
  public mutating func byte() throws(ValueError) -> UInt8 {
    guard remaining >= 1 else { throw ValueError("bytes that end too early") }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next 8 bytes as a number.
  public mutating func word() throws(ValueError) -> UInt64 { try words(1)[0] }

  /// The next `count` numbers of 8 bytes.
  public mutating func words(_ count: Int) throws(ValueError) -> [UInt64] {
    guard count >= 0, count <= remaining / 8 else { throw ValueError("bytes that end too early") }
    let from = position
    position += 8 * count
    return bytes.withUnsafeBytes { raw in
      let base = from - bytes.startIndex
      return (0..<count).map { UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: base + 8 * $0, as: UInt64.self)) }
    }
  }

  /// A count of things of at least `size` bytes each; never more than can follow.
  public mutating func count(of size: Int) throws(ValueError) -> Int {
    guard let count = Int(exactly: try word()), count <= remaining / size else {
      throw ValueError("a count that the bytes do not hold")
    }
    return count
  }

  /// A text: its length, then UTF-8; throws where it is not UTF-8.
  public mutating func text() throws(ValueError) -> String {
    let length = try count(of: 1)
    let slice = bytes[position..<position + length]
    position += length
    guard let text = String(validating: slice, as: UTF8.self) else { throw ValueError("a text that is not UTF-8") }
    return text
  }
}
