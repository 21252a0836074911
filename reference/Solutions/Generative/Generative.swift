import Generative

/// An autoencoder with a tanh layer, both sides of a generative adversarial network, and a diffusion model of points.
struct Submission: GenerativeContract {
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction {
    // BEGIN SOLUTION
    let codes = (points.matmul(autoencoder.encoderWeights.transposed()) + Tensor(autoencoder.encoderBiases)).map(tanh)
    let rebuilt = codes.matmul(autoencoder.decoderWeights.transposed()) + Tensor(autoencoder.decoderBiases)
    let errors = rebuilt - points
    let share = points.rows == 0 ? 0 : 1 / Double(points.rows)

    // tanh' = 1 − tanh².
    let delta = errors * (2 * share)
    let codeDelta = delta.matmul(autoencoder.decoderWeights) * codes.map { 1 - $0 * $0 }
    let gradient = TanhAutoencoder(
      encoderWeights: codeDelta.transposed().matmul(points), encoderBiases: codeDelta.sum(axis: 0).values,
      decoderWeights: delta.transposed().matmul(codes), decoderBiases: delta.sum(axis: 0).values)
    return Reconstruction(loss: share * (errors * errors).sum(), gradient: gradient)
    // END SOLUTION
  }

  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss {
    // BEGIN SOLUTION
    // −ln σ(r) = softplus(−r) with the slope −σ(−r); −ln(1 − σ(f)) = softplus(f) with the slope σ(f).
    let (realCount, fakeCount) = (Double(max(real.count, 1)), Double(max(fake.count, 1)))
    let realLoss = real.reduce(0) { $0 + softplus(-$1) } / realCount
    let fakeLoss = fake.reduce(0) { $0 + softplus($1) } / fakeCount
    return DiscriminatorLoss(
      loss: realLoss + fakeLoss, real: real.map { -sigmoid(-$0) / realCount },
      fake: fake.map { sigmoid($0) / fakeCount })
    // END SOLUTION
  }

  func generatorLoss(fake: [Double]) -> GeneratorLoss {
    // BEGIN SOLUTION
    let count = Double(max(fake.count, 1))
    let total = fake.reduce(0) { $0 + softplus(-$1) }
    return GeneratorLoss(loss: total / count, fake: fake.map { -sigmoid(-$0) / count })
    // END SOLUTION
  }

  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries {
    // BEGIN SOLUTION
    var moved = adversaries
    let made = noise.matmul(adversaries.generatorWeights.transposed()) + Tensor(adversaries.generatorBiases)

    let judged = discriminatorLoss(real: logits(of: points, by: adversaries), fake: logits(of: made, by: adversaries))
    let slopes = pulled(judged.real, to: points) + pulled(judged.fake, to: made)
    moved.discriminatorWeights = (Tensor(adversaries.discriminatorWeights) - slopes * rate).values
    moved.discriminatorBias -= rate * (judged.real + judged.fake).reduce(0, +)

    // A point's slope is its logit's slope times w, and the point is A z + a.
    let fooled = generatorLoss(fake: logits(of: made, by: moved))
    let direction = Tensor(moved.discriminatorWeights)
    let weightSlopes = direction.reshaped([direction.count, 1]) * pulled(fooled.fake, to: noise)
    moved.generatorWeights -= weightSlopes * rate
    moved.generatorBiases = (Tensor(moved.generatorBiases) - direction * (rate * fooled.fake.reduce(0, +))).values
    return moved
    // END SOLUTION
  }

  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule {
    // BEGIN SOLUTION
    let betas = (0..<steps).map { step in
      steps == 1 ? first : first + (last - first) * Double(step) / Double(steps - 1)
    }
    let alphas = betas.map { 1 - $0 }
    var product = 1.0
    let alphaBars = alphas.map { alpha in
      product *= alpha
      return product
    }
    return NoiseSchedule(betas: betas, alphas: alphas, alphaBars: alphaBars)
    // END SOLUTION
  }

  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor {
    // BEGIN SOLUTION
    var noised = points
    for (row, time) in times.enumerated() {
      let alphaBar = schedule.alphaBars[time - 1]
      for column in 0..<points.columns {
        noised[row, column] =
          alphaBar.squareRoot() * points[row, column] + (1 - alphaBar).squareRoot() * noise[row, column]
      }
    }
    return noised
    // END SOLUTION
  }

  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss {
    // BEGIN SOLUTION
    let errors = predicted - noise
    let count = Double(max(errors.rows, 1))
    return NoiseLoss(loss: (errors * errors).sum() / count, gradient: errors * (2 / count))
    // END SOLUTION
  }

  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor {
    // BEGIN SOLUTION
    let (beta, alpha, alphaBar) = (
      schedule.betas[time - 1], schedule.alphas[time - 1], schedule.alphaBars[time - 1]
    )
    let mean = (points - predicted * (beta / (1 - alphaBar).squareRoot())) / alpha.squareRoot()
    return time > 1 ? mean + noise * beta.squareRoot() : mean
    // END SOLUTION
  }

  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    let shape = [count, target.means.columns]
    var points = generator.normal(shape: shape)
    for time in stride(from: schedule.betas.count, to: 0, by: -1) {
      let predicted = target.noise(in: points, alphaBar: schedule.alphaBars[time - 1])
      let noise = time > 1 ? generator.normal(shape: shape) : Tensor(shape: shape)
      points = reverseStep(points, predicted: predicted, noise: noise, time: time, schedule)
    }
    return points
    // END SOLUTION
  }

  // BEGIN SOLUTION HELPERS
  /// ln(1 + eˣ), with all digits where it is tiny and without overflow where it is large.
  private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  /// 1 / (1 + e⁻ˣ); of a negative x with all digits too.
  private func sigmoid(_ x: Double) -> Double {
    let small = exp(-abs(x))
    return (x < 0 ? small : 1) / (1 + small)
  }

  private func logits(of points: Tensor, by adversaries: Adversaries) -> [Double] {
    let weights = Tensor(adversaries.discriminatorWeights)
    return (points.matmul(weights.reshaped([weights.count, 1])) + adversaries.discriminatorBias).values
  }

  /// Σ slope · row.
  private func pulled(_ slopes: [Double], to rows: Tensor) -> Tensor {
    (Tensor(column: slopes) * rows).sum(axis: 0)
  }
  // END SOLUTION
}
