/// What the confined program tells of an archive, one piece at a time, and how that is written on its pipe.
///
/// A frame is a letter and its fields; whole numbers are 8 bytes, the lowest first, and bytes stand behind their number.
/// The program that writes it has read a stranger's archive, so its reader believes nothing.
enum Frame: Hashable, Sendable {
  case entry(Entry)
  /// More of the last entry's content.
  case data([UInt8])
  /// The last entry's content is all there, or is not, for this reason.
  case close(Content)
  /// Nothing more comes.
  case end(Ending, message: [UInt8])

  struct Entry: Hashable, Sendable {
    enum Kind: UInt8, Sendable { case file, folder, link, other }
    var kind: Kind
    /// As the archive says; negative where it does not.
    var size: Int64
    /// Seconds since 1970, where there is a time.
    var time: Int64?
    /// Whether the time is the world's; else it is what a clock showed at a place that is not told.
    var hasZone: Bool
    var name: [UInt8]
  }

  enum Content: UInt8, Sendable { case whole, none, tooLarge, damaged, encrypted }
  enum Ending: UInt8, Sendable { case whole, noArchive, damaged, encrypted }

  static let longestName = 4096
  static let longestData = 1 << 16

  var bytes: [UInt8] {
    switch self {
    case .entry(let entry):
      [UInt8(ascii: "E"), entry.kind.rawValue, entry.time == nil ? 0 : entry.hasZone ? 2 : 1] + Self.number(entry.size)
        + Self.number(entry.time ?? 0) + Self.counted(entry.name)
    case .data(let bytes): [UInt8(ascii: "D")] + Self.counted(bytes)
    case .close(let content): [UInt8(ascii: "C"), content.rawValue]
    case .end(let ending, let message): [UInt8(ascii: "Z"), ending.rawValue] + Self.counted(message)
    }
  }

  private static func number(_ value: Int64) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  private static func counted(_ bytes: [UInt8]) -> [UInt8] { number(Int64(bytes.count)) + bytes }
}

/// Takes frames from bytes as they come.
struct FrameReader {
  enum Fault: Error, Hashable { case malformed, outOfOrder }

  private var bytes: [UInt8] = []
  private var place = 0
  private var isInEntry = false
  private(set) var isFinished = false

  /// The frames that are whole with these bytes. Data comes in an entry only, and nothing comes after the end.
  mutating func take(_ new: [UInt8]) throws(Fault) -> [Frame] {
    bytes.removeFirst(place)
    place = 0
    bytes += new
    var frames: [Frame] = []
    while let frame = try next() {
      try check(frame)
      frames.append(frame)
    }
    if isFinished, place < bytes.count { throw .outOfOrder }
    return frames
  }

  private mutating func check(_ frame: Frame) throws(Fault) {
    switch frame {
    case .entry: if isInEntry || isFinished { throw .outOfOrder }
    case .data: if !isInEntry { throw .outOfOrder }
    case .close: if !isInEntry { throw .outOfOrder }
    case .end: if isInEntry || isFinished { throw .outOfOrder }
    }
    if case .entry = frame { isInEntry = true }
    if case .close = frame { isInEntry = false }
    if case .end = frame { isFinished = true }
  }

  private mutating func next() throws(Fault) -> Frame? {
    var cursor = Cursor(rest: bytes[place...])
    guard let letter = cursor.byte() else { return nil }
    var frame: Frame?
    switch letter {
    case UInt8(ascii: "E"):
      guard let kind = cursor.byte(), let clock = cursor.byte(), let size = cursor.number(), let time = cursor.number()
      else { return nil }
      guard let kind = Frame.Entry.Kind(rawValue: kind), clock < 3 else { throw .malformed }
      guard let name = try cursor.counted(atMost: Frame.longestName) else { return nil }
      frame = .entry(.init(kind: kind, size: size, time: clock == 0 ? nil : time, hasZone: clock == 2, name: name))
    case UInt8(ascii: "D"): frame = try cursor.counted(atMost: Frame.longestData).map { .data($0) }
    case UInt8(ascii: "C"):
      guard let code = cursor.byte() else { return nil }
      guard let content = Frame.Content(rawValue: code) else { throw .malformed }
      frame = .close(content)
    case UInt8(ascii: "Z"):
      guard let code = cursor.byte() else { return nil }
      guard let ending = Frame.Ending(rawValue: code) else { throw .malformed }
      frame = try cursor.counted(atMost: Frame.longestName).map { .end(ending, message: $0) }
    default: throw .malformed
    }
    if frame != nil { place = cursor.rest.startIndex }
    return frame
  }

  private struct Cursor {
    var rest: ArraySlice<UInt8>

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func number() -> Int64? {
      guard rest.count >= 8 else { return nil }
      defer { rest = rest.dropFirst(8) }
      return Int64(bitPattern: rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func counted(atMost limit: Int) throws(Fault) -> [UInt8]? {
      guard let count = number() else { return nil }
      guard count >= 0, count <= limit else { throw .malformed }
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(Int(count)) }
      return Array(rest.prefix(Int(count)))
    }
  }
}
