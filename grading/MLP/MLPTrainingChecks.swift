import Checks
import LabKit
import Labs

extension MLPHiddenChecks {
  /// All samples alike, so that every order of them gives the same steps: how many there are, and each one's mean.
  static let fitBatches = Check(
    "fit.batches", "fit: the batches of an epoch, the last one smaller", points: 0.4,
    after: ["fit", "backward.extreme"],
    hint: "An epoch of n samples has ⌈n / batchSize⌉ steps; the last one averages over the samples that are left."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, batchSize, epochs) in [
      ("batches that fit", 6, 2, 2), ("a smaller last batch", 7, 3, 2), ("one sample left", 5, 4, 1),
      ("batches of one", 4, 1, 2), ("a batch larger than the set", 3, 10, 2),
    ] {
      var set = LabelledBatch(1, [3, 4, 3], .tanh, &generator)
      set.x = set.x.rows(at: [Int](repeating: 0, count: count))
      set.labels = [Int](repeating: set.labels[0], count: count)
      draw.add(name, set.fit(epochs: epochs, batchSize: batchSize, learningRate: 0.3, seed: generator.seed())) {
        set.ownFit(&$0, batches: set.batches(of: batchSize, epochs: epochs), learningRate: 0.3)
      }
    }
    // A loss that rises, gradients longer than 1, and a loss that is nearly nothing: none of them ends a training or cuts a step.
    for (name, rate, size) in [
      ("a rate that is too large", 8.0, 1.0), ("large features", 0.05, 12), ("hardly any loss", 0.5, 4),
      ("next to no loss", 0.5, 4),
    ] {
      var set = LabelledBatch(1, [3, 4, 3], .tanh, &generator)
      set.x = set.x * size
      if name == "hardly any loss" { set.network.layers[1].bias[set.labels[0]] = 6 }
      if name == "next to no loss" { set.network.layers[1].bias[set.labels[0]] = 16 }
      draw.add(name, set.fit(epochs: 4, batchSize: 1, learningRate: rate, seed: generator.seed())) {
        set.ownFit(&$0, batches: set.batches(of: 1, epochs: 4), learningRate: rate)
      }
    }
    // One sample under all labels, as one batch: at such a rate a step makes the loss larger.
    var torn = LabelledBatch(6, [3, 3], .relu, &generator)
    torn.x = torn.x.rows(at: [Int](repeating: 0, count: 6)).map { $0 < 0 ? -6 : 6 }
    torn.labels = [0, 1, 1, 1, 2, 2]
    draw.add("a loss that rises", torn.fit(epochs: 4, batchSize: 6, learningRate: 4, seed: generator.seed())) {
      torn.ownFit(&$0, batches: torn.batches(of: 6, epochs: 4), learningRate: 4)
    }
    // The label is the class that the network thinks the least of: a gradient of length 100 and more.
    var wrong = LabelledBatch(1, [3, 3], .relu, &generator)
    wrong.x = wrong.x.map { $0 < 0 ? -60 : 60 }
    let scores = wrong.x.matmul(wrong.network.layers[0].weights.transposed()) + wrong.network.layers[0].bias
    wrong.labels = (-scores).argmaxOfRows()
    draw.add("a long gradient", wrong.fit(epochs: 3, batchSize: 1, learningRate: 1e-3, seed: generator.seed())) {
      wrong.ownFit(&$0, batches: wrong.batches(of: 1, epochs: 3), learningRate: 1e-3)
    }
    addSizes(toTraining: &draw, &generator)
    return draw.draw(partial: true)
  }

  /// As η → 0 the steps of an epoch add up to −η Σ ∇(mean loss of each batch), which, with batches of one size that
  /// visit each sample once, is −η (n / B) ∇(mean loss) for every order. With η = 1e-6 and 6 steps the terms in η² stay
  /// under 1e-10; one sample visited twice and another not at all moves a weight by 1e-7 and more. 2e-9 lies between.
  static let fitEpoch = Check(
    "fit.epoch", "fit: each sample once in an epoch, with its own label", points: 0.3, after: ["fit"],
    hint: "Shuffle samples and labels together, once an epoch, and cut that order into batches."
  ) { generator in
    var draw = ValueDraw()
    for (name, sizes, epochs) in [("one epoch", [4, 3], 1), ("two epochs", [3, 4, 3], 2)] {
      let set = LabelledBatch(12, sizes, .tanh, &generator)
      draw.add(name, set.fit(epochs: epochs, batchSize: 4, learningRate: 1e-6, seed: generator.seed())) {
        set.ownFit(&$0, batches: set.batches(of: 4, epochs: epochs), learningRate: 1e-6)
      }
    }
    return draw.draw(tolerance: Tolerance(relative: 0, absolute: 2e-9))
  }

  static let fitNothing = Check(
    "fit.nothing", "fit: no epochs or no samples, no change", points: 0.1, needs: ["fit"],
    hint: "Nothing to learn from leaves the network as it was."
  ) { generator in
    var draw = ValueDraw()
    let set = LabelledBatch(4, [3, 4, 2], .relu, &generator)
    draw.add("no epochs", set.fit(epochs: 0, batchSize: 2, learningRate: 0.5, seed: 1)) { _ in [.of(set.network)] }
    let empty = LabelledBatch(0, [3, 4, 2], .relu, &generator)
    draw.add("no samples", empty.fit(epochs: 2, batchSize: 2, learningRate: 0.5, seed: 1)) { _ in [.of(empty.network)] }
    // Whoever never changes the network gets the others right.
    draw.add("one epoch beside them", set.fit(epochs: 1, batchSize: 4, learningRate: 0.5, seed: 1)) {
      set.ownFit(&$0, batches: [0..<4], learningRate: 0.5)
    }
    return draw.draw()
  }

  /// Twelve samples in batches of one: two seeds give the same order once in 12! draws, and put the same forty samples into
  /// the same two batches of twenty once in 1e11 draws. Whoever shuffles batches has two ways for four seeds.
  static let fitRepeats = Check(
    "fit.repeats", "fit: the order follows the seed and nothing else", points: 0.2, needs: ["fit"],
    hint: "Draw the order of the samples from Generator(seed: seed), and from no other source of chance."
  ) { generator in
    let set = LabelledBatch(12, [3, 4, 3], .tanh, &generator)
    let seed = generator.seed()
    var draw = RepeatDraw()
    draw.add(
      "fit",
      [seed, seed + 1, seed + 1 << 33, seed + 1 << 50, 0, 1].map {
        set.fit(epochs: 2, batchSize: 1, learningRate: 0.2, seed: $0)
      }, isDetermined: false, isMixed: false)
    draw.add(
      "fit, of the samples in its batches,", (0..<4).map { partition(seed: seed + $0) }, isDetermined: false,
      isMixed: false)
    return draw.draw
  }

  /// Two trainings on signs that this key alone has: the reference is right on some 95 % of samples that it has not seen,
  /// and so are other initialisations and orders. What a wrong gradient still learns is caught by the gradient checks.
  static let accuracy = Check(
    "accuracy", "learn: signs never seen in training", points: 0.6, after: ["initialNetwork", "fit", "predict"],
    hint: "initialNetwork, fit and predict together. Plot the loss after each epoch: it must fall.", budget: 30
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    // One set for all trainings: what is judged in one must not have been learned from, labels and all, in another.
    let signs = Glyphs(&generator)
    for _ in 0..<2 {
      let options = FitOptions(epochs: 12, batchSize: 8, learningRate: 0.05, seed: generator.seed())
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: signs.testLabels))
      calls.append(
        MLPLab.learn([64, 32, 10], .relu, signs.train, signs.trainLabels, signs.test, options))
    }
    // Where a function below is wrong: the same training by its own backward, and the classes by its own scores.
    var set = LabelledBatch(0, [64, 32, 10], .relu, &generator)
    (set.x, set.labels) = (signs.train, signs.trainLabels)
    var own = FollowThrough()
    calls.append(set.fit(epochs: 1, batchSize: set.labels.count, learningRate: 0.05, seed: generator.seed()))
    let batch = [0..<set.labels.count]
    own.require("fit", .answer(2), equalsOneOf: set.ownFit(&own, batches: batch, learningRate: 0.05))
    set.x = signs.test
    calls.append(set.predict)
    own.require("predict", .answer(3), equalsOneOf: set.ownClasses(&own))
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.95)), own: own)
  }
}
