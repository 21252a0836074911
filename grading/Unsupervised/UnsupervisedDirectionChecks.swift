import Checks
import LabKit
import Labs

extension UnsupervisedHiddenChecks {
  private static let digits = UnsupervisedPublicChecks.nineDigits

  static let directionsEdges = Check(
    "directions.edges", "singularDirections: wide, narrow, tiny, huge, equal values, values of 0", points: 0.6,
    after: ["directions"],
    hint: """
      Where a singular value is 0, any direction will do that is orthogonal to all before it. Nothing is small but in \
      comparison. Is your start orthogonal to what you look for?
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, rows, columns) in [("more columns than rows", 3, 7), ("one column", 5, 1), ("one row", 1, 4)] {
      let matrix = generator.matrix(rows, columns, values: generator.falling(min(rows, columns)))
      draw.add(name, UnsupervisedLab.directions(matrix, min(2, rows, columns)), isTrivial: columns == 1)
    }
    for (name, size) in [("tiny", 1e-9), ("tiny", 1e-30), ("huge", 1e9)] {
      let call = UnsupervisedLab.directions(generator.matrix(6, 4, values: generator.falling(4)) * size, 3)
      draw.add(name, call, part: "values", unit: size)
      draw.add(name, call, part: "lines")
    }
    let equal = generator.uniform(2, 3)
    draw.add(
      "equal values", UnsupervisedLab.span(generator.matrix(6, 4, values: [equal, equal, 1, 0.5]), 2))
    draw.add("equal values", UnsupervisedLab.span(generator.matrix(5, 3, values: [equal, equal, equal]), 3))
    draw.add("values of 0", UnsupervisedLab.span(generator.matrix(6, 4, values: generator.falling(2)), 4))
    let wide = UnsupervisedLab.span(generator.matrix(2, 5, values: generator.falling(2)), 4)
    for part in ["squares", "gram"] { draw.add("more directions than rows", wide, part: part) }
    let nothing = UnsupervisedLab.span(Tensor(shape: [4, 3]), 2)
    for part in ["squares", "gram"] { draw.add("all zeros", nothing, part: part, isTrivial: true) }
    // What some start of an iteration has nothing of.
    let order = generator.permutation(4)
    var diagonal = Tensor(shape: [4, 4])
    for (place, value) in generator.falling(4).enumerated() { diagonal[order[place], order[place]] = value }
    draw.add("a diagonal matrix", UnsupervisedLab.directions(diagonal, 3))
    let (a, b) = (generator.uniform(3, 4), generator.uniform(1, 1.5))
    draw.add("orthogonal to (1, 1)", UnsupervisedLab.directions(Tensor(rows: [[a, -a], [b, b], [-a, a]]), 2))
    draw.add("orthogonal to (1, 1)", UnsupervisedLab.directions(Tensor(rows: [[a, -a], [a, -a], [b, b]]), 1))
    draw.add("many columns", UnsupervisedLab.span(generator.matrix(12, 40, values: generator.falling(5)), 3))
    return draw.draw(tolerance: digits, partial: true)
  }

  static let approximationEdges = Check(
    "approximation.edges", "approximation: of the rank it has, wide, tiny, huge, zeros", points: 0.4,
    after: ["directions", "directions.edges"],
    hint: "A matrix of the rank that is asked for, or less, is its own approximation."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ matrix: Tensor, _ rank: Int, unit: Double? = nil, isTrivial: Bool = false) {
      draw.add(name, UnsupervisedLab.approximation(matrix, rank), isTrivial: isTrivial, unit: unit) {
        OwnDirections.approximation(&$0, matrix, rank)
      }
    }
    add("more columns than rows", generator.matrix(3, 8, values: generator.falling(3)), 2)
    add("many rows", generator.matrix(30, 3, values: generator.falling(3)), 2)
    add("a far offset", generator.matrix(6, 4, values: generator.falling(4)) + 20, 1)
    let equal = generator.uniform(2, 3)
    add("equal values", generator.matrix(6, 4, values: [equal, equal, 1, 0.5]), 2)
    for (name, size) in [("tiny", 1e-9), ("huge", 1e9)] {
      add(name, generator.matrix(5, 4, values: generator.falling(4)) * size, 2, unit: size)
    }
    add("of the rank it has", generator.matrix(6, 4, values: generator.falling(2)), 2, isTrivial: true)
    add("of a higher rank", generator.matrix(6, 4, values: generator.falling(2)), 3, isTrivial: true)
    add("of all columns", generator.matrix(6, 4, values: generator.falling(4)), 4, isTrivial: true)
    add("zeros", Tensor(shape: [3, 2]), 1, isTrivial: true)
    return draw.draw(tolerance: digits, partial: true)
  }

  static let componentsEdges = Check(
    "components.edges", "principalComponents: far out, few samples, equal ones, tiny, huge", points: 0.4,
    after: ["directions", "directions.edges"],
    hint: """
      Take the mean off before anything is multiplied, divide by n, and let components be orthonormal also where there is \
      no variance.
      """
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ samples: Tensor, _ count: Int) {
      draw.add(name, UnsupervisedLab.components(samples, count)) { OwnDirections.components(&$0, samples, count) }
    }
    func parts(_ name: String, _ samples: Tensor, _ count: Int, _ parts: [(String, unit: Double)]) {
      let mean = samples.sum(axis: 0) / Double(samples.rows)
      for (part, unit) in parts {
        draw.add(name, UnsupervisedLab.subspace(samples, count), part: part, unit: unit) {
          part == "mean" ? [.of(mean)] : OwnDirections.subspace(&$0, samples, count, part: part)
        }
      }
    }
    func centred(_ rows: Int, _ columns: Int, _ values: Int) -> Tensor {
      generator.matrix(rows, columns, values: generator.falling(values), isCentred: true)
    }
    add("far from the origin", centred(9, 4, 4) + 1e6, 2)
    add("fewer samples than features", centred(4, 7, 3) + generator.normal(shape: [7]), 2)
    add("one feature", generator.normal(shape: [6, 1]), 1)
    add("each sample twice", (centred(6, 3, 3) + 1).rows(at: (0..<12).map { $0 / 2 }), 2)
    let equal = generator.uniform(2, 3)
    let round = generator.matrix(8, 4, values: [equal, equal, 1, 0.5], isCentred: true) + 2
    let all = [("mean", unit: 1.0), ("variances", 1), ("gram", 1), ("projector", 1)]
    parts("equal variances", round, 2, all)
    parts("no variance along some", centred(8, 4, 2) + 3, 4, all)
    for (name, size) in [("tiny", 1e-9), ("huge", 1e9)] {
      let samples = (centred(7, 4, 4) + generator.normal(shape: [4])) * size
      parts(name, samples, 2, [("mean", size), ("variances", size * size), ("projector", 1)])
    }
    // 0.1 and its kin, of which a mean may be off by a bit: what is left has directions, but none to speak of.
    let one = Tensor([0.1, 0.7, generator.uniform(1, 2)])
    parts("all samples equal", one + Tensor(shape: [7, 3]), 2, [("mean", 1), ("variances", 1), ("gram", 1)])
    parts("one sample", one + Tensor(shape: [1, 3]), 3, [("mean", 1), ("variances", 1), ("gram", 1)])
    return draw.draw(tolerance: digits, partial: true)
  }
}
