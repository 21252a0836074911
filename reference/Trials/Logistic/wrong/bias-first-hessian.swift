// mistake: logisticHessian has the bias in row and column 0 and the weights after it; the statement wants the weights first.
import Logistic

struct Submission: LogisticContract {
  // z of one sample
  func sum(_ model: LogisticModel, _ samples: Tensor, _ i: Int) -> Double {
    var z = model.bias
    for j in 0..<model.weights.count {
      z += model.weights[j] * samples[i, j]
    }
    return z
  }

  func sigmoid(_ z: Double) -> Double {
    return 1 / (1 + exp(-z))
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    var decisions: [Int] = []
    for i in 0..<samples.shape[0] {
      if sum(model, samples, i) >= 0 {
        decisions.append(1)
      } else {
        decisions.append(0)
      }
    }
    return decisions
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let n = samples.shape[0]
    if n == 0 { return 0 }
    var loss = 0.0
    for i in 0..<n {
      let z = sum(model, samples, i)
      // -ln p = ln(1 + e^-z) and -ln(1 - p) = ln(1 + e^z)
      let u = labels[i] == 1 ? -z : z
      if u > 0 {
        loss += u + log1p(exp(-u))
      } else {
        loss += log1p(exp(u))
      }
    }
    return loss / Double(n)
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let n = samples.shape[0]
    let d = model.weights.count
    var gradient = LogisticModel(weights: [Double](repeating: 0, count: d), bias: 0)
    if n == 0 { return gradient }
    for i in 0..<n {
      let error = sigmoid(sum(model, samples, i)) - Double(labels[i])
      for j in 0..<d {
        gradient.weights[j] += error * samples[i, j]
      }
      gradient.bias += error
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
      let g = logisticGradient(model, samples, labels)
      for j in 0..<model.weights.count { model.weights[j] -= rate * g.weights[j] }
      model.bias -= rate * g.bias
    }
    return model
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let n = samples.shape[0]
    let d = model.weights.count
    var h = Tensor(shape: [d + 1, d + 1])
    if n == 0 { return h }
    for i in 0..<n {
      let z = sum(model, samples, i)
      let weight = sigmoid(z) * sigmoid(-z)
      for j in 0...d {
        let xj = j > 0 ? samples[i, j - 1] : 1
        for k in 0...j {
          let xk = k > 0 ? samples[i, k - 1] : 1
          h[j, k] += weight * xj * xk
        }
      }
    }
    for j in 0...d {
      for k in 0...j {
        h[j, k] /= Double(n)
        h[k, j] = h[j, k]
      }
    }
    return h
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    var model = model
    let d = model.weights.count
    for _ in 0..<steps {
      let g = logisticGradient(model, samples, labels)
      let h = logisticHessian(model, samples)
      let step = solveLinearSystem(h, [g.bias] + g.weights)
      for j in 0..<d { model.weights[j] -= step[j + 1] }
      model.bias -= step[0]
    }
    return model
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let n = samples.shape[0]
    let d = samples.shape[1]
    let c = model.bias.count
    var p = Tensor(shape: [n, c])
    for i in 0..<n {
      var largest = -Double.infinity
      for k in 0..<c {
        var s = model.bias[k]
        for j in 0..<d { s += model.weights[k, j] * samples[i, j] }
        p[i, k] = s
        if s > largest { largest = s }
      }
      var total = 0.0
      for k in 0..<c {
        p[i, k] = exp(p[i, k] - largest)
        total += p[i, k]
      }
      for k in 0..<c { p[i, k] /= total }
    }
    return p
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let n = samples.shape[0]
    let d = samples.shape[1]
    let c = model.bias.count
    if n == 0 { return 0 }
    var loss = 0.0
    for i in 0..<n {
      var s = [Double](repeating: 0, count: c)
      for k in 0..<c {
        s[k] = model.bias[k]
        for j in 0..<d { s[k] += model.weights[k, j] * samples[i, j] }
      }
      var largest = s[0]
      for k in 1..<max(c, 1) where s[k] > largest { largest = s[k] }
      var total = 0.0
      for k in 0..<c { total += exp(s[k] - largest) }
      loss += largest - s[labels[i]] + log(total)
    }
    return loss / Double(n)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let n = samples.shape[0]
    let d = samples.shape[1]
    let c = model.bias.count
    var gradient = MultinomialModel(weights: Tensor(shape: model.weights.shape), bias: Tensor(shape: [c]))
    let p = probabilities(model, samples)
    for i in 0..<n {
      for k in 0..<c {
        var error = p[i, k]
        if k == labels[i] { error -= 1 }
        error /= Double(n)
        for j in 0..<d { gradient.weights[k, j] += error * samples[i, j] }
        gradient.bias[k] += error
      }
    }
    return gradient
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var model = model
    for _ in 0..<steps {
      let g = multinomialGradient(model, samples, labels)
      for i in 0..<model.weights.count { model.weights.values[i] -= rate * g.weights.values[i] }
      for k in 0..<model.bias.count { model.bias.values[k] -= rate * g.bias.values[k] }
    }
    return model
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    var classes: [Int] = []
    for i in 0..<samples.shape[0] {
      var best = 0
      var bestScore = -Double.infinity
      for k in 0..<model.bias.count {
        var s = model.bias[k]
        for j in 0..<samples.shape[1] { s += model.weights[k, j] * samples[i, j] }
        if s > bestScore {
          best = k
          bestScore = s
        }
      }
      classes.append(best)
    }
    return classes
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    // Only classes that can occur count for the largest.
    var largest = -Double.infinity
    for k in 0..<priors.count {
      if priors[k] > 0 { largest = max(largest, log(priors[k]) + logLikelihoods[k]) }
    }
    var result = [Double](repeating: 0, count: priors.count)
    var total = 0.0
    for k in 0..<priors.count {
      if priors[k] > 0 { result[k] = exp(log(priors[k]) + logLikelihoods[k] - largest) }
      total += result[k]
    }
    for k in 0..<priors.count { result[k] /= total }
    return result
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    var best = -1
    var highest = 0.0
    for k in 0..<priors.count {
      if priors[k] == 0 { continue }
      let value = log(priors[k]) + logLikelihoods[k]
      if best < 0 || value > highest {
        best = k
        highest = value
      }
    }
    return best
  }
}
