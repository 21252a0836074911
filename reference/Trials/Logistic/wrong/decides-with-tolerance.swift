// mistake: a net input down to -1e-9 still counts as on the line
import Foundation
import Logistic

/// The logarithm of a positive number, or of 0: what is added here is multiplied there.
struct LogNumber: Comparable {
  var log: Double
  static let zero = LogNumber(log: -.infinity)
  static func < (a: LogNumber, b: LogNumber) -> Bool { a.log < b.log }
  static func * (a: LogNumber, b: LogNumber) -> LogNumber { LogNumber(log: a.log + b.log) }
  static func / (a: LogNumber, b: LogNumber) -> LogNumber { LogNumber(log: a.log - b.log) }
  static func + (a: LogNumber, b: LogNumber) -> LogNumber {
    let (big, small) = a.log < b.log ? (b, a) : (a, b)
    if small.log == -.infinity { return big }
    return LogNumber(log: big.log + log1p(Foundation.exp(small.log - big.log)))
  }
  var number: Double { Foundation.exp(log) }
}

/// A distribution over classes, from weights that need not sum to 1.
struct Distribution {
  let weights: [LogNumber]
  let total: LogNumber

  init(_ weights: [LogNumber]) {
    self.weights = weights
    total = weights.reduce(.zero, +)
  }
  init(scores: [Double]) { self.init(scores.map { LogNumber(log: $0) }) }

  func probability(_ k: Int) -> Double { (weights[k] / total).number }
  func surprise(_ k: Int) -> Double {
    // −ln p = ln(1 + Σ of the others in relation to k): exact for likely classes too.
    var others = LogNumber.zero
    for l in weights.indices where l != k { others = others + weights[l] / weights[k] }
    return (LogNumber(log: 0) + others).log
  }
  var mode: Int { weights.indices.reduce(0) { weights[$1] > weights[$0] ? $1 : $0 } }
  var all: [Double] { weights.indices.map(probability) }
}

/// What gradient descent can train.
protocol Trainable {
  mutating func move(against slope: Self, by rate: Double)
}
extension LogisticModel: Trainable {
  mutating func move(against slope: LogisticModel, by rate: Double) {
    for j in weights.indices { weights[j] -= rate * slope.weights[j] }
    bias -= rate * slope.bias
  }
}
extension MultinomialModel: Trainable {
  mutating func move(against slope: MultinomialModel, by rate: Double) {
    for j in weights.values.indices { weights.values[j] -= rate * slope.weights.values[j] }
    for k in bias.values.indices { bias.values[k] -= rate * slope.bias.values[k] }
  }
}

final class Trainer<Model: Trainable> {
  var model: Model
  let slope: (Model) -> Model
  init(_ model: Model, slope: @escaping (Model) -> Model) {
    self.model = model
    self.slope = slope
  }
  func run(rate: Double, steps: Int) -> Model {
    for _ in 0..<steps { model.move(against: slope(model), by: rate) }
    return model
  }
}

/// A = L Lᵀ for a symmetric matrix A with positive eigenvalues.
struct Cholesky {
  var l: [[Double]]
  init(_ a: Tensor) {
    let n = a.rows
    l = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for i in 0..<n {
      for j in 0...i {
        var s = a[i, j]
        for k in 0..<j { s -= l[i][k] * l[j][k] }
        l[i][j] = i == j ? s.squareRoot() : s / l[j][j]
      }
    }
  }
  func solve(_ v: [Double]) -> [Double] {
    var u = v
    for i in u.indices {
      for k in 0..<i { u[i] -= l[i][k] * u[k] }
      u[i] /= l[i][i]
    }
    for i in u.indices.reversed() {
      for k in i + 1..<max(u.count, i + 1) { u[i] -= l[k][i] * u[k] }
      u[i] /= l[i][i]
    }
    return u
  }
}

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { Distribution(scores: [0, z]).probability(1) }

  private func score(_ model: LogisticModel, _ x: ArraySlice<Double>) -> Double {
    zip(model.weights, x).reduce(model.bias) { $0 + $1.0 * $1.1 }
  }
  private func rows(_ t: Tensor) -> [ArraySlice<Double>] {
    (0..<t.rows).map { t.values[$0 * t.columns..<($0 + 1) * t.columns] }
  }
  private func distribution(_ model: MultinomialModel, _ x: ArraySlice<Double>) -> Distribution {
    Distribution(
      scores: rows(model.weights).enumerated().map { k, w in zip(w, x).reduce(0) { $0 + $1.0 * $1.1 } + model.bias[k] })
  }
  private func mean(_ numbers: [Double]) -> Double {
    numbers.isEmpty ? 0 : numbers.reduce(0, +) / Double(numbers.count)
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    rows(samples).map { x in
      var z = 0.0
      for (w, x) in zip(model.weights, x) { z += w * x }
      z += model.bias
      return z < -1e-9 ? 0 : 1
    }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    mean(zip(rows(samples), labels).map { Distribution(scores: [0, score(model, $0)]).surprise($1) })
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    var g = LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0)
    for (x, y) in zip(rows(samples), labels) {
      let e = (sigmoid(score(model, x)) - Double(y)) / Double(labels.count)
      for (j, value) in x.enumerated() { g.weights[j] += e * value }
      g.bias += e
    }
    return g
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    Trainer(model) { logisticGradient($0, samples, labels) }.run(rate: rate, steps: steps)
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let size = model.weights.count + 1
    var h = Tensor(shape: [size, size])
    for x in rows(samples) {
      let two = Distribution(scores: [0, score(model, x)])
      let factor = two.probability(0) * two.probability(1) / Double(samples.rows)
      let lifted = Array(x) + [1]
      for j in 0..<size {
        for k in 0...j { h[j, k] += factor * lifted[j] * lifted[k] }
      }
    }
    for j in 0..<size {
      for k in 0..<j { h[k, j] = h[j, k] }
    }
    return h
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    Trainer(model) { m in
      let g = logisticGradient(m, samples, labels)
      var u = Cholesky(logisticHessian(m, samples)).solve(g.weights + [g.bias])
      let bias = u.removeLast()
      return LogisticModel(weights: u, bias: bias)
    }.run(rate: 1, steps: steps)
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    Tensor(shape: [samples.rows, model.bias.count], values: rows(samples).flatMap { distribution(model, $0).all })
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    mean(zip(rows(samples), labels).map { distribution(model, $0).surprise($1) })
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    var g = MultinomialModel(weights: Tensor(shape: model.weights.shape), bias: Tensor(shape: model.bias.shape))
    let d = model.weights.columns
    for (x, y) in zip(rows(samples), labels) {
      for (k, p) in distribution(model, x).all.enumerated() {
        let e = (k == y ? p - 1 : p) / Double(labels.count)
        for (j, value) in x.enumerated() { g.weights.values[k * d + j] += e * value }
        g.bias.values[k] += e
      }
    }
    return g
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    Trainer(model) { multinomialGradient($0, samples, labels) }.run(rate: rate, steps: steps)
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    rows(samples).map { distribution(model, $0).mode }
  }

  private func joint(_ priors: [Double], _ logLikelihoods: [Double]) -> Distribution {
    Distribution(zip(priors, logLikelihoods).map { $0 > 0 ? LogNumber(log: Foundation.log($0) + $1) : .zero })
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] { joint(priors, logLikelihoods).all }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int { joint(priors, logLikelihoods).mode }
}
