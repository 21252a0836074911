/// Columns of text, aligned by what terminals show.
package struct TextTable {
  package struct Column: Sendable {
    var title: String
    var alignedRight = false

    package init(title: String, alignedRight: Bool = false) { (self.title, self.alignedRight) = (title, alignedRight) }
  }

  var columns: [Column]
  package var rows: [[String]] = []

  package init(columns: [Column]) { self.columns = columns }

  /// The lines. A first column too wide for the terminal is cut, down to `narrowest` columns; the others are whole.
  package func lines(width: Int, narrowest: Int = 12) -> [String] {
    let titles = columns.map(\.title)
    var widths = titles.indices.map { column in
      ([titles] + rows).reduce(0) { max($0, column < $1.count ? $1[column].displayWidth : 0) }
    }
    let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
    if let first = widths.first { widths[0] = min(first, max(narrowest, width - others)) }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([titles, rule] + rows).map { row in
      var line = zip(row, zip(columns, widths)).map { cell, shape in
        cell.cut(toWidth: shape.1).padded(toWidth: shape.1, alignedRight: shape.0.alignedRight)
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
