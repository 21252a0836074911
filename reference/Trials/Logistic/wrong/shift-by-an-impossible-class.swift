// mistake: posteriors are shifted by the largest likelihood of all classes, of those with prior 0 too: 0/0
import Foundation
import Logistic

private func expit(_ z: Double) -> Double { exp(-logaddexp(0, -z)) }
private func logaddexp(_ a: Double, _ b: Double) -> Double { max(a, b) + log1p(exp(-Swift.abs(a - b))) }

private func argmax(_ a: [Double]) -> Int {
  var k = 0
  for i in a.indices where a[i] > a[k] { k = i }
  return k
}

/// x - x.max(axis=1, keepdims=True)
private func shifted(_ s: Tensor) -> Tensor {
  var t = s
  for i in 0..<s.rows {
    let top = s.row(i).values.max() ?? 0
    for k in 0..<s.columns { t[i, k] -= top }
  }
  return t
}

private func softmax(_ s: Tensor) -> Tensor {
  let e = shifted(s).map { exp($0) }
  return e / e.sum(axis: 1).reshaped([e.rows, 1])
}

private func log_softmax(_ s: Tensor) -> Tensor {
  let t = shifted(s)
  return t - t.map { exp($0) }.sum(axis: 1).map { log($0) }.reshaped([t.rows, 1])
}

private func one_hot(_ y: [Int], _ c: Int) -> Tensor {
  var t = Tensor(shape: [y.count, c])
  for (i, k) in y.enumerated() { t[i, k] = 1 }
  return t
}

/// np.hstack([X, np.ones((n, 1))])
private func design(_ x: Tensor) -> Tensor {
  var t = Tensor(shape: [x.rows, x.columns + 1], repeating: 1)
  for i in 0..<x.rows { for j in 0..<x.columns { t[i, j] = x[i, j] } }
  return t
}

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { expit(z) }

  private func theta(_ m: LogisticModel) -> [Double] { m.weights + [m.bias] }
  private func model(_ theta: [Double]) -> LogisticModel {
    LogisticModel(weights: Array(theta.dropLast()), bias: theta.last!)
  }
  private func z(_ theta: [Double], _ a: Tensor) -> [Double] {
    a.matmul(Tensor(shape: [theta.count, 1], values: theta)).values
  }
  private func grad(_ theta: [Double], _ a: Tensor, _ y: [Int]) -> [Double] {
    if y.isEmpty { return theta.map { _ in 0 } }
    let r = zip(z(theta, a), y).map { expit($0) - Double($1) }
    return (a.transposed().matmul(Tensor(shape: [r.count, 1], values: r)) / Double(y.count)).values
  }
  private func hess(_ theta: [Double], _ a: Tensor) -> Tensor {
    if a.rows == 0 { return Tensor(shape: [theta.count, theta.count]) }
    // 1 / (2 cosh(z/2))², which is p (1 - p) without a difference
    let w = z(theta, a).map { z -> Double in
      let e = exp(-Swift.abs(z))
      return e / ((1 + e) * (1 + e))
    }
    return a.transposed().matmul(a * Tensor(shape: [w.count, 1], values: w)) / Double(a.rows)
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    z(theta(model), design(samples)).map { $0 >= 0 ? 1 : 0 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    var total = 0.0
    for (z, y) in zip(z(theta(model), design(samples)), labels) {
      // logaddexp(0, z) - y z, with the signs turned so that nothing is lost
      total += logaddexp(0, y == 1 ? -z : z)
    }
    return total / Double(labels.count)
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    self.model(grad(theta(model), design(samples), labels))
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    let a = design(samples)
    var t = theta(model)
    for _ in 0..<steps {
      let g = grad(t, a, labels)
      for j in t.indices { t[j] -= rate * g[j] }
    }
    return self.model(t)
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor { hess(theta(model), design(samples)) }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    let a = design(samples)
    var t = theta(model)
    for _ in 0..<steps {
      let u = solveLinearSystem(hess(t, a), grad(t, a, labels))
      for j in t.indices { t[j] -= u[j] }
    }
    return self.model(t)
  }

  private func logits(_ m: MultinomialModel, _ x: Tensor) -> Tensor { x.matmul(m.weights.transposed()) + m.bias }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor { softmax(logits(model, samples)) }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    let logp = log_softmax(logits(model, samples))
    var total = 0.0
    for (i, k) in labels.enumerated() { total -= logp[i, k] }
    return total / Double(labels.count)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let c = model.bias.count
    guard !labels.isEmpty else {
      return MultinomialModel(weights: Tensor(shape: [c, samples.columns]), bias: Tensor(shape: [c]))
    }
    let delta = (softmax(logits(model, samples)) - one_hot(labels, c)) / Double(labels.count)
    return MultinomialModel(weights: delta.transposed().matmul(samples), bias: delta.sum(axis: 0))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var (w, b) = (model.weights, model.bias)
    for _ in 0..<steps {
      let g = multinomialGradient(MultinomialModel(weights: w, bias: b), samples, labels)
      w = w - rate * g.weights
      b = b - rate * g.bias
    }
    return MultinomialModel(weights: w, bias: b)
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    let s = logits(model, samples)
    return (0..<s.rows).map { argmax(s.row($0).values) }
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    // the shift is the largest likelihood among the classes that are possible at all
    var top = -Double.infinity
    for k in priors.indices { top = max(top, logLikelihoods[k]) }
    let joint = priors.indices.map { priors[$0] * exp(logLikelihoods[$0] - top) }
    let evidence = joint.reduce(0, +)
    return joint.map { $0 / evidence }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    argmax(priors.indices.map { log(priors[$0]) + logLikelihoods[$0] })
  }
}
