import Checks
import LabKit
import Labs

extension UnsupervisedHiddenChecks {
  static let errorEdges = Check(
    "error.edges", "reconstructionError: no samples, no codes, numbers of any size", points: 0.2, after: ["error"],
    hint: "No samples, no error: 0, and no division by 0. Nothing is cut off, nothing taken for 0."
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", AutoencoderSet(0, features: 3, codes: 2, &generator).error, isTrivial: true)
    draw.add("no codes", AutoencoderSet(5, features: 3, codes: 0, &generator).error, isTrivial: true)
    for (name, size) in [("tiny", 1e-9), ("huge", 1e9)] {
      draw.add(name, AutoencoderSet(5, features: 3, codes: 2, &generator).scaled(size).error, unit: size * size)
    }
    draw.add("many samples", AutoencoderSet(80, features: 6, codes: 2, &generator).error)
    return draw.draw(partial: true)
  }

  static let gradientEdges = Check(
    "gradient.edges", "gradient: no samples, any shape and size, thousands of numbers", points: 0.2,
    after: ["gradient"], hint: "Zeros of the right shapes for no samples; no more than a few products of matrices.",
    budget: 3
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", AutoencoderSet(0, features: 3, codes: 2, &generator).gradient, isTrivial: true)
    draw.add("one feature", AutoencoderSet(6, features: 1, codes: 1, &generator).gradient)
    draw.add("as many codes as features", AutoencoderSet(6, features: 4, codes: 4, &generator).gradient)
    for (name, size) in [("tiny", 1e-9), ("huge", 1e9)] {
      draw.add(name, AutoencoderSet(5, features: 3, codes: 2, &generator).scaled(size).gradient, unit: size * size)
    }
    // Two errors for each of the 9,600 numbers take far longer than the budget.
    draw.add("many features", AutoencoderSet(60, features: 1200, codes: 4, &generator).gradient)
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own error", points: 0.3, after: ["error"],
    hint: """
      Nudge one number of a matrix by ±h: your reconstructionError must change by 2h times what your gradient says. Both \
      matrices move the same error.
      """
  ) { generator in
    var draw = GradientDraw<LinearAutoencoder>()
    for (name, set) in [
      ("tiny", AutoencoderSet(1, features: 2, codes: 1, &generator)),
      ("several samples", AutoencoderSet(8, features: 4, codes: 2, &generator)),
      ("many features", .wide(deviation: 0.05, &generator)),
    ] {
      draw.add(
        at: set.autoencoder, names: ["encoder (\(name))", "decoder (\(name))"], directions: 3, rows: 5,
        using: &generator, gradient: { UnsupervisedLab.gradient($0, set.samples) },
        loss: { UnsupervisedLab.reconstructionError($0, set.samples) })
    }
    return draw.draw
  }

  static let trainEdges = Check(
    "train.edges", "train: many steps, none, whatever the error does", points: 0.2,
    after: ["gradient", "gradient.edges"],
    hint: "Just as many steps as asked for, each along the whole gradient: no early end, no step cut short."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ set: AutoencoderSet, rate: Double, steps: Int) {
      draw.add(name, set.train(rate: rate, steps: steps)) { set.ownTraining(&$0, rate: rate, steps: steps) }
    }
    add("many steps", AutoencoderSet(9, features: 3, codes: 1, &generator), rate: 0.02, steps: 120)
    add("an error that rises", AutoencoderSet(6, features: 3, codes: 2, &generator).scaled(2), rate: 0.3, steps: 3)
    add("large samples", AutoencoderSet(6, features: 3, codes: 2, &generator).scaled(1000), rate: 1e-8, steps: 4)
    for distance in [1e-6, 1e-9] {
      add("near the minimum", .nearTheMinimum(distance, &generator), rate: 0.1, steps: 20)
    }
    let set = AutoencoderSet(5, features: 3, codes: 2, &generator)
    draw.add("no steps", set.train(rate: 0.1, steps: 0), isTrivial: true)
    let nothing = AutoencoderSet(0, features: 3, codes: 2, &generator)
    draw.add("no samples", nothing.train(rate: 0.1, steps: 2), isTrivial: true)
    return draw.draw(partial: true)
  }

  /// From a small start, along a way that is long enough for the product of decoder and encoder to become the projection on
  /// the samples' first singular directions (Baldi and Hornik 1989).
  static let subspace = Check(
    "subspace", "train: the autoencoder finds the principal subspace", points: 0.4,
    after: ["directions", "error", "gradient", "train", "train.edges"],
    hint: "After many steps U W is the projection on the first directions of samples whose mean is 0."
  ) { generator in
    var draw = ValueDraw()
    for (size, codes) in [(4, 2), (3, 1), (5, 2)] {
      let set = AutoencoderSet.settling(features: size, codes: codes, &generator)
      let (rate, steps) = (AutoencoderSet.settlingRate, AutoencoderSet.settlingSteps)
      let call = UnsupervisedLab.learned(set.autoencoder, set.samples, rate, steps)
      for (name, part) in [("the subspace", "product"), ("the error", "error"), ("your own directions", "gap")] {
        draw.add(name, call, part: part, isTrivial: part == "gap") {
          set.ownLearned(&$0, rate: rate, steps: steps, part: part)
        }
      }
    }
    return draw.draw(tolerance: Tolerance(relative: 1e-6, absolute: 1e-6), partial: true)
  }
}

extension AutoencoderSet {
  /// The same of samples so many times as large.
  func scaled(_ factor: Double) -> AutoencoderSet {
    var set = self
    set.samples = samples * factor
    return set
  }

  static let (settlingRate, settlingSteps) = (0.08, 1200)

  /// Samples of mean 0 whose first variances are far above the others, and a small start.
  static func settling(features size: Int, codes: Int, _ generator: inout Generator) -> AutoencoderSet {
    var set = AutoencoderSet(16, features: size, codes: codes, &generator)
    // Deviations of the sixteen samples: 1.45 along what is to be found, 0.85 beside it.
    let values = (0..<size).map { place in 4 * (place < codes ? 1.45 : 0.85) }
    set.samples = generator.matrix(16, size, values: values, isCentred: true)
    return set
  }

  /// An autoencoder that is the projection on the samples' directions, but for such a distance.
  static func nearTheMinimum(_ distance: Double, _ generator: inout Generator) -> AutoencoderSet {
    var set = AutoencoderSet(10, features: 4, codes: 2, &generator)
    let components = Tensor(rows: generator.orthonormal(2, of: 4).map(\.values))
    set.samples = generator.normal(shape: [10, 2]).matmul(components)
    set.autoencoder.encoder = components + generator.normal(shape: [2, 4], deviation: distance)
    set.autoencoder.decoder = components.transposed() + generator.normal(shape: [4, 2], deviation: distance)
    return set
  }
}
