import LabKit

/// Text of a language that is drawn from the key, whose structure is known: sixteen words on a grid of four rows and four
/// columns, each of which stands between a mark of its row and a mark of its column, whichever comes first; a row, or a
/// column, has three marks to choose from.
///
/// So the marks of one row have the same neighbours, and are alike; and a word's neighbours are those of its row and those of
/// its column, so that words are sums of both: (i, l) is to (k, l) as (i, j) is to (k, j).
struct WordGrid {
  static let (side, marks) = (4, 3)
  static let vocabulary = side * side + 2 * side * marks
  /// What each of the words is called in the text.
  private let names: [Int]

  init(_ generator: inout Generator) { names = generator.permutation(Self.vocabulary) }

  private func word(_ row: Int, _ column: Int) -> Int { names[row * Self.side + column] }

  /// A mark of one of the rows, or of one of the columns, which follow them.
  private func mark(_ line: Int, _ number: Int) -> Int { names[Self.side * Self.side + line * Self.marks + number] }

  /// So many words of the grid, each between its two marks.
  func text(_ count: Int, _ generator: inout Generator) -> [Int] {
    (0..<count).flatMap { _ -> [Int] in
      let (row, column) = (generator.integer(below: Self.side), generator.integer(below: Self.side))
      let marks = [row, Self.side + column].map { mark($0, generator.integer(below: Self.marks)) }
      let first = generator.integer(below: 2)
      return [marks[first], word(row, column), marks[1 - first]]
    }
  }

  /// A mark of each line, as what its others are to be known by; the others, and for each of them that of its line.
  var lines: (anchors: [Int], asked: [Int], labels: [Int]) {
    let lines = 0..<2 * Self.side
    return (
      lines.map { mark($0, 0) }, lines.flatMap { line in (1..<Self.marks).map { mark(line, $0) } },
      lines.flatMap { line in (1..<Self.marks).map { _ in mark(line, 0) } }
    )
  }

  /// Analogies a, b, c, of which a and b share a column, b and c a row, and their answers.
  func analogies(_ count: Int, _ generator: inout Generator) -> (questions: [[Int]], answers: [Int]) {
    let drawn = (0..<count).map { _ in
      (generator.permutation(Self.side).prefix(2) + [], generator.permutation(Self.side).prefix(2) + [])
    }
    return (
      drawn.map { rows, columns in [word(rows[0], columns[0]), word(rows[1], columns[0]), word(rows[1], columns[1])] },
      drawn.map { rows, columns in word(rows[0], columns[1]) }
    )
  }
}
