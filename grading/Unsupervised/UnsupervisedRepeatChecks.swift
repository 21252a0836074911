import Checks
import LabKit
import Labs

extension UnsupervisedHiddenChecks {
  /// Four unlike questions of one shape for each function.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Nothing may be kept in static or global variables, and nothing is left to chance."
  ) { generator in
    var draw = RepeatDraw()
    func add(_ function: String, _ call: (inout Generator) -> Call) {
      draw.add(function, (0..<4).map { _ in call(&generator) })
    }
    add("distances") { NearSet(5, features: 3, &$0).distances }
    add("neighbours") { NearSet(12, features: 3, &$0).neighbours(6) }
    add("classify") { NearSet(15, features: 2, labels: 4, queries: 8, &$0).classify(3) }
    add("assign") { ClusterSet(14, features: 2, centres: 4, &$0).assign }
    add("update") { ClusterSet(9, features: 2, centres: 3, &$0).update }
    add("inertia") { ClusterSet(9, features: 2, centres: 3, &$0).inertia }
    add("kMeans") { ClusterSet(14, features: 2, centres: 3, &$0).kMeans(3) }
    add("singularDirections") { UnsupervisedLab.directions($0.matrix(6, 4, values: $0.falling(4)), 2) }
    add("approximation") { UnsupervisedLab.approximation($0.matrix(6, 4, values: $0.falling(4)), 2) }
    add("principalComponents") {
      UnsupervisedLab.components($0.matrix(6, 4, values: $0.falling(4), isCentred: true), 1)
    }
    add("encode") { UnsupervisedLab.encode($0.normal(shape: [5, 4]), $0.components(2, of: 4)) }
    add("decode") { UnsupervisedLab.decode($0.normal(shape: [5, 2]), $0.components(2, of: 4)) }
    add("reconstructionError") { AutoencoderSet(6, features: 4, codes: 2, &$0).error }
    add("gradient") { AutoencoderSet(6, features: 4, codes: 2, &$0).gradient }
    add("train") { AutoencoderSet(6, features: 4, codes: 2, &$0).train(rate: 0.05, steps: 3) }
    return draw.draw
  }
}
