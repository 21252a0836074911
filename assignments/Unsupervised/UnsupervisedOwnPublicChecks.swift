package import Checks
package import LabKit

/// What must be answered by the submission's own distances and neighbours.
extension NearSet {
  /// Many points far from each other in many ways: whether `distances` is an attempt shows in these.
  private static func askWide(_ own: inout FollowThrough) {
    var generator = Generator(seed: 7)
    let wide = NearSet(30, features: 5, queries: 20, &generator)
    _ = own.ask(UnsupervisedLab.distances, .of(wide.queries), .of(wide.samples))
  }

  /// The first places of its own distances in rising order.
  package func ownNeighbours(_ own: inout FollowThrough, _ count: Int) -> [Term] {
    Self.askWide(&own)
    let far = own.ask(UnsupervisedLab.distances, .of(queries.rows(at: [0])), .of(samples))
    return [far.nearest(count)[0]]
  }

  /// The label of most votes among its own neighbours: each vote counts 1, and the sooner it comes the more beyond that,
  /// so little that it decides only between equal ones. Labels are 0, 1, 2 and so on.
  package func ownClasses(_ own: inout FollowThrough, _ count: Int) -> [Term] {
    let classes = 1 + (labels.max() ?? 0)
    var votes = Tensor(shape: [labels.count, classes])
    for (sample, label) in labels.enumerated() { votes[sample, label] = 1 }
    let weights = Tensor(shape: [1, count], values: (0..<count).map { 1 + 1e-3 * pow(0.5, Double($0)) })
    let rows = (0..<queries.rows).map { query -> Term in
      let near = own.ask(
        UnsupervisedLab.neighbours, .of(queries.row(query).values), .of(samples), .of(count))
      return Term.of(weights).matmul(.work(.rows, [.of(votes), near])).reshaped([classes])
    }
    return [own.work(Term.stacked(rows)).argmaxOfRows]
  }
}

/// What must be answered by the submission's own distances, assignments and means.
extension ClusterSet {
  private static func askWide(_ own: inout FollowThrough) {
    var generator = Generator(seed: 8)
    let wide = ClusterSet(40, features: 5, centres: 12, &generator)
    _ = own.ask(UnsupervisedLab.distances, .of(wide.samples), .of(wide.centres))
  }

  /// The centre of the least of its own distances.
  package func ownAssignments(_ own: inout FollowThrough) -> [Term] {
    Self.askWide(&own)
    return [(-1 * own.ask(UnsupervisedLab.distances, .of(samples), .of(centres))).argmaxOfRows]
  }

  /// The sum of the squares of its own distances.
  package func ownInertia(_ own: inout FollowThrough) -> [Term] {
    Self.askWide(&own)
    let far = own.work(own.ask(UnsupervisedLab.distances, .of(samples), .of(centres)))
    var chosen = Tensor(shape: [samples.rows, centres.rows])
    for (sample, centre) in assignments.enumerated() { chosen[sample, centre] = 1 }
    return [(far * far * .of(chosen)).sumOfRows.sumOfColumns.number]
  }

  /// So many rounds by its own `assign` and `update`.
  package func ownClusters(_ own: inout FollowThrough, _ rounds: Int) -> [Term] {
    // Means that vary, and centres of many samples: whether both are attempts shows in these.
    var generator = Generator(seed: 10)
    let wide = ClusterSet(80, features: 5, centres: 12, &generator)
    _ = own.ask(UnsupervisedLab.assign, .of(wide.samples), .of(wide.centres))
    _ = own.ask(UnsupervisedLab.update, .of(wide.samples), .of(wide.assignments), .of(wide.centres))
    var centres = Term.of(centres)
    for _ in 0..<rounds {
      let nearest = own.ask(UnsupervisedLab.assign, .of(samples), centres)
      centres = own.ask(UnsupervisedLab.update, .of(samples), nearest, centres)
    }
    let nearest = own.ask(UnsupervisedLab.assign, .of(samples), centres)
    return [.record(["centres": centres, "assignments": nearest])]
  }
}

/// What must be answered by the submission's own singular directions.
package enum OwnDirections {
  /// A space of few dimensions among many: whether `singularDirections` is an attempt shows in it, for no axes or directions
  /// of chance come near to it.
  private static func askWide(_ own: inout FollowThrough) {
    var generator = Generator(seed: 11)
    let matrix = generator.matrix(12, 40, values: generator.falling(3))
    _ = own.ask(UnsupervisedLab.span, .of(matrix), .of(3))
    _ = own.ask(UnsupervisedLab.directions, .of(matrix), .of(3))
  }

  /// The matrix projected on its own directions.
  package static func approximation(_ own: inout FollowThrough, _ matrix: Tensor, _ rank: Int) -> [Term] {
    askWide(&own)
    let span = own.ask(UnsupervisedLab.span, .of(matrix), .of(rank))
    return [Term.of(matrix).matmul(span["projector"])]
  }

  /// Its own directions of the centred samples, with a variance for each.
  package static func components(_ own: inout FollowThrough, _ samples: Tensor, _ count: Int) -> [Term] {
    askWide(&own)
    let mean = samples.sum(axis: 0) / Double(samples.rows)
    let found = own.ask(UnsupervisedLab.directions, .of(samples - mean), .of(count))
    return [
      .record([
        "mean": .of(mean), "variances": (1 / Double(samples.rows)) * (found["values"] * found["values"]),
        "gram": found["gram"], "lines": found["lines"],
      ])
    ]
  }

  /// A part of the same, where the space counts and not the single directions.
  package static func subspace(
    _ own: inout FollowThrough, _ samples: Tensor, _ count: Int, part: String
  ) -> [Term] {
    askWide(&own)
    let mean = samples.sum(axis: 0) / Double(samples.rows)
    let found = own.ask(UnsupervisedLab.span, .of(samples - mean), .of(count))
    return [part == "variances" ? (1 / Double(samples.rows)) * found["squares"] : found[part]]
  }
}

/// What must be answered by the submission's own gradient.
extension AutoencoderSet {
  package func ownTraining(_ own: inout FollowThrough, rate: Double, steps: Int) -> [Term] {
    var generator = Generator(seed: 9)
    let wide = Self.wide(deviation: 0.05, &generator)
    _ = own.ask(UnsupervisedLab.gradient, .of(wide.autoencoder), .of(wide.samples))
    var moved = Term.of(autoencoder)
    for _ in 0..<steps {
      moved = own.work(moved - rate * own.ask(UnsupervisedLab.gradient, moved, .of(samples)))
    }
    return [moved]
  }

  /// Samples in few directions among many features, x beside −x, and a small encoder: its gradient runs like neither matrix,
  /// and nothing of a small start is left when it is trained.
  package static func wide(deviation: Double, _ generator: inout Generator) -> AutoencoderSet {
    var set = AutoencoderSet(16, features: 40, codes: 3, &generator)
    let half = generator.matrix(8, 40, values: [4, 3.9, 3.8])
    set.samples = Tensor(rows: (0..<16).map { (half.row($0 / 2) * ($0 % 2 == 0 ? 1 : -1)).values })
    set.autoencoder.encoder = set.autoencoder.encoder * (2 * deviation)
    if deviation < 0.05 { set.autoencoder.decoder = set.autoencoder.decoder * (2 * deviation) }
    return set
  }

  /// Parts of what is `learned`, by its own training, error and directions.
  package func ownLearned(_ own: inout FollowThrough, rate: Double, steps: Int, part: String) -> [Term] {
    var generator = Generator(seed: 9)
    let wide = Self.wide(deviation: 0.01, &generator)
    _ = own.ask(UnsupervisedLab.train, .of(wide.autoencoder), .of(wide.samples), .of(0.08), .of(150))
    let trained = own.ask(UnsupervisedLab.train, .of(autoencoder), .of(samples), .of(rate), .of(steps))
    let product = own.work(trained["decoder"].matmul(trained["encoder"]))
    switch part {
    case "error": return [own.ask(UnsupervisedLab.reconstructionError, trained, .of(samples))]
    case "gap":
      return [product - own.ask(UnsupervisedLab.span, .of(samples), .of(autoencoder.encoder.rows))["projector"]]
    default: return [product]
    }
  }
}
