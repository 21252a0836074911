import Checks
import LabKit
import Labs

extension LogisticHiddenChecks {
  static let sigmoidExtreme = Check(
    "sigmoid.extreme", "sigmoid: z = ±1000", points: 0.2, after: ["sigmoid"],
    hint: "e¹⁰⁰⁰ is infinite in a Double, and ∞ / ∞ is no number: which powers does your form take where z is large?"
  ) { generator in
    var draw = ValueDraw()
    for z in [1000, -1000, 40, -40, generator.uniform(700, 1000), generator.uniform(-1000, -700)] {
      draw.add("large z", LogisticLab.sigmoid(z))
    }
    for z in [-40, generator.uniform(-300, -30)] {
      draw.add("far below 0", LogisticLab.sigmoid(z), isRelative: true)
    }
    return draw.draw()
  }

  /// Weights of −1 and 1 and samples of eighths: w·x + b is exact, and exactly 0 or 2⁻²⁰ from it. Of samples of zeros it is the
  /// bias, so near 0 that σ rounds to ½.
  static let decideEdges = Check(
    "decide.edges", "decide: on the line, next to it, far from it", points: 0.2, after: ["decide"],
    hint: "A sample exactly on the line is of class 1; compare w·x + b with 0 itself, without a tolerance."
  ) { generator in
    var draw = ValueDraw()
    for (name, shift) in [
      ("on the line", 0.0), ("next to the line", 0x1p-20), ("next to the line", -0x1p-20), ("far away", 1000),
      ("far away", -1000),
    ] {
      let point = Double(1 + generator.integer(below: 32)) / 8
      let model = LogisticModel(weights: [1, -1], bias: shift - point)
      draw.add(name, LogisticLab.decide(model, Tensor(rows: [[point, 0], [2 * point, point]])))
    }
    for bias in [-1e-17, 1e-17, -1e-30, -1e-300] {
      let model = LogisticModel(weights: [1, -1], bias: bias)
      draw.add("a hair from the line", LogisticLab.decide(model, Tensor(shape: [2, 2])))
    }
    let bare = LogisticModel(weights: [], bias: -0.5)
    draw.add("no features", LogisticLab.decide(bare, Tensor(shape: [3, 0])))
    return draw.draw()
  }

  static let lossExtreme = Check(
    "loss.extreme", "logisticLoss: sums of ±1000", points: 0.4,
    hint: "Both −ln p and −ln(1 − p) are softplus functions, ln(1 + e^±z): how to have them without a large power?"
  ) { generator in
    var draw = ValueDraw()
    draw.add("no features", LogisticSet(4, features: 0, &generator).loss)
    for bias in [1000.0, -1000, 1e9] {
      var set = LogisticSet(6, features: 2, &generator)
      set.model.bias = bias
      draw.add("large sums", set.loss)
      for (name, label) in [("every label 0", 0), ("every label 1", 1)] {
        set.labels = [Int](repeating: label, count: 6)
        draw.add(name, set.loss)
      }
    }
    return draw.draw()
  }

  static let gradientEdges = Check(
    "gradient.edges", "logisticGradient: no samples, many features, large sums", points: 0.3, after: ["sigmoid"],
    hint: "As many derivatives as there are weights, whatever the samples are; σ must be right for large sums too.",
    budget: 3
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", LogisticSet(0, features: 3, &generator).gradient, isTrivial: true)
    for (name, count, features) in [
      ("more features than samples", 4, 20), ("as many samples as features", 4, 4),
      // One probability of each sample takes a moment; two losses for each of the weights go beyond the budget.
      ("many features", 4, 25_000),
    ] {
      var set = LogisticSet(count, features: features, &generator)
      set.model.weights = set.model.weights.map { $0 / Double(features).squareRoot() }
      draw.add(name, set.gradient, own: set.ownGradient)
    }
    for bias in [1000.0, -1000] {
      var set = LogisticSet(5, features: 2, &generator)
      set.model.bias = bias
      draw.add("large sums", set.gradient, own: set.ownGradient)
    }
    addGradientSizes(to: &draw, &generator)
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "logisticGradient: the slope of your own loss", points: 0.4, after: ["sigmoid", "loss"],
    hint: """
      Nudge one weight by ±h: your loss must change by 2h times what your gradient says. A factor between them is a \
      factor forgotten in one of the two.
      """
  ) { generator in
    var draw = GradientDraw<LogisticModel>()
    for (name, set) in [
      ("tiny", LogisticSet(2, features: 1, &generator)), ("three features", LogisticSet(7, features: 3, &generator)),
      ("one sample", LogisticSet(1, features: 4, &generator)), ("mirrored samples", .mirrored(&generator)),
    ] {
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"],
        firstStep: name == "mirrored samples" ? 0.01 : 0.1,
        rows: 5, using: &generator, gradient: { LogisticLab.gradient($0, set.samples, set.labels) },
        loss: { LogisticLab.loss($0, set.samples, set.labels) }, own: set.ownGradient)
    }
    return draw.draw
  }

  /// Up to nothing at all, and with sums beyond which nothing bends.
  static let hessianEdges = Check(
    "hessian.edges", "logisticHessian: no samples, many features, large sums", points: 0.2, after: ["sigmoid"],
    hint: "As many rows and columns as weights and one more, whatever the samples are; zeros where there are none."
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", LogisticSet(0, features: 3, &generator).hessian, isTrivial: true)
    for (name, count, features) in [("many features", 6, 40), ("one sample", 1, 3), ("many samples", 90, 2)] {
      var set = LogisticSet(count, features: features, &generator)
      set.model.weights = set.model.weights.map { $0 / Double(features).squareRoot() }
      draw.add(name, set.hessian, own: set.ownHessian)
    }
    // One sample far off, on either side, the others not.
    var far = LogisticSet(5, features: 2, &generator)
    for (row, size) in [(0, 1000.0), (1, -1000)] {
      for feature in 0..<2 { far.samples[row, feature] = size * (far.model.weights[feature] < 0 ? -1 : 1) }
    }
    draw.add("large sums", far.hessian, own: far.ownHessian)
    addHessianSizes(to: &draw, &generator)
    return draw.draw(partial: true)
  }

  /// Along a direction u the gradient's slope is ∇·u, and the gradient of that is H u.
  static let hessianDifferences = Check(
    "hessian.differences", "logisticHessian: the slope of your own gradient", points: 0.3,
    after: ["sigmoid", "gradient"],
    hint: """
      Nudge one weight by ±h: your gradient must change by 2h times that weight's column of your Hessian. The bias has a \
      row and a column too.
      """
  ) { generator in
    var draw = GradientDraw<LogisticModel>()
    for (name, set) in [
      ("one feature", LogisticSet(3, features: 1, &generator)),
      ("three features", LogisticSet(7, features: 3, &generator)), ("mirrored samples", .mirrored(&generator)),
    ] {
      let features = set.model.weights.count
      let direction = LogisticModel(weights: generator.normal(shape: [features]).values, bias: generator.normal())
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"],
        firstStep: name == "mirrored samples" ? 0.01 : 0.1,
        rows: 5, using: &generator, gradient: { LogisticLab.bend($0, set.samples, direction) },
        loss: { LogisticLab.slope($0, set.samples, set.labels, direction) },
        own: { set.ownBend(&$0, along: direction) })
    }
    return draw.draw
  }

  /// Near the minimum, where gradients are small, and at a rate at which the loss rises: neither ends a descent.
  static let descentEdges = Check(
    "descent.edges", "logisticDescent: many steps, none, whatever the loss does", points: 0.2, after: ["gradient"],
    hint: "Just as many steps as asked for, each along the whole gradient: no early end, no step cut short."
  ) { generator in
    var draw = ValueDraw()
    let other = LogisticSet.mirrored(&generator)
    func add(_ name: String, _ set: LogisticSet, rate: Double, steps: Int) {
      draw.add(name, set.descent(rate: rate, steps: steps)) {
        set.ownDescent(&$0, rate: rate, steps: steps, beside: other)
      }
    }
    add("many steps", LogisticSet(12, features: 2, &generator), rate: 0.5, steps: 60)
    var large = LogisticSet(6, features: 3, &generator)
    large.samples = large.samples * 20
    add("a rate that is too large", large, rate: 4, steps: 5)
    // One sample under both labels: such a step makes the loss larger, and no later one leads back to where it was.
    var torn = LogisticSet(6, features: 3, &generator)
    torn.samples = torn.samples.rows(at: [Int](repeating: 0, count: 6)).map { $0 < 0 ? -6 : 6 }
    torn.labels = [0, 1, 1, 1, 1, 1]
    add("a loss that rises", torn, rate: 4, steps: 4)
    for (name, size) in [("small gradients", 1e-5), ("tiny gradients", 1e-9)] {
      var small = LogisticSet(6, features: 2, &generator)
      small.samples = small.samples * size
      small.model.bias = 0
      small.labels = [0, 1, 0, 1, 0, 1]
      add(name, small, rate: 1, steps: 6)
    }
    // A probability that is next to nothing, and a rate that shows it all the same.
    var sure = LogisticSet(1, features: 2, &generator)
    (sure.labels, sure.model.bias) = ([0], -40)
    add("next to no gradient", sure, rate: 1e17, steps: 2)
    for size in [1e5, 1e9] {
      var wrong = LogisticSet(1, features: 3, &generator)
      wrong.samples = wrong.samples.map { $0 < 0 ? -size : size }
      wrong.labels = [zip(wrong.model.weights, wrong.samples.values).reduce(0) { $0 + $1.0 * $1.1 } > 0 ? 0 : 1]
      add("a loss of millions", wrong, rate: 0.25 / size, steps: 4)
    }
    let set = LogisticSet(5, features: 3, &generator)
    draw.add("no steps", set.descent(rate: 0.1, steps: 0), isTrivial: true)
    draw.add("no samples", LogisticSet(0, features: 3, &generator).descent(rate: 0.1, steps: 2), isTrivial: true)
    return draw.draw(partial: true)
  }

  /// Samples whose labels follow the first feature, with noise: no plane separates them, and it takes six steps or so from
  /// zeros to the minimum. From afar a step goes beyond it, and is made all the same.
  static let newtonMany = Check(
    "newton.many", "logisticNewton: to the minimum, no steps, from afar", points: 0.4, after: ["gradient", "hessian"],
    hint: "Both gradient and Hessian are taken anew at each step's model; no steps leave the model as it was."
  ) { generator in
    var draw = ValueDraw()
    let other = LogisticSet.mirrored(&generator)
    func add(_ name: String, _ set: LogisticSet, steps: Int) {
      draw.add(name, set.newton(steps: steps)) { set.ownNewton(&$0, name, steps: steps, beside: other) }
    }
    var noisy = LogisticSet(60, features: 2, &generator).fromZeros
    noisy.labels = (0..<60).map { noisy.samples[$0, 0] + 0.7 * generator.normal() > 0 ? 1 : 0 }
    add("ten steps", noisy, steps: 10)
    var set = LogisticSet(60, features: 3, &generator)
    draw.add("no steps", set.newton(steps: 0), isTrivial: true)
    set.model = LogisticModel(weights: set.model.weights.map { $0 / 4 }, bias: set.model.bias / 4)
    add("from another model", set, steps: 2)
    // Weights of a million in the end: steps of that length.
    var tiny = noisy
    tiny.samples = noisy.samples * 1e-6
    add("tiny features", tiny, steps: 2)
    var far = noisy
    far.model = LogisticModel(weights: [-8, 0.5], bias: generator.uniform(-0.5, 0.5))
    add("a step that goes too far", far, steps: 1)
    return draw.draw(partial: true)
  }
}
