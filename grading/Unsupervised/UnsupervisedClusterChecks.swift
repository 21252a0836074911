import Checks
import LabKit
import Labs

extension UnsupervisedHiddenChecks {
  static let assignEdges = Check(
    "assign.edges", "assign: equally near centres, one, none to assign, by a hair", points: 0.3,
    after: ["distances", "distances.edges"],
    hint: "The lowest of equally near centres, and the nearer one however little it is nearer."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ samples: Tensor, _ centres: Tensor, isTrivial: Bool = false) {
      var set = ClusterSet(samples.rows, features: samples.columns, centres: 1, &generator)
      (set.samples, set.centres) = (samples, centres)
      guard samples.rows > 0 else { return draw.add(name, set.assign, isTrivial: isTrivial) }
      draw.add(name, set.assign, isTrivial: isTrivial) { set.ownAssignments(&$0) }
    }
    let places = generator.permutation(7).map { [Double($0)] }
    add("equally near centres", Tensor(rows: places), Tensor(rows: [[4], [2], [0], [6], [2]]))
    let corners = [[1.0, 1], [-1, 1], [1, -1], [-1, -1]]
    add(
      "equally near centres", Tensor(rows: [[0, 0], [0, 1], [1, 0], [0, -1]]),
      Tensor(rows: generator.permutation(4).map { corners[$0] }))
    let (more, less): (Double, Double) = (1 + 0x1p-52, 1 - 0x1p-53)
    add("by a hair", Tensor(rows: [[0], [0]]), Tensor(rows: [[more], [-1], [1]]))
    add("by a hair", Tensor(rows: [[0], [2]]), Tensor(rows: [[1], [-less], [3 - 0x1p-51]]))
    add("one centre", generator.normal(shape: [4, 2]), generator.normal(shape: [1, 2]), isTrivial: true)
    add("no samples", generator.normal(shape: [0, 2]), generator.normal(shape: [3, 2]), isTrivial: true)
    for size in [1e-9, 1e-30, 1e9] {
      add("tiny and huge", generator.normal(shape: [8, 2]) * size, generator.normal(shape: [3, 2]) * size)
    }
    // Between two centres each, one of which is nearer by a millionth.
    let far = (0..<8).map { 1e6 + 10 * Double($0) }
    let about = far.enumerated().flatMap { place, at -> [[Double]] in
      let (left, right) = place % 2 == 0 ? (0x1p-20, 0) : (0, 0x1p-20)
      return [[at - 1 - left], [at + 1 + right]]
    }
    add("far from the origin", Tensor(rows: generator.permutation(8).map { [far[$0]] }), Tensor(rows: about))
    return draw.draw(partial: true)
  }

  static let updateEdges = Check(
    "update.edges", "update: clusters without samples, numbers of any size", points: 0.3, after: ["update"],
    hint: "A centre without samples stays where it is: no 0 / 0, no move to the origin."
  ) { generator in
    var draw = ValueDraw()
    var empty = ClusterSet(8, features: 3, centres: 4, &generator)
    empty.assignments = empty.assignments.map { $0 == 1 ? 3 : $0 }
    draw.add("a cluster without samples", empty.update)
    empty.assignments = empty.assignments.map { $0 == 0 ? 2 : 3 }
    draw.add("the first without samples", empty.update)
    empty.samples = generator.normal(shape: [0, 3])
    empty.assignments = []
    draw.add("no samples", empty.update, isTrivial: true)
    for (name, size) in [("tiny", 1e-9), ("huge", 1e9)] {
      draw.add(name, ClusterSet(7, features: 2, centres: 3, &generator).scaled(size).update, isRelative: size < 1)
    }
    var far = ClusterSet(12, features: 2, centres: 2, &generator)
    far.samples = far.samples + 1000
    draw.add("far from the origin", far.update)
    var same = ClusterSet(9, features: 2, centres: 3, &generator)
    same.samples = same.samples.rows(at: [0, 0, 0, 0, 5, 5, 5, 5, 8])
    draw.add("the same samples often", same.update)
    return draw.draw(partial: true)
  }

  static let inertiaEdges = Check(
    "inertia.edges", "inertia: the assignments that are given, numbers of any size", points: 0.2, after: ["distances"],
    hint: "Each sample counts by the centre that it was assigned to, whether that is the nearest or not."
  ) { generator in
    var draw = ValueDraw()
    for (name, size) in [("tiny", 1e-9), ("huge", 1e9)] {
      let set = ClusterSet(7, features: 2, centres: 3, &generator).scaled(size)
      draw.add(name, set.inertia, unit: size * size, own: set.ownInertia)
    }
    var far = ClusterSet(9, features: 3, centres: 2, &generator)
    (far.samples, far.centres) = (far.samples + 1e6, far.centres + 1e6)
    draw.add("far from the origin", far.inertia, own: far.ownInertia)
    var none = ClusterSet(4, features: 2, centres: 2, &generator)
    none.samples = generator.normal(shape: [0, 2])
    none.assignments = []
    draw.add("no samples", none.inertia, isTrivial: true)
    let single = ClusterSet(6, features: 1, centres: 6, &generator)
    draw.add("a centre for each", single.inertia, own: single.ownInertia)
    return draw.draw(partial: true)
  }

  static let kMeansEdges = Check(
    "kMeans.edges", "kMeans: no rounds, many, empty clusters, repeated points", points: 0.4,
    after: ["distances", "assign", "update", "assign.edges", "update.edges"],
    hint: "As many rounds as are asked for, or until nothing moves any more; empty clusters stay empty or come back."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ set: ClusterSet, _ rounds: Int, unit: Double? = nil, isTrivial: Bool = false) {
      draw.add(name, set.kMeans(rounds), part: unit == nil ? nil : "centres", isTrivial: isTrivial, unit: unit) {
        let whole = set.ownClusters(&$0, rounds)
        return unit == nil ? whole : whole.map { $0["centres"] }
      }
    }
    add("no rounds", ClusterSet(9, features: 2, centres: 3, &generator), 0)
    add("more rounds than needed", ClusterSet(12, features: 2, centres: 3, &generator), 30)
    add("a long way", .longWay(&generator), 40)
    // With so many the inertia falls by next to nothing for many rounds in which samples still change sides.
    for _ in 0..<2 { draw.add("many samples", ClusterSet(300, features: 5, centres: 5, &generator).kMeans(60)) }
    var empty = ClusterSet(15, features: 2, centres: 4, &generator)
    for feature in 0..<2 { empty.centres[1, feature] += 50 }
    add("an empty cluster", empty, 4)
    var twice = ClusterSet(16, features: 2, centres: 3, &generator)
    twice.samples = twice.samples.rows(at: (0..<16).map { $0 / 4 })
    add("repeated points", twice, 4)
    // Two equal centres: the second is left alone.
    twice.centres = twice.centres.rows(at: [0, 0, 2])
    add("the same centre twice", twice, 3)
    add("one cluster", ClusterSet(6, features: 3, centres: 1, &generator), 2, isTrivial: true)
    var each = ClusterSet(5, features: 2, centres: 5, &generator)
    each.centres = each.samples
    add("a centre on each sample", each, 2, isTrivial: true)
    for size in [1e-9, 1e9] {
      add("tiny and huge", ClusterSet(14, features: 2, centres: 3, &generator).scaled(size), 3, unit: size)
      add("tiny and huge", .longWay(&generator).scaled(size), 8, unit: size)
    }
    return draw.draw(partial: true)
  }

  /// CPU time as samples, features and centres grow sixfold, one after the other. Five rounds are too few to settle, so that
  /// nobody is done sooner.
  static let timing = Check(
    "timing", "kMeans: no more work than needed", points: 0.3,
    after: ["distances", "assign", "update", "kMeans"],
    hint: "A round takes the distance of each sample from each centre once, and each sample once for the means.",
    budget: 12
  ) { generator in
    let sizes = [(300, 5, 5), (1800, 5, 5), (300, 30, 5), (300, 5, 30)]
    let calls = (0..<64).map { round in
      let (count, features, centres) = sizes[round % sizes.count]
      var set = ClusterSet(count, features: features, centres: centres, &generator)
      set.samples = Tensor(
        shape: set.samples.shape, values: (0..<set.samples.count).map { _ in generator.uniform(-1, 1) })
      set.centres = set.samples.rows(at: Array(0..<centres))
      return set.kMeans(5)
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2, 3])))
  }
}

extension ClusterSet {
  /// Points along a line and eight centres at its end, of which the outermost has more than forty rounds to go.
  static func longWay(_ generator: inout Generator) -> ClusterSet {
    var set = ClusterSet(120, features: 1, centres: 8, &generator)
    let places = (0..<120).map { (Double($0) / 120 + 0.004 * generator.uniform()) * 10 }
    set.samples = Tensor(shape: [120, 1], values: generator.permutation(120).map { places[$0] })
    set.centres = Tensor(shape: [8, 1], values: (0..<8).map { places[0] + 0.05 * Double($0) })
    return set
  }
}
