import Checks
import LabKit
import Labs

extension CNNHiddenChecks {
  static let gradient = Check(
    "network.gradient", "gradient: every weight and bias of a network", points: 0.9,
    after: ["network.scores", "convolve.backward", "pool.backward"],
    hint: """
      Back through the layers in reverse order: dense, pooling, ReLU, convolution, each with the input that it had on the \
      way forward. CNNLab.crossEntropy has the gradient in the scores.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, channels, classes) in [
      ("no block", 4, (3, 2), [2], 3), ("one block", 3, (4, 6), [1, 3], 4), ("two blocks", 2, (8, 4), [2, 3, 4], 3),
      ("three blocks", 2, (9, 11), [1, 2, 3, 2], 4), ("one image", 1, (4, 4), [1, 2, 3], 5),
    ] {
      draw.add(name, LabelledImages(count, size, channels, classes: classes, &generator).gradient)
    }
    return draw.draw(partial: true)
  }

  /// Small steps, so that hardly any probe meets a kink of ReLU or pooling; one that does is left out by the judge.
  static let gradientDifferences = Check(
    "network.differences", "gradient: the slope of your own loss", points: 0.4,
    hint: "Nudge one weight of the last layer by ±h and compare; when it agrees, go one layer down."
  ) { generator in
    var draw = GradientDraw<ConvolutionalNetwork>()
    for (name, count, size, channels) in [("one block", 4, (4, 4), [1, 2]), ("two blocks", 4, (4, 4), [2, 2, 3])] {
      let set = LabelledImages(count, size, channels, classes: 3, &generator)
      let names = (1..<channels.count).flatMap { ["kernels \($0) (\(name))", "bias \($0) (\(name))"] }
      draw.add(
        at: set.network, names: names + ["dense weights (\(name))", "dense bias (\(name))"], directions: 3,
        firstStep: 0.0001, rows: 4, using: &generator,
        gradient: { CNNLab.gradient($0, set.x, set.labels) }, loss: { CNNLab.loss($0, set.x, set.labels) })
    }
    return draw.draw
  }

  static let repeats = Check(
    "network.repeats", "gradient: the same question, the same answer", points: 0.2, after: ["network.scores"],
    hint: "Gradients start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    draw.add(
      "gradient", (0..<4).map { _ in LabelledImages(3, (4, 4), [1, 2, 3], classes: 3, &generator).gradient })
    return draw.draw
  }

  /// Two short trainings, each on 80 % of the digits: the reference is right on 92 % to 97 % of the others. Initialisations
  /// that start with smaller weights come out up to 4 % lower after so few steps, hence 0.92 of the reference's.
  static let accuracy = Check(
    "accuracy", "learn: handwritten digits never seen in training", points: 0.7,
    after: ["network.initial", "network.gradient"],
    hint: "initialNetwork, gradient and scores together, one small step after the other. Plot the loss: it must fall.",
    budget: 60
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for _ in 0..<2 {
      let split = DigitSplit(&generator)
      let training = ImageTraining(
        epochs: 3, batchSize: 8, learningRate: 0.2, seed: generator.integer(below: 1 << 40))
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: split.testLabels))
      let (x, unseen) = (split.train, split.test)
      calls.append(
        CNNLab.learn(
          [1, 6, 10], x.reshaped([x.rows, 1, 8, 8]), split.trainLabels, unseen.reshaped([unseen.rows, 1, 8, 8]),
          training))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.92)))
  }

  /// CPU time, at most 20 times the reference's: plain loops take a quarter of its time, arrays of arrays as much; a search
  /// through all places for each pixel takes forty times as long.
  static let timing = Check(
    "timing", "convolveBackward: no more work than needed", points: 0.4, after: ["convolve.backward.oracle"],
    hint: """
      Each pair of a place and a kernel element is visited once. Look for a search through all places inside a loop over \
      pixels, and for a copy of the whole image in an inner loop.
      """
  ) { generator in
    let calls = (0..<28).map { _ in
      ConvolutionProblem([1, 1, 64, 64], [1, 1, 3, 3], padding: 1, &generator).backward
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 20, warmUp: 3)))
  }
}
