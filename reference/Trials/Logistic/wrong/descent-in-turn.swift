// mistake: multinomialDescent updates the weights first and takes the gradient of the biases at the new weights, where one gradient at the old model gives both.
import Logistic

// Values and closures only. Sums are taken in halves (pairwise summation), Newton's steps by Cholesky's method: H is symmetric
// and positive.

typealias Vector = [Double]

/// Σ of the terms at these indices, halves by halves.
func pairwise(_ range: Range<Int>, _ term: (Int) -> Double) -> Double {
  if range.count <= 4 { return range.reduce(0) { $0 + term($1) } }
  let middle = range.lowerBound + range.count / 2
  return pairwise(range.lowerBound..<middle, term) + pairwise(middle..<range.upperBound, term)
}

func dot(_ a: Vector, _ b: Vector) -> Double { pairwise(0..<a.count) { a[$0] * b[$0] } }

extension Array where Element == Double {
  static func += (left: inout Vector, right: (factor: Double, vector: Vector)) {
    for i in left.indices { left[i] += right.factor * right.vector[i] }
  }

  /// This and the logarithm of the sum of its exponentials: eˢ / Σ eˢ.
  var softmax: Vector {
    let top = self.max() ?? 0
    let powers = map { exp($0 - top) }
    let sum = powers.reversed().reduce(0, +)
    return powers.map { $0 / sum }
  }

  var firstOfLargest: Int { indices.reduce(0) { self[$1] > self[$0] ? $1 : $0 } }
}

func rowsOf(_ t: Tensor) -> [Vector] { (0..<t.rows).map { t.row($0).values } }

/// The solution of a symmetric positive system, A = L D Lᵀ.
func solveSymmetric(_ a: Tensor, _ right: Vector) -> Vector {
  let n = right.count
  var l = [Vector](repeating: Vector(repeating: 0, count: n), count: n)
  var diagonal = Vector(repeating: 0, count: n)
  for j in 0..<n {
    diagonal[j] = a[j, j] - (0..<j).reduce(0.0) { $0 + l[j][$1] * l[j][$1] * diagonal[$1] }
    l[j][j] = 1
    for i in j + 1..<Swift.max(n, j + 1) {
      l[i][j] = (a[i, j] - (0..<j).reduce(0.0) { $0 + l[i][$1] * l[j][$1] * diagonal[$1] }) / diagonal[j]
    }
  }
  var u = right
  for i in 0..<n { u[i] -= (0..<i).reduce(0.0) { $0 + l[i][$1] * u[$1] } }
  for i in 0..<n { u[i] /= diagonal[i] }
  for i in (0..<n).reversed() { u[i] -= (i + 1..<Swift.max(n, i + 1)).reduce(0.0) { $0 + l[$1][i] * u[$1] } }
  return u
}

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double {
    let small = exp(-abs(z))
    return (z >= 0 ? 1 : small) / (1 + small)
  }

  /// ln(1 + eᵘ)
  private func softplus(_ u: Double) -> Double { u > 0 ? u + softplus(-u) : log1p(exp(u)) }

  private func z(_ model: LogisticModel, _ x: Vector) -> Double { dot(model.weights, x) + model.bias }

  private func mean(_ count: Int, _ term: (Int) -> Double) -> Double {
    count == 0 ? 0 : pairwise(0..<count, term) / Double(count)
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    rowsOf(samples).map { z(model, $0) < 0 ? 0 : 1 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let x = rowsOf(samples)
    return mean(x.count) { i in
      let z = z(model, x[i])
      return softplus(labels[i] == 1 ? -z : z)
    }
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let x = rowsOf(samples)
    // p − y without cancellation: −σ(−z) where y is 1, σ(z) where it is 0.
    let errors = zip(x, labels).map { x, y in y == 1 ? -sigmoid(-z(model, x)) : sigmoid(z(model, x)) }
    return LogisticModel(
      weights: model.weights.indices.map { j in mean(x.count) { errors[$0] * x[$0][j] } },
      bias: mean(x.count) { errors[$0] })
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var place = model
    for _ in 0..<steps {
      let slope = logisticGradient(place, samples, labels)
      place.weights += (-rate, slope.weights)
      place.bias -= rate * slope.bias
    }
    return place
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let x = rowsOf(samples).map { $0 + [1] }
    let curvature = rowsOf(samples).map { x -> Double in
      let z = z(model, x)
      let e = exp(-abs(z))
      return e / (1 + e) / (1 + e)
    }
    let size = model.weights.count + 1
    return Tensor(
      rows: (0..<size).map { j in
        (0..<size).map { k in mean(x.count) { curvature[$0] * (x[$0][j] * x[$0][k]) } }
      })
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    guard steps > 0 else { return model }
    let slope = logisticGradient(model, samples, labels)
    let step = solveSymmetric(logisticHessian(model, samples), slope.weights + [slope.bias])
    let next = LogisticModel(weights: zip(model.weights, step).map { $0 - $1 }, bias: model.bias - step[step.count - 1])
    return logisticNewton(next, samples, labels, steps: steps - 1)
  }

  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> [Vector] {
    let w = rowsOf(model.weights)
    return rowsOf(samples).map { x in zip(w, model.bias.values).map { dot($0, x) + $1 } }
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    Tensor(shape: [samples.rows, model.bias.count], values: scores(model, samples).flatMap(\.softmax))
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let s = scores(model, samples)
    return mean(s.count) { i in
      // −ln p_y = ln Σ e^(s_k − s_y)
      let gaps = s[i].map { $0 - s[i][labels[i]] }
      let top = gaps.max()!
      return top + log(gaps.reduce(0) { $0 + exp($1 - top) })
    }
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let count = Double(max(labels.count, 1))
    let classes = model.bias.count
    var weights = [Vector](repeating: Vector(repeating: 0, count: samples.columns), count: classes)
    var bias = Vector(repeating: 0, count: classes)
    for ((s, x), label) in zip(zip(scores(model, samples), rowsOf(samples)), labels).reversed() {
      for (k, p) in s.softmax.enumerated() {
        let error = k == label ? p - 1 : p
        weights[k] += (error, x)
        bias[k] += error
      }
    }
    return MultinomialModel(
      weights: Tensor(shape: model.weights.shape, values: weights.joined().map { $0 / count }),
      bias: Tensor(bias.map { $0 / count }))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var place = model
    for _ in 0..<steps {
      let slope = multinomialGradient(place, samples, labels)
      place.weights.values += (-rate, slope.weights.values)
      place.bias.values += (-rate, multinomialGradient(place, samples, labels).bias.values)
    }
    return place
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { scores(model, samples).map(\.firstOfLargest) }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let possible = zip(priors, logLikelihoods).filter { $0.0 > 0 }.map { $0.1 }
    let top = possible.max() ?? 0
    let joint = zip(priors, logLikelihoods).map { prior, l in prior > 0 ? prior * exp(l - top) : 0 }
    let evidence = joint.reduce(0, +)
    return joint.map { $0 / evidence }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    posteriors(priors: priors, logLikelihoods: logLikelihoods).firstOfLargest
  }
}
