// mistake: softmax subtracts the largest score of the whole batch instead of each row's own: a row whose scores are far lower becomes 0 / 0.
import Logistic

/// All samples at once, with the kit's matrix products. A logistic model is a column vector with the bias last, and X has a column of ones.
struct Submission: LogisticContract {
  private func extended(_ x: Tensor) -> Tensor {
    let (n, d) = (x.rows, x.columns)
    var result = Tensor(shape: [n, d + 1], repeating: 1)
    for i in 0..<n {
      for j in 0..<d { result[i, j] = x[i, j] }
    }
    return result
  }

  private func theta(_ model: LogisticModel) -> Tensor {
    Tensor(shape: [model.weights.count + 1, 1], values: model.weights + [model.bias])
  }

  private func model(_ theta: Tensor) -> LogisticModel {
    LogisticModel(weights: Array(theta.values.dropLast()), bias: theta.values.last!)
  }

  private func column(_ labels: [Int]) -> Tensor { Tensor(shape: [labels.count, 1], values: labels.map(Double.init)) }

  /// (∇L, H) of extended samples.
  private func derivatives(_ x: Tensor, _ y: Tensor, _ theta: Tensor) -> (gradient: Tensor, hessian: Tensor) {
    let n = Double(max(x.rows, 1))
    let z = x.matmul(theta)
    let xT = x.transposed()
    let gradient = xT.matmul(z.map(sigmoid) - y) / n
    let curvature = z.map { sigmoid($0) * sigmoid(-$0) }
    return (gradient, xT.matmul(curvature * x) / n)
  }

  func sigmoid(_ z: Double) -> Double { 0.5 * (1 + tanh(z / 2)) < 0.25 ? exp(z) / (1 + exp(z)) : 1 / (1 + exp(-z)) }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    extended(samples).matmul(theta(model)).values.map { $0 >= 0 ? 1 : 0 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let z = extended(samples).matmul(theta(model))
    // y in {−1, 1}: the loss is softplus(−y z).
    let margin = z * (2 * column(labels) - 1)
    let terms = margin.map { (m: Double) -> Double in max(-m, 0) + log1p(exp(-abs(m))) }
    return terms.sum() / Double(max(samples.rows, 1))
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let x = extended(samples)
    let errors = x.matmul(theta(model)).map(sigmoid) - column(labels)
    return self.model(x.transposed().matmul(errors) / Double(max(samples.rows, 1)))
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    let x = extended(samples)
    let xT = x.transposed()
    let y = column(labels)
    let n = Double(max(samples.rows, 1))
    var theta = theta(model)
    for _ in 0..<steps {
      theta -= rate * (xT.matmul(x.matmul(theta).map(sigmoid) - y) / n)
    }
    return self.model(theta)
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let nothing = Tensor(shape: [samples.rows, 1])
    return derivatives(extended(samples), nothing, theta(model)).hessian
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    let x = extended(samples)
    let y = column(labels)
    var theta = theta(model)
    for _ in 0..<steps {
      let (g, h) = derivatives(x, y, theta)
      theta -= Tensor(shape: g.shape, values: solveLinearSystem(h, g.values))
    }
    return self.model(theta)
  }

  // Several classes.

  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    samples.matmul(model.weights.transposed()) + model.bias
  }

  private func shifted(_ s: Tensor) -> Tensor { s - (s.values.max() ?? 0) }

  private func softmax(_ s: Tensor) -> Tensor {
    let e = shifted(s).map { exp($0) }
    return e / e.sum(axis: 1).reshaped([s.rows, 1])
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor { softmax(scores(model, samples)) }

  private func oneHot(_ labels: [Int], _ classes: Int) -> Tensor {
    var y = Tensor(shape: [labels.count, classes])
    for (i, label) in labels.enumerated() { y[i, label] = 1 }
    return y
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let s = shifted(scores(model, samples))
    let logSums = s.map { exp($0) }.sum(axis: 1).map { log($0) }
    let own = (oneHot(labels, model.bias.count) * s).sum(axis: 1)
    return (logSums - own).sum() / Double(max(labels.count, 1))
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let n = Double(max(labels.count, 1))
    let delta = (probabilities(model, samples) - oneHot(labels, model.bias.count)) / n
    return MultinomialModel(weights: delta.transposed().matmul(samples), bias: delta.sum(axis: 0))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    (0..<steps).reduce(model) { model, _ in
      let g = multinomialGradient(model, samples, labels)
      return MultinomialModel(weights: model.weights - rate * g.weights, bias: model.bias - rate * g.bias)
    }
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { scores(model, samples).argmaxOfRows() }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    // ln 0 is −∞, and e^−∞ is 0.
    softmax(Tensor(shape: [1, priors.count], values: zip(priors, logLikelihoods).map { log($0) + $1 })).values
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    Tensor(shape: [1, priors.count], values: zip(priors, logLikelihoods).map { log($0) + $1 }).argmaxOfRows()[0]
  }
}
