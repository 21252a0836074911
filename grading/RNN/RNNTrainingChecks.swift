import Checks
import LabKit
import Labs

extension RNNHiddenChecks {
  static let gradient = Check(
    "gradient", "gradient: every weight and bias of the classifier", points: 0.8, after: ["scores", "backward"],
    hint: """
      The loss hangs on the last state alone: backward gets zeros for all other steps. RNNLab.crossEntropy has the \
      gradient in the scores.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units, classes) in [
      ("one step", 3, 1, 2, 3, 4), ("six steps", 4, 6, 3, 5, 2), ("one sample", 1, 4, 2, 3, 3),
      ("all sizes alike", 3, 3, 3, 3, 3),
    ] {
      let set = LabelledSequences(
        count, steps: steps, inputs: inputs, units: units, classes: classes, &generator)
      draw.add(name, set.gradient)
    }
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own loss", points: 0.4,
    hint: "Nudge one output weight by ±h and compare; when all of these agree, try the cell's."
  ) { generator in
    var draw = GradientDraw<SequenceClassifier>()
    for (name, steps, units) in [("two steps", 2, 3), ("five steps", 5, 4)] {
      let set = LabelledSequences(3, steps: steps, inputs: 2, units: units, classes: 3, &generator)
      draw.add(
        at: set.model, names: ["W", "U", "b", "V", "output bias"].map { "\($0) (\(name))" }, directions: 3,
        firstStep: 0.05, rows: 6, using: &generator, gradient: { RNNLab.gradient($0, set.x, set.labels) },
        loss: { RNNLab.loss($0, set.x, set.labels) })
    }
    return draw.draw
  }

  static let repeats = Check(
    "gradient.repeats", "gradient: the same question, the same answer", points: 0.2, after: ["scores"],
    hint: "Gradients and states start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    draw.add(
      "gradient",
      (0..<4).map { _ in LabelledSequences(3, steps: 4, inputs: 2, units: 3, classes: 2, &generator).gradient })
    return draw.draw
  }

  /// Sequences of one-hot symbols; the class is the first one, all later ones distract: nothing but what the state carries
  /// over four steps can tell it, and guessing is right on a quarter. So few steps and so many units that every usual
  /// initialisation learns it, uniform in ±1/√u and deviations of 0.1 too: over seven steps with 16 units one training in
  /// five of the first did not.
  static let accuracy = Check(
    "accuracy", "learn: which symbol came first, four steps ago", points: 0.6,
    after: ["initial", "clip", "gradient", "gradient.repeats"],
    hint: "initialClassifier, gradient, clip and scores together. Plot the loss: it must fall.", budget: 60
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for _ in 0..<2 {
      let (x, labels) = memoryTask(800, &generator)
      let (unseen, wanted) = memoryTask(300, &generator)
      let training = SequenceTraining(
        units: 24, epochs: 10, batchSize: 10, learningRate: 0.3, maximumNorm: 1,
        seed: generator.integer(below: 1 << 40))
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: wanted))
      calls.append(RNNLab.learn(4, x, labels, unseen, training))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.9)))
  }

  /// `[count, 5, 4]`: five one-hot symbols, and the first of them.
  private static func memoryTask(_ count: Int, _ generator: inout Generator) -> (x: Tensor, labels: [Int]) {
    var x = Tensor(shape: [count, 5, 4])
    var labels: [Int] = []
    for sample in 0..<count {
      for step in 0..<5 {
        let symbol = generator.integer(below: 4)
        x[sample, step, symbol] = 1
        if step == 0 { labels.append(symbol) }
      }
    }
    return (x, labels)
  }

  /// CPU time, at most 25 times the reference's, over 200 steps: running forward again from the start for each step back
  /// takes a hundred times as long.
  static let timing = Check(
    "timing", "backward: no more work than needed", points: 0.4, after: ["backward.oracle"],
    hint: "Keep the states of one run forward; going back, no step needs to run forward again."
  ) { generator in
    let calls = (0..<28).map { _ in
      RecurrentProblem(2, steps: 200, inputs: 3, units: 6, &generator).backward
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 25, warmUp: 3)))
  }
}
