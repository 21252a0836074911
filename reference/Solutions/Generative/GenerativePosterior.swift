import Generative

/// Other formulas for the same: x₀ first and the posterior's mean, logarithms for products, the chain rule by outer products
/// of single points.
struct Submission: GenerativeContract {
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction {
    let (k, d) = (autoencoder.encoderWeights.rows, autoencoder.encoderWeights.columns)
    var loss = 0.0
    var (w, b) = (Tensor(shape: [k, d]), Tensor(shape: [k, 1]))
    var (u, c) = (Tensor(shape: [d, k]), Tensor(shape: [d, 1]))
    let turned = autoencoder.decoderWeights.transposed()
    for i in 0..<points.rows {
      let x = points.row(i).reshaped([d, 1])
      let h = (autoencoder.encoderWeights.matmul(x) + Tensor(column: autoencoder.encoderBiases)).map { tanh($0) }
      let e = autoencoder.decoderWeights.matmul(h) + Tensor(column: autoencoder.decoderBiases) - x
      loss += (e * e).sum()
      let s = turned.matmul(e) * (Tensor(shape: [k, 1], repeating: 1) - h * h)
      c += e
      u += e.matmul(h.transposed())
      b += s
      w += s.matmul(x.transposed())
    }
    let n = max(Double(points.rows), 1)
    let gradient = TanhAutoencoder(
      encoderWeights: w * (2 / n), encoderBiases: (b * (2 / n)).values, decoderWeights: u * (2 / n),
      decoderBiases: (c * (2 / n)).values)
    return Reconstruction(loss: loss / n, gradient: gradient)
  }

  /// −ln σ(x), by what is added to the larger of 0 and −x.
  private func surprise(_ x: Double) -> Double { x < -30 ? -x + exp(x) : log1p(exp(-x)) }

  /// 1 − σ(x).
  private func miss(_ x: Double) -> Double { x > 0 ? exp(-x) / (1 + exp(-x)) : 1 / (1 + exp(x)) }

  private func mean(_ numbers: [Double]) -> Double {
    numbers.isEmpty ? 0 : numbers.map { $0 / Double(numbers.count) }.reduce(0, +)
  }

  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss {
    DiscriminatorLoss(
      loss: mean(real.map(surprise)) + mean(fake.map { surprise(-$0) }),
      real: real.map { -miss($0) / Double(real.count) }, fake: fake.map { miss(-$0) / Double(fake.count) })
  }

  func generatorLoss(fake: [Double]) -> GeneratorLoss {
    GeneratorLoss(loss: mean(fake.map(surprise)), fake: fake.map { -miss($0) / Double(fake.count) })
  }

  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries {
    var (w, b) = (Tensor(column: adversaries.discriminatorWeights), adversaries.discriminatorBias)
    let (weights, a) = (adversaries.generatorWeights, Tensor(adversaries.generatorBiases))
    let made = noise.matmul(weights.transposed()) + a
    let losses = discriminatorLoss(real: (points.matmul(w) + b).values, fake: (made.matmul(w) + b).values)
    let (real, fake) = (Tensor(column: losses.real), Tensor(column: losses.fake))
    w = w - (points.transposed().matmul(real) + made.transposed().matmul(fake)) * rate
    b = b - (real.sum() + fake.sum()) * rate
    let slopes = Tensor(column: generatorLoss(fake: (made.matmul(w) + b).values).fake)
    // The slope of each made point, a row each.
    let pointSlopes = slopes.matmul(w.transposed())
    return Adversaries(
      generatorWeights: weights - pointSlopes.transposed().matmul(noise) * rate,
      generatorBiases: (a - pointSlopes.sum(axis: 0) * rate).values, discriminatorWeights: w.values,
      discriminatorBias: b)
  }

  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule {
    guard steps > 0 else { return NoiseSchedule(betas: [], alphas: [], alphaBars: []) }
    let rise = (last - first) / Double(max(steps - 1, 1))
    let betas = (0..<steps).map { first + rise * Double($0) }
    var logarithm = 0.0
    return NoiseSchedule(
      betas: betas, alphas: betas.map { 1 - $0 },
      alphaBars: betas.map { beta in
        logarithm += log1p(-beta)
        return exp(logarithm)
      })
  }

  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor {
    let kept = Tensor(column: times.map { schedule.alphaBars[$0 - 1] })
    return points * kept.map { $0.squareRoot() } + noise * kept.map { (1 - $0).squareRoot() }
  }

  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss {
    guard predicted.rows > 0 else { return NoiseLoss(loss: 0, gradient: predicted) }
    let n = Double(predicted.rows)
    let errors = predicted - noise
    return NoiseLoss(loss: errors.map { $0 * $0 }.sum(axis: 1).sum() / n, gradient: errors * 2 / n)
  }

  /// The mean of q(x_{t−1} | x_t, x₀) at the x₀ that the predicted noise tells.
  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor {
    let (beta, alpha, now) = (schedule.betas[time - 1], schedule.alphas[time - 1], schedule.alphaBars[time - 1])
    let start = (points - predicted * (1 - now).squareRoot()) / now.squareRoot()
    if time == 1 { return start }
    let before = schedule.alphaBars[time - 2]
    let mean =
      start * (before.squareRoot() * beta / (1 - now)) + points * (alpha.squareRoot() * (1 - before) / (1 - now))
    return mean + noise * beta.squareRoot()
  }

  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    let shape = [count, target.means.columns]
    let start = generator.normal(shape: shape)
    return schedule.alphaBars.enumerated().reversed().reduce(start) { points, step in
      reverseStep(
        points, predicted: target.noise(in: points, alphaBar: step.element), noise: generator.normal(shape: shape),
        time: step.offset + 1, schedule)
    }
  }
}
