package import Checks
package import LabKit

/// An autoencoder and points.
package struct TanhSet {
  package var autoencoder: TanhAutoencoder
  package var points: Tensor

  package init(_ count: Int, coordinates size: Int = 2, codes: Int, _ generator: inout Generator) {
    autoencoder = TanhAutoencoder(
      encoderWeights: generator.normal(shape: [codes, size], deviation: 0.7),
      encoderBiases: generator.normal(shape: [codes], deviation: 0.5).values,
      decoderWeights: generator.normal(shape: [size, codes], deviation: 0.7),
      decoderBiases: generator.normal(shape: [size], deviation: 0.5).values)
    points = generator.normal(shape: [count, size])
  }

  package var loss: Call { GenerativeLab.reconstructionLoss(autoencoder, points) }
  package var gradient: Call { GenerativeLab.reconstructionGradient(autoencoder, points) }
}

/// Adversaries, points, and the generator's noise.
package struct AdversarySet {
  package var adversaries: Adversaries
  package var points: Tensor
  package var noise: Tensor

  package init(_ count: Int, made: Int, coordinates size: Int = 2, inputs: Int, _ generator: inout Generator) {
    adversaries = Adversaries(
      generatorWeights: generator.normal(shape: [size, inputs]),
      generatorBiases: generator.normal(shape: [size]).values,
      discriminatorWeights: generator.normal(shape: [size]).values, discriminatorBias: generator.normal())
    points = generator.normal(shape: [count, size])
    noise = generator.normal(shape: [made, inputs])
  }

  /// A step, and what it comes to by the submission's own losses.
  package func step(rate: Double) -> Question {
    Question(GenerativeLab.adversarialStep(adversaries, points, noise, rate)) { own in
      // Many logits: whether the losses are attempts shows in these.
      let wide = Tensor((0..<24).map { 0.4 * Double($0) - 4.8 })
      _ = own.ask(GenerativeLab.discriminatorLoss, .of(wide.values), .of((wide * 0.7 + 1).values))
      _ = own.ask(GenerativeLab.generatorLoss, .of(wide.values))
      let (size, before) = (points.columns, adversaries)
      let made = noise.matmul(before.generatorWeights.transposed()) + Tensor(before.generatorBiases)
      func logits(of points: Tensor) -> [Double] {
        (points.matmul(Tensor(column: before.discriminatorWeights)) + before.discriminatorBias).values
      }
      let judged = own.ask(
        GenerativeLab.discriminatorLoss, .of(logits(of: points)), .of(logits(of: made)))
      // The slopes of w and b, of each side that has points: formulas know no empty matrices.
      let sides = [("real", points), ("fake", made)].filter { $0.1.rows > 0 }.map { part, rows in
        (slopes: own.work(judged[part].reshaped([rows.rows, 1])), rows: rows)
      }
      var weights = Term.of(Tensor(column: before.discriminatorWeights))
      var bias = Term.of(before.discriminatorBias)
      for (slopes, rows) in sides {
        weights = own.work(weights - rate * Term.of(rows.transposed()).matmul(slopes))
        bias = own.work(bias - rate * slopes.sumOfRows.number)
      }
      let moved = (weights: weights.reshaped([size]), bias: bias)
      guard made.rows > 0 else {
        return [
          .record([
            "generatorWeights": .of(before.generatorWeights), "generatorBiases": .of(before.generatorBiases),
            "discriminatorWeights": moved.weights, "discriminatorBias": moved.bias,
          ])
        ]
      }
      let fooled = own.ask(
        GenerativeLab.generatorLoss, (Term.of(made).matmul(weights) + bias).reshaped([made.rows]))
      let pull = own.work(fooled["fake"].reshaped([1, made.rows]))
      return [
        .record([
          "generatorWeights": .of(before.generatorWeights) - rate * weights.matmul(pull.matmul(.of(noise))),
          "generatorBiases": .of(before.generatorBiases) - rate * (pull.sumOfColumns.number * weights).reshaped([size]),
          "discriminatorWeights": moved.weights, "discriminatorBias": moved.bias,
        ])
      ]
    }
  }
}

/// A schedule, points, noise, and a time for each row.
package struct DiffusionSet {
  package var schedule: NoiseSchedule
  package var points: Tensor
  package var noise: Tensor
  package var predicted: Tensor
  package var times: [Int]

  package init(_ count: Int, coordinates size: Int = 2, schedule: NoiseSchedule, _ generator: inout Generator) {
    self.schedule = schedule
    points = generator.normal(shape: [count, size])
    noise = generator.normal(shape: [count, size])
    predicted = generator.normal(shape: [count, size])
    times = (0..<count).map { _ in 1 + generator.integer(below: schedule.betas.count) }
  }

  package var noised: Call { GenerativeLab.noised(points, noise, times, schedule) }
  package var loss: Call { GenerativeLab.noiseLoss(predicted, noise) }
  package func reverse(from time: Int) -> Call {
    GenerativeLab.reverseStep(points, predicted, noise, time, schedule)
  }
}

extension NoiseSchedule {
  /// That of any β.
  package init(betas: [Double]) {
    let alphas = betas.map { 1 - $0 }
    self.init(betas: betas, alphas: alphas, alphaBars: alphas.indices.map { alphas[...$0].reduce(1, *) })
  }
}

extension Generator {
  /// A schedule that neither rises evenly nor falls.
  package mutating func anySchedule(_ steps: Int, from least: Double = 0.02, to most: Double = 0.3) -> NoiseSchedule {
    NoiseSchedule(betas: (0..<steps).map { _ in uniform(least, most) })
  }

  /// A mixture of so many components.
  package mutating func mixture(_ components: Int, coordinates size: Int = 2) -> GaussianMixture {
    let shares = (0..<components).map { _ in uniform(0.5, 1.5) }
    return GaussianMixture(
      weights: shares.map { $0 / shares.reduce(0, +) }, means: normal(shape: [components, size], deviation: 2),
      deviations: (0..<components).map { _ in uniform(0.3, 0.8) })
  }
}

/// New points of a mixture, and what they come to by the submission's own steps back.
package struct SampleSet {
  package var target: GaussianMixture
  package var schedule: NoiseSchedule
  package var seed: Int

  package init(_ components: Int, steps: Int, coordinates size: Int = 2, _ generator: inout Generator) {
    target = generator.mixture(components, coordinates: size)
    schedule = generator.anySchedule(steps)
    seed = generator.integer(below: 1 << 40)
  }

  /// Steps that are nearly all of fresh noise, or of predicted noise: one who leaves the points as they are is near to steps
  /// of a way, but not to these.
  private func askWide(_ own: inout FollowThrough, rows: Int) {
    // Others for each way: a question that was asked before says nothing new.
    var generator = Generator(seed: UInt64(bitPattern: Int64(seed)) &+ 12)
    for (predicted, fresh) in [(0.02, 1.0), (1.0, 0.02)] {
      let set = DiffusionSet(rows, schedule: generator.anySchedule(6), &generator)
      _ = own.ask(
        GenerativeLab.reverseStep, .of(set.points * 0.02), .of(set.predicted * predicted), .of(set.noise * fresh),
        .of(4), .of(set.schedule))
    }
  }

  package func sample(_ count: Int) -> Question {
    Question(GenerativeLab.sample(count, target, schedule, seed)) { own in
      let shape = [count, target.means.columns]
      askWide(&own, rows: max(24, schedule.betas.count * count * shape[1] / 2))
      var drawn = Generator(seed: UInt64(bitPattern: Int64(seed)))
      let given = (target: own.work(.of(target)), schedule: own.work(.of(schedule)))
      var points = Term.of(drawn.normal(shape: shape))
      for time in stride(from: schedule.betas.count, to: 0, by: -1) {
        let predicted = own.ask(
          GenerativeLab.predictedNoise, given.target, points, .of(schedule.alphaBars[time - 1]))
        let noise = time > 1 ? drawn.normal(shape: shape) : Tensor(shape: shape)
        points = own.ask(
          GenerativeLab.reverseStep, points, predicted, .of(noise), .of(time), given.schedule)
      }
      return [points]
    }
  }
}
