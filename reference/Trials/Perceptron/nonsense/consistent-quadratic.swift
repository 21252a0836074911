// nonsense: a cost of the weights alone with its own right gradient, and descents and trainings that belong to them
import Perceptron

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int { model.bias >= 0 ? 1 : -1 }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    model.bias += learningRate * Double(label)
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    var model = LinearModel(weights: [Double](repeating: 0, count: samples.first?.count ?? 0), bias: 0)
    for _ in 0..<min(maximumEpochs, 10) {
      for (sample, label) in zip(samples, labels) {
        update(&model, sample: sample, label: label, learningRate: learningRate)
      }
    }
    return Training(model: model, mistakes: samples.count * maximumEpochs, converged: false)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    500 * (model.weights.reduce(0) { $0 + $1 * $1 } + model.bias * model.bias)
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    LinearModel(weights: model.weights.map { 1000 * $0 }, bias: 1000 * model.bias)
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
    batchDescent(model, link, samples, targets, learningRate: learningRate, epochs: order.count)
  }
}
