import Foundation
import Logistic

/// Helper types; unusual but fair: log-probabilities first and everything else from them, the loss as a mean kept running,
/// the Hessian as a sum over samples.
struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { exp(LogOdds(z).logYes) }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    Rows(samples).map { LogOdds(model, $0).z < 0 ? 0 : 1 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    var mean = 0.0
    for (place, row) in Rows(samples).enumerated() {
      let odds = LogOdds(model, row)
      let loss = labels[place] == 1 ? -odds.logYes : -odds.logNo
      mean += (loss - mean) / Double(place + 1)
    }
    return mean
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    var slope = LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0)
    for (place, row) in Rows(samples).enumerated() {
      let error = (sigmoid(LogOdds(model, row).z) - Double(labels[place])) / Double(labels.count)
      for (j, x) in row.enumerated() { slope.weights[j] += error * x }
      slope.bias += error
    }
    return slope
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var now = model
    for _ in stride(from: 0, to: steps, by: 1) {
      let slope = logisticGradient(now, samples, labels)
      now = now.moved(by: (slope.weights + [slope.bias]).map { -rate * $0 })
    }
    return now
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let size = model.weights.count + 1
    var h = Tensor(shape: [size, size])
    for row in Rows(samples) {
      let odds = LogOdds(model, row)
      let share = exp(odds.logYes + odds.logNo)
      let long = row + [1]
      for j in 0..<size {
        let part = share * long[j]
        for k in 0..<size { h.values[j * size + k] += part * long[k] }
      }
    }
    return samples.rows == 0 ? h : h / Double(samples.rows)
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    var now = model
    var left = steps
    while left > 0 {
      let slope = logisticGradient(now, samples, labels)
      let step = solveLinearSystem(logisticHessian(now, samples), slope.weights + [slope.bias])
      now = now.moved(by: step.map { -$0 })
      left -= 1
    }
    return now
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    Tensor(
      shape: [samples.rows, model.bias.count],
      values: Rows(samples).flatMap { row in LogShares(model.scores(row)).values.map { exp($0) } })
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    var mean = 0.0
    for (place, row) in Rows(samples).enumerated() {
      mean += (-LogShares(model.scores(row)).values[labels[place]] - mean) / Double(place + 1)
    }
    return mean
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let (classes, features) = (model.weights.rows, model.weights.columns)
    var slope = MultinomialModel(weights: Tensor(shape: [classes, features]), bias: Tensor(shape: [classes]))
    for (place, row) in Rows(samples).enumerated() {
      for (k, share) in LogShares(model.scores(row)).values.enumerated() {
        let error = exp(share) - (k == labels[place] ? 1 : 0)
        for j in row.indices { slope.weights.values[k * features + j] += error * row[j] }
        slope.bias.values[k] += error
      }
    }
    let share = 1 / Double(max(1, labels.count))
    return MultinomialModel(weights: slope.weights * share, bias: slope.bias * share)
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var now = model
    for _ in stride(from: 0, to: steps, by: 1) {
      let slope = multinomialGradient(now, samples, labels)
      now = MultinomialModel(weights: now.weights - slope.weights * rate, bias: now.bias - slope.bias * rate)
    }
    return now
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    Rows(samples).map { row in
      let scores = model.scores(row)
      return scores.firstIndex(of: scores.max() ?? 0) ?? 0
    }
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    LogShares(zip(priors, logLikelihoods).map { Foundation.log($0) + $1 }).values.map { exp($0) }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let joint = zip(priors, logLikelihoods).map { Foundation.log($0) + $1 }
    return joint.firstIndex(of: joint.max() ?? 0) ?? 0
  }
}

/// The rows of a matrix as arrays.
private struct Rows: Sequence {
  let matrix: Tensor
  init(_ matrix: Tensor) { self.matrix = matrix }

  func makeIterator() -> AnyIterator<[Double]> {
    var next = 0
    return AnyIterator {
      guard next < matrix.rows else { return nil }
      defer { next += 1 }
      return matrix.row(next).values
    }
  }
}

/// ln p and ln(1 − p).
private struct LogOdds {
  let z: Double

  init(_ z: Double) { self.z = z }
  init(_ model: LogisticModel, _ sample: [Double]) {
    z = zip(model.weights, sample).reduce(0) { $0 + $1.0 * $1.1 } + model.bias
  }

  private static func logSigmoid(_ z: Double) -> Double { z < 0 ? z - log1p(exp(z)) : -log1p(exp(-z)) }
  var logYes: Double { Self.logSigmoid(z) }
  var logNo: Double { Self.logSigmoid(-z) }
}

/// ln softmax.
private struct LogShares {
  let values: [Double]

  init(_ scores: [Double]) {
    let top = scores.max() ?? 0
    let rest = Foundation.log(scores.reduce(0) { $0 + exp($1 - top) })
    values = scores.map { ($0 - top) - rest }
  }
}

extension LogisticModel {
  fileprivate func moved(by step: [Double]) -> LogisticModel {
    LogisticModel(weights: zip(weights, step).map { $0 + $1 }, bias: bias + step[step.count - 1])
  }
}

extension MultinomialModel {
  fileprivate func scores(_ sample: [Double]) -> [Double] {
    (0..<bias.count).map { k in
      var sum = bias.values[k]
      for (j, x) in sample.enumerated() { sum += weights.values[k * sample.count + j] * x }
      return sum
    }
  }
}
