import Checks
import LabKit
import Labs

extension MLPHiddenChecks {
  static let backwardOracle = Check(
    "backward.oracle", "backward: the gradient at any depth", points: 0.7, after: ["backward"],
    hint: "Each layer's delta comes from the layer above: its weights, and σ′ at this layer's own sums.", budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, count, sizes, activation) in [
      ("three layers", 5, [4, 6, 3, 2], Activation.tanh), ("four layers", 4, [3, 5, 2, 6, 4], .relu),
      ("five layers, one sample", 1, [2, 4, 3, 5, 2, 3], .tanh), ("square layers", 3, [4, 4, 4, 4], .tanh),
      ("one feature", 7, [1, 3, 2], .relu), ("large batch", 40, [5, 8, 6, 3], .relu),
      // Some 9,000 parameters: one sweep back takes milliseconds, a loss for each of them beyond the budget.
      ("many weights", 120, [64, 80, 40, 10], .tanh),
    ] {
      let set = LabelledBatch(count, sizes, activation, &generator)
      draw.add(name, set.backward, part: "gradients", own: set.ownGradients)
    }
    return draw.draw(partial: true)
  }

  static let backwardActivations = Check(
    "backward.activations", "backward: the gradient with every activation", points: 0.4,
    after: ["backward", "activate.more", "derivative.more"],
    hint: "Take σ and σ′ from the network's own activation, wherever they are used."
  ) { generator in
    var draw = ValueDraw()
    for activation in Activation.allCases {
      let set = LabelledBatch(4, [3, 5, 4, 2], activation, &generator)
      draw.add("\(activation)", set.backward, part: "gradients", own: set.ownGradients)
    }
    return draw.draw(partial: true)
  }

  /// The last layer's biases alone push the scores beyond what e has a power for, upwards (∞ / ∞) and down (0 / 0).
  static let backwardExtreme = Check(
    "backward.extreme", "backward: scores of ±1000", points: 0.3,
    after: ["backward", "softmax.extreme", "crossEntropy.extreme"],
    hint: "The gradient of the scores uses softmax: the one that is right for large scores."
  ) { generator in
    var draw = ValueDraw()
    for (name, shift) in [("around 1000", 1000.0), ("around −1000", -1000)] {
      for sizes in [[3, 4], [2, 4, 3]] {
        var set = LabelledBatch(3, sizes, .relu, &generator)
        let last = set.network.layers.count - 1
        set.network.layers[last].bias = set.network.layers[last].bias + shift
        draw.add("\(name), the loss", set.backward, part: "loss", own: set.ownLoss)
        draw.add(name, set.backward, part: "gradients", own: set.ownGradients)
      }
    }
    var apart = LabelledBatch(3, [3, 4], .relu, &generator)
    apart.network.layers[0].bias[0] += 1000
    apart.labels = [1, 2, 3]
    draw.add("one class far above", apart.backward, part: "gradients", own: apart.ownGradients)
    draw.add("one class far above, the loss", apart.backward, part: "loss", own: apart.ownLoss)
    addSizes(to: &draw, &generator)
    return draw.draw()
  }

  /// Smooth networks with steps of 0.1 and less; the ReLU network's are a hundred times smaller, so that hardly any probe
  /// meets a kink, and one that does is left out by the judge.
  static let backwardDifferences = Check(
    "backward.differences", "backward: the slope of your own loss", points: 0.6,
    after: ["crossEntropy", "forward", "activate", "activate.more", "derivative", "derivative.more", "softmax"],
    hint: """
      Nudge one weight by ±h: crossEntropy(forward(…)) must change by 2h times what backward says. Try it on a network \
      of two units, one tensor after the other, the last layer first.
      """
  ) { generator in
    var draw = GradientDraw<Network>()
    for (name, count, sizes, activation, directions, step) in [
      ("tiny", 2, [2, 2], Activation.tanh, 6, 0.1), ("tanh", 3, [3, 4, 2], .tanh, 3, 0.1),
      ("softplus", 2, [2, 3, 4, 3], .softplus, 3, 0.1), ("ReLU", 4, [3, 5, 4], .relu, 3, 0.001),
    ] {
      let set = LabelledBatch(count, sizes, activation, &generator)
      let names = (1..<sizes.count).flatMap { ["W\($0) (\(name))", "b\($0) (\(name))"] }
      draw.add(
        at: set.network, names: names, directions: directions, firstStep: step, rows: 6, using: &generator,
        gradient: { MLPLab.backward($0, set.x, set.labels) }, loss: { MLPLab.loss($0, set.x, set.labels) },
        part: "gradients", own: set.ownGradients)
    }
    return draw.draw
  }

  static let backwardRepeats = Check(
    "backward.repeats", "forward, backward: the same question, the same answer", points: 0.2, after: ["forward"],
    hint: "Gradients start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    let sets = (0..<4).map { _ in LabelledBatch(4, [3, 5, 2], .tanh, &generator) }
    draw.add("forward", sets.map(\.forward), isDetermined: false)
    draw.add("backward", sets.map(\.backward))
    return draw.draw
  }

  /// CPU time at 48 samples and at 384: a forward pass of the whole batch for each of its samples takes eight times as many
  /// times the reference's. Loops over arrays of arrays, with all their allocations, take 12 times as long at both.
  static let timing = Check(
    "timing", "backward: no more work than needed", points: 0.4, after: ["backward"],
    hint: """
      Each sum of products is needed once for the batch. Look for a forward pass inside a loop over samples, units or \
      classes, and for arrays that are copied at each step.
      """
  ) { generator in
    let network = generator.network([64, 64, 10], .relu)
    let calls = (0..<36).map { round in
      let count = round % 2 == 0 ? 48 : 384
      return MLPLab.backward(network, generator.batch(count, 64), generator.labels(count, classes: 10))
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, part: "gradients", sizes: [0, 1])))
  }
}
