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
    "decide", "decide: 1 where w·x + b is zero or more", points: 0.3,
    hint: "The probability of class 1 is one half or more just where w·x + b is 0 or more; do not forget the bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("two features", 16, 2), ("five features", 12, 5), ("one sample", 1, 3)] {
      draw.add(name, LogisticSet(count, features: features, &generator).decide)
    }
    draw.add("no samples", LogisticSet(0, features: 2, &generator).decide)
    return draw.draw()
  }

  static let loss = Check(
    "loss", "logisticLoss: the mean binary cross-entropy", points: 0.4,
    hint: "−ln p where the label is 1 and −ln(1 − p) where it is 0; a mean over the samples, 0 for none."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 12, 3), ("one feature", 5, 1), ("one sample", 1, 2)] {
      draw.add(name, LogisticSet(count, features: features, &generator).loss)
    }
    draw.add("no samples", LogisticSet(0, features: 2, &generator).loss)
    return draw.draw()
  }

  static let gradient = Check(
    "gradient", "logisticGradient: the derivatives of the loss", points: 0.5, after: ["sigmoid"],
    hint: "With σ′ = σ (1 − σ) nearly everything cancels: each sample adds (p − y) x / n to the weights' part."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 12, 3), ("two samples", 2, 4), ("one sample", 1, 2)] {
      draw.add(name, LogisticSet(count, features: features, &generator).gradient)
    }
    return draw.draw()
  }

  static let descent = Check(
    "descent", "logisticDescent: steps against the gradient", points: 0.2, after: ["gradient"],
    hint: "Each step takes the gradient once, at the model before the step, and moves weights and bias against it."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps) in [("one step", 1), ("five steps", 5)] {
      draw.add(name, LogisticSet(8, features: 3, &generator).descent(rate: 0.5, steps: steps))
    }
    return draw.draw()
  }

  static let hessian = Check(
    "hessian", "logisticHessian: the second derivatives of the loss", points: 0.3, after: ["sigmoid"],
    hint: "Each sample adds p (1 − p) x xᵀ / n, with a 1 behind its features for the bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 10, 2), ("two samples", 2, 3), ("one feature", 5, 1)] {
      draw.add(name, LogisticSet(count, features: features, &generator).hessian)
    }
    return draw.draw()
  }

  static let newton = Check(
    "newton", "logisticNewton: θ ← θ − H⁻¹ ∇", points: 0.3, after: ["gradient", "hessian"],
    hint: "Solve H u = ∇ with solveLinearSystem, weights first and the bias last, and subtract u: with no rate."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, features) in [("one step", 1, 2), ("three steps", 3, 3)] {
      draw.add(name, LogisticSet(40, features: features, &generator).newton(steps: steps))
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
    hint: "Only the probability of the sample's own class counts; natural logarithm, a minus, a mean."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, classes) in [
      ("four classes", 7, 3, 4), ("two classes", 5, 2, 2), ("one sample", 1, 2, 3), ("no samples", 0, 2, 3),
    ] {
      draw.add(name, MultinomialSet(count, features: features, classes: classes, &generator).loss)
    }
    return draw.draw()
  }

  static let multinomialGradient = Check(
    "multinomialGradient", "multinomialGradient: the derivatives of the loss", points: 0.4, after: ["probabilities"],
    hint: "Of a sample's score for class k the derivative is (p_k − [k = y]) / n; then the chain rule through W x + b."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, classes) in [
      ("four classes", 7, 3, 4), ("two classes", 5, 3, 2), ("one sample", 1, 2, 3),
    ] {
      draw.add(name, MultinomialSet(count, features: features, classes: classes, &generator).gradient)
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
      draw.add(
        name, MultinomialSet(8, features: 2, classes: 3, &generator).descent(rate: 0.5, steps: steps))
    }
    return draw.draw()
  }

  static let classify = Check(
    "classify", "classify: the most probable class", points: 0.2,
    hint: "The index of the largest probability of each row, counted from 0; no exponential is needed to find it."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, classes) in [
      ("four classes", 15, 3, 4), ("ten classes", 15, 2, 10), ("one sample", 1, 2, 3), ("no samples", 0, 2, 3),
    ] {
      draw.add(name, MultinomialSet(count, features: features, classes: classes, &generator).classify)
    }
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
    "mapClass", "mapClass: the class with the highest posterior", points: 0.2,
    hint: "Prior and likelihood both count: compare P(k) p(x | k) over the classes."
  ) { generator in
    var draw = ValueDraw()
    for (name, classes) in [("two classes", 2), ("four classes", 4)] {
      for _ in 0..<6 {
        let (priors, logLikelihoods) = generator.decisiveClasses(classes)
        draw.add(name, LogisticLab.mapClass(priors, logLikelihoods))
      }
    }
    let rare = 0.01 + 0.01 * generator.uniform()
    draw.add("likely, but rare", LogisticLab.mapClass([rare, 1 - rare], [generator.uniform(0, 1), -1]))
    return draw.draw()
  }
}
