import Checks
import LabKit
import Labs

extension CNNHiddenChecks {
  static let deepGradient = Check(
    "network.gradient.deep", "gradient: every weight and bias of a deep network", points: 0.7,
    after: ["network.gradient", "convolve.backward", "pool.backward"],
    hint: "What a convolution hands down, the gradient in its images, is what the block below starts from.", budget: 3
  ) { generator in
    var draw = FollowedDraw()
    for (name, count, size, channels, classes) in [
      ("three blocks", 2, (9, 11), [1, 2, 3, 2], 4), ("one image", 1, (4, 4), [1, 2, 3], 5),
      ("more channels than pixels", 2, (5, 4), [3, 7, 6], 2),
      // Some 6,000 numbers: one sweep back takes milliseconds, a loss for each of them far beyond the budget.
      ("many weights", 12, (16, 16), [1, 12, 24], 10),
    ] {
      let set = LabelledImages(count, size, channels, classes: classes, &generator)
      let answer = draw.add(name, set.gradient)
      set.requireGradient(&draw.own, name, answer, &generator)
    }
    // Softmax knows no common part of the scores, however large: e¹⁰⁰⁰ and e⁻¹⁰⁰⁰ must not occur on the way.
    for shift in [1000.0, -1000] {
      var far = LabelledImages(3, (4, 4), [1, 2], classes: 4, &generator)
      far.network.dense.bias = far.network.dense.bias + shift
      let answer = draw.add("scores far from 0", far.gradient)
      far.requireGradient(&draw.own, "scores far from 0", answer, &generator)
    }
    // Nothing is cut, whatever its size: of the blocks' weights the gradient is a line in the dense ones.
    var large = LabelledImages(6, (4, 4), [1, 2], classes: 4, &generator)
    large.network.dense.weights = 1e5 * large.network.dense.weights
    let largeAnswer = draw.add("large dense weights", large.gradient)
    large.requireMean(&draw.own, "large dense weights", largeAnswer, &generator)
    var small = LabelledImages(3, (4, 4), [1, 2], classes: 4, &generator)
    small.network.dense.weights = 1e-15 * small.network.dense.weights
    draw.add("tiny dense weights", small.gradient, part: "blocks", unit: 1e-15)
    let many = LabelledImages(67, (2, 2), [1, 2], classes: 3, &generator)
    let manyAnswer = draw.add("67 images", many.gradient)
    many.requireGradient(&draw.own, "67 images", manyAnswer, &generator)
    let none = LabelledImages(0, (4, 4), [1, 2], classes: 3, &generator)
    draw.add("no images", none.gradient, isTrivial: true)
    draw.add("no images, scores", none.scores, isTrivial: true)
    let flat = LabelledImages(3, (3, 2), [2], classes: 4, &generator)
    let scores = draw.add("no block, scores", flat.scores)
    draw.own.require("no block, scores", scores, equalsOneOf: flat.ownScores(&draw.own))
    return draw.draw(partial: true)
  }

  /// Small steps, so that hardly any probe meets a kink of ReLU or pooling; one that does is left out by the judge.
  static let gradientDifferences = Check(
    "network.differences", "gradient: the slope of your own loss", points: 0.2,
    after: ["network.scores", "convolve.backward", "pool.backward"],
    hint: "Nudge one weight of the last layer by ±h and compare; when it agrees, go one layer down."
  ) { generator in
    var draw = GradientDraw<ConvolutionalNetwork>()
    for (name, count, size, channels) in [("one block", 4, (4, 4), [1, 2]), ("two blocks", 4, (4, 4), [2, 2, 3])] {
      let set = LabelledImages(count, size, channels, classes: 3, &generator)
      let names = (1..<channels.count).flatMap { ["kernels \($0) (\(name))", "bias \($0) (\(name))"] }
      draw.add(
        at: set.network, names: names + ["dense weights (\(name))", "dense bias (\(name))"], directions: 3,
        firstStep: 0.0001, rows: 4, using: &generator,
        gradient: { CNNLab.gradient($0, set.x, set.labels) }, loss: { CNNLab.loss($0, set.x, set.labels) })
    }
    return draw.draw
  }

  /// Every function, at one shape each; at last a real batch and real unseen images, so that what `gradient` were to keep
  /// for `scores` would be another thing in the other order.
  static let repeats = Check(
    "network.repeats", "all functions: the same question, the same answer", points: 0.2,
    hint: "Gradients start from zero at each call: nothing may be kept in static or global variables.", budget: 10
  ) { generator in
    let seed = generator.seed()
    let signs = Glyphs(classes: 10, train: 8, test: 15, &generator)
    var network = LabelledImages(1, (8, 8), [1, 6, 10], classes: 10, &generator).network
    network.dense.bias = 0 * network.dense.bias
    var draw = RepeatDraw()
    let convolutions = (0..<4).map { _ in
      ConvolutionProblem([2, 2, 5, 4], [3, 2, 3, 3], stride: 2, padding: 1, &generator)
    }
    let pools = (0..<4).map { _ in
      PoolingProblem(generator.normal(shape: [2, 2, 5, 4]), size: 2, stride: 1, &generator)
    }
    let sets = (0..<4).map { _ in LabelledImages(3, (4, 4), [1, 2, 3], classes: 3, &generator) }
    draw.add("outputSize", [5, 8, 12, 17].map { CNNLab.outputSize($0, 3, 1, 1) })
    // With a padding more, or another window, and the same numbers.
    var (padded, windowed) = (convolutions[0], pools[0])
    (padded.padding, windowed.size) = (2, 3)
    padded.outputGradient = generator.normal(shape: [2, 3, 4, 3])
    windowed.outputGradient = generator.normal(shape: [2, 2, 3, 2])
    draw.add("convolve", convolutions.map(\.convolve), others: [padded.convolve])
    draw.add("convolveBackward", convolutions.map(\.backward), others: [padded.backward])
    draw.add("maxPool", pools.map(\.pool), others: [windowed.pool])
    draw.add("maxPoolBackward", pools.map(\.backward), others: [windowed.backward])
    draw.add(
      // The last seed differs in its upper half alone.
      "initialNetwork", [0, 1, 2, 1 << 45].map { CNNLab.initialNetwork([6, 8], [2, 3, 4], 5, seed + $0) },
      isDetermined: false,
      others: [([8, 8], [2, 3, 4], 5), ([6, 8], [2, 3, 5], 5), ([6, 8], [2, 3, 4], 6)].map {
        CNNLab.initialNetwork($0, $1, $2, seed)
      })
    draw.add("scores", sets.map(\.scores))
    draw.add("gradient", sets.map(\.gradient))
    let batches = (0..<4).map { Array(20 * $0..<20 * ($0 + 1)) }
    draw.add(
      "gradient",
      batches.map { batch in
        CNNLab.gradient(network, signs.train.rows(at: batch).pictures, batch.map { signs.trainLabels[$0] })
      })
    draw.add(
      "scores",
      (0..<4).map { round in CNNLab.scores(network, (signs.test * (1 - 0.1 * Double(round))).pictures) })
    return draw.draw
  }

  /// Two trainings on signs that this key alone has. Of 495 trainings, from nine initialisations on the signs of 55 keys,
  /// each was right on at least 97.7 % of the samples that it had not seen, and on 97.7 % of what the reference was.
  static let accuracy = Check(
    "accuracy", "learn: signs never seen in training", points: 0.7,
    after: ["network.initial", "network.scores", "network.gradient"],
    hint: "initialNetwork, gradient and scores together, one small step after the other. Plot the loss: it must fall.",
    budget: 60
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    // One set for all trainings: what is judged in one must not have been learned from, labels and all, in another.
    let signs = Glyphs(&generator)
    for _ in 0..<2 {
      let training = ImageTraining(epochs: 6, batchSize: 8, learningRate: 0.15, seed: generator.seed())
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: signs.testLabels))
      calls.append(
        CNNLab.learn([1, 6, 10], signs.train.pictures, signs.trainLabels, signs.test.pictures, training))
    }
    // Where a function below is wrong: a step of that size by its own gradients, and the classes by its own blocks.
    var own = FollowThrough()
    var set = LabelledImages(0, (8, 8), [1, 6, 10], classes: 10, &generator)
    (set.x, set.labels) = (signs.train.rows(at: Array(0..<8)).pictures, Array(signs.trainLabels.prefix(8)))
    calls.append(set.gradient)
    set.requireMean(&own, "gradient", .answer(2), &generator)
    set.x = signs.test.pictures
    calls.append(set.scores)
    own.require("scores", .answer(3), equalsOneOf: set.ownScores(&own))
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.95)), own: own)
  }

  /// CPU time at three sizes, where first an image has 64 times as many pixels, then the images are 12 times as many:
  /// whatever is done for each pair of pixels, or of images, takes as many more times the reference's.
  static let timing = Check(
    "timing", "convolveBackward: no more work than needed", points: 0.4, after: ["convolve.backward.oracle"],
    hint: """
      Each pair of a place and a kernel element is visited once. Look for a search through all places inside a loop over \
      pixels, and for a copy of the whole image in an inner loop.
      """, budget: 30
  ) { generator in
    let sizes = [[8, 2, 12, 12], [1, 2, 96, 96], [96, 2, 12, 12]]
    let calls = (0..<54).map { round in
      ConvolutionProblem(sizes[round % 3], [2, 2, 3, 3], padding: 1, &generator).backward
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2], growth: 4)))
  }
}

extension Tensor {
  /// Rows of 64 grey levels as images of one channel.
  fileprivate var pictures: Tensor { reshaped([rows, 1, 8, 8]) }
}
