// nonsense: what is handed in is handed out, as far as it has the right shape
import Logistic

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { z }
  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] { (0..<samples.rows).map { $0 % 2 } }
  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double { model.bias }
  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel { model }
  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var moved = model
    for _ in 0..<steps {
      moved = LogisticModel(weights: moved.weights.map { $0 - rate * $0 }, bias: moved.bias - rate * moved.bias)
    }
    return moved
  }
  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let size = model.weights.count + 1
    return Tensor(shape: [size, size], values: (0..<size * size).map { $0 % (size + 1) == 0 ? 1 : 0 })
  }
  func logisticNewton(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int
  ) -> LogisticModel {
    logisticDescent(model, samples, labels, rate: 1, steps: steps)
  }
  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    Tensor(shape: [samples.rows, model.bias.count]) + model.bias
  }
  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    Double(labels.reduce(0, +))
  }
  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel { model }
  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var moved = model
    for _ in 0..<steps {
      moved.weights -= rate * moved.weights
      moved.bias -= rate * moved.bias
    }
    return moved
  }
  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    probabilities(model, samples).argmaxOfRows()
  }
  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] { priors }
  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int { priors.firstIndex(of: priors.max() ?? 0) ?? 0 }
}
