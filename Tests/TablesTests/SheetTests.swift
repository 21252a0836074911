import Testing

@testable import Tables

/// Tables as spreadsheets of all places write them, by one reader.
@Suite struct SheetTests {
  private static let rows = [["id", "name"], ["1", "Zoé; \"Z\" O'Neil, jr."], ["2", "Two\nlines"]]

  private static func text(_ separator: String, _ end: String) -> String {
    rows.map { row in
      row.map { cell in
        cell.contains { ";,\"\n\t".contains($0) } ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
      }.joined(separator: separator) + end
    }.joined()
  }

  private static let encodings: [(String, @Sendable (String) -> [UInt8])] = [
    ("UTF-8", { Array($0.utf8) }), ("UTF-8 with a mark", { [0xEF, 0xBB, 0xBF] + Array($0.utf8) }),
    ("UTF-16, little", { [0xFF, 0xFE] + $0.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }),
    ("UTF-16, big", { [0xFE, 0xFF] + $0.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }),
    ("UTF-16 without a mark", { $0.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }),
    ("Latin-1", { $0.unicodeScalars.map { UInt8($0.value) } }),
  ]

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
  func anySeparatorLineEndAndEncodingIsRead(_ separator: String, _ end: String) throws {
    for (name, encode) in Self.encodings {
      let sheet = try Sheet(reading: encode(Self.text(separator, end)), name: "t.csv") { $0 == "name" }
      #expect(sheet.cells.indices.map { sheet.row($0) } == Self.rows, "\(name) \(separator.debugDescription)")
      #expect(sheet.column(["nom", "name"]) == 1)
    }
  }

  /// Lines of fewer or more cells are somebody's mistake in a platform's table, and usual in a list.
  @Test func raggedRowsAreReadWhereTheyMayBe() throws {
    let text = Array("a,b\n1\n\n2,3,4\n".utf8)
    let sheet = try Sheet(reading: text, name: "t.csv", isRagged: true) { _ in false }
    #expect(sheet.cells.indices.map { sheet.row($0) } == [["a", "b"], ["1"], ["2", "3", "4"]])
    #expect { try Sheet(reading: text, name: "t.csv") { _ in false } } throws: {
      "\($0)".contains("row 2 of t.csv has 1 cells, and the head has 2")
    }
  }

  @Test func whatIsNoTableIsTold() {
    for (bytes, words) in [
      ([], "t.csv is empty"), ([0, 1, 2, 0xFF], "t.csv is no text"), (Array("a,\"b\n1,2".utf8), "is never closed"),
      (Array("\n\r\n".utf8), "t.csv is empty"),
    ] as [([UInt8], String)] {
      #expect { try Sheet(reading: bytes, name: "t.csv") { _ in false } } throws: { "\($0)".contains(words) }
    }
    // What is given back must keep its bytes.
    let utf16: [UInt8] = [0xFF, 0xFE, 0x61, 0]
    #expect { try Sheet(utf16, name: "t.csv") { _ in false } } throws: { "\($0)".contains("as the platform sent it") }
  }
}
