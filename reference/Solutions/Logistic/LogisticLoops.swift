import Foundation
import Logistic

// Plain loops over arrays of numbers, with labels of ±1 inside: y′ = 2y − 1, so that the loss of a sample is ln(1 + e^(−y′z)).

private func line(_ samples: Tensor, _ row: Int) -> [Double] { samples.row(row).values }

private func affine(_ w: [Double], _ b: Double, _ x: [Double]) -> Double {
  var z = 0.0
  for j in 0..<x.count { z += w[j] * x[j] }
  return z + b
}

/// ln(1 + eᶻ).
private func softplus(_ z: Double) -> Double { z > 30 ? z + exp(-z) : log1p(exp(z)) }

/// ln Σ eˢ.
private func logSumExp(_ s: [Double]) -> Double {
  var top = -Double.infinity
  for one in s where one > top { top = one }
  var sum = 0.0
  for one in s { sum += exp(one - top) }
  return top + log(sum)
}

private func scores(_ model: MultinomialModel, _ x: [Double]) -> [Double] {
  (0..<model.bias.count).map { k in
    var s = model.bias[k]
    for j in 0..<x.count { s += model.weights.values[k * x.count + j] * x[j] }
    return s
  }
}

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-max(-700, z))) * (z < -700 ? 0 : 1) }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    var decisions: [Int] = []
    for i in 0..<samples.rows {
      decisions.append(affine(model.weights, model.bias, line(samples, i)) < 0 ? 0 : 1)
    }
    return decisions
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    var mean = 0.0
    for (i, label) in labels.enumerated() {
      let z = affine(model.weights, model.bias, line(samples, i))
      mean += softplus(label == 1 ? -z : z) / Double(labels.count)
    }
    return mean
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    var result = LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0)
    for (i, label) in labels.enumerated() {
      let x = line(samples, i)
      let sign = label == 1 ? 1.0 : -1.0
      let z = affine(model.weights, model.bias, x)
      let pull = -sign * sigmoid(-sign * z)
      for j in 0..<x.count { result.weights[j] += pull * x[j] }
      result.bias += pull
    }
    guard !labels.isEmpty else { return result }
    result.weights = result.weights.map { $0 / Double(labels.count) }
    result.bias /= Double(labels.count)
    return result
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var (w, b) = (model.weights, model.bias)
    for _ in 0..<steps {
      let slope = logisticGradient(LogisticModel(weights: w, bias: b), samples, labels)
      w = zip(w, slope.weights).map { $0 - rate * $1 }
      b = b - rate * slope.bias
    }
    return LogisticModel(weights: w, bias: b)
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let d = model.weights.count
    var h = [[Double]](repeating: [Double](repeating: 0, count: d + 1), count: d + 1)
    for i in 0..<samples.rows {
      let x = line(samples, i)
      let p = sigmoid(affine(model.weights, model.bias, x))
      let s = p * sigmoid(-affine(model.weights, model.bias, x))
      for j in 0..<d {
        for k in 0..<d { h[j][k] += s * x[j] * x[k] }
        h[j][d] += s * x[j]
        h[d][j] += s * x[j]
      }
      h[d][d] += s
    }
    return Tensor(rows: h) / Double(max(samples.rows, 1))
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    if steps == 0 { return model }
    let slope = logisticGradient(model, samples, labels)
    let step = solveLinearSystem(logisticHessian(model, samples), slope.weights + [slope.bias])
    let next = LogisticModel(
      weights: zip(model.weights, step).map { $0 - $1 }, bias: model.bias - (step.last ?? 0))
    return logisticNewton(next, samples, labels, steps: steps - 1)
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    var p: [Double] = []
    for i in 0..<samples.rows {
      let s = scores(model, line(samples, i))
      let log = logSumExp(s)
      p += s.map { exp($0 - log) }
    }
    return Tensor(shape: [samples.rows, model.bias.count], values: p)
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    var sum = 0.0
    for (i, label) in labels.enumerated() {
      let s = scores(model, line(samples, i))
      sum += logSumExp(s) - s[label]
    }
    return labels.isEmpty ? 0 : sum / Double(labels.count)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let (c, d) = (model.bias.count, samples.columns)
    var weights = [Double](repeating: 0, count: c * d)
    var bias = [Double](repeating: 0, count: c)
    let p = probabilities(model, samples)
    for (i, label) in labels.enumerated() {
      let x = line(samples, i)
      for k in 0..<c {
        let delta = (p.values[i * c + k] - (k == label ? 1 : 0)) / Double(labels.count)
        for j in 0..<d { weights[k * d + j] += delta * x[j] }
        bias[k] += delta
      }
    }
    return MultinomialModel(weights: Tensor(shape: [c, d], values: weights), bias: Tensor(bias))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var result = model
    for _ in 0..<steps {
      let slope = multinomialGradient(result, samples, labels)
      for place in 0..<result.weights.count { result.weights.values[place] -= rate * slope.weights.values[place] }
      for place in 0..<result.bias.count { result.bias.values[place] -= rate * slope.bias.values[place] }
    }
    return result
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    (0..<samples.rows).map { first(scores(model, line(samples, $0))) }
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let joint = (0..<priors.count).map { logLikelihoods[$0] + log(priors[$0]) }
    let evidence = logSumExp(joint)
    return joint.map { exp($0 - evidence) }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    first((0..<priors.count).map { logLikelihoods[$0] + log(priors[$0]) })
  }

  /// The place of the largest, the first one of several.
  private func first(_ numbers: [Double]) -> Int {
    var best = 0
    for k in 1..<max(1, numbers.count) where numbers[k] > numbers[best] { best = k }
    return best
  }
}
