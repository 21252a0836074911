import DeepLearning
import Labs
import Tensors

/// The Regularization lab by `LinearRegression` with a decay, `Dropout`, `BatchNorm` and `EarlyStopping`.
struct RegularizationOracle: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    ridge(leaves(model), samples, targets, lambda).value.scalar
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let leaves = leaves(model)
    let slopes = ridge(leaves, samples, targets, lambda).gradients(by: leaves)
    return RidgeModel(weights: slopes[0].values, bias: slopes[1].values[0])
  }

  /// The library's decay adds decay · θ to a gradient, the lab's penalty 2λw: the decay is 2λ, and the bias, which is not
  /// penalised, has a rule of its own. The library's mean over no samples is 0 / 0, the lab's is 0.
  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var regression = LinearRegression<Double>(features: model.weights.count)
    (regression.weights, regression.bias) = (model.weights.library, model.bias)
    var weights = Parameters([Tensor(model.weights)])
    var bias = Parameters([Tensor([model.bias])])
    var (shrinking, plain) = (SGD<Double>(rate: rate, decay: 2 * lambda), SGD<Double>(rate: rate))
    for _ in 0..<steps {
      var (weightSlope, biasSlope) = (Tensor(shape: [model.weights.count]), 0.0)
      if !targets.isEmpty {
        let slope = regression.loss(samples.library, targets.library)
        (weightSlope, biasSlope) = (slope.weights.lab, slope.bias)
      }
      shrinking.update(&weights, along: Parameters([weightSlope]))
      plain.update(&bias, along: Parameters([Tensor([biasSlope])]))
      (regression.weights, regression.bias) = (weights["0"], bias["0"].scalar)
    }
    return RidgeModel(weights: regression.weights.elements, bias: regression.bias)
  }

  /// The library's mask is seen in what becomes of ones.
  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    dropout(Tensor(shape: shape, repeating: 1), probability: probability, isTraining: true, seed: seed)
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed)
    var layer = Dropout<Double>(probability, &stream)
    return layer.forward(x.library, Parameters(), training: isTraining).lab
  }

  /// The library's layer knows its own mask only; for any mask there is x ⊙ m as a graph.
  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    Differentiation.vectorJacobianProduct(
      { $0 * Variable(mask) }, at: LibraryTensor(zeros: Shape(mask.shape)), vector: outputGradient.library
    ).lab
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    var (layer, own) = batchNorm(parameters, running, momentum: momentum, epsilon: epsilon)
    let output = layer.forward(x.library, own, training: true)
    running = RunningStatistics(mean: layer.runningMean.lab, variance: layer.runningVariance.lab)
    return output.lab
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    var (layer, own) = batchNorm(parameters, running, epsilon: epsilon)
    return layer.forward(x.library, own, training: false).lab
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    var (layer, own) = batchNorm(parameters, nil, epsilon: epsilon)
    var gradients = own.zeros()
    _ = layer.forward(x.library, own, training: true)
    let input = layer.backward(outputGradient.library, own, into: &gradients)
    return BatchNormGradients(gain: gradients[layer.gain].lab, shift: gradients[layer.shift].lab, input: input.lab)
  }

  /// The library's rule remembers the best loss itself: a fresh one is told of it first.
  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    var rule = EarlyStopping(patience: patience)
    // A run without a best epoch was borne from its first one.
    if state.epoch > 0 { _ = rule.shouldStop(state.bestLoss, epoch: max(state.bestEpoch, 1)) }
    state.epoch += 1
    let stops = rule.shouldStop(loss, epoch: state.epoch)
    if let best = rule.best { (state.bestLoss, state.bestEpoch) = (best.loss, best.epoch) }
    return stops
  }

  private func leaves(_ model: RidgeModel) -> [Variable<Double>] {
    [Variable(LibraryTensor(model.weights, [model.weights.count, 1])), Variable(LibraryTensor(model.bias))]
  }

  private func ridge(
    _ leaves: [Variable<Double>], _ samples: Tensor, _ targets: [Double], _ lambda: Double
  ) -> Variable<Double> {
    let penalty = lambda * leaves[0].power(2).sum()
    guard !targets.isEmpty else { return penalty }
    let outputs = Variable(samples).multiplied(by: leaves[0]) + leaves[1]
    return (outputs - Variable(LibraryTensor(targets, [targets.count, 1]))).power(2).mean() + penalty
  }

  private func batchNorm(
    _ parameters: BatchNormParameters, _ running: RunningStatistics?, momentum: Double = 0.1, epsilon: Double
  ) -> (BatchNorm<Double>, Parameters<Double>) {
    var own = Parameters<Double>()
    var layer = BatchNorm<Double>(
      parameters.gain.count, epsilon: epsilon, momentum: momentum, name: "norm", in: &own)
    (own[layer.gain], own[layer.shift]) = (parameters.gain.library, parameters.shift.library)
    if let running {
      layer.state = [("norm.running_mean", running.mean.library), ("norm.running_var", running.variance.library)]
    }
    return (layer, own)
  }
}
