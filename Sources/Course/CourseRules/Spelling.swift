/// Which word somebody meant.
package enum Spelling {
  /// The word with the fewest letters to change; nil where none is near, or none nearest.
  package static func nearest(to word: String, among words: [String]) -> String? {
    let word = word.lowercased()
    let near = words.map { (name: $0, distance: distance(word, $0.lowercased())) }
      .filter { $0.distance <= max(1, $0.name.count / 3) || !word.isEmpty && $0.name.lowercased().hasPrefix(word) }
      .sorted { $0.distance < $1.distance }
    guard let first = near.first, near.dropFirst().first?.distance != first.distance else { return nil }
    return first.name
  }

  /// How many letters must be changed, added, taken away or exchanged with their neighbour to make one of the other.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.prefix(100)), Array(right.prefix(100)))
    var rows = [Array(0...right.count)]
    for (i, letter) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var least = min(rows[i][j] + (letter == other ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other { least = min(least, rows[i - 1][j - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
