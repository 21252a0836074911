// mistake: the training of the perceptron runs in Float, which the multiples of an eighth hide while numbers are small
// against: “so compute in `Double` throughout”
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
    var w = [Float](repeating: 0, count: d)
    var b: Float = 0
    let rate = Float(learningRate)
    var mistakes = 0
    var converged = false
    var epoch = 0
    while epoch < maximumEpochs && !converged {
      var updates = 0
      for i in 0..<samples.count {
        let y = Float(labels[i])
        var z = b
        for j in 0..<d { z += w[j] * Float(samples[i][j]) }
        if y * z > 0 { continue }
        for j in 0..<d { w[j] += rate * y * Float(samples[i][j]) }
        b += rate * y
        updates += 1
      }
      mistakes += updates
      converged = updates == 0
      epoch += 1
    }
    let model = LinearModel(weights: w.map { Double($0) }, bias: Double(b))
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
    let d = model.weights.count
    var w = [Double](repeating: 0, count: d)
    var b = 0.0
    for i in 0..<samples.count {
      let z = net(model, samples[i])
      let delta = (targets[i] - link.value(z)) * link.derivative(z)
      for j in 0..<d { w[j] -= delta * samples[i][j] }
      b -= delta
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
