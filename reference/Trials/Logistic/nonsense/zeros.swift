// nonsense: zeros of the right shapes everywhere, models handed back
import Logistic

struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { 0 }
  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] { [Int](repeating: 0, count: samples.rows) }
  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double { 0 }
  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0)
  }
  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel { model }
  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    Tensor(shape: [model.weights.count + 1, model.weights.count + 1])
  }
  func logisticNewton(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int
  ) -> LogisticModel { model }
  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    Tensor(shape: [samples.rows, model.bias.count])
  }
  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double { 0 }
  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    MultinomialModel(weights: model.weights * 0, bias: model.bias * 0)
  }
  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel { model }
  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { [Int](repeating: 0, count: samples.rows) }
  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] { priors.map { _ in 0 } }
  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int { 0 }
}
