// nonsense: inputs handed through, as they come
import Generative

struct Submission: GenerativeContract {
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction {
    Reconstruction(loss: points.sum(), gradient: autoencoder)
  }
  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss {
    DiscriminatorLoss(loss: (real + fake).reduce(0, +), real: real, fake: fake)
  }
  func generatorLoss(fake: [Double]) -> GeneratorLoss { GeneratorLoss(loss: fake.reduce(0, +), fake: fake) }
  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries {
    adversaries
  }
  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule {
    let all = [Double](repeating: first, count: steps)
    return NoiseSchedule(betas: all, alphas: all, alphaBars: all)
  }
  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor { points }
  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss {
    NoiseLoss(loss: predicted.sum(), gradient: predicted)
  }
  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor { points }
  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    return generator.normal(shape: [count, target.means.columns])
  }
}
