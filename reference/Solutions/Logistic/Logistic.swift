import Logistic

/// Logistic and multinomial regression, and the rule of Bayes.
struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double {
    // BEGIN SOLUTION
    z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))
    // END SOLUTION
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    // BEGIN SOLUTION
    (0..<samples.rows).map { sum(model, samples, $0) >= 0 ? 1 : 0 }
    // END SOLUTION
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    // BEGIN SOLUTION
    if labels.isEmpty { return 0 }
    var total = 0.0
    for (row, label) in labels.enumerated() {
      // −ln σ(z) = ln(1 + e⁻ᶻ), and −ln(1 − σ(z)) is that plus z.
      let z = sum(model, samples, row)
      let softplus = max(0, z) + log1p(exp(-abs(z)))
      total += softplus - Double(label) * z
    }
    return total / Double(labels.count)
    // END SOLUTION
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    // BEGIN SOLUTION
    var gradient = LogisticModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0)
    for (row, label) in labels.enumerated() {
      let error = sigmoid(sum(model, samples, row)) - Double(label)
      let delta = error / Double(labels.count)
      for feature in model.weights.indices { gradient.weights[feature] += delta * samples[row, feature] }
      gradient.bias += delta
    }
    return gradient
    // END SOLUTION
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    // BEGIN SOLUTION
    var model = model
    for _ in 0..<steps {
      let slope = logisticGradient(model, samples, labels)
      for feature in model.weights.indices { model.weights[feature] -= rate * slope.weights[feature] }
      model.bias -= rate * slope.bias
    }
    return model
    // END SOLUTION
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    // BEGIN SOLUTION
    let size = model.weights.count + 1
    var hessian = Tensor(shape: [size, size])
    for row in 0..<samples.rows {
      let p = sigmoid(sum(model, samples, row))
      let factor = p * (1 - p) / Double(samples.rows)
      let extended = samples.row(row).values + [1]
      for i in 0..<size {
        for j in 0..<size { hessian[i, j] += factor * extended[i] * extended[j] }
      }
    }
    return hessian
    // END SOLUTION
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    // BEGIN SOLUTION
    var model = model
    for _ in 0..<steps {
      let slope = logisticGradient(model, samples, labels)
      let step = solveLinearSystem(logisticHessian(model, samples), slope.weights + [slope.bias])
      for feature in model.weights.indices { model.weights[feature] -= step[feature] }
      model.bias -= step[model.weights.count]
    }
    return model
    // END SOLUTION
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    // BEGIN SOLUTION
    var p = scores(model, samples)
    for row in 0..<p.rows {
      let largest = p.row(row).values.max() ?? 0
      var total = 0.0
      for k in 0..<p.columns {
        p[row, k] = exp(p[row, k] - largest)
        total += p[row, k]
      }
      for k in 0..<p.columns { p[row, k] /= total }
    }
    return p
    // END SOLUTION
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    // BEGIN SOLUTION
    if labels.isEmpty { return 0.0 }
    let s = scores(model, samples)
    var total = 0.0
    for (row, label) in labels.enumerated() {
      let line = s.row(row).values
      let largest = line.max() ?? 0
      let logOfSum = largest + log(line.reduce(0) { $0 + exp($1 - largest) })
      total += logOfSum - line[label]
    }
    return total / Double(labels.count)
    // END SOLUTION
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    // BEGIN SOLUTION
    if labels.isEmpty {
      return MultinomialModel(weights: Tensor(shape: model.weights.shape), bias: Tensor(shape: model.bias.shape))
    }
    var delta = probabilities(model, samples)
    for (row, label) in labels.enumerated() { delta[row, label] -= 1 }
    delta = delta / Double(labels.count)
    return MultinomialModel(weights: delta.transposed().matmul(samples), bias: delta.sum(axis: 0))
    // END SOLUTION
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    // BEGIN SOLUTION
    var fitted = model
    for _ in 0..<steps {
      let slope = multinomialGradient(fitted, samples, labels)
      fitted.weights -= rate * slope.weights
      fitted.bias -= rate * slope.bias
    }
    return fitted
    // END SOLUTION
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    // BEGIN SOLUTION
    scores(model, samples).argmaxOfRows()
    // END SOLUTION
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    // BEGIN SOLUTION
    let joint = zip(priors, logLikelihoods).map { log($0) + $1 }
    let highest = joint.max() ?? 0
    let weights = joint.map { exp($0 - highest) }
    let evidence = weights.reduce(0, +)
    return weights.map { $0 / evidence }
    // END SOLUTION
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    // BEGIN SOLUTION
    var best = 0
    let posterior = posteriors(priors: priors, logLikelihoods: logLikelihoods)
    for k in posterior.indices where posterior[k] > posterior[best] { best = k }
    return best
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  /// w·x + b for one row of the samples.
  private func sum(_ model: LogisticModel, _ samples: Tensor, _ row: Int) -> Double {
    var z = model.bias
    for feature in model.weights.indices { z += model.weights[feature] * samples[row, feature] }
    return z
  }

  /// x Wᵀ + b.
  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    samples.matmul(model.weights.transposed()) + model.bias
  }
  // END SOLUTION
}
