import Checks
import LabKit
import Labs

extension UnsupervisedHiddenChecks {
  static let distancesEdges = Check(
    "distances.edges", "distances: near each other and far out, tiny and huge, of nothing", points: 0.3,
    after: ["distances"],
    hint: "Take the differences first, whatever the size of the numbers: what is multiplied out first loses its digits."
  ) { generator in
    var draw = ValueDraw()
    var far = NearSet(5, features: 3, &generator)
    (far.samples, far.queries) = (far.samples + 1e6, far.queries + 1e6)
    draw.add("near each other, far from the origin", far.distances)
    for (name, size) in [("tiny", 1e-9), ("huge", 1e9)] {
      var set = NearSet(4, features: 2, &generator)
      (set.samples, set.queries) = (set.samples * size, set.queries * size)
      draw.add(name, set.distances, isRelative: true)
    }
    var same = NearSet(4, features: 3, &generator)
    same.queries = same.samples
    draw.add("of points from themselves", same.distances)
    draw.add("from no points", NearSet(0, features: 3, &generator).distances, isTrivial: true)
    draw.add("of no points", NearSet(4, features: 3, queries: 0, &generator).distances, isTrivial: true)
    draw.add("no features", NearSet(3, features: 0, queries: 2, &generator).distances, isTrivial: true)
    draw.add("many features", NearSet(3, features: 200, &generator).distances)
    return draw.draw(partial: true)
  }

  /// Points on a line with whole coordinates, so that equal distances are the same number however they are worked out.
  static let neighboursEdges = Check(
    "neighbours.edges", "neighbours: equally near ones, one, all, by a hair", points: 0.4,
    after: ["distances", "distances.edges"],
    hint: "Of equally near samples the earlier comes first; distances are compared as they are, however small or alike."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ samples: Tensor, at point: [Double], _ count: Int) {
      var set = NearSet(samples.rows, features: samples.columns, &generator)
      (set.samples, set.queries) = (samples, Tensor(rows: [point]))
      draw.add(name, set.neighbours(count)) { set.ownNeighbours(&$0, count) }
    }
    func column(_ values: [Double]) -> Tensor { Tensor(shape: [values.count, 1], values: values) }
    for _ in 0..<2 {
      let line = generator.permutation(9).map { Double($0) - 4 }
      add("equally near ones", column(line), at: [0], 8)
    }
    let square = [[1.0, 2], [2, 1], [-1, 2], [2, -1], [1, -2], [-2, 1], [0, 3], [3, 0]]
    add("equally near ones", Tensor(rows: generator.permutation(8).map { square[$0] }), at: [0, 0], 7)
    let normal = generator.normal(shape: [7, 2])
    add("all", normal, at: generator.normal(shape: [2]).values, 7)
    let twice = generator.normal(shape: [6, 3])
    add("each sample twice", twice.rows(at: generator.permutation(12).map { $0 % 6 }), at: [0.1, 0, 0], 9)
    add("a sample itself", twice, at: twice.row(4).values, 3)
    let (hair, less): (Double, Double) = (1 + 0x1p-52, 1 - 0x1p-53)
    add("nearer by a hair", column([3, hair, -1, 1, -hair]), at: [0], 4)
    add("nearer by a hair", column([-hair, 2, 1, less]), at: [0], 3)
    for size in [1e-9, 1e-30, 1e9] {
      add("tiny and huge", generator.normal(shape: [9, 2]) * size, at: [0.3 * size, 0], 4)
    }
    add("far from the origin", generator.normal(shape: [9, 2]) + 1e6, at: [1e6, 1e6], 4)
    return draw.draw(partial: true)
  }

  /// Votes that are equal: labels 5, 2 and −3, the nearest voter of which is known; and one neighbour that outvotes no two.
  static let classifyEdges = Check(
    "classify.edges", "classify: equal votes, any labels, all samples, no queries", points: 0.4,
    after: ["distances", "neighbours"],
    hint: "Of labels with as many votes the one that comes first in the list of neighbours; labels may be any integers."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ places: [Double], _ labels: [Int], _ count: Int) {
      var set = NearSet(places.count, features: 1, &generator)
      (set.samples, set.labels) = (Tensor(shape: [places.count, 1], values: places), labels)
      set.queries = Tensor(rows: [[0], [0.01]])
      guard labels.allSatisfy({ (0..<20).contains($0) }) else { return draw.add(name, set.classify(count)) }
      draw.add(name, set.classify(count)) { set.ownClasses(&$0, count) }
    }
    let step = generator.uniform(1, 2)
    // Neither the first label, nor the least, nor the one that most samples have is right throughout a case.
    add("equal votes", [3, 1, -2].map { $0 * step }, [0, 2, 1], 3)
    add("equal votes", [1, 2, -3, 4].map { $0 * step }, [3, 1, 1, 3], 4)
    add("equal votes", [4, 1, -3, 2].map { $0 * step }, [1, 1, 4, 4], 4)
    add("equal votes, one after another", [1, 2, -3, 4, 5].map { $0 * step }, [7, 0, 0, 5, 5], 5)
    add("equal votes, one after another", [1, 2, -3, 4, 5, 60, 61].map { $0 * step }, [2, 8, 3, 3, 8, 3, 3], 5)
    add("the nearest is outvoted", [1, 2, -3].map { $0 * step }, [0, 1, 1], 3)
    add("the nearest is outvoted", [1, 2, 3, 30, 31, 32, 33].map { $0 * step }, [6, 4, 4, 6, 6, 5, 5], 3)
    add("the nearest is outvoted", [1, 1.5, 20, -21, 22].map { $0 * step }, [1, 3, 2, 2, 2], 5)
    add("any labels", [1, 2, -3, 4, 5, 6].map { $0 * step }, [9, -7, -7, 1_000_000_007, 9, 9], 3)
    add("any labels", [1, 2, -3, 4].map { $0 * step }, [-5, Int.min, Int.max, -5], 4)
    for count in [21, 20] {
      let set = NearSet(21, features: 2, labels: 6, queries: 9, &generator)
      draw.add("nearly all samples", set.classify(count)) { set.ownClasses(&$0, count) }
    }
    draw.add("no queries", NearSet(5, features: 2, queries: 0, &generator).classify(2), isTrivial: true)
    return draw.draw(partial: true)
  }
}
