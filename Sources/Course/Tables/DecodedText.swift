/// Text that somebody's program wrote in one of the usual encodings, as UTF-8 without a mark of the byte order.
package struct DecodedText: Sendable, Hashable {
  package var bytes: [UInt8]
  /// What it was converted from, in words; nil where it is as it was.
  package var conversion: String?

  /// Nil where it is no text.
  package init?(_ raw: [UInt8]) {
    if raw.starts(with: [0xFF, 0xFE, 0, 0]) || raw.starts(with: [0, 0, 0xFE, 0xFF]) {
      guard let bytes = Self.utf32(raw.dropFirst(4), isLittle: raw[0] == 0xFF) else { return nil }
      (self.bytes, conversion) = (bytes, "UTF-32")
    } else if raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) {
      guard let bytes = Self.utf16(raw.dropFirst(2), isLittle: raw[0] == 0xFF) else { return nil }
      (self.bytes, conversion) = (bytes, "UTF-16")
    } else if String(validating: raw, as: UTF8.self) != nil, !raw.contains(0) {
      let isMarked = raw.starts(with: [0xEF, 0xBB, 0xBF])
      (bytes, conversion) = (
        isMarked ? Array(raw.dropFirst(3)) : raw, isMarked ? "UTF-8 with a mark of its order" : nil
      )
    } else if raw.contains(0) {
      // Latin letters in UTF-16 have a zero at every other place.
      let odd = raw.indices.count { raw[$0] == 0 && $0 % 2 == 1 }
      let even = raw.indices.count { raw[$0] == 0 && $0 % 2 == 0 }
      guard max(odd, even) * 3 > raw.count, let bytes = Self.utf16(raw[...], isLittle: odd > even) else { return nil }
      (self.bytes, conversion) = (bytes, "UTF-16 without a mark of its order")
    } else {
      guard let bytes = Self.western(raw) else { return nil }
      let isWindows = raw.contains { (0x80...0x9F).contains($0) }
      (self.bytes, conversion) = (bytes, isWindows ? "Windows-1252" : "Latin-1")
    }
    guard !bytes.contains(0) else { return nil }
  }

  private static func utf16(_ raw: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8]? {
    guard raw.count % 2 == 0 else { return nil }
    let raw = Array(raw)
    let units = stride(from: 0, to: raw.count, by: 2).map { place in
      UInt16(raw[place + (isLittle ? 1 : 0)]) << 8 | UInt16(raw[place + (isLittle ? 0 : 1)])
    }
    return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
  }

  private static func utf32(_ raw: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8]? {
    guard raw.count % 4 == 0 else { return nil }
    let raw = Array(raw)
    var text = String.UnicodeScalarView()
    for place in stride(from: 0, to: raw.count, by: 4) {
      let four = isLittle ? raw[place..<(place + 4)].reversed() : Array(raw[place..<(place + 4)])
      guard let scalar = Unicode.Scalar(four.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }) else { return nil }
      text.append(scalar)
    }
    return Array(String(text).utf8)
  }

  /// Windows-1252 from 0x80 on, Latin-1 elsewhere; nil for bytes that are no letters there.
  private static func western(_ raw: [UInt8]) -> [UInt8]? {
    let upper = Array("€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ".unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in raw {
      let isControl = (byte < 0x20 && ![9, 10, 12, 13].contains(byte)) || byte == 0x7F
      let scalar = (0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte)
      guard !isControl, scalar.value != 0 else { return nil }
      text.append(scalar)
    }
    return Array(String(text).utf8)
  }
}
