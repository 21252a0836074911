package import Checks
import LabKit

/// What AdamW and training must answer by the submission's own `adam` and `batchGradient`.
extension Descent {
  /// Adam's steps do not depend on where it stands, so those of its own `adam` from 0, each beside the decay of θ.
  package func ownAdamW(_ own: inout FollowThrough, _ settings: AdamSettings, _ weightDecay: Double) -> [Term] {
    let zero = [Double](repeating: 0, count: start.count)
    let path = own.ask(OptimizersLab.adam, .of(zero), .of(gradients), .of(settings))
    // Of many numbers: whether `adam` is an attempt shows in these.
    var generator = Generator(seed: start.first?.bitPattern ?? 0)
    _ = own.ask(
      OptimizersLab.adam, .of([Double](repeating: 0, count: 300)),
      .of(Descent(2, parameters: 300, &generator).gradients), .of(settings))
    var place = Term.of(start)
    var visited: [Term] = []
    for step in 0..<gradients.rows {
      let before = step == 0 ? Term.of(zero) : path[step - 1]
      place = own.work((1 - settings.rate * weightDecay) * place + (path[step] - before))
      visited.append(place)
    }
    return visited.isEmpty ? [.of(Tensor(shape: [0, 0]))] : [.stacked(visited)]
  }
}

extension LeastSquaresSet {
  /// The weights after a step of its own `adam` along its own `batchGradient` for each of `batches`.
  package func ownTraining(_ own: inout FollowThrough, _ batches: [[Int]], _ settings: AdamSettings) -> [Term] {
    askWide(&own)
    let zero = [Double](repeating: 0, count: weights.count)
    var place = Term.of(weights)
    var gradients: [Term] = []
    for batch in batches {
      gradients.append(
        own.ask(OptimizersLab.batchGradient, place, .of(samples), .of(targets), .of(batch)))
      let path = own.ask(OptimizersLab.adam, .of(zero), .stacked(gradients), .of(settings))
      place = own.work(.of(weights) + path[gradients.count - 1])
    }
    return [place]
  }

  /// The batches that an order is cut into.
  package static func batches(of order: [Int], _ batchSize: Int) -> [[Int]] {
    stride(from: 0, to: order.count, by: batchSize).map { Array(order[$0..<min($0 + batchSize, order.count)]) }
  }

  /// A gradient and a run of many numbers, which are the targets' doing and hardly the weights': whether `batchGradient` and
  /// `adam` are attempts shows in these, while the few of a small training may look like anything by chance.
  private func askWide(_ own: inout FollowThrough) {
    var generator = Generator(seed: weights.first?.bitPattern ?? 0)
    let wide = LeastSquaresSet(4, features: 300, &generator)
    let zero = [Double](repeating: 0, count: 300)
    _ = own.ask(
      OptimizersLab.batchGradient, .of(wide.weights.map { 0.01 * $0 }), .of(wide.samples), .of(wide.targets),
      .of([2, 0, 3]))
    _ = own.ask(
      OptimizersLab.adam, .of(zero), .of(Descent(2, parameters: 300, &generator).gradients),
      .of(AdamSettings.quick(&generator)))
  }
}
