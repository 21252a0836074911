// mistake: the probabilities of the whole batch are made anew for every sample of the gradient: n times too slow
import Logistic

struct Submission: LogisticContract {
  // In IEEE arithmetic e^1000 is infinite and 1/∞ is 0: the formula holds as it stands.
  func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

  private func net(_ m: LogisticModel, _ x: Tensor) -> Tensor {
    x.matmul(Tensor(shape: [m.weights.count, 1], values: m.weights)).reshaped([x.rows]) + m.bias
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] { net(model, samples).values.map { $0 >= 0 ? 1 : 0 } }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    zip(net(model, samples).values, labels)
      .map { $1 == 1 ? -$0 : $0 }
      .map { max($0, 0) + log1p(exp(-abs($0))) }
      .reduce(0, +) / Double(max(1, labels.count))
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let n = Double(max(1, labels.count))
    let e = (net(model, samples).map(sigmoid) - Tensor(labels.map(Double.init))) / n
    return LogisticModel(weights: e.reshaped([1, e.count]).matmul(samples).values, bias: e.sum())
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    (0..<steps).reduce(model) { m, _ in
      let g = logisticGradient(m, samples, labels)
      return LogisticModel(
        weights: zip(m.weights, g.weights).map { $0 - rate * $1 }, bias: m.bias - rate * g.bias)
    }
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let d = model.weights.count
    let lifted = Tensor(shape: [samples.rows, d + 1], values: (0..<samples.rows).flatMap { samples.row($0).values + [1] })
    let spread = net(model, samples).map { sigmoid($0) * sigmoid(-$0) } / Double(max(1, samples.rows))
    return (lifted * spread.reshaped([samples.rows, 1])).transposed().matmul(lifted)
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    (0..<steps).reduce(model) { m, _ in
      let g = logisticGradient(m, samples, labels)
      let u = solveLinearSystem(logisticHessian(m, samples), g.weights + [g.bias])
      return LogisticModel(weights: zip(m.weights, u).map { $0 - $1 }, bias: m.bias - u[u.count - 1])
    }
  }

  private func scores(_ m: MultinomialModel, _ x: Tensor) -> Tensor { x.matmul(m.weights.transposed()) + m.bias }

  /// ln Σ e^s of each row, of shape [n, 1].
  private func logSums(_ s: Tensor) -> Tensor {
    Tensor(
      shape: [s.rows, 1],
      values: (0..<s.rows).map { i in
        let row = s.row(i).values
        let top = row.max()!
        return top + log(row.map { exp($0 - top) }.reduce(0, +))
      })
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let s = scores(model, samples)
    return (s - logSums(s)).map { exp($0) }
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let s = scores(model, samples)
    let logs = s - logSums(s)
    return -labels.indices.map { logs[$0, labels[$0]] }.reduce(0, +) / Double(max(1, labels.count))
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    var e = Tensor(shape: [labels.count, model.bias.count])
    for i in labels.indices {
      let p = probabilities(model, samples).row(i)
      for k in 0..<p.count { e[i, k] = p[k] - (labels[i] == k ? 1 : 0) }
    }
    e = e / Double(max(1, labels.count))
    return MultinomialModel(weights: e.transposed().matmul(samples), bias: e.sum(axis: 0))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    (0..<steps).reduce(into: model) { m, _ in
      let g = multinomialGradient(m, samples, labels)
      m.weights -= rate * g.weights
      m.bias -= rate * g.bias
    }
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { scores(model, samples).argmaxOfRows() }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let joint = zip(priors, logLikelihoods).map { log($0) + $1 }
    let weights = joint.map { exp($0 - joint.max()!) }
    return weights.map { $0 / weights.reduce(0, +) }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let p = posteriors(priors: priors, logLikelihoods: logLikelihoods)
    return p.firstIndex(of: p.max()!)!
  }
}
