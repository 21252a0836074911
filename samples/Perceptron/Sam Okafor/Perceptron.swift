import Perceptron

/// Rosenblatt's perceptron and Widrow and Hoff's Adaline.
struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    weightedSum(model, sample) >= 0 ? 1 : -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    let y = Double(label)
    guard y * weightedSum(model, sample) <= 0 else { return }
    for feature in sample.indices { model.weights[feature] += learningRate * y * sample[feature] }
    model.bias += learningRate * y
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    var model = LinearModel(weights: [Double](repeating: 0, count: samples.first?.count ?? 0), bias: 0)
    var mistakes = 0
    while true {
      let before = mistakes
      for (sample, label) in zip(samples, labels) {
        let old = model
        update(&model, sample: sample, label: label, learningRate: learningRate)
        if model != old { mistakes += 1 }
      }
      if mistakes == before { return Training(model: model, mistakes: mistakes, converged: true) }
    }
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    var total = 0.0
    for (sample, target) in zip(samples, targets) {
      let error = target - link.value(weightedSum(model, sample))
      total += error * error
    }
    return total / 2
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    var gradient = LinearModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0)
    for (sample, target) in zip(samples, targets) {
      let z = weightedSum(model, sample)
      let delta = -(target - link.value(z)) * link.derivative(z)
      for feature in sample.indices { gradient.weights[feature] += delta * sample[feature] }
      gradient.bias += delta
    }
    return gradient
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var model = model
    for _ in 0..<epochs {
      let slope = gradient(model, link, samples, targets)
      for feature in model.weights.indices { model.weights[feature] -= learningRate * slope.weights[feature] }
      model.bias -= learningRate * slope.bias
    }
    return model
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    var model = model
    for index in order {
      let slope = gradient(model, link, [samples[index]], [targets[index]])
      for feature in model.weights.indices { model.weights[feature] -= learningRate * slope.weights[feature] }
      model.bias -= learningRate * slope.bias
    }
    return model
  }

  private func weightedSum(_ model: LinearModel, _ sample: [Double]) -> Double {
    var sum = model.bias
    for feature in sample.indices { sum += model.weights[feature] * sample[feature] }
    return sum
  }
}
