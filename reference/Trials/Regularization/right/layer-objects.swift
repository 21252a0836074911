// right: classes and generic helpers, Welford's running moments, a chain of small backward steps, integer draws for the mask
import Foundation
import Regularization

/// Mean and sum of squared distances, one number at a time (Welford 1962).
struct Moments {
  private(set) var count = 0.0
  private(set) var mean = 0.0
  private var squares = 0.0

  mutating func add(_ x: Double) {
    count += 1
    let before = x - mean
    mean += before / count
    squares += before * (x - mean)
  }
  var biased: Double { squares / count }
  var unbiased: Double { squares / (count - 1) }
}

/// A feature of a batch, normalised.
final class NormalFeature {
  let centred: [Double]
  let scale: Double
  let moments: Moments

  init(_ values: [Double], epsilon: Double) {
    var m = Moments()
    for v in values { m.add(v) }
    moments = m
    centred = values.map { $0 - m.mean }
    scale = 1 / (m.biased + epsilon).squareRoot()
  }

  var normal: [Double] { centred.map { $0 * scale } }

  /// From the slopes in the normalised numbers to those in the input, along the graph μ → centred → σ² → scale.
  func backward(_ slopes: [Double]) -> [Double] {
    let n = Double(centred.count)
    var toScale = 0.0
    for (s, c) in zip(slopes, centred) { toScale += s * c }
    let toVariance = toScale * -0.5 * scale * scale * scale
    var toCentred = zip(slopes, centred).map { $0 * scale + toVariance * 2 * $1 / n }
    let toMean = -toCentred.reduce(0, +)
    for i in toCentred.indices { toCentred[i] += toMean / n }
    return toCentred
  }
}

extension Tensor {
  func feature(_ j: Int) -> [Double] { (0..<rows).map { self[$0, j] } }
  mutating func setColumn(_ j: Int, _ values: [Double]) {
    for (i, v) in values.enumerated() { self[i, j] = v }
  }
}

struct Ridge {
  let samples: Tensor
  let targets: [Double]
  let lambda: Double

  private func residuals(_ m: RidgeModel) -> [Double] {
    targets.indices.map { i in
      zip(m.weights, samples.row(i).values).reduce(m.bias - targets[i]) { $0 + $1.0 * $1.1 }
    }
  }
  private var share: Double { targets.isEmpty ? 0 : 1 / Double(targets.count) }

  func loss(_ m: RidgeModel) -> Double {
    residuals(m).map { $0 * $0 }.reduce(0, +) * share + lambda * m.weights.map { $0 * $0 }.reduce(0, +)
  }
  func slope(_ m: RidgeModel) -> RidgeModel {
    var g = RidgeModel(weights: m.weights.map { 2 * lambda * $0 }, bias: 0)
    for (i, r) in residuals(m).enumerated() {
      for (j, x) in samples.row(i).values.enumerated() { g.weights[j] += 2 * share * r * x }
      g.bias += 2 * share * r
    }
    return g
  }
}

struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    Ridge(samples: samples, targets: targets, lambda: lambda).loss(model)
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    Ridge(samples: samples, targets: targets, lambda: lambda).slope(model)
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    let problem = Ridge(samples: samples, targets: targets, lambda: lambda)
    var m = model
    for _ in 0..<steps {
      let g = problem.slope(m)
      m.bias -= rate * g.bias
      for j in m.weights.indices { m.weights[j] -= rate * g.weights[j] }
    }
    return m
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    let kept = 1 / (1 - probability)
    // A unit is dropped where a whole number below 2^40 is below p 2^40.
    let limit = probability * 0x1p40
    var values: [Double] = []
    for _ in 0..<shape.reduce(1, *) { values.append(Double(generator.next() >> 24) < limit ? 0 : kept) }
    return Tensor(shape: shape, values: values)
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    guard isTraining else { return x }
    return dropoutBackward(x, mask: dropoutMask(shape: x.shape, probability: probability, seed: seed))
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    Tensor(shape: outputGradient.shape, values: zip(outputGradient.values, mask.values).map { $0 * $1 })
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    var y = x
    for j in 0..<x.columns {
      let feature = NormalFeature(x.feature(j), epsilon: epsilon)
      y.setColumn(j, feature.normal.map { parameters.gain[j] * $0 + parameters.shift[j] })
      running.mean[j] += momentum * (feature.moments.mean - running.mean[j])
      running.variance[j] += momentum * (feature.moments.unbiased - running.variance[j])
    }
    return y
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    var y = x
    for j in 0..<x.columns {
      let slope = parameters.gain[j] / (running.variance[j] + epsilon).squareRoot()
      let mean = running.mean[j]
      y.setColumn(j, x.feature(j).map { slope * ($0 - mean) + parameters.shift[j] })
    }
    return y
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    var result = BatchNormGradients(
      gain: Tensor(shape: [x.columns]), shift: Tensor(shape: [x.columns]), input: Tensor(shape: x.shape))
    for j in 0..<x.columns {
      let feature = NormalFeature(x.feature(j), epsilon: epsilon)
      let slopes = outputGradient.feature(j)
      result.gain[j] = zip(slopes, feature.normal).reduce(0) { $0 + $1.0 * $1.1 }
      result.shift[j] = slopes.reduce(0, +)
      result.input.setColumn(j, feature.backward(slopes.map { $0 * parameters.gain[j] }))
    }
    return result
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    let waited: Int
    if loss < state.bestLoss {
      state.bestLoss = loss
      state.bestEpoch = state.epoch
      waited = 0
    } else {
      waited = state.epoch - state.bestEpoch
    }
    return waited >= patience
  }
}
