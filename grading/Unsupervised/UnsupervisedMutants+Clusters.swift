import Checks

extension UnsupervisedMutants {
  private static let nearer = "far[sample, centre] < far[sample, nearest]"
  private static let mean = "sums[centre, feature] / counts[centre]"
  private static let occupied = "    for centre in 0..<centres.rows where counts[centre] > 0 {\n"
  private static let away = "let distance = samples[sample, feature] - centres[centre, feature]"
  private static let squared = "total += distance * distance"
  private static let sum = "      }\n    }\n    return total\n"
  private static let loop = "for _ in 0..<rounds {"
  private static let nearest = "let nearest = assign(samples, moved)"
  private static let move = "moved = update(samples, nearest, moved)\n"
  private static let answer = "return Clustering(centres: moved, assignments: assign(samples, moved))"
  private static let keep = "  func distances("

  /// In assignments, means, inertia and rounds.
  static let clusters: [Mutant] = [
    Mutant(
      "assign-last-of-equal", "the last of equally near centres",
      replacing: [(nearer, nearer.replacing("<", with: "<="))], fails: ["assign.edges"]),
    Mutant(
      "assign-farthest", "the farthest centre", replacing: [(nearer, nearer.replacing("<", with: ">"))],
      fails: ["assign", "assign.edges"], sometimes: ["kMeans", "repeats"]),
    Mutant(
      "assign-by-a-margin", "a centre must be nearer by 1e-10 to be nearer",
      replacing: [(nearer, "far[sample, centre] < far[sample, nearest] - 1e-10")], fails: ["assign.edges"]),
    Mutant(
      "assign-by-squares-multiplied-out", "|c|² − 2xc compared, as |x|² is the same for all",
      replacing: [
        (
          nearer,
          """
          (0..<samples.columns).reduce(0 * far[0, 0], {
                  $0 + centres[centre, $1] * (centres[centre, $1] - 2 * samples[sample, $1])
                }) < (0..<samples.columns).reduce(0, {
                  $0 + centres[nearest, $1] * (centres[nearest, $1] - 2 * samples[sample, $1])
                })
          """
        )
      ], fails: ["assign.edges"]),
    Mutant(
      "update-of-nothing", "0 / 0 for a cluster without samples",
      replacing: [(occupied, "    for centre in 0..<centres.rows {\n")], fails: ["update.edges", "kMeans.edges"],
      sometimes: ["kMeans", "repeats"]),
    Mutant(
      "update-empty-to-origin", "a centre without samples moves to the origin",
      replacing: [
        (
          "    var moved = centres\n    for centre in",
          "    var moved = Tensor(shape: centres.shape)\n    for centre in"
        )
      ], fails: ["update.edges"], sometimes: ["kMeans"]),
    Mutant(
      "update-empty-to-a-sample", "a centre without samples moves to the first sample",
      replacing: [
        (
          occupied,
          """
              for centre in 0..<centres.rows where counts[centre] == 0 && samples.rows > 0 {
                for feature in 0..<centres.columns { moved[centre, feature] = samples[0, feature] }
              }

          """ + occupied
        )
      ], fails: ["update.edges"], sometimes: ["kMeans"]),
    Mutant(
      "update-sum", "sums, not means", replacing: [(mean, "sums[centre, feature]")],
      fails: ["update", "update.edges", "kMeans.edges", "timing"], sometimes: ["repeats"]),
    Mutant(
      "update-of-all", "divided by the number of all samples",
      replacing: [(mean, "sums[centre, feature] / Double(samples.rows)")], fails: ["update", "update.edges"]),
    Mutant(
      "update-with-the-old", "the old centre counted as one more sample",
      replacing: [(mean, "(sums[centre, feature] + centres[centre, feature]) / (counts[centre] + 1)")],
      fails: ["update", "update.edges"]),
    Mutant(
      "inertia-root", "distances, not squared", replacing: [(sum, sum.replacing("total", with: "total.squareRoot()"))],
      fails: ["inertia", "inertia.edges"]),
    Mutant(
      "inertia-mean", "the mean over the samples",
      replacing: [(sum, sum.replacing("return total", with: "return total / Double(max(1, samples.rows))"))],
      fails: ["inertia", "inertia.edges"]),
    Mutant(
      "inertia-absolute", "absolute differences", replacing: [(squared, "total += abs(distance)")],
      fails: ["inertia", "inertia.edges"]),
    Mutant(
      "inertia-of-the-nearest", "each sample counted by its nearest centre, whatever it was assigned to",
      replacing: [
        (
          "    for (sample, centre) in assignments.enumerated() {\n      for feature in 0..<samples.columns {\n        let",
          """
              for (sample, centre) in assign(samples, centres).enumerated() {
                for feature in 0..<samples.columns {
                  let
          """
        )
      ], fails: ["inertia", "inertia.edges"]),
    Mutant(
      "inertia-small-is-none", "squared distances below 1e-12 are passed over",
      replacing: [(squared, "if distance * distance > 1e-12 { total += distance * distance }")],
      fails: ["inertia.edges"]),
    Mutant(
      "k-means-old-assignments", "the last round's assignments, not those to the last centres",
      replacing: [
        (loop, "var last = assign(samples, centres)\n    for _ in 0..<rounds {"),
        (nearest, nearest + "\n      last = nearest"),
        (answer, "return Clustering(centres: moved, assignments: last)"),
      ], fails: ["kMeans", "kMeans.edges"]),
    Mutant(
      "k-means-at-least-once", "one round where none is asked for",
      replacing: [(loop, "for _ in 0..<max(1, rounds) {")], fails: ["kMeans.edges"]),
    Mutant(
      "k-means-thirty-rounds", "never more than thirty rounds",
      replacing: [(loop, "for _ in 0..<min(30, rounds) {")], fails: ["kMeans.edges"]),
    Mutant(
      "k-means-to-the-end", "as many rounds as it takes, whatever is asked for",
      replacing: [(loop, "for _ in 0..<max(100 * min(1, rounds), 0 * rounds) {")], fails: ["kMeans", "kMeans.edges"],
      sometimes: ["kMeans", "timing"]),
    Mutant(
      "k-means-ends-at-small-gains", "ends where the inertia falls by less than a thousandth",
      replacing: [
        (loop, "var last = Double.infinity\n    for _ in 0..<rounds {"),
        (
          move,
          """
          moved = update(samples, nearest, moved)
                let now = inertia(samples, moved, nearest)
                if last - now < 1e-3 * last { break }
                last = now
          """
        ),
      ], fails: ["kMeans.edges"]),
    Mutant(
      "k-means-ends-when-slow", "ends where no number of a centre moves by 0.02",
      replacing: [
        (
          move,
          """
          let before = moved
                moved = update(samples, nearest, moved)
                if (moved - before).values.allSatisfy({ abs($0) < 0.02 }) { break }

          """
        )
      ], fails: ["kMeans.edges"]),
    Mutant(
      "k-means-without-empty", "centres without samples are thrown away",
      replacing: [
        (
          nearest,
          """
          moved = moved.rows(at: Set(assign(samples, moved)).sorted())
                let nearest = assign(samples, moved) + []
          """
        )
      ], fails: ["kMeans.edges"], sometimes: ["kMeans"]),
    Mutant(
      "k-means-from-the-first-centres", "each round assigns to the centres that were given",
      replacing: [(nearest, "let nearest = assign(samples, centres)")], fails: ["kMeans", "kMeans.edges"]),
    Mutant(
      "k-means-for-each-centre", "all assignments taken anew for each centre",
      replacing: [(nearest, "let nearest = (0..<moved.rows).map { _ in assign(samples, moved) }[0]")],
      fails: ["timing"]),
    Mutant(
      "k-means-goes-on", "starts where the last one ended, if there are as many centres",
      replacing: [
        (
          "    var moved = centres\n    for _ in 0..<rounds {",
          """
              var moved = Self.last.shape == centres.shape ? Self.last : centres
              defer { Self.last = moved }
              for _ in 0..<rounds {
          """
        ), (keep, "  nonisolated(unsafe) static var last = Tensor(shape: [0, 0])\n\n" + keep),
      ], fails: ["kMeans", "kMeans.edges", "repeats"]),
  ]
}
