import Foundation
import Regularization

/// A line through the samples: what it errs by, and how that leans.
private struct Fit {
  var errors: [Double]
  let columns: [[Double]]
  let model: RidgeModel

  init(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double]) {
    self.model = model
    columns = model.weights.indices.map { j in targets.indices.map { samples[$0, j] } }
    errors = targets.map { model.bias - $0 }
    for (column, w) in zip(columns, model.weights) { for i in errors.indices { errors[i] += w * column[i] } }
  }

  var share: Double { errors.isEmpty ? 0 : 1 / Double(errors.count) }
  func loss(_ lambda: Double) -> Double {
    var penalty = 0.0
    for w in model.weights { penalty += lambda * w * w }
    return errors.map { $0 * $0 * share }.reduce(penalty, +)
  }
  func slope(_ lambda: Double) -> RidgeModel {
    RidgeModel(
      weights: zip(columns, model.weights).map { column, w in
        2 * (zip(column, errors).reduce(0) { $0 + $1.0 * $1.1 } * share + lambda * w)
      }, bias: 2 * share * errors.reduce(0, +))
  }
}

/// Mean and sum of squares of numbers that come one after the other (Welford 1962).
private struct Moments {
  private(set) var count = 0.0
  private(set) var mean = 0.0
  private(set) var squares = 0.0

  mutating func take(_ x: Double) {
    count += 1
    let away = x - mean
    mean += away / count
    squares += away * (x - mean)
  }
  var variance: Double { squares / count }
  var unbiased: Double { squares / (count - 1) }
}

/// One feature of a batch.
private struct Feature {
  let values: [Double]
  var moments = Moments()

  init(_ x: Tensor, _ j: Int) {
    values = (0..<x.rows).map { x[$0, j] }
    values.forEach { moments.take($0) }
  }

  func scale(_ epsilon: Double) -> Double { sqrt(moments.variance + epsilon) }
  func normalised(_ epsilon: Double) -> [Double] { values.map { ($0 - moments.mean) / scale(epsilon) } }
}

struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    Fit(model, samples, targets).loss(lambda)
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    Fit(model, samples, targets).slope(lambda)
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var next = model
    for _ in 0..<steps {
      let slope = Fit(next, samples, targets).slope(lambda)
      for j in next.weights.indices { next.weights[j] = next.weights[j].addingProduct(-rate, slope.weights[j]) }
      next.bias = next.bias.addingProduct(-rate, slope.bias)
    }
    return next
  }

  /// The gaps between dropped units are geometric, so one number is drawn for each that is dropped.
  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var mask = Tensor(shape: shape, repeating: 1 / (1 - probability))
    guard probability > 0 else { return mask }
    var generator = Generator(seed: seed)
    var place = 0.0
    while true {
      place += floor(log(1 - generator.uniform()) / log1p(-probability))
      guard place < Double(mask.count) else { return mask }
      mask.values[Int(place)] = 0
      place += 1
    }
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    guard isTraining else { return x }
    return x.combined(with: dropoutMask(shape: x.shape, probability: probability, seed: seed), *)
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor { mask.combined(with: outputGradient, *) }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    var y = x
    for j in 0..<x.columns {
      let feature = Feature(x, j)
      for (i, value) in feature.normalised(epsilon).enumerated() {
        y[i, j] = parameters.shift[j].addingProduct(parameters.gain[j], value)
      }
      running.mean[j] += momentum * (feature.moments.mean - running.mean[j])
      running.variance[j] += momentum * (feature.moments.unbiased - running.variance[j])
    }
    return y
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    var y = x
    for i in 0..<x.rows {
      for j in 0..<x.columns {
        y[i, j] =
          parameters.gain[j] * (x[i, j] - running.mean[j]) / sqrt(running.variance[j] + epsilon) + parameters.shift[j]
      }
    }
    return y
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    var result = BatchNormGradients(
      gain: Tensor(shape: [x.columns]), shift: Tensor(shape: [x.columns]), input: Tensor(shape: x.shape))
    for j in 0..<x.columns {
      let feature = Feature(x, j)
      let xHat = feature.normalised(epsilon)
      let g = Feature(outputGradient, j)
      let along = zip(g.values, xHat).reduce(0) { $0 + $1.0 * $1.1 }
      result.gain[j] = along
      result.shift[j] = g.values.reduce(0, +)
      for i in xHat.indices {
        let rest = (g.values[i] - g.moments.mean) - xHat[i] * along / Double(x.rows)
        result.input[i, j] = parameters.gain[j] * rest / feature.scale(epsilon)
      }
    }
    return result
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    guard loss < state.bestLoss else { return state.epoch - state.bestEpoch >= patience }
    state.bestLoss = loss
    state.bestEpoch = state.epoch
    return false
  }
}
