/// A table of delimited text, of which every byte stays as it is but for the cells that are set.
///
/// The line ends, the mark of the byte order, the quoting and the encoding of the rest are so those of whoever wrote it.
package struct Sheet: Sendable {
  /// Where a cell stands, its quotes within.
  package struct Cell: Sendable, Hashable {
    var range: Range<Int>
    var isQuoted: Bool
  }

  /// What the file is called, for sentences about it.
  package let name: String
  package let delimiter: UInt8
  package let cells: [[Cell]]
  private let bytes: [UInt8]
  private let isUTF8: Bool
  /// Whether a backslash takes a quote its meaning: so PHP writes, and with it Moodle.
  private let hasEscapes: Bool
  private var changes: [Cell: [UInt8]] = [:]

  static let largest = 64 << 20
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Reads a table that is to be given back: its bytes stay as they are, so UTF-16 is refused.
  package init(_ bytes: [UInt8], name: String, recognizes: (String) -> Bool) throws(TableFault) {
    guard bytes.count <= Self.largest else { throw TableFault("\(name) is larger than any class's table.") }
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]), !bytes.contains(0) else {
      throw TableFault("\(name) is UTF-16, or no text. Give the file as the platform sent it.")
    }
    try self.init(bytes, name: name, isRagged: false, recognizes: recognizes)
  }

  /// Reads a table that is only read, in whatever encoding a spreadsheet saved it. Where it `isRagged` its rows may have
  /// fewer or more cells than the first.
  package init(reading bytes: [UInt8], name: String, isRagged: Bool = false, recognizes: (String) -> Bool)
    throws(TableFault)
  {
    guard bytes.count <= Self.largest else { throw TableFault("\(name) is larger than any class's table.") }
    guard !bytes.isEmpty else { throw TableFault("\(name) is empty.") }
    guard let text = DecodedText(bytes) else { throw TableFault("\(name) is no text.") }
    try self.init(text.bytes, name: name, isRagged: isRagged, recognizes: recognizes)
  }

  /// Reads a table whose first row is its head. Of the three delimiters that are in use the one is taken for which the
  /// head has most of the columns that `recognizes` knows.
  private init(_ bytes: [UInt8], name: String, isRagged: Bool, recognizes: (String) -> Bool) throws(TableFault) {
    var best: (score: Int, sheet: Sheet)?
    var trouble: (score: Int, error: TableFault)?
    for delimiter in [",", ";", "\t"] as [Unicode.Scalar] {
      // Columns that are known tell most; where there are none, that there are several at all.
      let head = SheetReader(bytes, delimiter).head
      let score = head.count(where: recognizes) * 1_000 + head.count
      do throws(TableFault) {
        let sheet = try Sheet(bytes, name: name, delimiter: UInt8(ascii: delimiter), isRagged: isRagged)
        if score > best?.score ?? -1 { best = (score, sheet) }
      } catch {
        if score > trouble?.score ?? -1 { trouble = (score, error) }
      }
    }
    if let trouble, trouble.score > best?.score ?? -1 { throw trouble.error }
    guard let best else { throw TableFault("\(name) is empty.") }
    self = best.sheet
  }

  init(_ bytes: [UInt8], name: String, delimiter: UInt8, isRagged: Bool = false) throws(TableFault) {
    var trouble = TableFault("\(name) is empty.")
    for hasEscapes in [false, true] {
      do throws(TableFault) {
        let cells = try SheetReader(bytes, Unicode.Scalar(delimiter), hasEscapes: hasEscapes).rows(
          name, isRagged: isRagged)
        guard !cells.isEmpty else { throw TableFault("\(name) is empty.") }
        (self.bytes, self.name, self.delimiter, self.cells, self.hasEscapes) = (
          bytes, name, delimiter, cells, hasEscapes
        )
        isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        return
      } catch {
        if !hasEscapes { trouble = error }
      }
    }
    throw trouble
  }

  /// How many rows there are below the head.
  package var count: Int { cells.count - 1 }

  /// The names of the columns, without blanks around.
  package var head: [String] { cells[0].indices.map { text(0, $0).trimmed } }

  /// The text of a cell: row 0 is the head. Bytes that are no UTF-8 are read as Windows has it in western Europe.
  package func text(_ row: Int, _ column: Int) -> String {
    guard cells[row].indices.contains(column) else { return "" }
    let cell = cells[row][column]
    var text = Array(bytes[cell.range])
    if cell.isQuoted {
      text = Array(text.dropFirst().dropLast())
      text = hasEscapes ? Self.unescaped(text) : Self.withoutDoubled(text)
    }
    return isUTF8
      ? String(decoding: text, as: UTF8.self) : String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) }))
  }

  /// Of two quotes one is meant. With escapes a single one may stand within, which this would drop.
  private static func withoutDoubled(_ text: [UInt8]) -> [UInt8] {
    var wasQuote = false
    return text.filter { byte in
      wasQuote = byte == UInt8(ascii: "\"") && !wasQuote
      return !wasQuote
    }
  }

  private static func unescaped(_ text: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    var place = 0
    while place < text.count {
      kept.append(text[place])
      let next = place + 1 < text.count ? text[place + 1] : 0
      // A backslash and what follows stay both; of two quotes one does.
      if text[place] == UInt8(ascii: "\\"), next == UInt8(ascii: "\"") {
        kept.append(next)
        place += 1
      } else if text[place] == UInt8(ascii: "\""), next == UInt8(ascii: "\"") {
        place += 1
      }
      place += 1
    }
    return kept
  }

  /// The texts of a row, without blanks around: as many as it has.
  package func row(_ row: Int) -> [String] { cells[row].indices.map { text(row, $0).trimmed } }

  /// The place of the first column that is called by one of these names, in any letters, the earlier names first.
  package func column(_ names: [String]) -> Int? {
    let heads = head.map { $0.lowercased() }
    return names.lazy.compactMap { heads.firstIndex(of: $0) }.first
  }

  /// Sets a cell; what it already says stays byte for byte.
  package mutating func set(_ row: Int, _ column: Int, to new: String) {
    let old = text(row, column)
    guard cells[row].indices.contains(column), old != new else { return }
    let cell = cells[row][column]
    let special: Set<UInt8> = [delimiter, UInt8(ascii: "\""), 10, 13, 32]
    func wantsQuotes(_ text: String, _ more: UInt8) -> Bool {
      text.utf8.contains { $0 != more && special.contains($0) } || text.utf8.first == 32 || text.utf8.last == 32
    }
    // Whoever quotes what wants no quotes quotes everything.
    let isPlain = !wantsQuotes(new, 32) && (!cell.isQuoted || wantsQuotes(old, 0))
    let utf8 = Array(new.utf8)
    changes[cell] = isPlain ? utf8 : Array("\"\(new.replacing("\"", with: "\"\""))\"".utf8)
  }

  /// The file with all that was set.
  package var written: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + changes.count * 16)
    var done = 0
    for (cell, new) in changes.sorted(by: { $0.key.range.lowerBound < $1.key.range.lowerBound }) {
      result += bytes[done..<cell.range.lowerBound] + new
      done = cell.range.upperBound
    }
    return result + bytes[done...]
  }
}

extension StringProtocol {
  /// Without blanks around, also those that do not break.
  package var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
