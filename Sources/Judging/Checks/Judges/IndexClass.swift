/// Which elements of a tensor are wrong, in words that point to a mistake: one row, the last column, every element.
enum IndexClass {
  /// `wrong` are row-major offsets, not empty.
  static func describe(_ wrong: [Int], shape: [Int]) -> String {
    let count = shape.reduce(1, *)
    if wrong.count == count { return "every element is" }
    if wrong.count == 1 { return "one of \(count) elements is" }
    if shape.count == 2, let line = matrixLine(wrong, rows: shape[0], columns: shape[1]) { return line }
    return "\(wrong.count) of \(count) elements are"
  }

  private static func matrixLine(_ wrong: [Int], rows: Int, columns: Int) -> String? {
    let wrongRows = Set(wrong.map { $0 / columns })
    let wrongColumns = Set(wrong.map { $0 % columns })
    if wrongRows.count == 1, let row = wrongRows.first {
      return "elements of \(ordinal(row, of: rows)) row only are"
    }
    if wrongColumns.count == 1, let column = wrongColumns.first {
      return "elements of \(ordinal(column, of: columns)) column only are"
    }
    if rows == columns {
      if wrong.allSatisfy({ $0 / columns == $0 % columns }) { return "elements on the diagonal only are" }
      if wrong.count == rows * (rows - 1), wrong.allSatisfy({ $0 / columns != $0 % columns }) {
        return "elements off the diagonal only are"
      }
    }
    return nil
  }

  private static func ordinal(_ index: Int, of count: Int) -> String {
    index == 0 ? "the first" : index == count - 1 ? "the last" : "one"
  }

  /// `[row, column, …]` of a row-major offset.
  static func position(_ offset: Int, shape: [Int]) -> String {
    var rest = offset
    var indices: [Int] = []
    for size in shape.reversed() {
      indices.insert(rest % max(size, 1), at: 0)
      rest /= max(size, 1)
    }
    return "[\(indices.map(String.init).joined(separator: ", "))]"
  }
}
