// mistake: the gradient is not derived: it comes from central differences of the cost, extrapolated (with z kept, so that a difference costs n operations)
// against: “`gradient` is the derivative that you derived: finite differences of the cost are good for checking it, not for replacing it.”
import Perceptron

// C in Swift: flat indices, no closures.
struct Submission: PerceptronContract {
  func net(_ model: LinearModel, _ sample: [Double]) -> Double {
    var z = 0.0
    var j = sample.count - 1
    while j >= 0 {
      z += model.weights[j] * sample[j]
      j -= 1
    }
    return z + model.bias
  }

  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    if net(model, sample) < 0 { return -1 }
    return 1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    _ = learn(&model, sample, label, learningRate)
  }

  func learn(_ model: inout LinearModel, _ sample: [Double], _ label: Int, _ rate: Double) -> Bool {
    let z = net(model, sample)
    if label == 1 && z > 0 { return false }
    if label == -1 && z < 0 { return false }
    if label == 1 {
      for j in 0..<sample.count { model.weights[j] += rate * sample[j] }
      model.bias += rate
    } else {
      for j in 0..<sample.count { model.weights[j] -= rate * sample[j] }
      model.bias -= rate
    }
    return true
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    var d = 0
    if samples.count > 0 { d = samples[0].count }
    var model = LinearModel(weights: [Double](repeating: 0, count: d), bias: 0)
    var mistakes = 0
    var converged = false
    var epoch = 0
    while epoch < maximumEpochs && !converged {
      var updates = 0
      for i in 0..<samples.count {
        if learn(&model, samples[i], labels[i], learningRate) { updates += 1 }
      }
      mistakes += updates
      converged = updates == 0
      epoch += 1
    }
    return Training(model: model, mistakes: mistakes, converged: converged)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<samples.count {
      let error = targets[i] - link.value(net(model, samples[i]))
      sum += 0.5 * error * error
    }
    return sum
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    // Each z is known once; a change h of a weight changes it by h x. The cost of a sample moves along z by differences
    // whose error falls with the twelfth power of h.
    let h = link == .identity ? 0.5 : 0.03125
    var w = [Double](repeating: 0, count: model.weights.count)
    var b = 0.0
    for i in 0..<samples.count {
      let z = net(model, samples[i])
      func part(_ shift: Double) -> Double {
        let value = link.value(z + shift)
        return 0.5 * (value * value - 2 * value * targets[i])
      }
      var slope = 0.0
      let factors: [Double] = [6.0 / 7, -15.0 / 56, 5.0 / 63, -1.0 / 56, 1.0 / 385, -1.0 / 5544]
      for (k, factor) in factors.enumerated() {
        let shift = Double(k + 1) * h
        slope += factor * (part(shift) - part(-shift)) / h
      }
      for j in 0..<w.count { w[j] += slope * samples[i][j] }
      b += slope
    }
    return LinearModel(weights: w, bias: b)
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var now = model
    var epoch = 0
    while epoch < epochs {
      let slope = gradient(now, link, samples, targets)
      for j in 0..<now.weights.count { now.weights[j] -= learningRate * slope.weights[j] }
      now.bias -= learningRate * slope.bias
      epoch += 1
    }
    return now
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    var now = model
    for k in 0..<order.count {
      let i = order[k]
      let z = net(now, samples[i])
      let delta = (link.value(z) - targets[i]) * link.derivative(z)
      for j in 0..<now.weights.count { now.weights[j] -= learningRate * delta * samples[i][j] }
      now.bias -= learningRate * delta
    }
    return now
  }
}
