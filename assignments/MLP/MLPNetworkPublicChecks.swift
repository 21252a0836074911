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

  /// The bounds take in Glorot's, He's and LeCun's initialisations, normal and uniform: with n inputs, their standard
  /// deviations lie between 0.57/√n and 1.42/√n. With 200 weights and more the sample's deviation is within a fifth. From
  /// 400 inputs to 20 units, a spread by the outputs is six times too wide.
  static let initialNetwork = Check(
    "initialNetwork", "initialNetwork: shapes, and random weights that follow the seed", points: 0.3,
    hint: """
      Weights of shape [outputs, inputs]; drawn at random around 0, with a spread near 1/√inputs (Glorot, He); all drawn \
      from one generator that starts from the seed.
      """
  ) { generator in
    let (seed, other) = (generator.seed(), generator.seed())
    let calls = [
      MLPLab.initialNetwork([400, 20, 10], .relu, seed), MLPLab.initialNetwork([5, 4, 3, 2], .tanh, other),
      MLPLab.initialNetwork([400, 20, 10], .relu, seed), MLPLab.initialNetwork([400, 20, 10], .relu, other),
      MLPLab.initialNetwork([400, 20, 10], .tanh, seed),
    ]
    return Draw(
      calls: calls,
      judge: .property(
        PropertyJudge([
          .shapes(call: 0, [[20, 400], [20], [10, 20], [10]], because: "the layers have other shapes"),
          .shapes(call: 1, [[4, 5], [4], [3, 4], [3], [2, 3], [2]], because: "the layers have other shapes"),
          .identical(calls: [0, 2], because: "the same seed gives another network"),
          .distinct(calls: [0, 3], because: "another seed gives the same network"),
          .distinct(calls: [0, 4], because: "the network does not have the activation that was asked for"),
          .distinctRows(call: 0, tensor: 0, because: "several units of a layer have the same weights"),
          .distinctRows(call: 0, tensor: 2, because: "several units of a layer have the same weights"),
          .unrelated(call: 0, tensors: [0, 2], because: "the layers have the same random numbers"),
          .startingWeights(tensor: 0, inputs: 400), .startingWeights(tensor: 2, inputs: 20),
          startingBiases(tensor: 1, inputs: 400), startingBiases(tensor: 3, inputs: 20),
        ])))
  }

  /// Zeros, or random numbers whose deviation is that of the uniform ones in ±1/√inputs, 0.58/√inputs, by far.
  private static func startingBiases(tensor: Int, inputs: Double) -> PropertyJudge.Rule {
    let scale = 1 / inputs.squareRoot()
    return .spread(
      call: 0, tensor: tensor, mean: -scale...scale, deviation: 0...1.5 * scale,
      because: "the biases are neither 0 nor random and within 1/√inputs")
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
