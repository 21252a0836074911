import Checks
import LabKit
import Labs

/// Cases of numbers far larger and far smaller than the usual ones, and of samples without features.
extension LogisticHiddenChecks {
  static func addGradientSizes(to draw: inout ValueDraw, _ generator: inout Generator) {
    let bare = LogisticSet(5, features: 0, &generator)
    draw.add("no features", bare.gradient)
    var large = LogisticSet(5, features: 3, &generator)
    large.samples = large.samples * 1e9
    large.model.weights = large.model.weights.map { $0 * 1e-9 }
    draw.add("large features", large.gradient, own: large.ownGradient)
    let sure: LogisticSet = unlikely(&generator)
    draw.add("hardly any error", sure.gradient, isRelative: true, own: sure.ownGradient)
  }

  static func addHessianSizes(to draw: inout ValueDraw, _ generator: inout Generator) {
    let bare = LogisticSet(5, features: 0, &generator)
    draw.add("no features", bare.hessian, own: bare.ownHessian)
    var large = LogisticSet(5, features: 2, &generator)
    large.samples = large.samples * 1e9
    large.model.weights = large.model.weights.map { $0 * 1e-9 }
    draw.add("large features", large.hessian, own: large.ownHessian)
    let sure: LogisticSet = unlikely(&generator)
    draw.add("hardly any bend", sure.hessian, isRelative: true, own: sure.ownHessian)
  }

  /// One sample that is of class 0, as the model says: it is of class 1 once in 1e17 or in 1e100.
  private static func unlikely(_ generator: inout Generator) -> LogisticSet {
    var set = LogisticSet(1, features: 3, &generator)
    (set.model.bias, set.labels) = (generator.uniform(-250, -40), [0])
    return set
  }

  /// One sample, two classes that it may well be of, and two of which it is hardly.
  static func unlikely(_ generator: inout Generator) -> MultinomialSet {
    var set = MultinomialSet(1, features: 2, classes: 4, &generator)
    set.model.bias = Tensor([0, -40, 0.5, generator.uniform(-250, -60)])
    set.labels = [0]
    return set
  }
}
