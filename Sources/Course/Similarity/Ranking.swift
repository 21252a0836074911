/// The pairs of a class in the order of their likeness, with what chance explains of it.
package struct Ranking: Sendable {
  package struct Pair: Sendable, Hashable {
    package var left: Int
    package var right: Int
    package var likeness: Double
    /// How many pairs as like chance is expected to make in this class.
    package var expected: Double
    package var isBeyondChance: Bool
    /// Whether the two are one file, byte for byte.
    package var isSameFile: Bool
  }

  /// The most alike first; of equal ones the first of the class.
  package let pairs: [Pair]
  /// Programs that pairs beyond chance lead from one to another.
  package let groups: [[Int]]
  /// Where a program holds so little that is not common that its likeness says nothing.
  package let isTooCommon: [Bool]
  /// The likeness from which on a pair is beyond chance.
  package let line: Double
  private let comparison: Comparison
  private let texts: [CodeText]

  /// `texts` are those compared, `digests` those of their files; who is `together` is no pair.
  package init(
    _ comparison: Comparison, _ texts: [CodeText], digests: [String], reference: Chance.Tail = Chance.reference,
    together: (Int, Int) -> Bool = { _, _ in false }
  ) {
    let found = comparison.pairs().filter { !together($0.left, $0.right) }
    let count = texts.count
    let chance = Chance(pairs: count * (count - 1) / 2, likenesses: found.map(\.likeness), reference: reference)
    var pairs = found.map { pair in
      let isSame = digests[pair.left] == digests[pair.right]
      let expected = chance.expected(pair.likeness)
      return Pair(
        left: pair.left, right: pair.right, likeness: pair.likeness, expected: expected,
        isBeyondChance: isSame || expected < Chance.level, isSameFile: isSame)
    }
    // The same file is told even where it is too short for anything to be compared.
    let known = Set(pairs.map { $0.right * count + $0.left })
    var byDigest: [String: [Int]] = [:]
    for (place, digest) in digests.enumerated() { byDigest[digest, default: []].append(place) }
    for places in byDigest.values where places.count > 1 {
      for (index, right) in places.enumerated() {
        for left in places[..<index] where !known.contains(right * count + left) && !together(left, right) {
          pairs.append(
            Pair(left: left, right: right, likeness: 1, expected: 0, isBeyondChance: true, isSameFile: true))
        }
      }
    }
    self.pairs = pairs.sorted { left, right in
      if left.isBeyondChance != right.isBeyondChance { return left.isBeyondChance }
      return (right.likeness, left.left, left.right) < (left.likeness, right.left, right.right)
    }
    groups = Groups.groups(of: count, joinedBy: self.pairs.filter(\.isBeyondChance).map { ($0.left, $0.right) })
      .filter { $0.count > 2 }
    isTooCommon = (0..<count).map { comparison.rare(in: $0) < comparison.settings.floor }
    line = chance.line
    (self.comparison, self.texts) = (comparison, texts)
  }

  /// The parts that a pair has in common, as bytes of the left and of the right, in the order of the left.
  package func matches(of pair: Pair) -> [(left: Range<Int>, right: Range<Int>)] {
    comparison.tiles(pair.left, pair.right).sorted { $0.left < $1.left }.compactMap { tile in
      let left = Self.bytes(texts[pair.left].tokens[tile.left..<tile.left + tile.length])
      let right = Self.bytes(texts[pair.right].tokens[tile.right..<tile.right + tile.length])
      return left.isEmpty || right.isEmpty ? nil : (left, right)
    }
  }

  private static func bytes(_ tokens: ArraySlice<CodeToken>) -> Range<Int> {
    let seen = tokens.filter { !$0.bytes.isEmpty }
    guard let begin = seen.map(\.bytes.lowerBound).min(), let end = seen.map(\.bytes.upperBound).max() else {
      return 0..<0
    }
    return Int(begin)..<Int(end)
  }
}
