// mistake: takes the number of features from the first sample everywhere, which is a crash for no samples
import Foundation
import Perceptron

// def net_input(X): return np.dot(X, w_[1:]) + w_[0]
private func netInput(_ X: [[Double]], _ w_: [Double]) -> [Double] {
  X.map { row in
    var total = w_[0]
    for (k, xk) in row.enumerated() { total += xk * w_[k + 1] }
    return total
  }
}

private func pack(_ m: LinearModel) -> [Double] { [m.bias] + m.weights }
private func unpack(_ w_: [Double]) -> LinearModel { LinearModel(weights: Array(w_[1...]), bias: w_[0]) }

struct Submission: PerceptronContract {
  // def predict(X): return np.where(net_input(X) >= 0.0, 1, -1)
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    netInput([sample], pack(model)).map { $0 >= 0.0 ? 1 : -1 }[0]
  }

  private func misses(_ w_: [Double], _ xi: [Double], _ target: Int) -> Bool {
    let z = netInput([xi], w_)[0]
    return target > 0 ? z <= 0 : z >= 0
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    var w_ = pack(model)
    if misses(w_, sample, label) {
      let eta = label == 1 ? learningRate : -learningRate
      for k in sample.indices { w_[k + 1] += eta * sample[k] }
      w_[0] += eta
      model = unpack(w_)
    }
  }

  func train(_ X: [[Double]], _ y: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    var model = LinearModel(weights: .init(repeating: 0.0, count: X[0].count), bias: 0.0)
    var errors_: [Int] = []
    while errors_.count < maximumEpochs && errors_.last != 0 {
      var errors = 0
      for (xi, target) in zip(X, y) {
        if misses(pack(model), xi, target) {
          update(&model, sample: xi, label: target, learningRate: learningRate)
          errors += 1
        }
      }
      errors_.append(errors)
    }
    return Training(model: model, mistakes: errors_.reduce(0, +), converged: errors_.last == 0)
  }

  func cost(_ model: LinearModel, _ link: Link, _ X: [[Double]], _ y: [Double]) -> Double {
    // errors = y - activation(net_input(X)); cost = (errors ** 2).sum() / 2.0
    let output = netInput(X, pack(model)).map(link.value)
    let errors = zip(y, output).map { $0 - $1 }
    return errors.map { pow($0, 2) }.reduce(0, +) / 2.0
  }

  func gradient(_ model: LinearModel, _ link: Link, _ X: [[Double]], _ y: [Double]) -> LinearModel {
    let net = netInput(X, pack(model))
    var errors = [Double]()
    for i in net.indices {
      errors.append((y[i] - link.value(net[i])) * link.derivative(net[i]))
    }
    // -X.T.dot(errors), -errors.sum()
    var grad = [Double]()
    for k in 0..<X[0].count {
      var s = 0.0
      for i in errors.indices { s += X[i][k] * errors[i] }
      grad.append(-s)
    }
    return LinearModel(weights: grad, bias: -errors.reduce(0, +))
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ X: [[Double]], _ y: [Double], learningRate eta: Double, epochs: Int
  ) -> LinearModel {
    var w_ = pack(model)
    for _ in stride(from: 0, to: epochs, by: 1) {
      let g = pack(gradient(unpack(w_), link, X, y))
      w_ = zip(w_, g).map { w, g in w - eta * g }
    }
    return unpack(w_)
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ X: [[Double]], _ y: [Double], learningRate eta: Double, order: [Int]
  ) -> LinearModel {
    var w_ = pack(model)
    for i in order {
      let xi = X[i]
      let net = netInput([xi], w_)[0]
      let error = y[i] - link.value(net)
      let delta = eta * error * link.derivative(net)
      for k in xi.indices { w_[k + 1] += delta * xi[k] }
      w_[0] += delta
    }
    return unpack(w_)
  }
}
