// nonsense: zeros of the right shapes
import Perceptron

struct Submission: PerceptronContract {
  private func zeros(_ count: Int) -> LinearModel {
    LinearModel(weights: [Double](repeating: 0, count: count), bias: 0)
  }

  func decision(_ model: LinearModel, _ sample: [Double]) -> Int { 1 }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    model = zeros(sample.count)
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    Training(model: zeros(samples.first?.count ?? 0), mistakes: 0, converged: maximumEpochs > 0)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double { 0 }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    zeros(model.weights.count)
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel { model }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel { model }
}
