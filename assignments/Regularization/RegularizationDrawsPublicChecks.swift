package import Checks
package import LabKit

/// Random samples, targets and a model.
package struct RidgeSet {
  package var model: RidgeModel
  package var samples: Tensor
  package var targets: [Double]
  package var lambda: Double

  package init(_ count: Int, features: Int, lambda: Double, _ generator: inout Generator) {
    model = RidgeModel(weights: generator.normal(shape: [features]).values, bias: generator.normal())
    samples = generator.normal(shape: [count, features])
    targets = generator.normal(shape: [count]).values
    self.lambda = lambda
  }

  package var loss: Call { RegularizationLab.ridgeLoss(model, samples, targets, lambda) }
  package var gradient: Call { RegularizationLab.ridgeGradient(model, samples, targets, lambda) }

  package func descent(rate: Double, steps: Int) -> Call {
    RegularizationLab.ridgeDescent(model, samples, targets, lambda, rate, steps)
  }
}

/// Parameters, running statistics and batches of one width.
package struct BatchNormSet {
  package var parameters: BatchNormParameters
  package var running: RunningStatistics
  package var batches: [Tensor]
  package var epsilon = 1e-5

  /// Batches of these sizes, each feature with a mean and a spread of its own.
  package init(_ counts: [Int], features: Int, _ generator: inout Generator) {
    parameters = BatchNormParameters(
      gain: generator.normal(shape: [features]), shift: generator.normal(shape: [features]))
    running = RunningStatistics(
      mean: generator.normal(shape: [features]),
      variance: Tensor((0..<features).map { _ in generator.uniform(0.5, 2) }))
    let (middle, spread) = (generator.normal(shape: [features], deviation: 2), generator.uniform(0.5, 2))
    batches = counts.map { generator.normal(shape: [$0, features], deviation: spread) + middle }
  }

  /// A batch whose features vary by so little around 0, and an ε that is less still.
  package init(narrow count: Int, _ size: Double, epsilon: Double, _ generator: inout Generator) {
    self.init([count], features: 2, &generator)
    batches = [generator.normal(shape: [count, 2], deviation: size)]
    self.epsilon = epsilon
  }

  package func training(momentum: Double) -> Call {
    RegularizationLab.batchNormTraining(parameters, running, batches, momentum, epsilon)
  }

  package var evaluation: Call { RegularizationLab.batchNormEvaluation(parameters, running, batches[0], epsilon) }

  /// The gradients in the first batch, for a random gradient of that size in its output.
  package func backward(_ generator: inout Generator, size: Double = 1) -> Call {
    RegularizationLab.batchNormBackward(
      BatchNormPoint(parameters: parameters, input: batches[0]),
      generator.normal(shape: batches[0].shape, deviation: size), epsilon)
  }
}

extension Generator {
  /// A seed to hand to a submission.
  package mutating func maskSeed() -> Int { integer(below: 1 << 40) }

  /// Losses that fall `falling` times, then never again come below the least one.
  package mutating func losses(falling: Int, then count: Int) -> [Double] {
    var losses: [Double] = []
    for _ in 0..<falling { losses.append((losses.last ?? 4) - uniform(0.05, 0.2)) }
    let least = losses.last ?? 4
    return losses + (0..<count).map { _ in least + uniform(0.01, 1) }
  }
}

extension ValueDraw {
  /// dropout in training against x times its own mask, and that it drops and keeps anything at all.
  package mutating func addTraining(_ name: String, shape: [Int], _ generator: inout Generator) {
    let (x, seed) = (generator.normal(shape: shape), generator.maskSeed())
    add(name, RegularizationLab.dropoutLessMask(x, 0.4, seed))
    add(name, RegularizationLab.dropoutActs(x, 0.4, seed))
  }
}
