import Perceptron

// The bias is a weight like others, of a last feature that is always 1: everything works on one augmented vector.

private func augmented(_ x: [Double]) -> [Double] { x + [1] }

private func unfolded(_ theta: [Double]) -> LinearModel {
  LinearModel(weights: Array(theta.dropLast()), bias: theta[theta.count - 1])
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { (sum: Double, pair: (Double, Double)) -> Double in sum + pair.0 * pair.1 }
}

extension LinearModel {
  fileprivate var theta: [Double] { weights + [bias] }
}

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    dot(model.theta, augmented(sample)) < 0 ? -1 : 1
  }

  /// Rosenblatt's rule; whether it was a mistake.
  private func learn(_ theta: inout [Double], _ x: [Double], _ label: Int, _ rate: Double) -> Bool {
    let z = dot(theta, x)
    guard label > 0 ? z <= 0 : z >= 0 else { return false }
    let step = label > 0 ? rate : -rate
    for j in theta.indices { theta[j] += step * x[j] }
    return true
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    var theta = model.theta
    if learn(&theta, augmented(sample), label, learningRate) { model = unfolded(theta) }
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let rows = samples.map(augmented)
    var theta = [Double](repeating: 0, count: (samples.first?.count ?? 0) + 1)
    var mistakes = 0
    for _ in 0..<max(0, maximumEpochs) {
      let wrong = rows.indices.filter { learn(&theta, rows[$0], labels[$0], learningRate) }.count
      mistakes += wrong
      if wrong == 0 { return Training(model: unfolded(theta), mistakes: mistakes, converged: true) }
    }
    return Training(model: unfolded(theta), mistakes: mistakes, converged: false)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    let theta = model.theta
    let errors = samples.indices.map { targets[$0] - link.value(dot(theta, augmented(samples[$0]))) }
    return dot(errors, errors) / 2
  }

  private func slope(_ theta: [Double], _ link: Link, _ rows: [[Double]], _ targets: [Double]) -> [Double] {
    // First all deltas, then a column at a time.
    let deltas = rows.indices.map { (i: Int) -> Double in
      let z = dot(theta, rows[i])
      return -link.derivative(z) * (targets[i] - link.value(z))
    }
    return theta.indices.map { j in rows.indices.reduce(0.0) { $0 + deltas[$1] * rows[$1][j] } }
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    unfolded(slope(model.theta, link, samples.map(augmented), targets))
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    let rows = samples.map(augmented)
    var theta = model.theta
    for _ in 0..<max(0, epochs) {
      theta = zip(theta, slope(theta, link, rows, targets)).map { $0 - learningRate * $1 }
    }
    return unfolded(theta)
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    order.reduce(into: model) { (m: inout LinearModel, i: Int) in
      let x = samples[i]
      let z = dot(m.weights, x) + m.bias
      let step = learningRate * (targets[i] - link.value(z)) * link.derivative(z)
      for j in x.indices { m.weights[j] += step * x[j] }
      m.bias += step
    }
  }
}
