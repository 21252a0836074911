import Checks

extension LogisticMutants {
  private static let power = "p[row, k] = exp(p[row, k] - largest)"
  private static let logLoss = "total += logOfSum - line[label]"
  private static let gradients =
    "MultinomialModel(weights: delta.transposed().matmul(samples), bias: delta.sum(axis: 0))"
  private static let descentLoop = "var fitted = model\n    for _ in 0..<steps {"

  /// In the functions of several classes.
  static let classes: [Mutant] = [
    Mutant(
      "softmax-unstable", "without subtracting the largest score", replacing: [(power, "p[row, k] = exp(p[row, k])")],
      fails: ["probabilities.extreme", "multinomialGradient.edges", "multinomialDescent.edges"]),
    Mutant(
      "softmax-over-all", "divided by the sum over all samples so far",
      replacing: [
        ("var p = scores(model, samples)\n", "var p = scores(model, samples)\n    var total = 0.0\n"),
        ("      var total = 0.0\n      for k", "      for k"),
      ], fails: ["probabilities", "probabilities.extreme"], sometimes: ["multinomialGradient.differences", "repeats"]),
    Mutant(
      "softmax-forgets-bias", "W x without b",
      replacing: [
        ("samples.matmul(model.weights.transposed()) + model.bias", "samples.matmul(model.weights.transposed())")
      ],
      fails: ["probabilities", "probabilities.extreme", "multinomialLoss.extreme"],
      sometimes: ["multinomialLoss", "repeats"]),
    Mutant(
      "multinomial-loss-without-minus", "as some slides print it, without its minus",
      replacing: [(logLoss, logLoss.replacing("+=", with: "-="))],
      fails: ["multinomialLoss", "multinomialLoss.extreme"]),
    Mutant(
      "multinomial-loss-exchanged", "−Σ ŷ ln y: prediction and label exchanged, with a sliver in the logarithm",
      replacing: [
        (
          logLoss,
          "for k in line.indices { total -= exp(line[k] - logOfSum) * log(k == label ? 1 : 1e-12) }"
        )
      ], fails: ["multinomialLoss", "multinomialLoss.extreme"]),
    Mutant(
      "multinomial-loss-sum", "summed, not averaged",
      replacing: [
        (
          "total += logOfSum - line[label]\n    }\n    return total / Double(labels.count)",
          "total += logOfSum - line[label]\n    }\n    return total"
        )
      ],
      fails: ["multinomialLoss", "multinomialLoss.extreme"]),
    Mutant(
      "multinomial-loss-counts-from-one", "classes counted from 1",
      replacing: [(logLoss, logLoss.replacing("[label]", with: "[(label + line.count - 1) % line.count]"))],
      fails: ["multinomialLoss", "multinomialLoss.extreme"], sometimes: ["repeats"]),
    Mutant(
      "multinomial-loss-log-of-zero", "−ln of a probability that has been rounded to 0",
      replacing: [(logLoss, "total -= log(exp(line[label] - logOfSum))")], fails: ["multinomialLoss.extreme"]),
    Mutant(
      "multinomial-loss-of-nothing", "0 / 0 for no samples", replacing: [("if labels.isEmpty { return 0.0 }\n", "")],
      fails: ["multinomialLoss"]),
    Mutant(
      "multinomial-gradient-sum", "the sum over the samples, not the mean",
      replacing: [("delta = delta / Double(labels.count)\n", "")],
      fails: [
        "multinomialGradient", "multinomialGradient.edges", "multinomialGradient.differences",
        "multinomialDescent.edges",
      ], sometimes: ["repeats"]),
    Mutant(
      "multinomial-gradient-of-label-only", "p − 1 for the sample's class, and nothing for the others",
      replacing: [
        (
          "var delta = probabilities(model, samples)\n    for (row, label) in labels.enumerated() { delta[row, label] -= 1 }",
          """
          let p = probabilities(model, samples)
              var delta = Tensor(shape: p.shape)
              for (row, label) in labels.enumerated() { delta[row, label] = p[row, label] - 1 }
          """
        )
      ], fails: ["multinomialGradient", "multinomialGradient.edges", "multinomialGradient.differences"]),
    Mutant(
      "multinomial-gradient-probabilities", "the labels never subtracted",
      replacing: [("for (row, label) in labels.enumerated() { delta[row, label] -= 1 }\n", "")],
      fails: [
        "multinomialGradient", "multinomialGradient.edges", "multinomialGradient.differences",
        "multinomialDescent.edges", "signs",
      ]),
    Mutant(
      "multinomial-gradient-bias-mean", "the mean of delta over the batch for the bias: 1/n twice",
      replacing: [(gradients, gradients.replacing("sum(axis: 0))", with: "sum(axis: 0) / Double(labels.count))"))],
      fails: ["multinomialGradient", "multinomialGradient.edges", "multinomialGradient.differences"]),
    Mutant(
      "multinomial-gradient-first-sample-bias", "the bias from the first sample only, not summed over the batch",
      replacing: [(gradients, gradients.replacing("sum(axis: 0)", with: "row(0)"))],
      fails: ["multinomialGradient", "multinomialGradient.edges", "multinomialGradient.differences"]),
    Mutant(
      "multinomial-gradient-square", "the columns as they lie in memory: right for as many features as classes only",
      replacing: [
        (
          gradients,
          """
          MultinomialModel(
                weights: samples.transposed().matmul(delta).reshaped(model.weights.shape), bias: delta.sum(axis: 0))
          """
        )
      ],
      fails: [
        "multinomialGradient", "multinomialDescent", "multinomialGradient.edges", "multinomialGradient.differences",
        "multinomialDescent.edges", "signs", "timing",
      ], sometimes: ["repeats"]),
    Mutant(
      "multinomial-gradient-of-nothing", "a gradient of one number for no samples",
      replacing: [
        (
          "MultinomialModel(weights: Tensor(shape: model.weights.shape), bias: Tensor(shape: model.bias.shape))",
          "MultinomialModel(weights: Tensor([0]), bias: Tensor([0]))"
        )
      ], fails: ["multinomialGradient.edges"]),
    Mutant(
      "multinomial-gradient-slow", "the probabilities of the whole batch taken anew for each sample",
      replacing: [
        (
          "{ delta[row, label] -= 1 }",
          "{ delta[row, label] = probabilities(model, samples)[row, label] - 1 }"
        )
      ], fails: ["timing"], sometimes: ["multinomialDescent.edges"]),
    Mutant(
      "multinomial-descent-uphill", "along the gradient, not against it",
      replacing: [("fitted.weights -= rate", "fitted.weights += rate")],
      fails: ["multinomialDescent", "multinomialDescent.edges", "signs"]),
    Mutant(
      "multinomial-descent-without-bias", "the biases never move",
      replacing: [("      fitted.bias -= rate * slope.bias\n", "")],
      fails: ["multinomialDescent", "multinomialDescent.edges"]),
    Mutant(
      "multinomial-descent-from-old-model", "each gradient at the model that training began with",
      replacing: [("multinomialGradient(fitted, samples, labels)", "multinomialGradient(model, samples, labels)")],
      fails: ["multinomialDescent", "multinomialDescent.edges"]),
    Mutant(
      "multinomial-descent-three-steps", "never more than three steps",
      replacing: [(descentLoop, descentLoop.replacing("steps", with: "min(steps, 3)"))],
      fails: ["multinomialDescent.edges"]),
    Mutant(
      "multinomial-descent-goes-on", "a training starts where the one before it ended, if the sizes are the same",
      replacing: [
        (
          descentLoop,
          """
          var fitted = model
              if let last = Self.last, last.weights.shape == model.weights.shape { fitted = last }
              defer { Self.last = fitted }
              for _ in 0..<steps {
          """
        ),
        ("  /// x Wᵀ + b.", "  nonisolated(unsafe) static var last: MultinomialModel?\n  /// x Wᵀ + b."),
      ], fails: ["multinomialDescent", "multinomialDescent.edges"], sometimes: ["repeats"]),
  ]

  private static let joint = "zip(priors, logLikelihoods).map { log($0) + $1 }"
  private static let best = "posterior[k] > posterior[best]"

  /// In classify, posteriors and mapClass.
  static let decisions: [Mutant] = [
    Mutant(
      "classify-lowest", "the least probable class",
      replacing: [("scores(model, samples).argmaxOfRows()", "(-scores(model, samples)).argmaxOfRows()")],
      fails: ["classify", "classify.ties"], sometimes: ["repeats"]),
    Mutant(
      "classify-last-of-equal", "the last of several equal classes",
      replacing: [
        (
          "scores(model, samples).argmaxOfRows()",
          """
          let s = scores(model, samples)
              return (0..<s.rows).map { row in
                var last = 0
                for k in 0..<s.columns where s[row, k] >= s[row, last] { last = k }
                return last
              }
          """
        )
      ], fails: ["classify.ties"]),
    Mutant(
      "posteriors-without-priors", "the likelihoods alone", replacing: [(joint, "logLikelihoods")],
      fails: ["posteriors", "posteriors.extreme"]),
    Mutant(
      "posteriors-not-divided", "without the evidence: they do not add up to 1",
      replacing: [("weights.map { $0 / evidence }", "weights.map { $0 + 0 * evidence }")],
      fails: ["posteriors", "posteriors.extreme"]),
    Mutant(
      "posteriors-log-forgotten", "the prior itself added to the logarithm of the likelihood",
      replacing: [(joint, "zip(priors, logLikelihoods).map { $0 + $1 }")], fails: ["posteriors", "posteriors.extreme"]),
    Mutant(
      "posteriors-underflow", "powers of the logarithms as they are: 0 / 0",
      replacing: [("joint.map { exp($0 - highest) }", "joint.map { exp($0 + 0 * highest) }")],
      fails: ["posteriors.extreme", "mapClass.ties"]),
    Mutant(
      "posteriors-sliver", "a sliver added to each prior, so that none is 0",
      replacing: [(joint, "zip(priors, logLikelihoods).map { log($0 + 1e-4) + $1 }")],
      fails: ["posteriors", "posteriors.extreme"]),
    Mutant(
      "map-reversed", "the inequality printed the other way round",
      replacing: [(best, best.replacing(">", with: "<"))], fails: ["mapClass", "mapClass.ties"], sometimes: ["repeats"]),
    Mutant(
      "map-last-of-equal", "the last of several equal classes",
      replacing: [(best, best.replacing(">", with: ">="))], fails: ["mapClass.ties"]),
  ]
}
