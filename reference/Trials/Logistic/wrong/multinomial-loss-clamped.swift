// mistake: multinomialLoss takes probabilities below 1e-12 for 1e-12 before the logarithm
// breaks: "Scores may be larger still, and probabilities may be $10^{-100}$: nothing is cut off or taken for 0."
import Logistic

/// Logistic and multinomial regression, and Bayes' rule.
struct Submission: LogisticContract {
  // MARK: Two classes

  func sigmoid(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  /// w·x + b for each sample.
  private func sums(_ model: LogisticModel, _ samples: Tensor) -> [Double] {
    let d = model.weights.count
    return (0..<samples.rows).map { (i: Int) -> Double in
      var z = model.bias
      for j in 0..<d {
        z += model.weights[j] * samples.values[i * d + j]
      }
      return z
    }
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    sums(model, samples).map { (z: Double) -> Int in z >= 0 ? 1 : 0 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    var total = 0.0
    for (z, label) in zip(sums(model, samples), labels) {
      // −ln σ(s) = ln(1 + e⁻ˢ), with s = z for the label 1 and −z for the label 0.
      let s = label == 1 ? z : -z
      total += max(-s, 0) + log1p(exp(-abs(s)))
    }
    return total / Double(labels.count)
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let d = model.weights.count
    var slope = LogisticModel(weights: [Double](repeating: 0, count: d), bias: 0)
    if labels.isEmpty { return slope }
    let n = Double(labels.count)
    let z = sums(model, samples)
    for i in labels.indices {
      // p − y; for the label 1 that is −(1 − p) = −σ(−z).
      let error = labels[i] == 1 ? -sigmoid(-z[i]) : sigmoid(z[i])
      for j in 0..<d {
        slope.weights[j] += error * samples.values[i * d + j]
      }
      slope.bias += error
    }
    for j in 0..<d {
      slope.weights[j] /= n
    }
    slope.bias /= n
    return slope
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var current = model
    for _ in 0..<steps {
      let slope = logisticGradient(current, samples, labels)
      for j in current.weights.indices {
        current.weights[j] -= rate * slope.weights[j]
      }
      current.bias -= rate * slope.bias
    }
    return current
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let d = model.weights.count
    var hessian = Tensor(shape: [d + 1, d + 1])
    let n = samples.rows
    if n == 0 { return hessian }
    let z = sums(model, samples)
    for i in 0..<n {
      let weight = sigmoid(z[i]) * sigmoid(-z[i]) / Double(n)
      let extended = Array(samples.values[i * d..<(i + 1) * d]) + [1]
      for j in 0...d {
        for k in 0...d {
          hessian[j, k] += weight * extended[j] * extended[k]
        }
      }
    }
    return hessian
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    let d = model.weights.count
    var current = model
    for _ in 0..<steps {
      let hessian = logisticHessian(current, samples)
      let slope = logisticGradient(current, samples, labels)
      let move = solveLinearSystem(hessian, slope.weights + [slope.bias])
      for j in 0..<d {
        current.weights[j] -= move[j]
      }
      current.bias -= move[d]
    }
    return current
  }

  // MARK: Several classes

  /// W x + b for each sample, `[n, c]`.
  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let (n, c, d) = (samples.rows, model.bias.count, samples.columns)
    var result = Tensor(shape: [n, c])
    for i in 0..<n {
      for k in 0..<c {
        var score = model.bias[k]
        for j in 0..<d {
          score += model.weights.values[k * d + j] * samples.values[i * d + j]
        }
        result[i, k] = score
      }
    }
    return result
  }

  /// e^(s − highest) over its sum.
  private func softmax(_ row: [Double]) -> [Double] {
    let highest = row.max() ?? 0
    let powers = row.map { (score: Double) -> Double in exp(score - highest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let all = scores(model, samples)
    let rows = (0..<all.rows).flatMap { softmax(all.row($0).values) }
    return Tensor(shape: all.shape, values: rows)
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    let p = probabilities(model, samples)
    var total = 0.0
    for (i, label) in labels.enumerated() {
      total -= log(max(p[i, label], 1e-12))
    }
    return total / Double(labels.count)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    var slope = MultinomialModel(
      weights: Tensor(shape: model.weights.shape), bias: Tensor(shape: model.bias.shape))
    if labels.isEmpty { return slope }
    let (c, d) = (model.bias.count, samples.columns)
    let n = Double(labels.count)
    let p = probabilities(model, samples)
    for (i, label) in labels.enumerated() {
      // p − 1 of the label is minus the sum of the others.
      var others = 0.0
      for k in 0..<c where k != label {
        others += p[i, k]
      }
      for k in 0..<c {
        let error = (k == label ? -others : p[i, k]) / n
        for j in 0..<d {
          slope.weights.values[k * d + j] += error * samples.values[i * d + j]
        }
        slope.bias.values[k] += error
      }
    }
    return slope
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var current = model
    for _ in 0..<steps {
      let slope = multinomialGradient(current, samples, labels)
      current.weights -= rate * slope.weights
      current.bias -= rate * slope.bias
    }
    return current
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    // By scores: unlike ones may have probabilities that are rounded to the same number.
    scores(model, samples).argmaxOfRows()
  }

  // MARK: Bayes

  /// ln(π e^ℓ) of each class, −∞ for a prior of 0.
  private func logJoints(_ priors: [Double], _ logLikelihoods: [Double]) -> [Double] {
    zip(priors, logLikelihoods).map { (prior: Double, likelihood: Double) -> Double in
      prior > 0 ? log(prior) + likelihood : -Double.infinity
    }
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    softmax(logJoints(priors, logLikelihoods))
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let joints = logJoints(priors, logLikelihoods)
    var best = 0
    for k in joints.indices where joints[k] > joints[best] {
      best = k
    }
    return best
  }
}
