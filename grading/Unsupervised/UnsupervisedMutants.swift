import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum UnsupervisedMutants {
  static let all: [Mutant] = near + clusters + directions + components + autoencoders + habits

  private static let square = "sum += difference * difference"
  private static let root = "distances[i, j] = sum.squareRoot()"
  private static let order = "(far[$0], $0) < (far[$1], $1)"
  private static let first = "return Array(order.prefix(count))"
  private static let winner = "return voters.first { votes[$0] == most } ?? 0"
  private static let difference = "let difference = points[i, feature] - others[j, feature]"

  /// In distances, neighbours and votes.
  private static let near: [Mutant] = [
    Mutant(
      "distances-squared", "the root forgotten", replacing: [(root, "distances[i, j] = sum")],
      fails: ["distances", "distances.edges"]),
    Mutant(
      "distances-absolute", "the sum of the absolute differences",
      replacing: [(square, "sum += abs(difference)"), (root, "distances[i, j] = sum")],
      fails: ["distances", "distances.edges"], sometimes: ["classify", "repeats"]),
    Mutant(
      "distances-largest", "the largest difference of a feature",
      replacing: [(square, "sum = max(sum, difference * difference)")],
      fails: ["distances", "distances.edges", "kMeans.edges"], sometimes: ["classify", "classify.edges", "repeats"]),
    Mutant(
      "distances-expanded", "multiplied out, |a|² + |b|² − 2ab",
      replacing: [
        (
          square,
          "sum += points[i, feature] * points[i, feature] + others[j, feature] * others[j, feature] "
            + "- 2 * points[i, feature] * others[j, feature] + 0 * difference"
        ),
        (root, "distances[i, j] = max(0, sum).squareRoot()"),
      ], fails: ["distances.edges"]),
    Mutant(
      "distances-transposed", "a row for each of the others",
      replacing: [
        ("Tensor(shape: [points.rows, others.rows])", "Tensor(shape: [others.rows, points.rows])"),
        (root, "distances[j, i] = sum.squareRoot()"),
      ],
      fails: [
        "distances", "neighbours", "classify", "assign", "kMeans", "distances.edges", "neighbours.edges",
        "classify.edges", "assign.edges", "kMeans.edges", "repeats", "timing",
      ]),
    Mutant(
      "distances-mean", "the root of the mean over the features",
      replacing: [(root, "distances[i, j] = (sum / Double(points.columns)).squareRoot()")],
      fails: ["distances", "distances.edges"]),
    Mutant(
      "distances-float", "differences in single precision",
      replacing: [(difference, "let difference = Double(Float(points[i, feature]) - Float(others[j, feature]))")],
      fails: ["distances", "distances.edges"]),
    Mutant(
      "distances-below-1e-8-are-none", "distances below 1e-8 are 0",
      replacing: [(root, "distances[i, j] = sum < 1e-16 ? 0 : sum.squareRoot()")], fails: ["distances.edges"]),
    Mutant(
      "neighbours-later-first", "the later of equally near samples first",
      replacing: [(order, "(far[$0], -$0) < (far[$1], -$1)")], fails: ["neighbours.edges"]),
    Mutant(
      "neighbours-farthest", "the farthest first",
      replacing: [(order, "(far[$0], $0) > (far[$1], $1)")],
      fails: ["neighbours", "classify", "neighbours.edges", "classify.edges", "repeats"]),
    Mutant(
      "neighbours-rounded", "distances compared to nine digits after the point",
      replacing: [(order, "((far[$0] * 1e9).rounded(), $0) < ((far[$1] * 1e9).rounded(), $1)")],
      fails: ["neighbours.edges"]),
    Mutant(
      "neighbours-in-order-of-samples", "the right ones, in the order of the samples",
      replacing: [(first, "return order.prefix(count).sorted()")],
      fails: ["neighbours", "classify", "neighbours.edges", "classify.edges", "repeats"]),
    Mutant(
      "neighbours-one-more", "one more than asked for",
      replacing: [(first, "return Array(order.prefix(count + 1))")],
      fails: ["neighbours", "classify", "neighbours.edges", "classify.edges", "repeats"]),
    Mutant(
      "neighbours-without-itself", "a sample at the point itself is passed over",
      replacing: [(first, "return Array(order.filter { far[$0] > 0 }.prefix(count))")], fails: ["neighbours.edges"]),
    Mutant(
      "neighbours-no-place-twice", "of samples that are the same only one is taken",
      replacing: [
        (
          first,
          "return Array(order.filter { one in !(0..<one).contains { samples.row($0) == samples.row(one) } }.prefix(count))"
        )
      ], fails: ["neighbours.edges"]),
    Mutant(
      "classify-smallest-label", "the smallest of labels with as many votes",
      replacing: [(winner, "return votes.filter { $0.value == most }.keys.min() ?? 0")],
      fails: ["classify", "classify.edges"]),
    Mutant(
      "classify-last-voter", "of labels with as many votes the one whose last voter is the last",
      replacing: [(winner, winner.replacing("voters.first", with: "voters.reversed().first"))],
      fails: ["classify", "classify.edges"]),
    Mutant(
      "classify-nearest-only", "the nearest one's label", replacing: [(winner, "return voters[0 * (most ?? 0)]")],
      fails: ["classify", "classify.edges"]),
    Mutant(
      "classify-fewer-neighbours", "where votes are equal, the last neighbour is left out until they are not",
      replacing: [
        (
          winner,
          """
          var left = voters
                while votes.values.count(where: { $0 == votes.values.max() }) > 1 {
                  votes[left.removeLast(), default: 0] -= 1
                }
                return voters.first { votes[$0] == votes.values.max() } ?? most ?? 0
          """
        )
      ], fails: ["classify", "classify.edges"]),
    Mutant(
      "classify-all-samples", "all samples vote",
      replacing: [("samples, count: neighbours).map", "samples, count: samples.rows + 0 * neighbours).map")],
      fails: ["classify", "classify.edges", "repeats"]),
    Mutant(
      "classify-labels-as-places", "votes in a list of ten, by label",
      replacing: [
        ("var votes: [Int: Int] = [:]", "var votes = [Int](repeating: 0, count: 10)"),
        ("votes[label, default: 0] += 1", "votes[label] += 1"), ("votes.values.max()", "votes.max()"),
      ], fails: ["classify.edges"]),
    Mutant(
      "classify-place", "the nearest voter's place, not its label",
      replacing: [(winner, winner.replacing("voters.first {", with: "voters.firstIndex {"))],
      fails: ["classify", "classify.edges", "repeats"]),
  ]
}
