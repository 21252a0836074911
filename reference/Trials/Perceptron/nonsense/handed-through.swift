// nonsense: every function hands back what it was given, or a number of it
import Perceptron

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int { (sample.first ?? 0) >= 0 ? 1 : -1 }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {}

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    Training(
      model: LinearModel(weights: [Double](repeating: 0, count: samples.first?.count ?? 0), bias: 0), mistakes: 0,
      converged: maximumEpochs > 0)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    targets.reduce(0, +)
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    model
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var model = model
    for _ in 0..<epochs {
      model.weights = model.weights.map { $0 - learningRate * $0 }
      model.bias -= learningRate * model.bias
    }
    return model
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    batchDescent(model, link, samples, targets, learningRate: learningRate, epochs: order.count)
  }
}
