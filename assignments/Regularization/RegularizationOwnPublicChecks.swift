package import Checks
import LabKit

/// What is built on other functions, by the submission's own.
extension RidgeSet {
  /// The model after some steps along its own `ridgeGradient`.
  package func ownDescent(_ own: inout FollowThrough, rate: Double, steps: Int) -> [Term] {
    askWide(&own)
    var place = Term.of(model)
    for _ in 0..<steps {
      let slope = own.ask(RegularizationLab.ridgeGradient, place, .of(samples), .of(targets), .of(lambda))
      place = own.work(place - rate * slope)
    }
    return [place]
  }

  /// A gradient of many numbers: whether `ridgeGradient` is an attempt shows in these, while the few of a small set may look
  /// like anything by chance.
  private func askWide(_ own: inout FollowThrough) {
    var generator = Generator(seed: model.bias.bitPattern)
    let wide = RidgeSet.wide(&generator)
    _ = own.ask(
      RegularizationLab.ridgeGradient, .of(wide.model), .of(wide.samples), .of(wide.targets), .of(wide.lambda))
  }

  /// Few samples of many features and large weights: the gradient is then that of the squares, and runs like nothing linear,
  /// neither like the weights nor like the samples' sum, weighted by the targets or not.
  package static func wide(_ generator: inout Generator) -> RidgeSet {
    var set = RidgeSet(4, features: 200, lambda: 0.1, &generator)
    set.model.weights = set.model.weights.map { 30 * $0 }
    return set
  }
}

extension BatchNormSet {
  /// The statistics, or all of the answer, where the batches are normalised one by one.
  package func ownRun(_ own: inout FollowThrough, momentum: Double, isRunningOnly: Bool = false) -> [Term] {
    askBalanced(&own)
    var statistics = Term.of(running)
    var outputs: [Term] = []
    for batch in batches {
      let run = own.ask(
        RegularizationLab.batchNormTraining, .of(parameters), statistics, .of([batch]), .of(momentum), .of(epsilon))
      outputs.append(run["outputs"][0])
      statistics = run["running"]
    }
    return [isRunningOnly ? statistics : .record(["outputs": .list(outputs), "running": statistics])]
  }
  /// A large batch whose γ and means are of either sign in all pairings, and statistics that are the batch's own: whether
  /// `batchNormTraining` is an attempt shows in it, for neither x nor its powers run like the output.
  private func askBalanced(_ own: inout FollowThrough) {
    var generator = Generator(seed: parameters.gain.values.first?.bitPattern ?? 0)
    var wide = BatchNormSet([40], features: 8, &generator)
    wide.parameters.gain = Tensor([1.5, 1.5, -1.5, -1.5, 1.5, 1.5, -1.5, -1.5])
    wide.parameters.shift = Tensor(shape: [8])
    wide.batches = [generator.normal(shape: [40, 8]) + Tensor([1, -1, 1, -1, 1, -1, 1, -1])]
    wide.running = RunningStatistics(mean: Tensor(shape: [8]), variance: Tensor(shape: [8]) + 1)
    _ = own.ask(
      RegularizationLab.batchNormTraining, .of(wide.parameters), .of(wide.running), .of(wide.batches), .of(1.0),
      .of(epsilon))
  }
}
