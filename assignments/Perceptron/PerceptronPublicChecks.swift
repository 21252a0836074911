package import Checks
import LabKit

/// What the Perceptron handout checks, with public seeds.
package enum PerceptronPublicChecks {
  package static let all: [Check] = [decision, cost]

  static let decision = Check(
    "decision", "decision: the sign of w·x + b", points: 0.75,
    hint: "The decision is 1 where w·x + b is zero or more, and −1 below; do not forget the bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, features) in [("two features", 2), ("five features", 5), ("one feature", 1)] {
      for _ in 0..<4 {
        let model = LinearModel(weights: generator.dyadic(features), bias: generator.dyadic())
        draw.add(name, PerceptronLab.decision(model, generator.dyadic(features)))
      }
    }
    let tie = generator.dyadic(3)
    draw.add("exactly on the line", PerceptronLab.decision(LinearModel(weights: tie, bias: -tie.dot(tie)), tie))
    draw.add("no weights yet", PerceptronLab.decision(LinearModel(weights: [0, 0], bias: 0), generator.dyadic(2)))
    return draw.draw()
  }

  static let cost = Check(
    "cost", "cost: Adaline's ½ Σ (y − φ(w·x + b))²", points: 1,
    hint: "Half the sum of squared differences between target and φ(w·x + b): a sum over the samples, not a mean."
  ) { generator in
    var draw = ValueDraw()
    for (name, link, count) in [("identity", Link.identity, 7), ("tanh", .tanh, 5), ("one sample", .tanh, 1)] {
      let problem = AdalineProblem(count: count, features: 3, &generator)
      draw.add(name, PerceptronLab.cost(problem.model, link, problem.samples, problem.targets))
    }
    draw.add("no samples", PerceptronLab.cost(LinearModel(weights: [1, 2], bias: 3), .identity, [], []))
    return draw.draw(partial: true)
  }
}

/// Random samples, targets and a model to start from.
package struct AdalineProblem {
  package var samples: [[Double]]
  package var targets: [Double]
  package var model: LinearModel

  package init(count: Int, features: Int, _ generator: inout Generator) {
    samples = (0..<count).map { _ in generator.normal(shape: [features]).values }
    targets = generator.normal(shape: [count]).values
    model = LinearModel(weights: generator.normal(shape: [features]).values, bias: generator.normal())
  }
}

extension [Double] {
  package func dot(_ other: [Double]) -> Double { zip(self, other).reduce(0) { $0 + $1.0 * $1.1 } }
}

extension Generator {
  /// A multiple of 1/8 in [−4, 4]: sums of products of such numbers are exact, so no order of adding changes a sign.
  package mutating func dyadic() -> Double { Double(integer(below: 65) - 32) / 8 }

  package mutating func dyadic(_ count: Int) -> [Double] { (0..<count).map { _ in dyadic() } }
}
