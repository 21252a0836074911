import Regularization

// Free functions over columns and rows as arrays; dropout without a separate product; batch normalisation with x̂ kept.

private func column(_ x: Tensor, _ feature: Int) -> [Double] { (0..<x.rows).map { x.values[$0 * x.columns + feature] } }

private func mean(_ numbers: [Double]) -> Double {
  var sum = 0.0
  for number in numbers { sum += number }
  return numbers.isEmpty ? 0 : sum / Double(numbers.count)
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in 0..<a.count { sum += a[i] * b[i] }
  return sum
}

/// Mean, 1/√(σ² + ε), variance over n, and x̂ of a column.
private func normalised(_ x: [Double], _ epsilon: Double) -> (
  mean: Double, inverse: Double, variance: Double, x: [Double]
) {
  let middle = mean(x)
  let variance = mean(x.map { ($0 - middle) * ($0 - middle) })
  let inverse = 1 / sqrt(variance + epsilon)
  return (middle, inverse, variance, x.map { ($0 - middle) * inverse })
}

private func fill(_ x: inout Tensor, _ feature: Int, _ numbers: [Double]) {
  for (row, number) in numbers.enumerated() { x.values[row * x.columns + feature] = number }
}

struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    var squares: [Double] = []
    for i in 0..<targets.count {
      let error = targets[i] - model.bias - dot(model.weights, samples.row(i).values)
      squares.append(error * error)
    }
    return mean(squares) + lambda * dot(model.weights, model.weights)
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    var result = RidgeModel(weights: model.weights, bias: 0)
    let errors = targets.indices.map { model.bias + dot(model.weights, samples.row($0).values) - targets[$0] }
    for j in 0..<result.weights.count {
      result.weights[j] = 2 * (lambda * model.weights[j] + mean(errors.indices.map { errors[$0] * samples[$0, j] }))
    }
    result.bias = 2 * mean(errors)
    return result
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var (model, left) = (model, steps)
    while left > 0 {
      let slope = ridgeGradient(model, samples, targets, lambda: lambda)
      for j in 0..<model.weights.count { model.weights[j] -= rate * slope.weights[j] }
      model.bias -= rate * slope.bias
      left -= 1
    }
    return model
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    let count = shape.reduce(1, *)
    return Tensor(
      shape: shape, values: (0..<count).map { _ in generator.uniform() < 1 - probability ? 1 / (1 - probability) : 0 })
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    guard isTraining else { return x }
    var dropped = x
    let mask = dropoutMask(shape: x.shape, probability: probability, seed: seed)
    for place in 0..<x.count { dropped.values[place] *= mask.values[place] }
    return dropped
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    Tensor(shape: mask.shape, values: mask.values.indices.map { outputGradient.values[$0] * mask.values[$0] })
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    var y = Tensor(shape: x.shape)
    for j in 0..<x.columns {
      let numbers = column(x, j)
      let n = normalised(numbers, epsilon)
      fill(&y, j, n.x.map { parameters.gain[j] * $0 + parameters.shift[j] })
      var unbiased = 0.0
      for number in numbers { unbiased += (number - n.mean) * (number - n.mean) / Double(numbers.count - 1) }
      running.mean[j] = running.mean[j] * (1 - momentum) + n.mean * momentum
      running.variance[j] = running.variance[j] * (1 - momentum) + unbiased * momentum
    }
    return y
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    var y = Tensor(shape: x.shape)
    for j in 0..<x.columns {
      let deviation = sqrt(running.variance[j] + epsilon)
      fill(
        &y, j, column(x, j).map { ($0 - running.mean[j]) / deviation * parameters.gain[j] + parameters.shift[j] })
    }
    return y
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    var (gain, shift, input) = (parameters.gain, parameters.shift, x)
    for j in 0..<x.columns {
      let n = normalised(column(x, j), epsilon)
      let d = column(outputGradient, j)
      gain[j] = dot(d, n.x)
      shift[j] = d.reduce(0, +)
      let (middle, along) = (mean(d), mean(zip(d, n.x).map { $0 * $1 }))
      fill(&input, j, zip(d, n.x).map { ($0 - middle - $1 * along) * n.inverse * parameters.gain[j] })
    }
    return BatchNormGradients(gain: gain, shift: shift, input: input)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    let epoch = state.epoch + 1
    let isBetter = loss < state.bestLoss
    state.epoch = epoch
    state.bestEpoch = isBetter ? epoch : state.bestEpoch
    state.bestLoss = isBetter ? loss : state.bestLoss
    return !isBetter && epoch - state.bestEpoch >= patience
  }
}
