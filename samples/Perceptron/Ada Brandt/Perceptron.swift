import Perceptron

// Adaline with matrices, the perceptron without.

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }

private func += (model: inout LinearModel, step: (factor: Double, sample: [Double])) {
  model.weights = zip(model.weights, step.sample).map { $0 + step.factor * $1 }
  model.bias += step.factor
}

/// Samples as the rows of a matrix, with what an error does to them.
private struct Design {
  let x: Tensor
  let targets: Tensor

  init(_ samples: [[Double]], _ targets: [Double], features: Int) {
    x = Tensor(shape: [samples.count, features], values: samples.flatMap { $0 })
    self.targets = Tensor(targets)
  }

  func sums(_ model: LinearModel) -> Tensor {
    x.matmul(Tensor(shape: [model.weights.count, 1], values: model.weights)).reshaped([x.rows]) + model.bias
  }

  func gradient(_ model: LinearModel, _ link: Link) -> LinearModel {
    let z = sums(model)
    let delta = (z.map(link.value) - targets) * z.map(link.derivative)
    let weights = x.transposed().matmul(delta.reshaped([x.rows, 1]))
    return LinearModel(weights: weights.values, bias: delta.sum())
  }
}

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    (dot(model.weights, sample) + model.bias).isLess(than: 0) ? -1 : 1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    let margin = Double(label) * (dot(model.weights, sample) + model.bias)
    if margin > 0 { return }
    model += (learningRate * Double(label), sample)
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let zero = [Double](repeating: 0, count: samples.first.map(\.count) ?? 0)
    var training = Training(model: LinearModel(weights: zero, bias: 0), mistakes: 0, converged: false)
    for _ in 0..<maximumEpochs where !training.converged {
      training.converged = true
      for (x, y) in zip(samples, labels)
      where Double(y) * (dot(training.model.weights, x) + training.model.bias) <= 0 {
        training.model += (learningRate * Double(y), x)
        training.mistakes += 1
        training.converged = false
      }
    }
    return training
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    let design = Design(samples, targets, features: model.weights.count)
    let errors = design.sums(model).map(link.value) - design.targets
    return (errors * errors).sum() / 2
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    Design(samples, targets, features: model.weights.count).gradient(model, link)
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    let design = Design(samples, targets, features: model.weights.count)
    return (0..<epochs).reduce(model) { model, _ in
      moved(model, against: design.gradient(model, link), by: learningRate)
    }
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    order.reduce(model) { model, index in
      moved(model, against: gradient(model, link, [samples[index]], [targets[index]]), by: learningRate)
    }
  }

  private func moved(_ model: LinearModel, against gradient: LinearModel, by rate: Double) -> LinearModel {
    LinearModel(
      weights: zip(model.weights, gradient.weights).map { $0 - rate * $1 }, bias: model.bias - rate * gradient.bias)
  }
}
