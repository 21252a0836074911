import Checks
import LabKit
import Labs

extension PerceptronHiddenChecks {
  /// 2⁻²⁰: exact in all sums here, and below any tolerance that a comparison with 0 might be given.
  private static let sliver = 0x1p-20

  static let decisionEdges = Check(
    "decision.edges", "decision: near the line, far from it, without features", points: 0.3, after: ["decision"],
    hint: "Compare with 0 itself, without a tolerance and without rounding; a neuron without inputs has its bias."
  ) { generator in
    var draw = ValueDraw()
    for side in [1.0, -1] {
      let weights = generator.dyadic(4)
      let bias = side * sliver - weights.dot(weights)
      draw.add("next to the line", PerceptronLab.decision(LinearModel(weights: weights, bias: bias), weights))
      draw.add("no features", PerceptronLab.decision(LinearModel(weights: [], bias: side / 2), []))
      let (model, sample) = generator.sided(6, side)
      draw.add("large numbers", PerceptronLab.decision(model.scaled(1000), sample.map { 1000 * $0 }))
    }
    draw.add("zero of either sign", PerceptronLab.decision(LinearModel(weights: [-0.0], bias: -0.0), [1]))
    return draw.draw()
  }

  static let updateEdges = Check(
    "update.edges", "update: next to the line, large numbers, no features", points: 0.4, after: ["update"],
    hint: "The rule compares y (w·x + b) with 0 itself, and moves by η y x however large that is."
  ) { generator in
    var draw = ValueDraw()
    for side in [1.0, -1] {
      let weights = generator.dyadic(4)
      let model = LinearModel(weights: weights, bias: side * sliver - weights.dot(weights))
      draw.add("next to the line", PerceptronLab.update(model, weights, Int(side), 0.5))
      draw.add("next to the line", PerceptronLab.update(model, weights, -Int(side), 0.5))
      let (wide, sample) = generator.sided(9, side)
      draw.add("large numbers", PerceptronLab.update(wide.scaled(1000), sample.map { 1000 * $0 }, -Int(side), 4))
      draw.add("no features", PerceptronLab.update(LinearModel(weights: [], bias: side), [], -Int(side), 0.25))
    }
    return draw.draw()
  }

  /// A set and how many passes it takes; then as many allowed, one fewer, one, and a set that no line separates.
  static let trainLimits = Check(
    "train.limits", "train: the limit on passes, and sets that no line separates", points: 0.6, after: ["train"],
    hint: "converged says whether the last pass that was made changed nothing; no more than maximumEpochs are made.",
    budget: 2
  ) { generator in
    var draw = ValueDraw()
    let set = SeparableSet(12, features: 2, margin: 0.5, &generator)
    let passes = set.passes()
    draw.add("just enough passes", set.train(learningRate: 1, maximumEpochs: passes))
    draw.add("one pass too few", set.train(learningRate: 1, maximumEpochs: passes - 1))
    draw.add("one pass", set.train(learningRate: 0.5, maximumEpochs: 1))
    for features in [2, 3] {
      var mixed = SeparableSet(9, features: features, margin: 0.5, &generator)
      mixed.samples.append(mixed.samples[4])
      mixed.labels.append(-mixed.labels[4])
      draw.add("not separable", mixed.train(learningRate: 1, maximumEpochs: 7))
    }
    return draw.draw(partial: true)
  }

  static let trainEdges = Check(
    "train.edges", "train: one sample, one class, one feature", points: 0.3, after: ["train"],
    hint: "Start from zero weights in every case, as many of them as a sample has features."
  ) { generator in
    var draw = ValueDraw()
    for label in [1, -1] {
      draw.add("one sample", PerceptronLab.train([generator.dyadic(3)], [label], 1, 100))
      // The last feature is 1, so that a line with all samples on one side exists.
      let samples = (0..<5).map { _ in generator.dyadic(2) + [1] }
      draw.add("one class", PerceptronLab.train(samples, [Int](repeating: label, count: 5), 0.5, 1000))
    }
    draw.add("one feature", SeparableSet(8, features: 1, margin: 0.5, &generator).train(learningRate: 2))
    draw.add("many features", SeparableSet(6, features: 20, margin: 0.5, &generator).train(learningRate: 1))
    draw.add("no samples", PerceptronLab.train([], [], 1, 10))
    return draw.draw()
  }

  static let trainRepeats = Check(
    "train.repeats", "train: the same samples, the same answer", points: 0.25, after: ["update"],
    hint: "Each training starts from zero: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    draw.add(
      "train",
      (0..<4).map { _ in SeparableSet(10, features: 3, margin: 0.5, &generator).train(learningRate: 1) })
    return draw.draw
  }

  /// Clouds of normal numbers with a gap: any order of summing gives the reference's line up to rounding.
  static let learn = Check(
    "learn", "learn: decisions on samples never seen in training", points: 0.9, after: ["train", "decision"],
    hint: "train and decision together: a line that separates the training samples is right for nearly all others."
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for features in [2, 3, 5] {
      let set = SeparableSet(300, features: features, margin: 0.3, &generator) { $0.normal(shape: [$1]).values }
      let (known, unseen) = (set.samples.prefix(100), set.samples.dropFirst(100))
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: Array(set.labels.dropFirst(100))))
      calls.append(PerceptronLab.learn(Array(known), Array(set.labels.prefix(100)), Array(unseen), 0.5, 1000))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)))
  }
}

extension LinearModel {
  fileprivate func scaled(_ factor: Double) -> LinearModel {
    LinearModel(weights: weights.map { factor * $0 }, bias: factor * bias)
  }
}

extension SeparableSet {
  /// How many passes the perceptron makes over this set, the last one without a mistake.
  fileprivate func passes() -> Int {
    var (weights, bias) = ([Double](repeating: 0, count: samples[0].count), 0.0)
    for pass in 1... {
      var isChanged = false
      for (sample, label) in zip(samples, labels) where Double(label) * (weights.dot(sample) + bias) <= 0 {
        weights = zip(weights, sample).map { $0 + Double(label) * $1 }
        bias += Double(label)
        isChanged = true
      }
      if !isChanged { return pass }
    }
    return 0
  }
}
