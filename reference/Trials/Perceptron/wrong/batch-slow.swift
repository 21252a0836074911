// mistake: works out the whole gradient anew for every single weight: a power of the number of features too much
// breaks: "CPU time of `batchDescent` as samples, features and steps become many: at most 3 times as far behind the reference as for few"
import Perceptron

struct Submission: PerceptronContract {
  /// z = w·x + b
  private func score(_ model: LinearModel, _ x: [Double]) -> Double {
    var z = model.bias
    for j in 0..<model.weights.count { z += model.weights[j] * x[j] }
    return z
  }

  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    score(model, sample) >= 0 ? 1 : -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    let y = Double(label)
    let z = score(model, sample)
    if y * z > 0 { return }
    for j in 0..<model.weights.count { model.weights[j] += learningRate * y * sample[j] }
    model.bias += learningRate * y
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let features = samples.first?.count ?? 0
    var model = LinearModel(weights: [Double](repeating: 0, count: features), bias: 0)
    var mistakes = 0
    var converged = false
    var pass = 0
    while pass < maximumEpochs && !converged {
      pass += 1
      var changed = 0
      for i in 0..<samples.count {
        let before = model
        update(&model, sample: samples[i], label: labels[i], learningRate: learningRate)
        // The bias moves with every update, for the sums are exact.
        if model.bias != before.bias { changed += 1 }
      }
      mistakes += changed
      converged = changed == 0
    }
    return Training(model: model, mistakes: mistakes, converged: converged)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    var total = 0.0
    for (x, y) in zip(samples, targets) {
      let error = y - link.value(score(model, x))
      total += error * error
    }
    return 0.5 * total
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    var slope = LinearModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0)
    for (x, y) in zip(samples, targets) {
      let z = score(model, x)
      let delta = (link.value(z) - y) * link.derivative(z)
      for j in 0..<slope.weights.count { slope.weights[j] += delta * x[j] }
      slope.bias += delta
    }
    return slope
  }

  private func descend(_ model: inout LinearModel, along slope: LinearModel, rate: Double) {
    for j in 0..<model.weights.count { model.weights[j] -= rate * slope.weights[j] }
    model.bias -= rate * slope.bias
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var model = model
    for _ in 0..<epochs {
      var slope = LinearModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0)
      for j in 0..<model.weights.count { slope.weights[j] = gradient(model, link, samples, targets).weights[j] }
      slope.bias = gradient(model, link, samples, targets).bias
      descend(&model, along: slope, rate: learningRate)
    }
    return model
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    var model = model
    for i in order {
      let slope = gradient(model, link, [samples[i]], [targets[i]])
      descend(&model, along: slope, rate: learningRate)
    }
    return model
  }
}
