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

  /// One sample whose scores are all near 1000, one whose are all near −1000, and one between, in one batch.
  private static func rowsApart(_ generator: inout Generator) -> MultinomialSet {
    var set = MultinomialSet(3, features: 2, classes: 3, &generator)
    for k in 0..<3 { set.model.weights[k, 0] = 1 }
    for (row, size) in [1000.0, -1000, 0].enumerated() { set.samples[row, 0] = size }
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
    draw.add("rows far apart", rowsApart(&generator).probabilities)
    draw.add("hardly any probability", unlikely(&generator).probabilities, isRelative: true)
    draw.add("no features", MultinomialSet(3, features: 0, classes: 4, &generator).probabilities)
    return draw.draw()
  }

  static let multinomialLossExtreme = Check(
    "multinomialLoss.extreme", "multinomialLoss: scores of ±1000", points: 0.3,
    hint: "−ln p = ln Σ eˢ − s: the first term can be had without a probability that rounds to 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, shift, all) in extremes {
      var set = extreme(shift, all: all, &generator)
      set.labels = [0, 1, 2, 0]
      draw.add(name, set.loss)
    }
    draw.add("rows far apart", rowsApart(&generator).loss)
    for shift in [1e7, -1e7] {
      var set = extreme(shift, all: false, &generator)
      set.labels = [0, 1, 2, 0]
      draw.add("far apart", set.loss)
    }
    draw.add("no features", MultinomialSet(4, features: 0, classes: 3, &generator).loss)
    return draw.draw()
  }

  static let multinomialGradientEdges = Check(
    "multinomialGradient.edges", "multinomialGradient: any number of samples, features, classes", points: 0.3,
    after: ["probabilities"],
    hint: "As many derivatives as weights and biases, for no samples too; a class that no sample has pushes as well.",
    budget: 3
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ set: MultinomialSet) { draw.add(name, set.gradient, own: set.ownGradient) }
    draw.add("no samples", MultinomialSet(0, features: 3, classes: 2, &generator).gradient, isTrivial: true)
    add("one feature", MultinomialSet(6, features: 1, classes: 4, &generator))
    add("as many of all", MultinomialSet(4, features: 4, classes: 4, &generator))
    var rare = MultinomialSet(5, features: 2, classes: 6, &generator)
    rare.labels = [5, 0, 5, 0, 5]
    add("classes that no sample has", rare)
    add("large scores", extreme(1000, all: true, &generator))
    add("rows far apart", rowsApart(&generator))
    // The probabilities of a few samples take a moment; two losses for each of the weights go beyond the budget.
    var many = MultinomialSet(4, features: 8000, classes: 3, &generator)
    many.model.weights = many.model.weights * 0.01
    add("many features", many)
    draw.add("no features", MultinomialSet(5, features: 0, classes: 3, &generator).gradient)
    var large = MultinomialSet(5, features: 3, classes: 3, &generator)
    large.samples = large.samples * 1e9
    large.model.weights = large.model.weights * 1e-9
    add("large features", large)
    let set = unlikely(&generator)
    draw.add("hardly any probability", set.gradient, isRelative: true, own: set.ownGradient)
    return draw.draw(partial: true)
  }

  static let multinomialGradientDifferences = Check(
    "multinomialGradient.differences", "multinomialGradient: the slope of your own loss", points: 0.4,
    after: ["probabilities", "multinomialLoss"],
    hint: """
      Nudge one weight by ±h: your multinomialLoss must change by 2h times what your gradient says. Try it with one \
      sample, then two.
      """
  ) { generator in
    var draw = GradientDraw<MultinomialModel>()
    for (name, set) in [
      ("tiny", MultinomialSet(2, features: 1, classes: 2, &generator)),
      ("four classes", MultinomialSet(6, features: 3, classes: 4, &generator)),
      ("one sample", MultinomialSet(1, features: 2, classes: 3, &generator)),
      ("mirrored samples", .mirrored(&generator)),
    ] {
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"],
        firstStep: name == "mirrored samples" ? 0.01 : 0.1,
        rows: 5, using: &generator, gradient: { LogisticLab.multinomialGradient($0, set.samples, set.labels) },
        loss: { LogisticLab.multinomialLoss($0, set.samples, set.labels) }, own: set.ownGradient)
    }
    return draw.draw
  }

  /// Weights of 0, so that the scores are the biases, exactly equal whatever the samples, or apart by more than rounding
  /// makes of them. Then scores of ±1000, of which the first class never has the highest.
  static let classifyTies = Check(
    "classify.ties", "classify: the lowest of several equal classes, scores of ±1000", points: 0.2,
    after: ["probabilities"],
    hint: """
      Which index do you keep where a later score is as high as the best one so far? A hair more is more, and no power of a \
      score is needed to tell.
      """
  ) { generator in
    var draw = ValueDraw()
    let score = Double(1 + generator.integer(below: 8))
    for (name, bias) in [
      ("two of four", [-1, score, score, 0]), ("all equal", [score, score, score]),
      ("negative scores", [-9, -score / 16, -score / 16]), ("one class", [score]),
      ("hardly apart", [score, score + 0x1p-20, 0]), ("hardly apart", [score, 0, score + 0x1p-39]),
    ] {
      let model = MultinomialModel(weights: Tensor(shape: [bias.count, 2]), bias: Tensor(bias))
      let samples = generator.normal(shape: [3, 2])
      let other = MultinomialSet.mirrored(pairs: 60, features: 8, classes: 10, &generator)
      draw.add(name, LogisticLab.classify(model, samples), isTrivial: name == "one class") {
        _ = $0.ask(LogisticLab.probabilities, .of(other.model), .of(other.samples))
        return [$0.ask(LogisticLab.probabilities, .of(model), .of(samples)).argmaxOfRows]
      }
    }
    for (name, drawn) in [
      ("around 1000", extreme(1000, all: true, &generator)), ("around −1000", extreme(-1000, all: true, &generator)),
      ("rows far apart", rowsApart(&generator)),
    ] {
      var set = drawn
      set.model.bias[0] -= 20
      let other = MultinomialSet.mirrored(pairs: 60, features: 8, classes: 10, &generator)
      draw.add(name, set.classify) { set.ownClasses(&$0, beside: other) }
    }
    return draw.draw()
  }

  static let posteriorsExtreme = Check(
    "posteriors.extreme", "posteriors: tiny likelihoods, a prior of 0", points: 0.3,
    hint: "e⁻¹⁰⁰⁰ is 0 in a Double, and 0 / 0 is no number: shift the logarithms before you take powers."
  ) { generator in
    var draw = ValueDraw()
    for (name, shift) in [("tiny likelihoods", -1000.0), ("huge densities", 1000)] {
      draw.add(name, LogisticLab.posteriors(generator.priors(3), (generator.normal(shape: [3]) + shift).values))
    }
    let prior = generator.uniform(0.2, 0.8)
    draw.add(
      "hardly any probability",
      LogisticLab.posteriors(generator.priors(4), [generator.normal(), -40, generator.uniform(-300, -30), 0]),
      isRelative: true)
    draw.add("an impossible class", LogisticLab.posteriors([prior, 0, 1 - prior], generator.normal(shape: [3]).values))
    let impossible = [-1000 + generator.normal(), 1000, -1000]
    draw.add("an impossible class that is likeliest", LogisticLab.posteriors([prior, 0, 1 - prior], impossible))
    return draw.draw(partial: true)
  }

  static let mapTies = Check(
    "mapClass.ties", "mapClass: ties, tiny likelihoods, a prior of 0", points: 0.2, after: ["posteriors"],
    hint: "The lowest of several equal classes; a class of prior 0 never wins, however likely it makes the sample."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ priors: [Double], _ logLikelihoods: [Double]) {
      let other = generator.normal(shape: [12], deviation: 2)
      draw.add(name, LogisticLab.mapClass(priors, logLikelihoods)) {
        ownMapClass(&$0, priors, logLikelihoods, beside: other)
      }
    }
    let log = generator.uniform(-1, 1)
    add("two of three", [0.2, 0.4, 0.4], [log, log, log])
    add("all equal", [0.25, 0.25, 0.25, 0.25], [log, log, log, log])
    for _ in 0..<3 {
      let tiny = [-1000, -1000 - generator.uniform(1, 9), -990 + generator.uniform(1, 9)]
      add("tiny likelihoods", [0.3, 0.4, 0.3], tiny)
    }
    add("hardly apart", [0.5, 0.5], [log, log + 0x1p-20])
    add("hardly apart", [0.5, 0.5], [log, log + 0x1p-40])
    add("an impossible class", [0, 0.5, 0.5], [5, log, log - 1])
    add("an impossible class that is likeliest", [0, 0.5, 0.5], [1000, -1000, -1001])
    return draw.draw()
  }
}
