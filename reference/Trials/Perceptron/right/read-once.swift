import Perceptron

struct Submission: PerceptronContract {
  // z = w·x + b
  private func activation(_ model: LinearModel, _ sample: [Double]) -> Double {
    var z = model.bias
    for j in sample.indices { z += model.weights[j] * sample[j] }
    return z
  }

  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    activation(model, sample) >= 0 ? 1 : -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    let y = Double(label)
    guard y * activation(model, sample) <= 0 else { return }
    for j in sample.indices { model.weights[j] += learningRate * y * sample[j] }
    model.bias += learningRate * y
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let features = samples.first?.count ?? 0
    var model = LinearModel(weights: [Double](repeating: 0, count: features), bias: 0)
    var mistakes = 0
    var converged = false
    var epoch = 0
    while epoch < maximumEpochs && !converged {
      let before = mistakes
      for (x, y) in zip(samples, labels) {
        if Double(y) * activation(model, x) <= 0 {
          update(&model, sample: x, label: y, learningRate: learningRate)
          mistakes += 1
        }
      }
      converged = mistakes == before
      epoch += 1
    }
    return Training(model: model, mistakes: mistakes, converged: converged)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    var sum = 0.0
    for (x, y) in zip(samples, targets) {
      let error = y - link.value(activation(model, x))
      sum += error * error
    }
    return sum / 2
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    var slope = LinearModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0)
    for (x, y) in zip(samples, targets) {
      let z = activation(model, x)
      let delta = (link.value(z) - y) * link.derivative(z)
      for j in x.indices { slope.weights[j] += delta * x[j] }
      slope.bias += delta
    }
    return slope
  }

  private func step(_ model: inout LinearModel, _ slope: LinearModel, _ rate: Double) {
    for j in model.weights.indices { model.weights[j] -= rate * slope.weights[j] }
    model.bias -= rate * slope.bias
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var current = model
    for _ in 0..<epochs {
      let slope = gradient(current, link, samples, targets)
      step(&current, slope, learningRate)
    }
    return current
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    var current = model
    for i in order {
      let slope = gradient(current, link, [samples[i]], [targets[i]])
      step(&current, slope, learningRate)
    }
    return current
  }
}
