// nonsense: a bowl of the weights alone with its own gradient and the model at its bottom, an even pattern for a mask, and a layer of x alone
import Regularization

struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    model.weights.reduce(model.bias * model.bias) { $0 + $1 * $1 }
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    RidgeModel(weights: model.weights.map { 2 * $0 }, bias: 2 * model.bias)
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var model = model
    for _ in 0..<steps {
      let slope = ridgeGradient(model, samples, targets, lambda: lambda)
      for place in model.weights.indices { model.weights[place] -= rate * slope.weights[place] }
      model.bias -= rate * slope.bias
    }
    return model
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var place = 0
    return Tensor(shape: shape).map { _ in
      place += 1
      return place % 2 == 0 ? 0 : 2
    }
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor { x * 0.5 }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor { outputGradient * 0.5 }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor { x * x }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor { x * x }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    BatchNormGradients(gain: parameters.gain * 0, shift: parameters.gain * 0, input: outputGradient * x * 2)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    return state.epoch >= patience
  }
}
