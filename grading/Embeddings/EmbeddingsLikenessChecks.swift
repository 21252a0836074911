import Checks
import LabKit
import Labs

extension EmbeddingsHiddenChecks {
  static let cosinesEdges = Check(
    "cosines.edges", "cosines: vectors of 0, tiny and huge ones, one number", points: 0.3, after: ["cosines"],
    hint: "Where one of both is 0 the cosine is 0, not 0 / 0; what is small is not nothing."
  ) { generator in
    var draw = ValueDraw()
    let table = generator.normal(shape: [5, 3])
    var gaps = table
    for row in [0, 3] { for column in 0..<3 { gaps[row, column] = 0 } }
    let query = generator.normal(shape: [3]).values
    draw.add("rows of 0", EmbeddingsLab.cosines(query, gaps))
    draw.add("a query of 0", EmbeddingsLab.cosines([0, 0, 0], table), isTrivial: true)
    for (one, other) in [(1e-30, 1.0), (1e-30, 1e-30), (1e9, 1e-20), (1, 1e9)] {
      draw.add("tiny and huge", EmbeddingsLab.cosines(query.map { $0 * one }, table * other))
    }
    draw.add("one number", EmbeddingsLab.cosines([query[0]], generator.normal(shape: [6, 1])))
    draw.add("the same and the opposite", EmbeddingsLab.cosines(query, Tensor(rows: [query, query.map { -2 * $0 }])))
    draw.add("no rows", EmbeddingsLab.cosines(query, generator.normal(shape: [0, 3])), isTrivial: true)
    draw.add(
      "many numbers", EmbeddingsLab.cosines(generator.normal(shape: [300]).values, generator.normal(shape: [3, 300])))
    return draw.draw(partial: true)
  }

  /// Equally alike are rows that are the same, or twice or four times another: their cosines are the same number however they
  /// are worked out.
  static let nearestEdges = Check(
    "nearest.edges", "nearest: equally alike ones, all, vectors of 0, tiny and huge ones", points: 0.3,
    after: ["cosines", "cosines.edges"],
    hint: "Only the word itself is left out, whatever is like it. Of equally alike words the lower comes first."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ table: Tensor, _ word: Int, _ count: Int, isTrivial: Bool = false) {
      var set = LikenessSet(1, size: 1, &generator)
      set.table = table
      draw.add(name, set.nearest(word, count), isTrivial: isTrivial) { set.ownNearest(&$0, word, count) }
    }
    let table = generator.normal(shape: [7, 3])
    for word in [0, 6] { add("all others", table, word, 6) }
    for _ in 0..<2 {
      let twice = table.rows(at: generator.permutation(12).map { $0 % 6 })
      add("equally alike", twice, generator.integer(below: 12), 11)
      var scaled = twice
      for row in 0..<12 { for column in 0..<3 { scaled[row, column] *= [1, 4, 0.5, 2][row % 4] } }
      add("equally alike, of unlike lengths", scaled, generator.integer(below: 12), 11)
    }
    var gaps = table
    for column in 0..<3 { gaps[2, column] = 0 }
    add("a vector of 0", gaps, 4, 6)
    add("a word of 0", gaps, 2, 5, isTrivial: true)
    add("alike and opposite", Tensor(rows: [[-1, 0], [0, 2], [-4, 0], [1, 1], [1, 0], [5, 0], [-1, -1]]), 4, 6)
    for size in [1e-30, 1e9] { add("tiny and huge", table * size, 3, 4) }
    add("two words", table.rows(at: [0, 1]), 1, 1, isTrivial: true)
    // Cosines that differ by 10⁻⁸ and 10⁻⁷: nearly equal is not equal.
    let near = generator.permutation(6).map { 1 + Double($0) * 1e-8 } + [-0.5, -0.5 + 1e-7]
    add("nearly alike", Tensor(rows: near.map { [cos($0), sin($0)] } + [[3, 0]]), 8, 8)
    return draw.draw(partial: true)
  }

  static let analogyEdges = Check(
    "analogy.edges", "analogy: none of the three, equally alike ones, unlike lengths", points: 0.3,
    after: ["cosines", "cosines.edges"],
    hint: "Leave out all three, however alike they are; begin with the first of the others, whatever its cosine is."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ table: Tensor, _ words: [Int], isTrivial: Bool = false) {
      var set = LikenessSet(1, size: 1, &generator)
      set.table = table
      draw.add(name, set.analogy(words[0], words[1], words[2]), isTrivial: isTrivial) {
        set.ownAnalogy(&$0, words[0], words[1], words[2])
      }
    }
    // The direction is that of a where b and c have one, that of b where a and c stand at right angles on both sides of it,
    // that of c where a and b have one: of each of the three in turn.
    for place in 0..<3 {
      let (one, other) = (generator.normal(shape: [3]), generator.normal(shape: [3]))
      let along = one / (one * one).sum().squareRoot()
      let beside = other - along * (along * other).sum()
      let across = beside / (beside * beside).sum().squareRoot()
      let three = [
        [one * 3, other, other * 2], [(along + across) * 2, one, along - across], [other, other * 0.5, one * 3],
      ][place]
      let words = generator.permutation(9)
      var rows = (0..<9).map { _ in generator.normal(shape: [3]).values }
      for (word, row) in zip(words, three) { rows[word] = row.values }
      add("one of the three is the most alike", Tensor(rows: rows), Array(words.prefix(3)))
    }
    for _ in 0..<2 {
      // The direction is that of the first axis; the others stand off from it by nearly the same angle.
      let order = generator.permutation(5)
      // The first of them is not the one that is the most alike.
      let near = (order[0] == 0 ? order.reversed() : order).map { 1 + Double($0) * 1e-8 }
      add("nearly alike", Tensor(rows: [[2, 0], [0, 3], [0, 1]] + near.map { [cos($0), sin($0)] }), [0, 1, 2])
    }
    let table = generator.normal(shape: [8, 3])
    add("the same word twice", table, [5, 5, 2])
    add("the same word twice", table, [1, 4, 4])
    add("the same word twice", table, [3, 6, 3])
    for _ in 0..<2 {
      let order = generator.permutation(18)
      add("equally alike", table.rows(at: order.map { $0 % 6 }), Array(generator.permutation(18).prefix(3)))
      var lengths = table.rows(at: [0, 1, 2, 3, 4, 5, 6, 7])
      for row in 0..<8 { for column in 0..<3 { lengths[row, column] *= exp(generator.uniform(-4, 4)) } }
      add("unlike lengths", lengths, Array(generator.permutation(8).prefix(3)))
    }
    add("none is alike", Tensor(rows: [[1, 0], [0, -1], [0, 1], [-1, -1.5], [-1, -2], [-2, -1]]), [0, 1, 2])
    var gaps = table
    for column in 0..<3 { gaps[4, column] = 0 }
    for words in [[4, 0, 1], [0, 4, 1], [2, 0, 4]] { add("a vector of 0", gaps, words) }
    add("no direction at all", gaps, [5, 5, 4], isTrivial: true)
    for size in [1e-30, 1e9] { add("tiny and huge", table * size, [6, 2, 0]) }
    add("four words", table.rows(at: [0, 1, 2, 3]), [3, 0, 1], isTrivial: true)
    return draw.draw(partial: true)
  }
}
