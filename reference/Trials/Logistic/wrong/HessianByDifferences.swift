// mistake: the Hessian is taken from central differences of the gradient
// against: "Gradients and Hessian are derived. Finite differences are for your own tests"
import Logistic

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  /// ln(1 + eᶻ) without overflow.
  private func softplus(_ z: Double) -> Double { (z > 0 ? z : 0) + log1p(exp(-abs(z))) }

  private func sums(_ model: LogisticModel, _ samples: Tensor) -> [Double] {
    (0..<samples.rows).map { i in
      var z = model.bias
      for j in 0..<samples.columns { z += model.weights[j] * samples[i, j] }
      return z
    }
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    sums(model, samples).map { $0 >= 0 ? 1 : 0 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    var total = 0.0
    for (z, y) in zip(sums(model, samples), labels) { total += y == 1 ? softplus(-z) : softplus(z) }
    return total / Double(labels.count)
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    var slope = LogisticModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0)
    let n = samples.rows
    if n == 0 { return slope }
    let z = sums(model, samples)
    for i in 0..<n {
      let p = sigmoid(z[i])
      let delta = (p - Double(labels[i])) / Double(n)
      for j in slope.weights.indices { slope.weights[j] += delta * samples[i, j] }
      slope.bias += delta
    }
    return slope
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var model = model
    for _ in 0..<steps {
      let slope = logisticGradient(model, samples, labels)
      for j in model.weights.indices { model.weights[j] -= rate * slope.weights[j] }
      model.bias -= rate * slope.bias
    }
    return model
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let (n, d) = (samples.rows, model.weights.count)
    var h = Tensor(shape: [d + 1, d + 1])
    let labels = [Int](repeating: 0, count: n)
    let width = 1e-5
    for b in 0...d {
      var (left, right) = (model, model)
      if b < d {
        left.weights[b] -= width
        right.weights[b] += width
      } else {
        left.bias -= width
        right.bias += width
      }
      let (low, high) = (logisticGradient(left, samples, labels), logisticGradient(right, samples, labels))
      for a in 0..<d { h[a, b] = (high.weights[a] - low.weights[a]) / (2 * width) }
      h[d, b] = (high.bias - low.bias) / (2 * width)
    }
    return h
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    let d = model.weights.count
    var model = model
    for _ in 0..<steps {
      let hessian = logisticHessian(model, samples)
      let slope = logisticGradient(model, samples, labels)
      let move = solveLinearSystem(hessian, slope.weights + [slope.bias])
      for j in 0..<d { model.weights[j] -= move[j] }
      model.bias -= move[d]
    }
    return model
  }

  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    samples.matmul(model.weights.transposed()) + model.bias
  }

  private func softmax(_ s: Tensor) -> Tensor {
    let top = s.maximum(axis: 1).reshaped([s.rows, 1])
    let e = (s - top).map { exp($0) }
    return e / e.sum(axis: 1).reshaped([s.rows, 1])
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor { softmax(scores(model, samples)) }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    let s = scores(model, samples)
    var total = 0.0
    for i in labels.indices {
      let row = s.row(i).values
      let top = row.max()!
      var sum = 0.0
      for score in row { sum += exp(score - top) }
      total += log(sum) - (row[labels[i]] - top)
    }
    return total / Double(labels.count)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let n = samples.rows
    if n == 0 {
      return MultinomialModel(weights: Tensor(shape: model.weights.shape), bias: Tensor(shape: model.bias.shape))
    }
    var delta = probabilities(model, samples)
    for i in 0..<n { delta[i, labels[i]] -= 1 }
    delta = delta / Double(n)
    return MultinomialModel(weights: delta.transposed().matmul(samples), bias: delta.sum(axis: 0))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var model = model
    for _ in 0..<steps {
      let slope = multinomialGradient(model, samples, labels)
      model.weights -= rate * slope.weights
      model.bias -= rate * slope.bias
    }
    return model
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { scores(model, samples).argmaxOfRows() }

  /// πₖ exp(ℓₖ − m), m the largest ℓ of the classes that are possible at all.
  private func joint(_ priors: [Double], _ logLikelihoods: [Double]) -> [Double] {
    var top = -Double.infinity
    for k in priors.indices where priors[k] > 0 { top = max(top, logLikelihoods[k]) }
    return priors.indices.map { k in priors[k] > 0 ? priors[k] * exp(logLikelihoods[k] - top) : 0 }
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let weights = joint(priors, logLikelihoods)
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let weights = joint(priors, logLikelihoods)
    var best = 0
    for k in weights.indices where weights[k] > weights[best] { best = k }
    return best
  }
}
