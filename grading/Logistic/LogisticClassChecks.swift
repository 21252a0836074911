import Checks
import LabKit
import Labs

extension LogisticHiddenChecks {
  /// A set whose scores lie around ±1000, or whose first class lies 1000 above the others or below them.
  private static func extreme(_ shift: Double, all: Bool, _ generator: inout Generator) -> MultinomialSet {
    var set = MultinomialSet(4, features: 2, classes: 3, &generator)
    if all { set.model.bias = set.model.bias + shift } else { set.model.bias[0] = shift }
    return set
  }

  private static let extremes = [
    ("around 1000", 1000.0, true), ("around −1000", -1000, true), ("far apart", 1000, false),
    ("far apart", -1000, false),
  ]

  static let probabilitiesExtreme = Check(
    "probabilities.extreme", "probabilities: scores of ±1000", points: 0.3, after: ["probabilities"],
    hint: "Adding the same number to all scores of a row changes nothing: which number keeps every exponential finite?"
  ) { generator in
    var draw = ValueDraw()
    for (name, shift, all) in extremes { draw.add(name, extreme(shift, all: all, &generator).probabilities) }
    return draw.draw()
  }

  static let multinomialLossExtreme = Check(
    "multinomialLoss.extreme", "multinomialLoss: scores of ±1000", points: 0.3, after: ["multinomialLoss"],
    hint: "−ln p = ln Σ eˢ − s: the first term can be had without a probability that rounds to 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, shift, all) in extremes {
      var set = extreme(shift, all: all, &generator)
      set.labels = [0, 1, 2, 0]
      draw.add(name, set.loss)
    }
    return draw.draw()
  }

  static let multinomialGradientEdges = Check(
    "multinomialGradient.edges", "multinomialGradient: any number of samples, features, classes", points: 0.3,
    after: ["multinomialGradient"],
    hint: "As many derivatives as weights and biases, for no samples too; a class that no sample has pushes as well."
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", MultinomialSet(0, features: 3, classes: 2, &generator).gradient)
    draw.add("one feature", MultinomialSet(6, features: 1, classes: 4, &generator).gradient)
    draw.add("as many of all", MultinomialSet(4, features: 4, classes: 4, &generator).gradient)
    var rare = MultinomialSet(5, features: 2, classes: 6, &generator)
    rare.labels = [5, 0, 5, 0, 5]
    draw.add("classes that no sample has", rare.gradient)
    draw.add("large scores", extreme(1000, all: true, &generator).gradient)
    return draw.draw(partial: true)
  }

  static let multinomialGradientDifferences = Check(
    "multinomialGradient.differences", "multinomialGradient: the slope of your own loss", points: 0.4,
    hint: """
      Nudge one weight by ±h: your multinomialLoss must change by 2h times what your gradient says. Try it with one \
      sample, then two.
      """
  ) { generator in
    var draw = GradientDraw<MultinomialModel>()
    for (name, count, features, classes) in [("tiny", 2, 1, 2), ("four classes", 6, 3, 4), ("one sample", 1, 2, 3)] {
      let set = MultinomialSet(count, features: features, classes: classes, &generator)
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"], using: &generator,
        gradient: { LogisticLab.multinomialGradient($0, set.samples, set.labels) },
        loss: { LogisticLab.multinomialLoss($0, set.samples, set.labels) })
    }
    return draw.draw
  }

  /// Weights of 0, so that the scores are the biases, exactly equal whatever the samples.
  static let classifyTies = Check(
    "classify.ties", "classify: the lowest of several equal classes", points: 0.2, after: ["classify"],
    hint: "Which index do you keep where a later score is as high as the best one so far?"
  ) { generator in
    var draw = ValueDraw()
    let score = Double(1 + generator.integer(below: 8))
    for (name, bias) in [
      ("two of four", [-1, score, score, 0]), ("all equal", [score, score, score]),
      ("negative scores", [-9, -score / 16, -score / 16]), ("one class", [score]),
    ] {
      let model = MultinomialModel(weights: Tensor(shape: [bias.count, 2]), bias: Tensor(bias))
      draw.add(name, LogisticLab.classify(model, generator.normal(shape: [3, 2])))
    }
    return draw.draw()
  }

  static let posteriorsExtreme = Check(
    "posteriors.extreme", "posteriors: tiny likelihoods, a prior of 0", points: 0.3, after: ["posteriors"],
    hint: "e⁻¹⁰⁰⁰ is 0 in a Double, and 0 / 0 is no number: shift the logarithms before you take powers."
  ) { generator in
    var draw = ValueDraw()
    for (name, shift) in [("tiny likelihoods", -1000.0), ("huge densities", 1000)] {
      draw.add(name, LogisticLab.posteriors(generator.priors(3), (generator.normal(shape: [3]) + shift).values))
    }
    let prior = generator.uniform(0.2, 0.8)
    draw.add("an impossible class", LogisticLab.posteriors([prior, 0, 1 - prior], generator.normal(shape: [3]).values))
    return draw.draw()
  }

  static let mapTies = Check(
    "mapClass.ties", "mapClass: ties, tiny likelihoods, a prior of 0", points: 0.2, after: ["mapClass"],
    hint: "The lowest of several equal classes; a class of prior 0 never wins, however likely it makes the sample."
  ) { generator in
    var draw = ValueDraw()
    let log = generator.uniform(-1, 1)
    draw.add("two of three", LogisticLab.mapClass([0.2, 0.4, 0.4], [log, log, log]))
    draw.add("all equal", LogisticLab.mapClass([0.25, 0.25, 0.25, 0.25], [log, log, log, log]))
    for _ in 0..<3 {
      let tiny = [-1000, -1000 - generator.uniform(1, 9), -990 + generator.uniform(1, 9)]
      draw.add("tiny likelihoods", LogisticLab.mapClass([0.3, 0.4, 0.3], tiny))
    }
    draw.add("an impossible class", LogisticLab.mapClass([0, 0.5, 0.5], [5, log, log - 1]))
    return draw.draw()
  }

  static let repeats = Check(
    "repeats", "multinomialDescent, logisticNewton: the same samples, the same answer", points: 0.2,
    after: ["multinomialGradient", "gradient", "hessian"],
    hint: "Each training starts from the model that it is given: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    draw.add(
      "multinomialDescent",
      (0..<4).map { _ in MultinomialSet(6, features: 2, classes: 3, &generator).descent(rate: 0.5, steps: 3) })
    draw.add("logisticNewton", (0..<4).map { _ in LogisticSet(30, features: 2, &generator).newton(steps: 2) })
    return draw.draw
  }

  /// Forty steps of 1 on 400 digits: the reference is right on some 92 % of 300 others. From zeros the descent is the same
  /// for every right solution, up to rounding.
  static let digits = Check(
    "digits", "learn: handwritten digits never seen in training", points: 0.6,
    after: ["multinomialDescent", "classify"],
    hint: "multinomialDescent from zeros, then classify. Print the loss after each step: it must fall.", budget: 15
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for _ in 0..<3 {
      let split = DigitSplit(&generator)
      let known = Array(0..<400)
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: Array(split.testLabels[..<300])))
      calls.append(
        LogisticLab.learn(
          10, split.train.rows(at: known), Array(split.trainLabels[..<400]), 1, 40,
          split.test.rows(at: Array(0..<300))))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)))
  }

  /// CPU time, at most 30 times the reference's: the probabilities taken anew for each class and feature, or those of the
  /// whole batch for each sample, take some 200 times as long.
  static let timing = Check(
    "timing", "multinomialGradient: no more work than needed", points: 0.4, after: ["multinomialGradient"],
    hint:
      "The probabilities of a batch are needed once: look for them inside a loop over samples, classes or features.",
    budget: 10
  ) { generator in
    let model = MultinomialSet(1, features: 40, classes: 10, &generator).model
    let calls = (0..<28).map { _ in
      LogisticLab.multinomialGradient(
        model, generator.normal(shape: [200, 40]), generator.classLabels(200, classes: 10))
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 30, warmUp: 3)))
  }
}
