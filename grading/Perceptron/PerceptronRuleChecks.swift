import Checks
import LabKit
import Labs

extension PerceptronHiddenChecks {
  /// 2⁻²⁰ and 2⁻⁴⁴: exact in all sums of Doubles here, not in those of Floats, and the latter nearer to 0 than the 10⁻¹³ that
  /// the statement speaks of, so below any tolerance that a comparison with 0 might be given.
  private static let slivers = [0x1p-20, 0x1p-44]

  /// Sums of one unit in the last place of their terms, exact in any order, and such as are next to nothing by themselves.
  private static let hairs: [(model: LinearModel, sample: [Double])] = [1.0, -1].flatMap { side in
    [
      (LinearModel(weights: [side, -side], bias: 0), [1 + 0x1p-52, 1]),
      (LinearModel(weights: [0, 0], bias: side * 1e-18), [1, 2]),
      (LinearModel(weights: [side, 0], bias: 0), [1e-300, 5]),
    ]
  }

  static let decisionEdges = Check(
    "decision.edges", "decision: near the line, far from it, without features", points: 0.3,
    hint: "Compare with 0 itself, without a tolerance and without rounding; a neuron without inputs has its bias."
  ) { generator in
    var draw = ValueDraw()
    for side in [1.0, -1] {
      for sliver in slivers {
        let weights = generator.dyadic(4)
        let bias = side * sliver - weights.dot(weights)
        draw.add("next to the line", PerceptronLab.decision(LinearModel(weights: weights, bias: bias), weights))
      }
      draw.add("no features", PerceptronLab.decision(LinearModel(weights: [], bias: side / 2), []))
      let (model, sample) = generator.sided(6, side)
      draw.add("large numbers", PerceptronLab.decision(model.scaled(1000), sample.map { 1000 * $0 }))
    }
    for (model, sample) in hairs { draw.add("a hair from the line", PerceptronLab.decision(model, sample)) }
    draw.add("zero of either sign", PerceptronLab.decision(LinearModel(weights: [-0.0], bias: -0.0), [1]))
    return draw.draw()
  }

  static let updateEdges = Check(
    "update.edges", "update: next to the line, large numbers, no features", points: 0.4,
    hint: "The rule compares y (w·x + b) with 0 itself, and moves by η y x however large that is."
  ) { generator in
    var draw = ValueDraw()
    for side in [1.0, -1] {
      for sliver in slivers {
        let weights = generator.dyadic(4)
        let model = LinearModel(weights: weights, bias: side * sliver - weights.dot(weights))
        draw.add("next to the line", PerceptronLab.update(model, weights, Int(side), 0.5))
        draw.add("next to the line", PerceptronLab.update(model, weights, -Int(side), 0.5))
      }
      let (wide, sample) = generator.sided(9, side)
      draw.add("large numbers", PerceptronLab.update(wide.scaled(1000), sample.map { 1000 * $0 }, -Int(side), 4))
      draw.add("no features", PerceptronLab.update(LinearModel(weights: [], bias: side), [], -Int(side), 0.25))
    }
    for (model, sample) in hairs {
      for label in [1, -1] { draw.add("a hair from the line", PerceptronLab.update(model, sample, label, 0.5)) }
    }
    return draw.draw()
  }

  /// A set and how many passes it takes; then as many allowed, one fewer, one, none, and a set that no line separates.
  static let trainLimits = Check(
    "train.limits", "train: the limit on passes, and sets that no line separates", points: 0.6, after: ["update"],
    hint: "converged says whether the last pass that was made changed nothing; no more than maximumEpochs are made.",
    budget: 2
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ set: SeparableSet, learningRate: Double, _ passes: Int) {
      draw.add(name, set.train(learningRate: learningRate, maximumEpochs: passes), isTrivial: passes == 0) {
        set.ownTraining(&$0, learningRate: learningRate, maximumEpochs: passes)
      }
    }
    let set = SeparableSet.taking(3...8, 12, features: 2, margin: 0.5, &generator)
    add("just enough passes", set, learningRate: 1, set.passes)
    add("one pass too few", set, learningRate: 1, set.passes - 1)
    add("one pass", set, learningRate: 0.5, 1)
    add("no pass", set, learningRate: 1, 0)
    for features in [2, 3] {
      var mixed = SeparableSet(9, features: features, margin: 0.5, &generator)
      mixed.samples.append(mixed.samples[4])
      mixed.labels.append(-mixed.labels[4])
      add("not separable", mixed, learningRate: 1, 7)
    }
    return draw.draw(partial: true)
  }

  static let trainEdges = Check(
    "train.edges", "train: one sample, one class, one feature, many, none", points: 0.3, after: ["update"],
    hint: "Start from zero weights in every case, as many of them as a sample has features."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ samples: [[Double]], _ labels: [Int], learningRate: Double, passes: Int) {
      let set = SeparableSet(samples: samples, labels: labels)
      draw.add(name, set.train(learningRate: learningRate, maximumEpochs: passes), isTrivial: samples.isEmpty) {
        set.ownTraining(&$0, learningRate: learningRate, maximumEpochs: passes)
      }
    }
    for label in [1, -1] {
      add("one sample", [generator.dyadic(3)], [label], learningRate: 1, passes: 5)
      // The last feature is 1, so that a line with all samples on one side exists.
      let samples = (0..<5).map { _ in generator.dyadic(2) + [1] }
      add("one class", samples, [Int](repeating: label, count: 5), learningRate: 0.5, passes: 20)
    }
    let narrow = SeparableSet(8, features: 1, margin: 0.5, &generator)
    add("one feature", narrow.samples, narrow.labels, learningRate: 2, passes: 12)
    let wide = SeparableSet(6, features: 20, margin: 0.5, &generator)
    add("many features", wide.samples, wide.labels, learningRate: 1, passes: 12)
    let long = SeparableSet(90, features: 2, margin: 0.25, offset: 2, &generator)
    add("many samples", long.samples, long.labels, learningRate: 1, passes: 3)
    add("no samples", [], [], learningRate: 1, passes: 10)
    add("no samples", [], [], learningRate: 1, passes: 0)
    add("no features", [[], [], []], [-1, -1, -1], learningRate: 0.5, passes: 4)
    // Odd multiples of 1/8 beyond 2²¹, which a Float has not; in Doubles all sums are exact.
    let large = SeparableSet(6, features: 2, margin: 0.5, &generator)
    let far = large.samples.map { [($0[0] * 4).rounded(.down) / 4 + 64.125 + 0x1p21, $0[1]] }
    add("large numbers", far, large.labels, learningRate: 1, passes: 4)
    // One by itself, for the roundings of several may cancel.
    add("large numbers", [far[0]], [large.labels[0]], learningRate: 0.5, passes: 1)
    return draw.draw(partial: true)
  }

  /// Trainings that end at their limit and such that converge: what one leaves behind would show in the next.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.25, after: ["update", "gradient"],
    hint: "Each call starts from what it is given: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    let sets = (0..<4).map { _ in SeparableSet.taking(4...12, 10, features: 3, margin: 0.5, offset: 2, &generator) }
    let passes = sets.enumerated().map { $0 % 2 == 0 ? $1.passes - 2 : $1.passes }
    let trainings = sets.indices.map { sets[$0].train(learningRate: 1, maximumEpochs: passes[$0]) }
    // Samples with the labels of others have no line between them.
    draw.add("train", trainings, isMixed: false)
    draw.add(
      "update",
      (0..<4).map { _ in
        let (model, sample) = generator.sided(3, 1)
        return PerceptronLab.update(model, sample, -1, 0.5)
      })
    let problems = (0..<4).map { _ in AdalineProblem(count: 5, features: 4, &generator) }
    draw.add("cost", problems.map { $0.cost(.tanh) }, isDetermined: false)
    // Of many numbers, and by the targets more than by the weights: nothing handed through looks like these.
    draw.add(
      "gradient",
      (0..<4).map { _ in
        var wide = AdalineProblem(count: 5, features: 60, &generator)
        wide.targets = wide.targets.map { 100 * $0 }
        return wide.gradient(.identity)
      })
    draw.add("batchDescent", problems.map { $0.batchDescent(.tanh, learningRate: 0.05, epochs: 3) })
    draw.add(
      "stochasticDescent", problems.map { $0.stochasticDescent(.tanh, learningRate: 0.1, order: [3, 0, 3, 1]) })
    // By decisions on forty samples, for a single one says too little.
    draw.add(
      "decision",
      sets.map { set in
        PerceptronLab.learn(set.samples, set.labels, (0..<40).map { _ in generator.dyadic(3) }, 1, 20)
      }, isDetermined: false, isMixed: false)
    var asked = draw.draw
    // Where update is wrong, zero weights may stay zero whatever is asked.
    var own = FollowThrough()
    for (place, call) in asked.calls.enumerated() {
      guard let index = trainings.firstIndex(of: call) else { continue }
      own.require(
        "train", .answer(place),
        equalsOneOf: sets[index].ownTraining(&own, learningRate: 1, maximumEpochs: passes[index]))
    }
    asked.own = own
    return asked
  }

  /// Multiples of 1/8, so that every right training ends with the same line, whatever the order of its sums.
  static let learn = Check(
    "learn", "learn: decisions on samples never seen in training", points: 0.8, after: ["train", "decision"],
    hint: "train and decision together: a line that separates the training samples is right for nearly all others."
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for features in [2, 3, 5] {
      let set = SeparableSet(300, features: features, margin: 0.3, &generator)
      let (known, unseen) = (set.samples.prefix(100), set.samples.dropFirst(100))
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: Array(set.labels.dropFirst(100))))
      calls.append(PerceptronLab.learn(Array(known), Array(set.labels.prefix(100)), Array(unseen), 0.5, 1000))
    }
    // Where a function below is wrong: a small training by its own update, and decisions by its own decision.
    let (set, passes) = (SeparableSet.taking(3...8, 10, features: 3, margin: 0.5, offset: 2, &generator), 8)
    let unseen = (0..<24).map { _ in generator.dyadic(3) }
    var own = FollowThrough()
    own.require(
      "train", .answer(calls.count), equalsOneOf: set.ownTraining(&own, learningRate: 1, maximumEpochs: passes))
    calls.append(set.train(learningRate: 1, maximumEpochs: passes))
    let model = own.ask(
      PerceptronLab.train, .of(set.samples), .of(set.labels), .of(1.0), .of(passes))["model"]
    for (place, sample) in unseen.enumerated() {
      own.require(
        "decision", .answer(calls.count)[place], equals: own.ask(PerceptronLab.decision, model, .of(sample)))
    }
    calls.append(PerceptronLab.learn(set.samples, set.labels, unseen, 1, passes))
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)), own: own)
  }
}

extension LinearModel {
  fileprivate func scaled(_ factor: Double) -> LinearModel {
    LinearModel(weights: weights.map { factor * $0 }, bias: factor * bias)
  }
}
