import Perceptron

/// Rosenblatt's perceptron and Widrow and Hoff's Adaline on plain arrays.
struct Submission: PerceptronContract {
  /// w·x + b.
  private func activation(_ model: LinearModel, _ sample: [Double]) -> Double {
    var z = model.bias
    for (weight, feature) in zip(model.weights, sample) {
      z += weight * feature
    }
    return z
  }

  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    let z = activation(model, sample)
    return z >= 0 ? 1 : -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    _ = learn(&model, sample, label, learningRate)
  }

  /// The rule on one sample; tells whether it was a mistake.
  private func learn(_ model: inout LinearModel, _ sample: [Double], _ label: Int, _ rate: Double) -> Bool {
    let y = Double(label)
    let margin = y * activation(model, sample)
    guard margin <= 0 else { return false }
    for j in model.weights.indices {
      model.weights[j] += rate * y * sample[j]
    }
    model.bias += rate * y
    return true
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let features = samples.first?.count ?? 0
    var model = LinearModel(weights: [Double](repeating: 0, count: features), bias: 0)
    var mistakes = 0
    var converged = false
    var epoch = 0
    while epoch < maximumEpochs && !converged {
      var wrong = 0
      for (sample, label) in zip(samples, labels) where learn(&model, sample, label, learningRate) {
        wrong += 1
      }
      mistakes += wrong
      converged = wrong == 0
      epoch += 1
    }
    return Training(model: model, mistakes: mistakes, converged: converged)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    var sum = 0.0
    for (sample, target) in zip(samples, targets) {
      let error = target - link.value(activation(model, sample))
      sum += error * error
    }
    return sum / 2
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    let width = model.weights.count
    var slope = LinearModel(weights: [Double](repeating: 0, count: width), bias: 0)
    for (sample, target) in zip(samples, targets) {
      let z = activation(model, sample)
      // ∂J/∂z of this sample.
      let delta = (link.value(z) - target) * link.derivative(z)
      for j in 0..<width {
        slope.weights[j] += delta * sample[j]
      }
      slope.bias += delta
    }
    return slope
  }

  /// One step down the slope over the given samples.
  private func step(
    _ model: inout LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], _ rate: Double
  ) {
    let slope = gradient(model, link, samples, targets)
    for j in model.weights.indices {
      model.weights[j] -= rate * slope.weights[j]
    }
    model.bias -= rate * slope.bias
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var current = model
    for _ in 0..<epochs {
      step(&current, link, samples, targets, learningRate)
    }
    return current
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    var current = model
    for index in order {
      step(&current, link, [samples[index]], [targets[index]], learningRate)
    }
    return current
  }
}
