package import Checks
import Foundation
package import Grading
package import Keys
import LabKit
import Labs
import Sandbox

/// A lab of two checks on the Perceptron contract: enough to see what becomes of any program.
package enum SmallLab {
  package static let lab = Lab(
    name: "Perceptron", title: "two checks", publicChecks: [decision, cost], hiddenChecks: [], mutants: [])

  static let decision = Check("decision", "the sign", points: 4, hint: "Look at the sign.", budget: 1) { generator in
    var draw = ValueDraw()
    for _ in 0..<6 {
      let model = LinearModel(weights: [generator.normal(), generator.normal()], bias: 1)
      draw.add("a sample", PerceptronLab.decision(model, [generator.normal(), generator.normal()]))
    }
    return draw.draw()
  }

  static let cost = Check("cost", "the cost", points: 6, hint: "Look at the half.", budget: 1) { generator in
    var draw = ValueDraw()
    let model = LinearModel(weights: [generator.normal()], bias: 1)
    draw.add("two samples", PerceptronLab.cost(model, .identity, [[1], [2]], [generator.normal(), 3]))
    return draw.draw()
  }

  package static let key = CourseKey.everyone

  /// A grader of a lab on the Perceptron contract.
  package static func grader(_ lab: Lab = lab, diagnoses: Bool = false) throws -> Grader {
    try Grader(
      lab: lab, plan: lab.plan { key.seed(lab: lab.name, check: $0, scope: "test") }, keyFingerprint: key.fingerprint,
      toolkit: try Toolkit.locate(), cache: try Cache.standard(), confinement: try Confinement.available(),
      diagnoses: diagnoses)
  }

  /// The master of the Perceptron lab.
  package static func master() throws -> String { try Toolkit.locate().master(of: "Perceptron") }

  /// The master with another `decision`; the body may use the parameters `model` and `sample`.
  package static func program(decision body: String, declarations: String = "") throws -> String {
    let master = try master()
    let start = "func decision(_ model: LinearModel, _ sample: [Double]) -> Int {\n"
    guard let place = master.range(of: start) else { throw CocoaError(.formatting) }
    var program = master
    program.insert(
      contentsOf: "    if model.weights.count < 1_000 {\n\(body)\n    }\n", at: place.upperBound)
    return program.replacingOccurrences(
      of: "    // BEGIN SOLUTION\n    weightedSum(model, sample) >= 0",
      with: "    return weightedSum(model, sample) >= 0")
      + "\n" + declarations + "\n"
  }
}
