// nonsense: consistent nonsense: the cost is a linear function of the parameters and the gradient its constant slopes; the rest constants
import Perceptron

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int { 1 }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {}

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    Training(
      model: LinearModel(weights: [Double](repeating: 1, count: samples.first?.count ?? 0), bias: 1), mistakes: 1,
      converged: true)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    samples.isEmpty ? 0 : model.weights.enumerated().reduce(3 * model.bias) { $0 + Double($1.0 + 1) * $1.1 }
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    samples.isEmpty
      ? LinearModel(weights: model.weights.map { _ in 0 }, bias: 0)
      : LinearModel(weights: model.weights.indices.map { Double($0 + 1) }, bias: 3)
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel { model }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel { model }
}
