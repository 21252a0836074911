@_exported public import LabKit

/// What a submission to the Generative lab provides; the statement has the equations.
///
/// Write `struct Submission: GenerativeContract { … }`. No function may remember anything from one call to the next.
/// Shapes: n points with d coordinates, a matrix `[n, d]`, one point a row; k codes; noise `[m, k]` for a generator.
public protocol GenerativeContract {
  init()

  /// What an autoencoder with a tanh layer loses of the points, and the gradient of that in all of its numbers.
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction

  /// The discriminator's loss on logits of real and of made points, and its gradient in both.
  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss

  /// The generator's non-saturating loss on logits of made points, and its gradient in them.
  func generatorLoss(fake: [Double]) -> GeneratorLoss

  /// A step of the discriminator, then one of the generator against the new discriminator.
  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries

  /// The schedule of so many steps whose β rises evenly from `first` to `last`.
  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule

  /// Points x₀ with the noise ε of so many steps, for each row a time of its own: x_t, by the closed form.
  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor

  /// How far predicted noise is from the noise that it was, and the gradient of that in the prediction.
  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss

  /// One step back from x_t, the `points`, to x_{t−1}, by the predicted noise and fresh noise z.
  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor

  /// So many new points, all the way from noise, by the noise that `target` predicts.
  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor
}

/// x becomes U tanh(W x + b) + c. A gradient has the same shapes.
public struct TanhAutoencoder: Hashable, Sendable {
  /// W, `[k, d]`.
  public var encoderWeights: Tensor
  /// b, k of them.
  public var encoderBiases: [Double]
  /// U, `[d, k]`.
  public var decoderWeights: Tensor
  /// c, d of them.
  public var decoderBiases: [Double]

  public init(encoderWeights: Tensor, encoderBiases: [Double], decoderWeights: Tensor, decoderBiases: [Double]) {
    (self.encoderWeights, self.encoderBiases) = (encoderWeights, encoderBiases)
    (self.decoderWeights, self.decoderBiases) = (decoderWeights, decoderBiases)
  }
}

/// An autoencoder's loss and its gradient.
public struct Reconstruction: Hashable, Sendable {
  public var loss: Double
  public var gradient: TanhAutoencoder

  public init(loss: Double, gradient: TanhAutoencoder) { (self.loss, self.gradient) = (loss, gradient) }
}

/// The discriminator's loss and its gradient in each logit of a real point, and of a made one.
public struct DiscriminatorLoss: Hashable, Sendable {
  public var loss: Double
  public var real: [Double]
  public var fake: [Double]

  public init(loss: Double, real: [Double], fake: [Double]) { (self.loss, self.real, self.fake) = (loss, real, fake) }
}

/// The generator's loss and its gradient in each logit of a made point.
public struct GeneratorLoss: Hashable, Sendable {
  public var loss: Double
  public var fake: [Double]

  public init(loss: Double, fake: [Double]) { (self.loss, self.fake) = (loss, fake) }
}

/// A generator that makes A z + a of noise z, and a discriminator whose logit of a point x is w · x + b.
public struct Adversaries: Hashable, Sendable {
  /// A, `[d, k]`.
  public var generatorWeights: Tensor
  /// a, d of them.
  public var generatorBiases: [Double]
  /// w, d of them.
  public var discriminatorWeights: [Double]
  /// b.
  public var discriminatorBias: Double

  public init(
    generatorWeights: Tensor, generatorBiases: [Double], discriminatorWeights: [Double], discriminatorBias: Double
  ) {
    (self.generatorWeights, self.generatorBiases) = (generatorWeights, generatorBiases)
    (self.discriminatorWeights, self.discriminatorBias) = (discriminatorWeights, discriminatorBias)
  }
}

/// β, α and ᾱ of the times 1 to T, in this order: that of time t stands at index t − 1.
public struct NoiseSchedule: Hashable, Sendable {
  public var betas: [Double]
  public var alphas: [Double]
  public var alphaBars: [Double]

  public init(betas: [Double], alphas: [Double], alphaBars: [Double]) {
    (self.betas, self.alphas, self.alphaBars) = (betas, alphas, alphaBars)
  }
}

/// The loss of a noise prediction, and its gradient in the prediction, of the prediction's shape.
public struct NoiseLoss: Hashable, Sendable {
  public var loss: Double
  public var gradient: Tensor

  public init(loss: Double, gradient: Tensor) { (self.loss, self.gradient) = (loss, gradient) }
}
