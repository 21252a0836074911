package import Checks
package import LabKit

/// What training must answer by the submission's own `update`, and the descents by its own `gradient`.
extension SeparableSet {
  /// Training by its own `update`: all passes are made, since those after a clean one change nothing.
  package func ownTraining(_ own: inout FollowThrough, learningRate: Double, maximumEpochs: Int) -> [Term] {
    let zero = LinearModel(weights: [Double](repeating: 0, count: samples.first?.count ?? 0), bias: 0)
    var states = [Term.of(zero)]
    for _ in 0..<maximumEpochs {
      for (sample, label) in zip(samples, labels) {
        states.append(
          own.ask(
            PerceptronLab.update, states[states.count - 1], .of(sample), .of(label), .of(learningRate)))
      }
    }
    askUpdates(&own)
    let (last, lastPass) = (states[states.count - 1], Array(states.suffix(samples.count + 1)))
    return [
      .record([
        "model": last, "mistakes": .changes(states),
        "converged": maximumEpochs > 0 ? .stays(lastPass) : .of(false),
      ]),
      // Where update leaves zero weights as they are and training counts by the rule itself: all samples, at each pass.
      .record(["model": last, "mistakes": .of(samples.count * maximumEpochs), "converged": .of(false)]),
    ]
  }

  /// Updates that every attempt at one makes, and by far: whether `update` is one shows in these even where, by a mistake
  /// of it, zero weights stay zero. The labels are mostly of one kind, for it may be the label that was forgotten.
  private func askUpdates(_ own: inout FollowThrough) {
    for (place, sample) in samples.prefix(10).enumerated() {
      let label = place % 6 == 5 ? -1 : 1
      let model = LinearModel(weights: sample.map { _ in 0 }, bias: -0.125 * Double(label))
      _ = own.ask(PerceptronLab.update, .of(model), .of(sample.map { 8 * $0 }), .of(label), .of(64.0))
    }
  }
}

extension AdalineProblem {
  /// The model after a step on each of `batches` by its own `gradient`.
  package func ownDescent(
    _ own: inout FollowThrough, _ link: Link, learningRate: Double, batches: [[Int]]
  ) -> [Term] {
    var state = Term.of(model)
    askGradient(&own)
    for batch in batches {
      let slope = own.ask(
        PerceptronLab.gradient, state, .of(link), .of(batch.map { samples[$0] }), .of(batch.map { targets[$0] }))
      state = own.work(state - learningRate * slope)
    }
    return [state]
  }

  /// A gradient of many numbers, which are the targets' doing and hardly the weights': whether `gradient` is an attempt at
  /// one shows in these, while the few of a descent may look like anything by chance.
  private func askGradient(_ own: inout FollowThrough) {
    var generator = Generator(seed: model.bias.bitPattern)
    let wide = AdalineProblem(count: 2, features: 400, &generator)
    let start = LinearModel(weights: wide.model.weights.map { 0.01 * $0 }, bias: 0)
    _ = own.ask(PerceptronLab.gradient, .of(start), .of(Link.tanh), .of(wide.samples), .of(wide.targets))
  }

  /// `epochs` steps on all samples.
  package func ownBatchDescent(_ own: inout FollowThrough, _ link: Link, learningRate: Double, epochs: Int) -> [Term] {
    ownDescent(
      &own, link, learningRate: learningRate,
      batches: [[Int]](repeating: Array(samples.indices), count: epochs))
  }

  /// A step on each sample of `order`.
  package func ownStochasticDescent(_ own: inout FollowThrough, _ link: Link, learningRate: Double, order: [Int])
    -> [Term]
  {
    ownDescent(&own, link, learningRate: learningRate, batches: order.map { [$0] })
  }
}
