import Logistic

// The bias as one more weight, on a column of ones; Newton's step as iteratively reweighted least squares; everything as
// products of matrices.

extension Tensor {
  /// With a last column of ones.
  fileprivate var extended: Tensor {
    Tensor(
      shape: [rows, columns + 1], values: (0..<rows).flatMap { row(values: $0) + [1] })
  }

  private func row(values index: Int) -> [Double] { Array(values[index * columns..<(index + 1) * columns]) }

  fileprivate var column: Tensor { reshaped([count, 1]) }
}

extension LogisticModel {
  fileprivate var theta: Tensor { Tensor(weights + [bias]).column }

  fileprivate init(theta: Tensor) {
    self.init(weights: Array(theta.values.dropLast()), bias: theta.values[theta.count - 1])
  }
}

private func logistic(_ z: Double) -> Double {
  let small = exp(-abs(z))
  return (z < 0 ? small : 1) / (1 + small)
}

private func logSigmoid(_ z: Double) -> Double { min(0, z) - log(1 + exp(-abs(z))) }

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { logistic(z) }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    samples.extended.matmul(model.theta).values.map { $0 < 0 ? 0 : 1 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let z = samples.extended.matmul(model.theta).values
    let losses = zip(z, labels).map { -logSigmoid($1 == 1 ? $0 : -$0) }
    return losses.reduce(0, +) / Double(max(losses.count, 1))
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let x = samples.extended
    let errors = x.matmul(model.theta).map(logistic) - Tensor(labels.map { Double($0) }).column
    return LogisticModel(theta: x.transposed().matmul(errors) / Double(max(labels.count, 1)))
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    (0..<steps).reduce(model) { model, _ in
      LogisticModel(theta: model.theta - rate * logisticGradient(model, samples, labels).theta)
    }
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let x = samples.extended
    let spread = x.matmul(model.theta).map { logistic($0) * logistic(-$0) }
    return x.transposed().matmul(x * spread) / Double(max(samples.rows, 1))
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    let x = samples.extended
    let y = Tensor(labels.map { Double($0) }).column
    var theta = model.theta
    for _ in 0..<steps {
      let z = x.matmul(theta)
      let p = z.map(logistic)
      let s = z.map { logistic($0) * logistic(-$0) }
      let right = x.transposed().matmul(s * z + y - p)
      theta = Tensor(solveLinearSystem(x.transposed().matmul(x * s), right.values)).column
    }
    return LogisticModel(theta: theta)
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    logProbabilities(model, samples).map(exp)
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    guard !labels.isEmpty else { return 0 }
    return -(oneHot(labels, model) * logProbabilities(model, samples)).sum() / Double(labels.count)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let delta = (probabilities(model, samples) - oneHot(labels, model)) / Double(max(1, labels.count))
    let all = delta.transposed().matmul(samples.extended)
    let d = samples.columns
    return MultinomialModel(
      weights: Tensor(shape: model.weights.shape, values: (0..<all.rows).flatMap { all.row($0).values.prefix(d) }),
      bias: Tensor((0..<all.rows).map { all[$0, d] }))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    (0..<steps).reduce(model) { model, _ in
      let slope = multinomialGradient(model, samples, labels)
      return MultinomialModel(
        weights: model.weights - rate * slope.weights, bias: model.bias - rate * slope.bias)
    }
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    probabilities(model, samples).argmaxOfRows()
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let shift = zip(priors, logLikelihoods).filter { $0.0 > 0 }.map(\.1).max() ?? 0
    let joint = zip(priors, logLikelihoods).map { $0 > 0 ? $0 * exp($1 - shift) : 0 }
    return joint.map { $0 / joint.reduce(0, +) }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    Tensor(rows: [posteriors(priors: priors, logLikelihoods: logLikelihoods)]).argmaxOfRows()[0]
  }

  /// The rows' scores minus the logarithm of the sum of their exponentials.
  private func logProbabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let s = samples.matmul(model.weights.transposed()) + model.bias
    let c = model.bias.count
    return Tensor(
      shape: s.shape,
      values: (0..<s.rows).flatMap { row -> [Double] in
        let line = s.values[row * c..<(row + 1) * c]
        let largest = line.max() ?? 0
        let total = log(line.map { exp($0 - largest) }.reduce(0, +))
        return line.map { ($0 - largest) - total }
      })
  }

  private func oneHot(_ labels: [Int], _ model: MultinomialModel) -> Tensor {
    var y = Tensor(shape: [labels.count, model.bias.count])
    for (row, label) in labels.enumerated() { y[row, label] = 1 }
    return y
  }
}
