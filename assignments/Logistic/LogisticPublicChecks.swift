package import Checks
import LabKit

/// What the Logistic handout checks, with public seeds: two classes, then several, then Bayes' rule.
package enum LogisticPublicChecks {
  package static let all: [Check] = [
    sigmoid, decide, loss, gradient, descent, hessian, newton,
    probabilities, multinomialLoss, multinomialGradient, multinomialDescent, classify, posteriors, mapClass,
  ]

  static let sigmoid = Check(
    "sigmoid", "sigmoid: 1 / (1 + e⁻ᶻ)", points: 0.3,
    hint: "At 0 it is ½; it rises from 0 on the far left to 1 on the far right."
  ) { generator in
    var draw = ValueDraw()
    for _ in 0..<4 { draw.add("any z", LogisticLab.sigmoid(3 * generator.normal())) }
    draw.add("zero", LogisticLab.sigmoid(0))
    return draw.draw()
  }

  static let decide = Check(
    "decide", "decide: 1 where w·x + b is zero or more", points: 0.3, after: ["sigmoid"],
    hint: "The probability of class 1 is one half or more just where w·x + b is 0 or more; do not forget the bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("two features", 16, 2), ("five features", 12, 5), ("one sample", 1, 3)] {
      let set = LogisticSet(count, features: features, &generator)
      draw.add(name, set.decide, own: set.ownDecisions)
    }
    draw.add("no samples", LogisticSet(0, features: 2, &generator).decide, own: { _ in [.of([Int]())] })
    return draw.draw()
  }

  static let loss = Check(
    "loss", "logisticLoss: the mean binary cross-entropy", points: 0.4, after: ["sigmoid"],
    hint: "−ln p where the label is 1 and −ln(1 − p) where it is 0; a mean over the samples, 0 for none."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 12, 3), ("one feature", 5, 1), ("one sample", 1, 2)] {
      let set = LogisticSet(count, features: features, &generator)
      draw.add(name, set.loss, own: set.ownLoss)
    }
    draw.add("no samples", LogisticSet(0, features: 2, &generator).loss, own: { _ in [.of(0.0)] })
    return draw.draw()
  }

  static let gradient = Check(
    "gradient", "logisticGradient: the derivatives of the loss", points: 0.5, after: ["sigmoid"],
    hint:
      "Differentiate the loss of one sample by z first, with σ′ = σ (1 − σ): nearly everything cancels. Then z by w and b."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 12, 3), ("two samples", 2, 4), ("one sample", 1, 2)] {
      let set = LogisticSet(count, features: features, &generator)
      draw.add(name, set.gradient, own: set.ownGradient)
    }
    return draw.draw()
  }

  static let descent = Check(
    "descent", "logisticDescent: steps against the gradient", points: 0.2, after: ["gradient"],
    hint: "Each step takes the gradient once, at the model before the step, and moves weights and bias against it."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps) in [("one step", 1), ("five steps", 5)] {
      let (set, other) = (LogisticSet(8, features: 3, &generator), LogisticSet.mirrored(&generator))
      draw.add(name, set.descent(rate: 0.5, steps: steps)) {
        set.ownDescent(&$0, rate: 0.5, steps: steps, beside: other)
      }
    }
    return draw.draw()
  }

  static let hessian = Check(
    "hessian", "logisticHessian: the second derivatives of the loss", points: 0.3, after: ["sigmoid"],
    hint: "Each sample adds p (1 − p) x xᵀ / n, with a 1 behind its features for the bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 10, 2), ("two samples", 2, 3), ("one feature", 5, 1)] {
      let set = LogisticSet(count, features: features, &generator)
      draw.add(name, set.hessian, own: set.ownHessian)
    }
    return draw.draw()
  }

  static let newton = Check(
    "newton", "logisticNewton: θ ← θ − H⁻¹ ∇", points: 0.3, after: ["gradient", "hessian"],
    hint: "Solve H u = ∇ with solveLinearSystem, weights first and the bias last, and subtract u: with no rate."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, features) in [("one step", 1, 2), ("three steps", 3, 3)] {
      let set = LogisticSet(40, features: features, &generator).fromZeros
      let other = LogisticSet.mirrored(&generator)
      draw.add(name, set.newton(steps: steps)) { set.ownNewton(&$0, name, steps: steps, beside: other) }
    }
    return draw.draw()
  }

  static let probabilities = Check(
    "probabilities", "probabilities: softmax(W x + b)", points: 0.3,
    hint: "A row for each sample: the exponentials of its scores, divided by their sum in that row."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, classes) in [
      ("four classes", 5, 3, 4), ("as many of all", 3, 3, 3), ("one sample", 1, 2, 5), ("no samples", 0, 2, 3),
    ] {
      draw.add(name, MultinomialSet(count, features: features, classes: classes, &generator).probabilities)
    }
    return draw.draw()
  }

  static let multinomialLoss = Check(
    "multinomialLoss", "multinomialLoss: the mean of −ln p of the label", points: 0.3,
    after: ["probabilities"],
    hint: "Only the probability of the sample's own class counts; natural logarithm, a minus, a mean."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, classes) in [
      ("four classes", 7, 3, 4), ("two classes", 5, 2, 2), ("one sample", 1, 2, 3),
    ] {
      let set = MultinomialSet(count, features: features, classes: classes, &generator)
      draw.add(name, set.loss, own: set.ownLoss)
    }
    let none = MultinomialSet(0, features: 2, classes: 3, &generator)
    draw.add("no samples", none.loss, own: { _ in [.of(0.0)] })
    return draw.draw()
  }

  static let multinomialGradient = Check(
    "multinomialGradient", "multinomialGradient: the derivatives of the loss", points: 0.4, after: ["probabilities"],
    hint:
      "Differentiate one sample's −ln p by its scores first, the label's own and another; then the chain rule through W x + b."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, classes) in [
      ("four classes", 7, 3, 4), ("two classes", 5, 3, 2), ("one sample", 1, 2, 3),
    ] {
      let set = MultinomialSet(count, features: features, classes: classes, &generator)
      draw.add(name, set.gradient, own: set.ownGradient)
    }
    return draw.draw()
  }

  static let multinomialDescent = Check(
    "multinomialDescent", "multinomialDescent: steps against the gradient", points: 0.2,
    after: ["multinomialGradient"],
    hint: "Each step takes the gradient once, at the model before the step, and moves weights and biases against it."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps) in [("one step", 1), ("three steps", 3)] {
      let set = MultinomialSet(8, features: 2, classes: 3, &generator)
      let other = MultinomialSet.mirrored(&generator)
      draw.add(name, set.descent(rate: 0.5, steps: steps)) {
        set.ownDescent(&$0, rate: 0.5, steps: steps, beside: other)
      }
    }
    return draw.draw()
  }

  static let classify = Check(
    "classify", "classify: the most probable class", points: 0.2, after: ["probabilities"],
    hint: "The index of the largest probability of each row, counted from 0; no exponential is needed to find it."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, classes) in [
      ("four classes", 15, 3, 4), ("ten classes", 15, 2, 10), ("one sample", 1, 2, 3),
    ] {
      let set = MultinomialSet(count, features: features, classes: classes, &generator)
      let other = MultinomialSet.mirrored(pairs: 60, features: 8, classes: 10, &generator)
      draw.add(name, set.classify) { set.ownClasses(&$0, beside: other) }
    }
    let none = MultinomialSet(0, features: 2, classes: 3, &generator)
    draw.add("no samples", none.classify, own: { _ in [.of([Int]())] })
    return draw.draw()
  }

  static let posteriors = Check(
    "posteriors", "posteriors: the rule of Bayes", points: 0.2,
    hint: "P(k) p(x | k), divided by the sum of these over all classes; the likelihoods are given as logarithms."
  ) { generator in
    var draw = ValueDraw()
    for (name, classes) in [("two classes", 2), ("five classes", 5), ("one class", 1)] {
      draw.add(
        name, LogisticLab.posteriors(generator.priors(classes), generator.normal(shape: [classes]).values))
    }
    return draw.draw()
  }

  /// Six draws of each kind: likelihood alone, and the least probable class, would be right in all of them by chance only.
  static let mapClass = Check(
    "mapClass", "mapClass: the class with the highest posterior", points: 0.2, after: ["posteriors"],
    hint: "Prior and likelihood both count: compare P(k) p(x | k) over the classes."
  ) { generator in
    var draw = ValueDraw()
    for (name, classes) in [("two classes", 2), ("four classes", 4)] {
      for _ in 0..<6 {
        let (priors, logLikelihoods) = generator.decisiveClasses(classes)
        let other = generator.normal(shape: [12], deviation: 2)
        draw.add(name, LogisticLab.mapClass(priors, logLikelihoods)) {
          ownMapClass(&$0, priors, logLikelihoods, beside: other)
        }
      }
    }
    let rare = 0.01 + 0.01 * generator.uniform()
    let (priors, logLikelihoods) = ([rare, 1 - rare], [generator.uniform(0, 1), -1])
    draw.add("likely, but rare", LogisticLab.mapClass(priors, logLikelihoods)) {
      ownMapClass(&$0, priors, logLikelihoods, beside: Tensor([3, 1, 4, 1, 5, 9, 2, 6]))
    }
    return draw.draw()
  }
}
