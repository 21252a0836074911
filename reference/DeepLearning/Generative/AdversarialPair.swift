public import Tensors

/// A generative adversarial network (Goodfellow and others 2014): a discriminator D learns to tell data from what a generator
/// G makes of noise, and G learns to be taken for data.
///
/// D makes −ln σ(D(x)) − ln(1 − σ(D(G(z)))) small, G the non-saturating −ln σ(D(G(z))) (the paper's section 3).
public struct AdversarialPair<Scalar: TensorScalar>: Sendable {
  /// From noise to data.
  public private(set) var generator: Network<Scalar>
  /// From data to one logit.
  public private(set) var discriminator: Network<Scalar>
  private var generatorRule, discriminatorRule: Adam<Scalar>
  private let noise: Int
  private var stream: RandomStream

  /// A pair; the discriminator's output is one number for each sample.
  ///
  /// - Parameters:
  ///   - generator: from `noise` numbers to a sample.
  ///   - discriminator: from a sample to one logit.
  ///   - noise: how many standard normal numbers make a sample.
  ///   - rate: Adam's learning rate, of both.
  ///   - stream: the noise.
  public init(
    generator: Network<Scalar>, discriminator: Network<Scalar>, noise: Int, rate: Double = 2e-4,
    _ stream: inout RandomStream
  ) {
    require(!discriminator.stack.layers.isEmpty, "AdversarialPair: a discriminator without layers")
    (self.generator, self.discriminator, self.noise) = (generator, discriminator, noise)
    // The generator's gradient passes through the discriminator's first layer.
    self.discriminator.stack.layers[0].needsInputGradient = true
    generatorRule = Adam(rate: rate, beta1: 0.5)
    discriminatorRule = generatorRule
    self.stream = stream.split()
  }

  /// What the generator makes of fresh noise.
  public mutating func sample(_ count: Int) -> Tensor<Scalar> {
    generator.predict(Tensor(normal: 0, deviation: 1, Shape(count, noise), &stream))
  }

  /// One update of each on a batch of data; returns both losses before it.
  public mutating func step(_ data: Tensor<Scalar>) -> (generator: Scalar, discriminator: Scalar) {
    let count = data.shape[0]
    let z = Tensor<Scalar>(normal: 0, deviation: 1, Shape(count, noise), &stream)
    let made = generator.stack.forward(z, generator.parameters, training: true)

    // D on both halves at once: labels 1 for data, 0 for what was made.
    let both = Tensor.concatenating([data, made])
    var truth = Tensor<Scalar>(repeating: 1, Shape(2 * count, 1))
    truth.fill(0, at: count, count: count)
    let (loss, gradients, _) = discriminator.gradients(both, .values(truth), .binaryCrossEntropy)
    discriminatorRule.update(&discriminator.parameters, along: gradients)

    // G: the gradient at what was made, with the label 1, pulled back through D.
    let logits = discriminator.stack.forward(made, discriminator.parameters, training: true)
    var slope = Tensor<Scalar>.empty
    let wanted = Targets.values(Tensor<Scalar>(repeating: 1, logits.shape))
    let value = Loss.binaryCrossEntropy.evaluate(logits, wanted, samples: wanted.all, gradient: &slope)
    var unused = discriminator.parameters.zeros()
    let madeGradient = discriminator.stack.backward(slope, discriminator.parameters, into: &unused)
    var generatorGradients = generator.parameters.zeros()
    _ = generator.stack.backward(madeGradient, generator.parameters, into: &generatorGradients)
    generatorRule.update(&generator.parameters, along: generatorGradients)
    return (value, 2 * loss)
  }
}
