/// What goes over the pipes: 8 bytes of length, then that many bytes.
public enum Frame {
  /// The longest frame either side takes, in bytes.
  public static let largest = 256 << 20

  /// Puts the length before the bytes that `body` appends.
  static func build(_ body: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendWord(0)
    body(&bytes)
    var length: [UInt8] = []
    length.appendWord(UInt64(bytes.count - 8))
    bytes.replaceSubrange(0..<8, with: length)
    return bytes
  }
}

extension Call {
  /// This call as a frame, length included.
  public func frame() -> [UInt8] {
    Frame.build { bytes in
      bytes.appendText(operation)
      Value.list(arguments).write(to: &bytes)
    }
  }

  /// Reads a call from a frame's body.
  public init(frame: ArraySlice<UInt8>) throws(ValueError) {
    var reader = ByteReader(frame)
    let operation = try reader.text()
    guard case .list(let arguments) = try Value(from: &reader) else { throw ValueError("a call without arguments") }
    self.init(operation: operation, arguments: arguments)
  }
}

/// What a hosted submission says: that it is up, a result, or why there is none.
public enum Answer: Hashable, Sendable {
  case ready
  case value(Value)
  case notAttempted(String)
  case refused(String)
  /// Its last words, where a signal ends it: the places in the program where it was, the innermost first, at most
  /// `deepest` of them, as offsets from where the program begins in memory.
  case crashed([UInt64])

  /// How many places a crash is told with.
  public static let deepest = 32

  /// Whether a frame, or its beginning, is that of a crash.
  public static func isCrash(_ frame: ArraySlice<UInt8>) -> Bool { frame.dropFirst(8).first == 4 }

  /// This answer as a frame, length included.
  public func frame() -> [UInt8] {
    Frame.build { bytes in
      switch self {
      case .ready: bytes.append(0)
      case .value(let value):
        bytes.append(1)
        value.write(to: &bytes)
      case .notAttempted(let function):
        bytes.append(2)
        bytes.appendText(function)
      case .refused(let reason):
        bytes.append(3)
        bytes.appendText(reason)
      case .crashed(let places):
        bytes.append(4)
        for place in places { bytes.appendWord(place) }
      }
    }
  }

  /// Reads an answer from a frame's body; the whole body must be used up.
  public init(frame: ArraySlice<UInt8>) throws(ValueError) {
    var reader = ByteReader(frame)
    switch try reader.byte() {
    case 0: self = .ready
    case 1: self = .value(try Value(from: &reader, within: .answer))
    case 2: self = .notAttempted(try reader.text())
    case 3: self = .refused(try reader.text())
    case 4: self = .crashed(try Self.places(&reader))
    default: throw ValueError("an answer of an unknown kind")
    }
    guard reader.remaining == 0 else { throw ValueError("bytes after the end of an answer") }
  }

  private static func places(_ reader: inout ByteReader) throws(ValueError) -> [UInt64] {
    var places = [try reader.word()]
    while reader.remaining > 0, places.count < deepest { places.append(try reader.word()) }
    return places
  }
}
