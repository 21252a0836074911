/// Finds the cells of delimited text, as RFC 4180 and those who write it loosely have them.
struct SheetReader {
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private let hasEscapes: Bool

  init(_ bytes: [UInt8], _ delimiter: Unicode.Scalar, hasEscapes: Bool = false) {
    (self.bytes, self.delimiter, self.hasEscapes) = (bytes, UInt8(ascii: delimiter), hasEscapes)
  }

  /// The words of the first line, read without any care.
  var head: [String] {
    let start = bytes.starts(with: Sheet.byteOrderMark) ? 3 : 0
    let line = bytes[start...].prefix { $0 != 10 && $0 != 13 }
    return line.split(separator: delimiter).map {
      String(decoding: $0, as: UTF8.self).trimmed.replacing("\"", with: "")
    }
  }

  /// The rows that hold anything, each with as many cells as the head unless they are ragged.
  func rows(_ name: String, isRagged: Bool) throws(TableFault) -> [[Sheet.Cell]] {
    var rows: [[Sheet.Cell]] = []
    var place = bytes.starts(with: Sheet.byteOrderMark) ? Sheet.byteOrderMark.count : 0
    while place < bytes.count {
      let row = try self.row(&place, line: rows.count + 1, name)
      if row.count == 1, row[0].range.isEmpty { continue }
      rows.append(row)
      guard isRagged || row.count == rows[0].count else {
        throw TableFault(
          "row \(rows.count) of \(name) has \(row.count) cells, and the head has \(rows[0].count): it is not whole, or "
            + "was changed by hand. Download it again.")
      }
    }
    return rows
  }

  private func row(_ place: inout Int, line: Int, _ name: String) throws(TableFault) -> [Sheet.Cell] {
    var cells: [Sheet.Cell] = []
    while true {
      let start = place
      let isQuoted = place < bytes.count && bytes[place] == UInt8(ascii: "\"")
      if isQuoted {
        guard let end = endOfQuoted(from: place) else {
          throw TableFault("a quote in row \(line) of \(name) is never closed. Download the file again.")
        }
        place = end
        guard place == bytes.count || bytes[place] == delimiter || bytes[place] == 10 || bytes[place] == 13 else {
          throw TableFault("row \(line) of \(name) has text behind a closing quote. Download the file again.")
        }
      } else {
        while place < bytes.count, bytes[place] != delimiter, bytes[place] != 10, bytes[place] != 13 { place += 1 }
      }
      cells.append(Sheet.Cell(range: start..<place, isQuoted: isQuoted))
      guard place < bytes.count else { return cells }
      if bytes[place] == delimiter {
        place += 1
        continue
      }
      let isReturn = bytes[place] == 13
      place += 1
      if isReturn, place < bytes.count, bytes[place] == 10 { place += 1 }
      return cells
    }
  }

  /// The place behind the closing quote.
  private func endOfQuoted(from start: Int) -> Int? {
    var place = start + 1
    while place < bytes.count {
      if hasEscapes, bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count {
        place += 2
        continue
      }
      if bytes[place] == UInt8(ascii: "\"") {
        guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") else { return place + 1 }
        place += 1
      }
      place += 1
    }
    return nil
  }
}
