// nonsense: sums with constant slopes; a chain of steps that only shrink
import Generative

struct Submission: GenerativeContract {
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction {
    var ones = autoencoder
    let all =
      autoencoder.encoderWeights.values + autoencoder.encoderBiases + autoencoder.decoderWeights.values
      + autoencoder.decoderBiases
    ones.encoderWeights = ones.encoderWeights.map { _ in 1 }
    ones.encoderBiases = ones.encoderBiases.map { _ in 1 }
    ones.decoderWeights = ones.decoderWeights.map { _ in 1 }
    ones.decoderBiases = ones.decoderBiases.map { _ in 1 }
    return Reconstruction(loss: all.reduce(0, +), gradient: ones)
  }
  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss {
    DiscriminatorLoss(
      loss: fake.reduce(0, +) - real.reduce(0, +), real: real.map { _ in -1 }, fake: fake.map { _ in 1 })
  }
  func generatorLoss(fake: [Double]) -> GeneratorLoss {
    GeneratorLoss(loss: -fake.reduce(0, +), fake: fake.map { _ in -1 })
  }
  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries {
    var next = adversaries
    next.discriminatorBias -= rate
    next.generatorBiases = next.generatorBiases.map { $0 + rate }
    return next
  }
  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule {
    let betas = [Double](repeating: last, count: steps)
    return NoiseSchedule(betas: betas, alphas: betas.map { 1 - $0 }, alphaBars: betas.map { 1 - $0 })
  }
  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor { noise }
  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss {
    NoiseLoss(loss: predicted.sum(), gradient: predicted.map { _ in 1 })
  }
  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor { points * schedule.alphas[time - 1] }
  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    var points = generator.normal(shape: [count, target.means.columns])
    for alpha in schedule.alphas { points = points * alpha }
    return points
  }
}
