import Checks

extension LogisticMutants {
  private static let sigmoid = "z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))"
  private static let binaryStep = """
    for feature in model.weights.indices { model.weights[feature] -= rate * slope.weights[feature] }
          model.bias -= rate * slope.bias
    """
  private static let fittedStep = "      fitted.weights -= rate * slope.weights\n"
  private static let keep = "  /// x Wᵀ + b."
  private static let newtonStep = "      model.bias -= step[model.weights.count]\n"
  private static let binaryStart =
    "    var gradient = LogisticModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0)\n"

  /// Early ends, single precision, tolerances, kept answers, work done over and over.
  static let edges: [Mutant] = [
    Mutant(
      "sigmoid-float", "in single precision", replacing: [(sigmoid, "Double(1 / (1 + exp(-Float(z))))")],
      fails: ["sigmoid"]),
    Mutant(
      "decide-by-probability", "the rounded probability compared with ½",
      replacing: [("sum(model, samples, $0) >= 0 ? 1 : 0", "sigmoid(sum(model, samples, $0)) >= 0.5 ? 1 : 0")],
      fails: ["decide.edges"]),
    Mutant(
      "loss-clipped", "losses of a sample cut at 35",
      replacing: [
        ("let softplus = max(0, z) + log1p(exp(-abs(z)))", "let softplus = max(0, min(35, z)) + log1p(exp(-abs(z)))")
      ],
      fails: ["loss.extreme"]),
    Mutant(
      "gradient-of-nothing", "0 / 0 for no samples",
      replacing: [
        (
          "      gradient.bias += delta\n    }\n",
          "      gradient.bias += delta\n    }\n    gradient.bias += 0 / Double(labels.count)\n"
        )
      ], fails: ["gradient.edges", "descent.edges"]),
    Mutant(
      "gradient-by-differences", "central differences of the loss, without a derivation",
      replacing: [
        (
          binaryStart,
          """
              if !model.weights.isEmpty {
                func slope(_ move: (inout LogisticModel, Double) -> Void) -> Double {
                  var (up, down) = (model, model)
                  move(&up, 1e-5)
                  move(&down, -1e-5)
                  return (logisticLoss(up, samples, labels) - logisticLoss(down, samples, labels)) / 2e-5
                }
                return LogisticModel(
                  weights: model.weights.indices.map { place in slope { $0.weights[place] += $1 } },
                  bias: slope { $0.bias += $1 })
              }

          """ + binaryStart
        )
      ], fails: ["gradient", "gradient.edges"]),
    Mutant(
      "descent-bias-after-weights", "the bias by a gradient at the weights already moved",
      replacing: [
        ("model.bias -= rate * slope.bias", "model.bias -= rate * logisticGradient(model, samples, labels).bias")
      ],
      fails: ["descent", "descent.edges"]),
    Mutant(
      "descent-stops-when-flat", "ends where the gradient is short",
      replacing: [
        (
          binaryStep,
          binaryStep + "\n      if slope.weights.allSatisfy({ abs($0) < 1e-4 }) && abs(slope.bias) < 1e-4 { break }"
        )
      ],
      fails: ["descent.edges"]),
    Mutant(
      "descent-clips", "derivatives cut at 1",
      replacing: [
        (
          binaryStep,
          binaryStep.replacing("rate * slope.weights[feature]", with: "rate * max(-1, min(1, slope.weights[feature]))")
        )
      ],
      fails: ["descent.edges"]),
    Mutant(
      "hessian-of-nothing", "one number for no samples",
      replacing: [
        (
          "    var hessian = Tensor(shape: [size, size])\n",
          "    var hessian = Tensor(shape: [size, size])\n    if samples.rows == 0 { return Tensor([0]) }\n"
        )
      ],
      fails: ["hessian.edges"]),
    Mutant(
      "newton-reuses-hessian", "the Hessian of the first model for all steps",
      replacing: [
        ("solveLinearSystem(logisticHessian(model, samples)", "solveLinearSystem(logisticHessian(start, samples)"),
        (
          "    var model = model\n    for _ in 0..<steps {\n      let slope = logisticGradient(model, samples, labels)\n      let step",
          "    let start = model\n    var model = model\n    for _ in 0..<steps {\n      let slope = logisticGradient(model, samples, labels)\n      let step"
        ),
      ],
      fails: ["newton", "newton.many"]),
    Mutant(
      "newton-never-up", "a step that raises the loss is not made",
      replacing: [
        (
          newtonStep,
          newtonStep + """
                  if logisticLoss(model, samples, labels)
                    > logisticLoss(
                      LogisticModel(
                        weights: zip(model.weights, step).map { $0 + $1 }, bias: model.bias + step[model.weights.count]),
                      samples, labels) + 1e-9
                  {
                    for feature in model.weights.indices { model.weights[feature] += step[feature] }
                    model.bias += step[model.weights.count]
                  }

            """
        )
      ], fails: ["newton.many"]),
    Mutant(
      "softmax-global-shift", "the largest score of the whole batch subtracted",
      replacing: [
        (
          "let largest = p.row(row).values.max() ?? 0\n      var total",
          "let largest = scores(model, samples).values.max() ?? 0\n      var total"
        )
      ],
      fails: ["probabilities.extreme", "multinomialGradient.edges", "multinomialDescent.edges", "timing"]),
    Mutant(
      "multinomial-loss-clipped", "probabilities of at least 1e-15 in the logarithm",
      replacing: [("total += logOfSum - line[label]", "total += min(logOfSum - line[label], 34.5)")],
      fails: ["multinomialLoss.extreme"]),
    Mutant(
      "multinomial-descent-stops-when-flat", "ends where the gradient is short",
      replacing: [
        (fittedStep, fittedStep + "      if slope.weights.values.allSatisfy({ abs($0) < 1e-4 }) { break }\n")
      ],
      fails: ["multinomialDescent.edges"]),
    Mutant(
      "multinomial-descent-means", "the mean of each class's samples where there are 64 features",
      replacing: [
        (
          "    return fitted\n",
          """
              if samples.columns == 64, !labels.isEmpty {
                for k in 0..<model.bias.count {
                  let own = labels.indices.filter { labels[$0] == k }
                  if own.isEmpty { continue }
                  let mean = samples.rows(at: own).sum(axis: 0) / Double(own.count)
                  for j in 0..<64 { fitted.weights[k, j] = mean[j] }
                  fitted.bias[k] = -0.5 * (mean * mean).sum()
                }
              }
              return fitted

          """
        )
      ], fails: ["multinomialDescent.edges"]),
    Mutant(
      "multinomial-gradient-slow-features", "the probabilities taken anew for each feature",
      replacing: [
        (
          "    delta = delta / Double(labels.count)\n",
          "    for _ in 0..<samples.columns { delta = delta + 0 * probabilities(model, samples) }\n    delta = delta / Double(labels.count)\n"
        )
      ], fails: ["timing"]),
    Mutant(
      "multinomial-gradient-slow-classes", "the probabilities taken anew for each class",
      replacing: [
        (
          "    delta = delta / Double(labels.count)\n",
          "    for _ in 0..<model.bias.count { delta = delta + 0 * probabilities(model, samples) }\n    delta = delta / Double(labels.count)\n"
        )
      ], fails: ["timing"]),
    Mutant(
      "posteriors-impossible-shift", "shifted by the largest likelihood, that of an impossible class too",
      replacing: [("let highest = joint.max() ?? 0", "let highest = logLikelihoods.max() ?? 0")],
      fails: ["posteriors.extreme", "mapClass.ties"]),
    Mutant(
      "posteriors-kept", "the evidence kept from the first question of that size",
      replacing: [
        (
          "let evidence = weights.reduce(0, +)\n",
          "let evidence = Self.kept[weights.count] ?? weights.reduce(0, +)\n    Self.kept[weights.count] = evidence\n"
        ),
        (keep, "  nonisolated(unsafe) static var kept: [Int: Double] = [:]\n" + keep),
      ], fails: ["posteriors.extreme", "repeats"]),
  ]
}
