import Checks
import LabKit
import Labs

extension GenerativeHiddenChecks {
  static let discriminatorEdges = Check(
    "discriminatorLoss.edges", "discriminatorLoss: certain, undecided, none, many", points: 0.6,
    after: ["discriminatorLoss"],
    hint: """
      −ln σ(r) = ln(1 + e^−r): for r = −800 the power overflows, for r = 40 the sum is 1. What is the logarithm of 1 + x for \
      a tiny x?
      """, partial: true
  ) { draw, generator in
    func add(_ name: String, _ real: [Double], _ fake: [Double], isTrivial: Bool = false) {
      draw.add(name, GenerativeLab.discriminatorLoss(real, fake), isTrivial: isTrivial, isRelative: true)
    }
    let sizes = generator.permutation(4).map { [20, 37, 60, 300][$0] + generator.uniform() }
    for size in sizes { add("certain and right", [size], [-size - 1]) }
    add("certain and right", [700, 800], [-800, -701])
    for size in sizes { add("certain and wrong", [-size, generator.normal()], [size - 1]) }
    add("certain and wrong", [-800], [800])
    add("certain and wrong", [800, -750], [800, -800, 790])
    add("huge", [-1e9], [1e9, 1])
    add("huge", [1e300], [-1e300, -1])
    add("undecided", [0, 1e-20], [-1e-20, 1e-9])
    add("no real ones", [], generator.normal(shape: [3]).values)
    add("no made ones", generator.normal(shape: [3]).values, [])
    add("none", [], [], isTrivial: true)
    add(
      "many", generator.normal(shape: [400], deviation: 9).values, generator.normal(shape: [500], deviation: 9).values)
  }

  static let generatorEdges = Check(
    "generatorLoss.edges", "generatorLoss: certain, undecided, none, many", points: 0.5, after: ["generatorLoss"],
    hint: "No power of e may overflow, and what is tiny has its digits too.", partial: true
  ) { draw, generator in
    func add(_ name: String, _ fake: [Double], isTrivial: Bool = false) {
      draw.add(name, GenerativeLab.generatorLoss(fake), isTrivial: isTrivial, isRelative: true)
    }
    let sizes = generator.permutation(4).map { [20, 37, 60, 300][$0] + generator.uniform() }
    for size in sizes { add("taken for real", [size]) }
    add("taken for real", [700, 800])
    for size in sizes { add("seen through", [-size, generator.normal()]) }
    add("seen through", [-800])
    add("seen through", [800, -750, -800])
    add("huge", [-1e9, 1])
    add("huge", [1e300, 3])
    add("undecided", [0, 1e-20, -1e-9])
    add("none", [], isTrivial: true)
    add("many", generator.normal(shape: [600], deviation: 9).values)
  }

  static let adversarialEdges = Check(
    "adversarialStep.edges", "adversarialStep: large and tiny steps, unlike batches, certain discriminators",
    points: 0.6,
    after: ["discriminatorLoss", "generatorLoss", "discriminatorLoss.edges", "generatorLoss.edges"],
    hint:
      "Made points come of the generator as it was, with the same noise for both; their logits, once more, of the new w, b.",
    partial: true
  ) { draw, generator in
    func add(_ name: String, _ set: AdversarySet, rate: Double, isTrivial: Bool = false) {
      draw.add(name, set.step(rate: rate), isTrivial: isTrivial)
    }
    add("a large step", AdversarySet(6, made: 6, inputs: 2, &generator), rate: 20)
    add("a step of no length", AdversarySet(4, made: 4, inputs: 2, &generator), rate: 0, isTrivial: true)
    add("one coordinate", AdversarySet(5, made: 4, coordinates: 1, inputs: 2, &generator), rate: 0.4)
    add("many coordinates", AdversarySet(12, made: 30, coordinates: 7, inputs: 4, &generator), rate: 0.3)
    add("certain", AdversarySet(6, made: 5, inputs: 2, &generator).surer(2000), rate: 0.5)
    add("huge points", AdversarySet(5, made: 5, inputs: 2, &generator).scaled(1e6), rate: 0.1)
    add("no real points", AdversarySet(0, made: 4, inputs: 2, &generator), rate: 0.5)
    add("nothing made", AdversarySet(4, made: 0, inputs: 2, &generator), rate: 0.5)
    // From 0 w becomes as small as the rate, and A and a move by its square.
    var still = AdversarySet(5, made: 5, inputs: 2, &generator)
    still.adversaries = Adversaries(
      generatorWeights: Tensor(shape: [2, 2]), generatorBiases: [0, 0], discriminatorWeights: [0, 0],
      discriminatorBias: generator.uniform(0.3, 0.6))
    let rate = 1e-9
    let tiny = still.step(rate: rate)
    for (part, unit) in [
      ("discriminatorWeights", rate), ("generatorWeights", rate * rate), ("generatorBiases", rate * rate),
    ] {
      draw.add("a tiny step", tiny.call, part: part, unit: unit) { own in
        (tiny.own?(&own) ?? []).map { $0[part] }
      }
    }
  }
}

extension AdversarySet {
  /// Logits so many times as large.
  func surer(_ factor: Double) -> AdversarySet {
    var set = self
    set.adversaries.discriminatorWeights = adversaries.discriminatorWeights.map { $0 * factor }
    set.adversaries.discriminatorBias *= factor
    return set
  }

  /// Points so many times as large, real and made, and the same logits.
  func scaled(_ factor: Double) -> AdversarySet {
    var set = self
    set.points = points * factor
    set.adversaries.generatorWeights = adversaries.generatorWeights * factor
    set.adversaries.generatorBiases = adversaries.generatorBiases.map { $0 * factor }
    set.adversaries.discriminatorWeights = adversaries.discriminatorWeights.map { $0 / factor }
    return set
  }
}
