import Logistic

/// Loops throughout; everything about z comes from two scalar functions that never overflow.
struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    linear(model, samples).map { $0 >= 0 ? 1 : 0 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    var sum = 0.0
    for (z, y) in zip(linear(model, samples), labels) {
      sum += softplus(y == 1 ? -z : z)
    }
    return sum / Double(labels.count)
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let n = labels.count
    let d = model.weights.count
    var gradient = LogisticModel(weights: [Double](repeating: 0, count: d), bias: 0)
    if n == 0 { return gradient }
    let z = linear(model, samples)
    for i in 0..<n {
      let difference = sigmoid(z[i]) - Double(labels[i])
      for j in 0..<d { gradient.weights[j] += difference * samples[i, j] }
      gradient.bias += difference
    }
    for j in 0..<d { gradient.weights[j] /= Double(n) }
    gradient.bias /= Double(n)
    return gradient
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var model = model
    for _ in 0..<steps {
      let gradient = logisticGradient(model, samples, labels)
      for j in model.weights.indices { model.weights[j] -= rate * gradient.weights[j] }
      model.bias -= rate * gradient.bias
    }
    return model
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let n = samples.rows
    let d = model.weights.count
    var hessian = Tensor(shape: [d + 1, d + 1])
    if n == 0 { return hessian }
    let z = linear(model, samples)
    for i in 0..<n {
      let curvature = sigmoid(z[i]) * sigmoid(-z[i])
      var extended = samples.row(i).values
      extended.append(1)
      for j in 0...d {
        let factor = curvature * extended[j]
        for k in 0...j { hessian[j, k] += factor * extended[k] }
      }
    }
    for j in 0...d {
      for k in 0...j {
        hessian[j, k] /= Double(n)
        hessian[k, j] = hessian[j, k]
      }
    }
    return hessian
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    var model = model
    for _ in 0..<steps {
      let gradient = logisticGradient(model, samples, labels)
      let hessian = logisticHessian(model, samples)
      let step = solveLinearSystem(hessian, gradient.weights + [gradient.bias])
      for j in model.weights.indices { model.weights[j] -= step[j] }
      model.bias -= step[model.weights.count]
    }
    return model
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    var p = scores(model, samples)
    let classes = p.columns
    for i in 0..<p.rows {
      var largest = -Double.infinity
      for k in 0..<classes { largest = max(largest, p[i, k]) }
      var sum = 0.0
      for k in 0..<classes {
        p[i, k] = exp(p[i, k] - largest)
        sum += p[i, k]
      }
      for k in 0..<classes { p[i, k] /= sum }
    }
    return p
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    let s = scores(model, samples)
    var total = 0.0
    for (i, label) in labels.enumerated() {
      var largest = -Double.infinity
      for k in 0..<s.columns { largest = max(largest, s[i, k]) }
      var sum = 0.0
      for k in 0..<s.columns { sum += exp(s[i, k] - largest) }
      total += log(sum) + (largest - s[i, label])
    }
    return total / Double(labels.count)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let n = labels.count
    var gradient = MultinomialModel(
      weights: Tensor(shape: model.weights.shape), bias: Tensor(shape: model.bias.shape))
    if n == 0 { return gradient }
    let classes = model.bias.count
    let d = model.weights.columns
    let p = probabilities(model, samples)
    for i in 0..<n {
      for k in 0..<classes {
        let difference = (p[i, k] - (labels[i] == k ? 1 : 0)) / Double(n)
        for j in 0..<d { gradient.weights[k, j] += difference * samples[i, j] }
        gradient.bias[k] += difference
      }
    }
    return gradient
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var model = model
    for _ in 0..<steps {
      let gradient = multinomialGradient(model, samples, labels)
      for index in 0..<model.weights.count { model.weights.values[index] -= rate * gradient.weights.values[index] }
      for index in 0..<model.bias.count { model.bias.values[index] -= rate * gradient.bias.values[index] }
    }
    return model
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    let s = scores(model, samples)
    return (0..<s.rows).map { (i: Int) -> Int in
      var best = 0
      for k in 0..<s.columns where s[i, k] > s[i, best] { best = k }
      return best
    }
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let joint = logJoint(priors, logLikelihoods)
    var largest = -Double.infinity
    for value in joint { largest = max(largest, value) }
    let weights = joint.map { exp($0 - largest) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let joint = logJoint(priors, logLikelihoods)
    var best = 0
    for k in joint.indices where joint[k] > joint[best] { best = k }
    return best
  }

  /// ln π + ℓ; −∞ where the prior is 0.
  private func logJoint(_ priors: [Double], _ logLikelihoods: [Double]) -> [Double] {
    zip(priors, logLikelihoods).map { (prior: Double, logLikelihood: Double) -> Double in
      prior > 0 ? log(prior) + logLikelihood : -Double.infinity
    }
  }

  /// w·x + b for each sample.
  private func linear(_ model: LogisticModel, _ samples: Tensor) -> [Double] {
    let d = model.weights.count
    return (0..<samples.rows).map { (i: Int) -> Double in
      var z = model.bias
      for j in 0..<d { z += model.weights[j] * samples[i, j] }
      return z
    }
  }

  /// ln(1 + eᵗ).
  private func softplus(_ t: Double) -> Double {
    max(t, 0) + log1p(exp(-abs(t)))
  }

  /// W x + b for each sample, [n, c].
  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let classes = model.bias.count
    let d = model.weights.columns
    var s = Tensor(shape: [samples.rows, classes])
    for i in 0..<samples.rows {
      for k in 0..<classes {
        var sum = 0.0
        for j in 0..<d { sum += model.weights[k, j] * samples[i, j] }
        s[i, k] = sum + model.bias[k]
      }
    }
    return s
  }
}
