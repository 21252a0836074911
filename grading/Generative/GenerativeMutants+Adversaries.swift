import Checks

extension GenerativeMutants {
  /// In the alternating step.
  static let adversaries = Mutant.list(
    """
    step-generator-against-the-old: the generator's step by the discriminator as it was
      - let fooled = generatorLoss(fake: logits(of: made, by: moved))
      -     let direction = Tensor(moved.discriminatorWeights)
      + let fooled = generatorLoss(fake: logits(of: made, by: adversaries))
      + let direction = Tensor(adversaries.discriminatorWeights)
      fails adversarialStep, adversarialStep.edges
    step-old-logits: the new w, but the logits of the old one
      fake: logits(of: made, by: moved) → fake: logits(of: made, by: adversaries)
      fails adversarialStep, adversarialStep.edges
    step-old-direction: the new logits, but pulled back through the old w
      let direction = Tensor(moved.discriminatorWeights) → let direction = Tensor(adversaries.discriminatorWeights)
      fails adversarialStep, adversarialStep.edges
    step-uphill: the generator against its own loss
      moved.generatorWeights -= weightSlopes * rate → moved.generatorWeights += weightSlopes * rate
      fails adversarialStep, adversarialStep.edges
    step-discriminator-uphill: the discriminator's loss grows
      (Tensor(adversaries.discriminatorWeights) - slopes → (Tensor(adversaries.discriminatorWeights) + slopes
      fails adversarialStep, adversarialStep.edges
    step-without-made: the discriminator sees real points only
      pulled(judged.fake, to: made) → 0 * pulled(judged.fake, to: made)
      fails adversarialStep, adversarialStep.edges
    step-bias-stays: b does not move
      (judged.real + judged.fake).reduce(0, +) → 0 * (judged.real + judged.fake).reduce(0, +)
      fails adversarialStep, adversarialStep.edges
    step-bias-of-real: b by the real points only
      (judged.real + judged.fake).reduce(0, +) → judged.real.reduce(0, +)
      fails adversarialStep, adversarialStep.edges
    step-generator-bias-stays: a does not move
      direction * (rate * fooled.fake.reduce(0, +)) → direction * (0 * rate * fooled.fake.reduce(0, +))
      fails adversarialStep, adversarialStep.edges
    step-without-direction: the slope of the logit for that of the point
      let weightSlopes = direction.reshaped([direction.count, 1]) * pulled → let weightSlopes = Tensor(shape: [direction.count, 1], repeating: 1) * pulled
      fails adversarialStep, adversarialStep.edges
    step-discriminator-alone: the generator stays
      - moved.generatorWeights -= weightSlopes * rate
      -     moved.generatorBiases = (Tensor(moved.generatorBiases) - direction * (rate * fooled.fake.reduce(0, +))).values
      + moved.generatorWeights -= weightSlopes * 0
      fails adversarialStep, adversarialStep.edges
    step-made-without-bias: made points without a
      let made = noise.matmul(adversaries.generatorWeights.transposed()) + Tensor(adversaries.generatorBiases) → let made = noise.matmul(adversaries.generatorWeights.transposed()) + 0 * Tensor(adversaries.generatorBiases)
      fails adversarialStep, adversarialStep.edges
    step-logits-without-bias: logits without b
      adversaries.discriminatorBias).values → 0 * adversaries.discriminatorBias).values
      fails adversarialStep, adversarialStep.edges
    step-generator-saturating: the generator's step along ln(1 − σ)
      let fooled = generatorLoss(fake: logits(of: made, by: moved)) → let fooled = GeneratorLoss(loss: 0, fake: discriminatorLoss(real: [], fake: logits(of: made, by: moved)).fake.map { -$0 })
      fails adversarialStep, adversarialStep.edges
    step-clipped: the generator's slopes cut at 1
      let weightSlopes = direction.reshaped([direction.count, 1]) * pulled(fooled.fake, to: noise) → let weightSlopes = (direction.reshaped([direction.count, 1]) * pulled(fooled.fake, to: noise)).map { max(-4, min(4, $0)) }
      fails adversarialStep.edges
    step-weights-clipped: w cut at ±10, as another kind of adversaries has it
      moved.discriminatorBias -= → moved.discriminatorWeights = moved.discriminatorWeights.map { max(-10, min(10, $0)) }; moved.discriminatorBias -=
      fails adversarialStep.edges
    step-tiny-is-none: moves below 1e-12 are left out
      let weightSlopes = direction.reshaped([direction.count, 1]) * pulled(fooled.fake, to: noise) → let weightSlopes = (direction.reshaped([direction.count, 1]) * pulled(fooled.fake, to: noise)).map { abs($0 * rate) < 1e-12 ? 0 : $0 }
      fails adversarialStep.edges
    """)
}
