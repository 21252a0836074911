package import Checks
import LabKit

/// What the Perceptron handout checks, with public seeds: Rosenblatt's rule first, then Adaline.
package enum PerceptronPublicChecks {
  package static let all: [Check] = [decision, update, train, cost, gradient, batchDescent, stochasticDescent]

  static let decision = Check(
    "decision", "decision: the sign of w·x + b", points: 0.5,
    hint: "The decision is 1 where w·x + b is zero or more, and −1 below; do not forget the bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, features) in [("two features", 2), ("five features", 5), ("one feature", 1)] {
      for sign in [1.0, -1, 1, -1] {
        let (model, sample) = generator.sided(features, sign)
        draw.add(name, PerceptronLab.decision(model, sample))
      }
    }
    for sign in [1.0, -1] {
      var (model, sample) = generator.sided(3, sign)
      model.bias = -2 * model.weights.dot(sample)
      draw.add("the bias decides", PerceptronLab.decision(model, sample))
    }
    let tie = generator.dyadic(3)
    draw.add("exactly on the line", PerceptronLab.decision(LinearModel(weights: tie, bias: -tie.dot(tie)), tie))
    draw.add("no weights yet", PerceptronLab.decision(LinearModel(weights: [0, 0], bias: 0), generator.dyadic(2)))
    return draw.draw()
  }

  static let update = Check(
    "update", "update: Rosenblatt's rule on one sample", points: 0.75,
    hint: """
      Only a sample with y (w·x + b) ≤ 0 changes anything; then the weights move by η y x and the bias by η y, in the \
      model that was given.
      """
  ) { generator in
    var draw = ValueDraw()
    for (features, rate) in [(2, 1.0), (4, 0.5), (3, 2)] {
      for sign in [1.0, -1] {
        let (model, sample) = generator.sided(features, sign)
        draw.add("wrong side", PerceptronLab.update(model, sample, -Int(sign), rate))
        draw.add("right side", PerceptronLab.update(model, sample, Int(sign), rate))
        var tied = model
        tied.bias = -model.weights.dot(sample)
        draw.add("exactly on the line", PerceptronLab.update(tied, sample, Int(sign), rate))
      }
    }
    return draw.draw()
  }

  /// Multiples of 1/8 and learning rates that are powers of two: all sums are exact. Each set takes three passes or more.
  static let train = Check(
    "train", "train: from zero weights until a whole pass changes nothing", points: 0.75, after: ["update"],
    hint: """
      Zero weights and bias; all samples in their order, again and again; each update counts as a mistake; stop after a \
      pass without one.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, features, margin, rate) in [
      ("two features", 2, 0.25, 1.0), ("four features", 4, 0.25, 1), ("learning rate", 3, 0.125, 0.25),
    ] {
      for _ in 0..<2 {
        let set = SeparableSet.taking(3...8, 12, features: features, margin: margin, offset: 2, &generator)
        draw.add(name, set.train(learningRate: rate, maximumEpochs: 10)) {
          set.ownTraining(&$0, learningRate: rate, maximumEpochs: 10)
        }
      }
    }
    return draw.draw()
  }
}
