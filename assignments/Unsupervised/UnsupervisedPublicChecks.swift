package import Checks
import LabKit

/// What the Unsupervised handout checks, with public seeds: neighbours, clusters, directions, the autoencoder.
package enum UnsupervisedPublicChecks {
  package static let all: [Check] = [
    distances, neighbours, classify, assign, update, inertia, kMeans, directions, approximation, components, encode,
    decode, error, gradient, train,
  ]

  static let distances = Check(
    "distances", "distances: Euclid's, of each from each", points: 0.3,
    hint: "A row for each point, a column for each of the others: the root of the sum of the squared differences."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, queries) in [
      ("several points", 5, 3, 4), ("one of each", 1, 4, 1), ("one feature", 4, 1, 3), ("as many of all", 3, 3, 3),
    ] {
      draw.add(name, NearSet(count, features: size, queries: queries, &generator).distances)
    }
    return draw.draw()
  }

  static let neighbours = Check(
    "neighbours", "neighbours: the nearest samples, the nearest first", points: 0.3, after: ["distances"],
    hint: "Sort the places of the samples by their distance, and take the first ones: places, not distances."
  ) { generator in
    var draw = ValueDraw()
    for (name, samples, size, count) in [("three of ten", 10, 2, 3), ("one", 6, 3, 1), ("five of twenty", 20, 4, 5)] {
      let set = NearSet(samples, features: size, &generator)
      draw.add(name, set.neighbours(count)) { set.ownNeighbours(&$0, count) }
    }
    return draw.draw()
  }

  static let classify = Check(
    "classify", "classify: the label of most neighbours", points: 0.3, after: ["distances", "neighbours"],
    hint: "Count the labels of the nearest samples, for each query by itself; the answer is a label."
  ) { generator in
    var draw = ValueDraw()
    for (name, labels, count) in [
      ("the nearest one's", 4, 1), ("of three neighbours", 2, 3), ("of seven neighbours", 2, 7),
      ("of many classes", 5, 9),
    ] {
      let set = NearSet(25, features: 2, labels: labels, queries: 12, &generator)
      draw.add(name, set.classify(count)) { set.ownClasses(&$0, count) }
    }
    return draw.draw()
  }

  static let assign = Check(
    "assign", "assign: the nearest centre", points: 0.3, after: ["distances"],
    hint: "For each sample the place of the centre whose distance is least."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, centres) in [("three centres", 9, 2, 3), ("six centres", 12, 4, 6), ("two", 5, 1, 2)] {
      let set = ClusterSet(count, features: size, centres: centres, &generator)
      draw.add(name, set.assign, own: set.ownAssignments)
    }
    return draw.draw()
  }

  static let update = Check(
    "update", "update: the mean of each cluster", points: 0.3,
    hint: "Each centre moves to the mean of its own samples, feature by feature."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, centres) in [
      ("three clusters", 9, 2, 3), ("one cluster", 5, 3, 1), ("a sample for each", 4, 2, 4),
    ] {
      draw.add(name, ClusterSet(count, features: size, centres: centres, &generator).update)
    }
    return draw.draw()
  }

  static let inertia = Check(
    "inertia", "inertia: the sum of the squared distances", points: 0.2, after: ["distances"],
    hint: "Squares, no root, no mean: the distance of each sample from the centre that it is assigned to."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, centres) in [("three clusters", 9, 2, 3), ("one cluster", 5, 3, 1)] {
      let set = ClusterSet(count, features: size, centres: centres, &generator)
      draw.add(name, set.inertia, own: set.ownInertia)
    }
    return draw.draw()
  }

  static let kMeans = Check(
    "kMeans", "kMeans: assign and update in turn", points: 0.3,
    after: ["distances", "assign", "update"],
    hint: "Each round assigns all samples and then moves all centres; the assignments come last, to the last centres."
  ) { generator in
    var draw = ValueDraw()
    for (name, rounds) in [("one round", 1), ("three rounds", 3)] {
      var set = ClusterSet(60, features: 2, centres: 5, &generator)
      // From samples, so that no cluster begins without any.
      set.centres = set.samples.rows(at: Array(0..<5))
      draw.add(name, set.kMeans(rounds)) { [set] in set.ownClusters(&$0, rounds) }
    }
    return draw.draw()
  }
}
