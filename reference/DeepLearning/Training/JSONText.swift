/// The part of JSON that a safetensors header is made of: objects, texts and lists of whole numbers from 0.
///
/// Foundation's decoder takes the last of two equal names without a word; this one refuses them.
struct JSONText {
  /// What is wrong, and where.
  struct Mistake: Error {
    let reason: String
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func mistake(_ reason: String) -> Mistake { Mistake(reason: "\(reason), at byte \(place)") }

  /// An object; `body` reads the value of each name.
  mutating func object(
    _ body: (_ name: String, _ text: inout JSONText) throws(Mistake) -> Void
  ) throws(Mistake) {
    try expect("{")
    var names: Set<String> = []
    if take("}") { return }
    repeat {
      let name = try string()
      guard names.insert(name).inserted else { throw mistake("“\(name)” stands twice") }
      try expect(":")
      try body(name, &self)
    } while take(",")
    try expect("}")
  }

  /// A list of whole numbers from 0.
  mutating func numbers() throws(Mistake) -> [Int] {
    try expect("[")
    var result: [Int] = []
    if take("]") { return result }
    repeat { result.append(try number()) } while take(",")
    try expect("]")
    return result
  }

  /// Nothing but white space may follow.
  mutating func end() throws(Mistake) {
    skipSpace()
    guard place == bytes.count else { throw mistake("something follows the header") }
  }

  /// A text with its escapes resolved.
  mutating func string() throws(Mistake) -> String {
    try expect("\"")
    var units: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: units, as: UTF8.self) else { throw mistake("a text is not UTF-8") }
        return text
      }
      if byte < 0x20 { throw mistake("a control character stands in a text") }
      if byte == UInt8(ascii: "\\") {
        units += try escape().utf8
      } else {
        units.append(byte)
      }
    }
    throw mistake("a text has no end")
  }

  private mutating func escape() throws(Mistake) -> String {
    guard place < bytes.count else { throw mistake("a text has no end") }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try fourDigits()
      var units = [first]
      if first & 0xFC00 == 0xD800, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
        bytes[place + 1] == UInt8(ascii: "u")
      {
        place += 2
        units.append(try fourDigits())
      }
      guard let text = String(validating: units, as: UTF16.self) else { throw mistake("an escape is no character") }
      return text
    default: throw mistake("an escape is none of JSON's")
    }
  }

  private mutating func fourDigits() throws(Mistake) -> UInt16 {
    guard place + 4 <= bytes.count else { throw mistake("a text has no end") }
    var value: UInt16 = 0
    for byte in bytes[place..<(place + 4)] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { throw mistake("an escape is no number") }
      value = value << 4 | UInt16(digit)
    }
    place += 4
    return value
  }

  private mutating func number() throws(Mistake) -> Int {
    skipSpace()
    let start = place
    var value = 0
    while place < bytes.count, bytes[place] >= UInt8(ascii: "0"), bytes[place] <= UInt8(ascii: "9") {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(Int(bytes[place] - UInt8(ascii: "0")))
      guard !tooLarge, !overflow else { throw mistake("a number is too large") }
      value = sum
      place += 1
    }
    guard place > start else { throw mistake("a whole number from 0 is missing") }
    guard place == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw mistake("a number begins with 0") }
    return value
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Mistake) {
    guard take(character) else { throw mistake("“\(character)” is missing") }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }
}
