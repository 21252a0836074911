import Checks
import LabKit

extension MLPPublicChecks {
  static let forward = Check(
    "forward", "forward: the scores of one and of two layers", points: 0.6, after: ["activate"],
    hint: """
      Each layer computes x Wᵀ + b with W of shape [outputs, inputs]; the activation stands between layers, never \
      after the last one.
      """
  ) { generator in
    var draw = ValueDraw()
    draw.add("one layer", LabelledBatch(4, [3, 2], .relu, &generator).forward)
    for (name, count, sizes, activation) in [
      ("two layers, ReLU", 5, [4, 6, 3], Activation.relu), ("two layers, tanh", 3, [2, 5, 4], .tanh),
      ("one sample", 1, [3, 4, 2], .tanh),
    ] {
      let set = LabelledBatch(count, sizes, activation, &generator)
      draw.add(name, set.forward, own: set.ownScores)
    }
    return draw.draw()
  }

  static let predict = Check(
    "predict", "predict: the class with the highest score", points: 0.2, after: ["forward"],
    hint: "The index of the largest score of each row, counted from 0; one class for each sample."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, sizes, activation) in [
      ("three classes", 12, [3, 5, 3], Activation.relu), ("ten classes", 12, [6, 10], .tanh),
      ("one sample", 1, [2, 3, 4], .tanh),
    ] {
      let set = LabelledBatch(count, sizes, activation, &generator)
      draw.add(name, set.predict, own: set.ownClasses)
    }
    draw.add("no samples", LabelledBatch(0, [2, 3], .relu, &generator).predict, own: { _ in [.of([Int]())] })
    return draw.draw()
  }

  /// What the statement allows, 0.4/√n to 2.5/√n with n inputs, and an eighth more, since a sample's deviation is not the
  /// population's: of 1,200 weights it is within an eighth of it but once in a billion times.
  static let initialNetwork = Check(
    "initialNetwork", "initialNetwork: shapes, and random weights that follow the seed", points: 0.3,
    hint: """
      Weights of shape [outputs, inputs]; drawn at random around 0, with a spread near 1/√inputs (Glorot, He); all drawn \
      from one generator that starts from the seed.
      """
  ) { generator in
    let (seed, other) = (generator.seed(), generator.seed())
    let calls =
      [
        MLPLab.initialNetwork([400, 40, 30], .relu, seed), MLPLab.initialNetwork([4, 1500, 2], .relu, seed),
        MLPLab.initialNetwork([5, 4, 3, 2], .tanh, other), MLPLab.initialNetwork([5, 4, 3, 2], .relu, other),
      ]
      + [other, seed, other + 1 << 33, other + 1 << 50, 0, 1, 1 << 32].map {
        MLPLab.initialNetwork([5, 4, 3, 2], .tanh, $0)
      }
    return Draw(
      calls: calls,
      judge: .property(
        PropertyJudge([
          .shapes(call: 0, [[40, 400], [40], [30, 40], [30]], because: "the layers have other shapes"),
          .shapes(call: 2, [[4, 5], [4], [3, 4], [3], [2, 3], [2]], because: "the layers have other shapes"),
          .identical(calls: [2, 4], because: "the same seed gives another network"),
          .distinct(calls: [4, 5], because: "another seed gives the same network"),
          .distinct(
            calls: [4, 6, 7, 8, 9, 10], because: "another seed gives the same network: each of its 64 bits counts"),
          .distinct(calls: [2, 3], because: "the network does not have the activation that was asked for"),
          .distinctRows(call: 0, tensor: 0, because: "several units of a layer have the same weights"),
          .distinctRows(call: 0, tensor: 2, because: "several units of a layer have the same weights"),
          .unrelated(call: 0, tensors: [0, 2], because: "the layers have the same random numbers"),
          .fresh(call: 0, tensors: [0, 2], because: "the same random numbers stand in several places"),
          .startingWeights(tensor: 0, inputs: 400, mean: 0.15, narrowest: 0.35, widest: 2.85),
          .startingWeights(tensor: 2, inputs: 40, narrowest: 0.35, widest: 2.85),
          startingBiases(call: 0, tensor: 1, inputs: 400, widest: 1.5),
          startingBiases(call: 0, tensor: 3, inputs: 40, widest: 1.5),
          startingBiases(call: 1, tensor: 1, inputs: 4, widest: 0.66),
        ])))
  }

  /// Zeros, or random numbers of PyTorch's deviation, that of the uniform ones in ±1/√inputs, 0.58/√inputs, at most: of 1,500
  /// normal ones a sample's is a seventh wider but once in many billion times; of 30 it may be a good deal wider.
  private static func startingBiases(
    call: Int, tensor: Int, inputs: Double, widest: Double
  ) -> PropertyJudge.Rule {
    let scale = 1 / inputs.squareRoot()
    return .zeroOrDrawn(
      call: call, tensor: tensor, mean: -scale...scale, deviation: 0...widest * scale,
      because: "the biases are neither 0 nor random and no wider than the uniform ones within 1/√inputs")
  }

  static let backward = Check(
    "backward", "backward: the gradient of two layers", points: 0.7, after: ["forward", "derivative", "softmax"],
    hint: """
      Start from (softmax(scores) − one-hot(labels)) / n. The gradient of W is deltaᵀ · input, that of b the sum of delta \
      over the batch; to go a layer down: delta · W, times σ′ at that layer's sums.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, count, sizes, activation) in [
      ("one layer", 4, [3, 4], Activation.relu), ("two layers, tanh", 5, [4, 6, 3], .tanh),
      ("two layers, ReLU", 6, [3, 5, 2], .relu), ("one sample", 1, [2, 4, 3], .tanh),
    ] {
      let set = LabelledBatch(count, sizes, activation, &generator)
      draw.add(name, set.backward, part: "gradients", own: set.ownGradients)
    }
    return draw.draw()
  }

  static let backwardLoss = Check(
    "backward.loss", "backward: the loss that comes with the gradient", points: 0.1,
    after: ["forward", "crossEntropy"],
    hint: "The loss is the mean cross-entropy of the same scores that the gradient is taken at."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, sizes, activation) in [
      ("two layers", 5, [4, 3, 3], Activation.tanh), ("one sample", 1, [2, 3, 4], .relu),
    ] {
      let set = LabelledBatch(count, sizes, activation, &generator)
      draw.add(name, set.backward, part: "loss", own: set.ownLoss)
    }
    return draw.draw()
  }

  /// With the whole set as one batch, no order of the samples changes the step.
  static let fit = Check(
    "fit", "fit: one step an epoch where the batch is the whole set", points: 0.3, after: ["backward"],
    hint: "Each step is θ ← θ − η · gradient for every weight and every bias, changed in the network that was given."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, sizes, activation, epochs) in [
      ("one epoch", 5, [3, 4, 2], Activation.tanh, 1), ("three epochs", 6, [4, 5, 3], .relu, 3),
      ("one layer", 4, [2, 3], .relu, 4),
    ] {
      let set = LabelledBatch(count, sizes, activation, &generator)
      draw.add(name, set.fit(epochs: epochs, batchSize: count, learningRate: 0.3, seed: generator.seed())) {
        set.ownFit(&$0, batches: set.batches(of: count, epochs: epochs), learningRate: 0.3)
      }
    }
    return draw.draw()
  }
}
