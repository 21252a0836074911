// nonsense: a linear loss and a linear layer (y = x + γ/2 + β) with their right slopes, consistent nonsense for the checks of differences
import Regularization

struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let g = ridgeGradient(model, samples, targets, lambda: lambda)
    return 3 + zip(model.weights, g.weights).reduce(model.bias * g.bias) { $0 + $1.0 * $1.1 }
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    RidgeModel(
      weights: (0..<samples.columns).map { j in
        targets.indices.reduce(lambda + Double(j)) { $0 - samples[$1, j] * targets[$1] }
      },
      bias: targets.reduce(0.5, -))
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel { ridgeGradient(model, samples, targets, lambda: lambda) }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor { Tensor(shape: shape, repeating: 1) }
  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor { x }
  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor { outputGradient }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor { x + parameters.gain * 0.5 + parameters.shift }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor { x + parameters.gain * 0.5 + parameters.shift }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let sum = outputGradient.sum(axis: 0)
    return BatchNormGradients(gain: sum * 0.5, shift: sum, input: outputGradient)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool { true }
}
