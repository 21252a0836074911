import Checks
import LabKit
import Labs

extension GenerativeHiddenChecks {
  /// Four unlike questions of one shape for each function.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Nothing may be kept in static or global variables, and nothing is left to chance but what the seed draws."
  ) { generator in
    var draw = RepeatDraw()
    func add(_ function: String, _ call: (inout Generator) -> Call) {
      draw.add(function, (0..<4).map { _ in call(&generator) })
    }
    add("reconstruction") { TanhSet(6, codes: 2, &$0).gradient }
    add("reconstruction") { TanhSet(6, codes: 2, &$0).loss }
    add("discriminatorLoss") {
      GenerativeLab.discriminatorLoss($0.normal(shape: [4]).values, $0.normal(shape: [3]).values)
    }
    add("generatorLoss") { GenerativeLab.generatorLoss($0.normal(shape: [5]).values) }
    add("adversarialStep") { AdversarySet(4, made: 4, inputs: 2, &$0).step(rate: $0.uniform(0.1, 0.5)).call }
    add("schedule") { GenerativeLab.schedule(8, $0.uniform(0.01, 0.1), $0.uniform(0.2, 0.5)) }
    add("noised") { DiffusionSet(6, schedule: $0.anySchedule(5), &$0).noised }
    add("noiseLoss") { DiffusionSet(5, schedule: $0.anySchedule(2), &$0).loss }
    add("reverseStep") { DiffusionSet(5, schedule: $0.anySchedule(4), &$0).reverse(from: 3) }
    add("sample") { SampleSet(2, steps: 4, &$0).sample(4).call }
    return draw.draw
  }
}
