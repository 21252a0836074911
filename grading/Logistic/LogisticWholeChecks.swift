import Checks
import LabKit
import Labs

/// What asks many functions, or asks for much: edges of the descents, memory, learning, time.
extension LogisticHiddenChecks {
  /// Signs' sizes too, since what learns with few features must with many.
  static let multinomialDescentEdges = Check(
    "multinomialDescent.edges", "multinomialDescent: many steps, none, any size", points: 0.2,
    after: ["multinomialGradient"],
    hint: "Just as many steps as asked for, each along the whole gradient, whatever the sizes are."
  ) { generator in
    var draw = ValueDraw()
    let other = MultinomialSet.mirrored(&generator)
    func add(_ name: String, _ set: MultinomialSet, rate: Double, steps: Int) {
      draw.add(name, set.descent(rate: rate, steps: steps)) {
        set.ownDescent(&$0, rate: rate, steps: steps, beside: other)
      }
    }
    add("many steps", MultinomialSet(12, features: 2, classes: 3, &generator), rate: 0.5, steps: 60)
    // As `signs` trains.
    let signs = Glyphs(train: 40, test: 1, &generator)
    var images = MultinomialSet(0, features: 64, classes: 10, &generator)
    images.model = MultinomialModel(weights: Tensor(shape: [10, 64]), bias: Tensor(shape: [10]))
    (images.samples, images.labels) = (signs.train, signs.trainLabels)
    add("images", images, rate: 1, steps: 80)
    var large = MultinomialSet(6, features: 3, classes: 3, &generator)
    large.samples = large.samples * 20
    add("a rate that is too large", large, rate: 4, steps: 5)
    // One sample under all labels: such a step makes the loss larger, and no later one leads back to where it was.
    var torn = MultinomialSet(6, features: 3, classes: 3, &generator)
    torn.samples = torn.samples.rows(at: [Int](repeating: 0, count: 6)).map { $0 < 0 ? -6 : 6 }
    torn.labels = [0, 1, 1, 1, 2, 2]
    add("a loss that rises", torn, rate: 4, steps: 4)
    for (name, size) in [("small gradients", 1e-5), ("tiny gradients", 1e-9)] {
      var small = MultinomialSet(6, features: 2, classes: 2, &generator)
      small.samples = small.samples * size
      small.model.bias = small.model.bias * 0
      small.labels = [0, 1, 0, 1, 0, 1]
      add(name, small, rate: 1, steps: 6)
    }
    // Scores of 28 and 0, a loss of 1e-12. The rate shows what it still moves; a larger one would show how 1 − p was rounded.
    var sure = MultinomialSet(1, features: 2, classes: 3, &generator)
    sure.model.bias = (sure.samples.matmul(sure.model.weights.transposed()) * -1).reshaped([3])
    sure.model.bias[sure.labels[0]] += 28
    add("next to no loss", sure, rate: 30, steps: 2)
    // The label is the class that has the lowest score, by far.
    for size in [1e5, 1e9] {
      var wrong = MultinomialSet(1, features: 3, classes: 3, &generator)
      wrong.samples = wrong.samples.map { $0 < 0 ? -size : size }
      wrong.labels = (-wrong.samples.matmul(wrong.model.weights.transposed())).argmaxOfRows()
      add("a loss of millions", wrong, rate: 0.25 / size, steps: 4)
    }
    let set = MultinomialSet(5, features: 3, classes: 3, &generator)
    draw.add("no steps", set.descent(rate: 0.1, steps: 0), isTrivial: true)
    let none = MultinomialSet(0, features: 3, classes: 3, &generator)
    draw.add("no samples", none.descent(rate: 0.1, steps: 2), isTrivial: true)
    return draw.draw(partial: true)
  }

  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Each training starts from the model that it is given: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    func add(_ function: String, _ call: (inout Generator) -> Call) {
      draw.add(function, (0..<4).map { _ in call(&generator) })
    }
    func two(_ function: String, _ count: Int = 12, _ call: (LogisticSet) -> Call) {
      add(function) { call(LogisticSet(count, features: 2, &$0)) }
    }
    func several(_ function: String, _ call: (MultinomialSet) -> Call) {
      add(function) { call(MultinomialSet(12, features: 2, classes: 4, &$0)) }
    }
    add("sigmoid") { LogisticLab.sigmoid($0.normal()) }
    two("decide", 30) { $0.decide }
    two("logisticLoss") { $0.loss }
    two("logisticGradient") { $0.gradient }
    two("logisticDescent") { $0.descent(rate: 0.5, steps: 3) }
    two("logisticHessian") { $0.hessian }
    two("logisticNewton", 30) { $0.fromZeros.newton(steps: 2) }
    several("probabilities") { $0.probabilities }
    several("multinomialLoss") { $0.loss }
    several("multinomialGradient") { $0.gradient }
    several("multinomialDescent") { $0.descent(rate: 0.5, steps: 3) }
    add("classify") { MultinomialSet(30, features: 2, classes: 4, &$0).classify }
    add("posteriors") { LogisticLab.posteriors($0.priors(4), $0.normal(shape: [4]).values) }
    // The likeliest class and the least likely one go round.
    let priors = generator.priors(4)
    draw.add(
      "mapClass", (0..<4).map { turn in LogisticLab.mapClass(priors, (0..<4).map { [6, 0, 1, -6][($0 + turn) % 4] }) })
    return draw.draw
  }

  /// Eighty steps of 1 on 400 images of signs that this key alone has. From zeros the descent is the same for every right
  /// solution, up to rounding. Where a function below is wrong, what it learns must be what it learns step by step.
  static let signs = Check(
    "signs", "learn: signs never seen in training", points: 0.5, after: ["multinomialDescent", "classify"],
    hint: "multinomialDescent from zeros, then classify. Print the loss after each step: it must fall.", budget: 20
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    var own = FollowThrough()
    for _ in 0..<2 {
      let signs = Glyphs(train: 40, test: 30, &generator)
      let zeros = MultinomialModel(weights: Tensor(shape: [10, 64]), bias: Tensor(shape: [10]))
      let fitted = own.ask(
        LogisticLab.multinomialDescent, .of(zeros), .of(signs.train), .of(signs.trainLabels), .of(1.0), .of(80))
      own.require(
        "signs", .answer(calls.count), equals: own.ask(LogisticLab.classify, fitted, .of(signs.test)))
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: signs.testLabels))
      calls.append(LogisticLab.learn(10, signs.train, signs.trainLabels, 1, 80, signs.test))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)), own: own)
  }

  /// CPU time, as samples grow sixfold, features fifteenfold and classes sixfold, one after the other: probabilities taken
  /// anew for each of them fall four times further behind and more. The samples mirror each other, so that only what hangs on
  /// the probabilities is left.
  static let timing = Check(
    "timing", "multinomialGradient: no more work than needed", points: 0.4, after: ["multinomialGradient"],
    hint:
      "The probabilities of a batch are needed once: look for them inside a loop over samples, classes or features.",
    budget: 12
  ) { generator in
    let sizes = [(50, 40, 10), (300, 40, 10), (50, 600, 10), (50, 40, 60)]
    let calls = (0..<64).map { round in
      let (pairs, features, classes) = sizes[round % sizes.count]
      return MultinomialSet.mirrored(pairs: pairs, features: features, classes: classes, &generator).gradient
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2, 3])))
  }
}
