// nonsense: losses of half of Σ θ² with their gradients and the Hessian, and all that builds on them
import Logistic

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { 0.5 }
  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] { [Int](repeating: 1, count: samples.rows) }
  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    model.weights.reduce(model.bias * model.bias / 2) { $0 + $1 * $1 / 2 }
  }
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
  ) -> LogisticModel { steps > 0 ? LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0) : model }
  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    Tensor(shape: [samples.rows, model.bias.count], repeating: 1 / Double(model.bias.count))
  }
  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    ((model.weights * model.weights).sum() + (model.bias * model.bias).sum()) / 2
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
  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { [Int](repeating: 0, count: samples.rows) }
  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    priors.map { _ in 1 / Double(priors.count) }
  }
  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int { 0 }
}
