import Checks
import LabKit
import Labs

extension GenerativeHiddenChecks {
  static let lossEdges = Check(
    "reconstruction.loss.edges", "reconstruction: the loss of none, and of numbers of any size", points: 0.3,
    after: ["reconstruction.loss"],
    hint: "No points, no loss: 0, and no division by 0. Nothing is cut off, nothing taken for 0.", partial: true
  ) { draw, generator in
    draw.add("no points", TanhSet(0, codes: 2, &generator).loss, isTrivial: true)
    draw.add("one coordinate", TanhSet(7, coordinates: 1, codes: 2, &generator).loss)
    draw.add("many points", TanhSet(91, coordinates: 5, codes: 3, &generator).loss)
    draw.add("codes at their ends", TanhSet(6, codes: 3, &generator).steeper(1e4).loss)
    draw.add("tiny", TanhSet(5, codes: 2, &generator).scaled(1e-9).loss, unit: 1e-18)
    draw.add("huge", TanhSet(5, codes: 2, &generator).scaled(1e9).loss)
    let exact = TanhSet(6, codes: 2, &generator).nearlyRebuilt(1e-12, &generator)
    draw.add("nearly rebuilt", exact.loss, unit: 1e-24)
  }

  static let gradientEdges = Check(
    "reconstruction.gradient.edges", "reconstruction: the gradient of none, of any size, of thousands of numbers",
    points: 0.5, after: ["reconstruction.gradient"],
    hint: "Zeros of the right shapes for no points; no more than a few products of matrices.", budget: 3, partial: true
  ) { draw, generator in
    draw.add("no points", TanhSet(0, coordinates: 3, codes: 2, &generator).gradient, isTrivial: true)
    draw.add("one coordinate", TanhSet(6, coordinates: 1, codes: 1, &generator).gradient)
    draw.add("as many codes as coordinates", TanhSet(6, coordinates: 4, codes: 4, &generator).gradient)
    draw.add("codes at their ends", TanhSet(6, codes: 3, &generator).steeper(1e4).gradient)
    let tiny = TanhSet(5, codes: 2, &generator).scaled(1e-9).gradient
    let small = 1e-9
    for (part, unit) in [
      ("encoderWeights", small * small), ("encoderBiases", small), ("decoderWeights", small * small),
      ("decoderBiases", small),
    ] {
      draw.add("tiny", tiny, part: part, unit: unit)
    }
    draw.add("huge", TanhSet(5, codes: 2, &generator).scaled(1e9).gradient)
    let exact = TanhSet(6, codes: 2, &generator).nearlyRebuilt(1e-12, &generator)
    draw.add("nearly rebuilt", exact.gradient, unit: 1e-12)
    // Two losses for each of the 10,804 numbers take far longer than the budget.
    draw.add("many coordinates", TanhSet(40, coordinates: 1200, codes: 4, &generator).narrow.gradient)
  }

  static let gradientDifferences = Check(
    "reconstruction.differences", "reconstruction: the gradient is the slope of your own loss", points: 0.5,
    after: ["reconstruction.loss"],
    hint: """
      Nudge one number by ±h: your loss must change by 2h times what your gradient says. All four tensors move the same \
      loss.
      """
  ) { generator in
    var draw = GradientDraw<TanhAutoencoder>()
    for (name, count, size, codes) in [("one point", 1, 2, 1), ("several points", 8, 2, 3), ("wide", 5, 30, 4)] {
      let set = TanhSet(count, coordinates: size, codes: codes, &generator).narrow
      draw.add(
        at: set.autoencoder, names: ["W (\(name))", "b (\(name))", "U (\(name))", "c (\(name))"], directions: 2,
        rows: 6, using: &generator, gradient: { GenerativeLab.reconstructionGradient($0, set.points) },
        loss: { GenerativeLab.reconstructionLoss($0, set.points) })
    }
    return draw.draw
  }

  /// CPU time as points, coordinates and codes grow sixfold, one after the other.
  static let timing = Check(
    "timing", "reconstruction: no more work than needed", points: 0.2,
    after: ["reconstruction.loss", "reconstruction.gradient"],
    hint: "The codes of a point are worked out once, and used for all that is asked.", budget: 12
  ) { generator in
    let sizes = [(120, 8, 8), (720, 8, 8), (120, 48, 8), (120, 8, 48)]
    let calls = (0..<64).map { round in
      let (count, size, codes) = sizes[round % sizes.count]
      return TanhSet(count, coordinates: size, codes: codes, &generator).narrow.gradient
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2, 3])))
  }
}

extension TanhSet {
  /// Points so many times as large, and numbers in the autoencoder that go with them: the codes stay between their ends.
  func scaled(_ factor: Double) -> TanhSet {
    var set = self
    set.points = points * factor
    if factor > 1 {
      set.autoencoder.encoderWeights = autoencoder.encoderWeights * (1 / factor)
      set.autoencoder.decoderWeights = autoencoder.decoderWeights * factor
      set.autoencoder.decoderBiases = autoencoder.decoderBiases.map { $0 * factor }
    } else {
      set.autoencoder.encoderBiases = autoencoder.encoderBiases.map { _ in 0 }
      set.autoencoder.decoderBiases = autoencoder.decoderBiases.map { _ in 0 }
    }
    return set
  }

  /// Encoder weights so many times as large.
  func steeper(_ factor: Double) -> TanhSet {
    var set = self
    set.autoencoder.encoderWeights = autoencoder.encoderWeights * factor
    return set
  }

  /// Encoder weights so small that the codes of points with many coordinates stay between their ends.
  var narrow: TanhSet { steeper(1 / Double(points.columns).squareRoot()) }

  /// Points at c but for such a distance, and a decoder that hardly adds to it.
  func nearlyRebuilt(_ distance: Double, _ generator: inout Generator) -> TanhSet {
    var set = self
    set.points = generator.normal(shape: points.shape, deviation: distance)
    set.autoencoder.decoderWeights = autoencoder.decoderWeights * distance
    set.autoencoder.decoderBiases = autoencoder.decoderBiases.map { $0 * distance }
    return set
  }
}
