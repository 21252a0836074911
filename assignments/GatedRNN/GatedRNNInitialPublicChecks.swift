package import Checks
import LabKit

extension GatedRNNPublicChecks {
  /// The bounds of single models take in all choices of an m with room for chance: from 0.4 of the least to 2.1 times the
  /// largest. Where all sizes are alike so is every m: of sixty-four such models together the spread is known to half a per
  /// cent, so that the text's 0.5 to 1.5 has a margin of ten deviations, and 1.3 times that has none.
  static let initialModel = Check(
    "initial", "initialModel: shapes, and random weights that follow the seed", points: 0.2,
    hint: "Weights random around 0 with a spread near 1/√columns, all matrices from one generator with the seed."
  ) { generator in
    let (seed, other) = (generator.integer(below: 1 << 40), generator.integer(below: 1 << 40))
    let sizes = [(60, 40, 30), (3, 50, 2), (4, 24, 4), (1, 1, 2)]
    var calls = sizes.flatMap { (inputs, units, classes) in
      [seed, other].map { GatedRNNLab.initialModel(inputs, units, classes, $0) }
    }
    let again = calls.count
    calls.append(GatedRNNLab.initialModel(60, 40, 30, seed))
    // Seeds that are like 0, like one another in their lower bits, or like one another but for the sign.
    let seeds = [0, 1, seed, seed + 1 << 16, seed + 1 << 32, seed + 1 << 48, ~seed]
    let alike = calls.count..<calls.count + 64
    for place in 0..<64 {
      calls.append(
        GatedRNNLab.initialModel(16, 16, 16, place < seeds.count ? seeds[place] : generator.integer(below: 1 << 40)))
    }

    let matrices = [(0, "W"), (1, "U"), (3, "V")]
    var rules: [PropertyJudge.Rule] = []
    for (call, size) in sizes.enumerated() {
      let (inputs, units, classes) = size
      rules.append(
        .shapes(
          call: 2 * call, [[4 * units, inputs], [4 * units, units], [4 * units], [classes, units], [classes]],
          because: "the weights have other shapes"))
      guard call < 2 else { continue }
      for (tensor, name) in matrices {
        let columns = tensor == 0 ? inputs : units
        let bounds = [columns, units].map { 1 / Double($0).squareRoot() }.sorted()
        rules.append(
          .spread(
            call: 2 * call, tensor: tensor, mean: -0.5 * bounds[1]...0.5 * bounds[1],
            deviation: 0.4 * bounds[0]...2.1 * bounds[1], because: "\(name) is not spread around 0 like 1/√columns"))
      }
    }
    for (tensor, name) in matrices {
      rules += [
        .pooledSpread(
          calls: Array(alike), tensor: tensor, mean: -0.04...0.04, deviation: 0.46 / 4...1.62 / 4,
          because: "\(name) is not spread around 0 like 1/√columns"),
        .distinctRows(call: 0, tensor: tensor, because: "several rows of \(name) are the same"),
      ]
    }
    rules += [
      .fresh(call: 0, tensors: [0, 1, 3], because: "many random numbers occur more than once"),
      .unrelated(call: 0, tensors: [0, 1, 3], because: "two matrices have the same random numbers"),
      .identical(calls: [0, again], because: "the same seed gives other weights"),
      .drawnAnew(
        calls: Array(alike.prefix(seeds.count)), tensors: [0, 1, 3], because: "another seed gives the same weights"),
      .drawnAnew(calls: [0, 1], tensors: [0, 1, 3], because: "another seed gives the same weights"),
      .drawnAnew(calls: [4, 5], tensors: [0, 1, 3], because: "another seed gives the same weights"),
    ]
    return Draw(calls: calls, judge: .property(PropertyJudge(rules)))
  }
}
