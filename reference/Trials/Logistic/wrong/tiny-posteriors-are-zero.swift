// mistake: posteriors below 1e-12 are set to 0
// against: “`posteriors(priors, logLikelihoods)` is that for every class”
import Logistic

/// Matrix products and closures.
struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

  private func inputs(_ model: LogisticModel, _ samples: Tensor) -> [Double] {
    samples.matmul(Tensor(column: model.weights)).values.map { $0 + model.bias }
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] { inputs(model, samples).map { $0 >= 0 ? 1 : 0 } }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    guard !labels.isEmpty else { return 0 }
    let losses = zip(inputs(model, samples), labels).map { (z: Double, y: Int) -> Double in
      let wrong = y == 1 ? -z : z
      return max(wrong, 0) + log1p(exp(-abs(wrong)))
    }
    return losses.reduce(0, +) / Double(labels.count)
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let n = Double(max(labels.count, 1))
    let errors = zip(inputs(model, samples), labels).map { (sigmoid($0) - Double($1)) / n }
    let slope = Tensor(shape: [1, errors.count], values: errors).matmul(samples).values
    return LogisticModel(weights: slope, bias: errors.reduce(0, +))
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    (0..<max(steps, 0)).reduce(model) { now, _ in
      let slope = logisticGradient(now, samples, labels)
      return LogisticModel(
        weights: zip(now.weights, slope.weights).map { $0 - rate * $1 }, bias: now.bias - rate * slope.bias)
    }
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let (n, d) = (samples.rows, samples.columns)
    guard n > 0 else { return Tensor(shape: [d + 1, d + 1]) }
    let shares = inputs(model, samples).map { sigmoid($0) * sigmoid(-$0) / Double(n) }
    let longer = Tensor(shape: [n, d + 1], values: (0..<n).flatMap { samples.row($0).values + [1] })
    return (longer * Tensor(column: shares)).transposed().matmul(longer)
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    (0..<max(steps, 0)).reduce(model) { now, _ in
      let slope = logisticGradient(now, samples, labels)
      let step = solveLinearSystem(logisticHessian(now, samples), slope.weights + [slope.bias])
      return LogisticModel(weights: zip(now.weights, step).map { $0 - $1 }, bias: now.bias - step[step.count - 1])
    }
  }

  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    samples.matmul(model.weights.transposed()) + model.bias
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let s = scores(model, samples)
    guard s.rows > 0 else { return s }
    let powers = (s - s.maximum(axis: 1).reshaped([s.rows, 1])).map { (x: Double) -> Double in exp(x) }
    return powers / powers.sum(axis: 1).reshaped([s.rows, 1])
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    guard !labels.isEmpty else { return 0 }
    let s = scores(model, samples)
    let losses = labels.enumerated().map { (row: Int, label: Int) -> Double in
      let line = s.row(row).values
      let top = line.max() ?? 0
      return (top - line[label]) + log(line.reduce(0.0) { $0 + exp($1 - top) })
    }
    return losses.reduce(0, +) / Double(labels.count)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    var errors = probabilities(model, samples)
    for (row, label) in labels.enumerated() { errors[row, label] -= 1 }
    errors = errors / Double(max(labels.count, 1))
    return MultinomialModel(weights: errors.transposed().matmul(samples), bias: errors.sum(axis: 0))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    (0..<max(steps, 0)).reduce(into: model) { now, _ in
      let slope = multinomialGradient(now, samples, labels)
      now.weights -= rate * slope.weights
      now.bias -= rate * slope.bias
    }
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { scores(model, samples).argmaxOfRows() }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let logs = zip(priors, logLikelihoods).map { $0 > 0 ? log($0) + $1 : -Double.infinity }
    let top = logs.max() ?? 0
    let powers = logs.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum < 1e-12 ? 0 : $0 / sum }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let logs = zip(priors, logLikelihoods).map { $0 > 0 ? log($0) + $1 : -Double.infinity }
    return logs.indices.reduce(0) { logs[$1] > logs[$0] ? $1 : $0 }
  }
}
