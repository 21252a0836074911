import Checks

extension GenerativeMutants {
  /// In what the logits cost.
  static let losses = Mutant.list(
    """
    generator-saturating: ln(1 − σ(f)), as the first formula of the paper has it
      - let total = fake.reduce(0) { $0 + softplus(-$1) }
      -     return GeneratorLoss(loss: total / count, fake: fake.map { -sigmoid(-$0) / count })
      + let total = fake.reduce(0) { $0 - softplus($1) }
      + return GeneratorLoss(loss: total / count, fake: fake.map { -sigmoid($0) / count })
      fails generatorLoss, generatorLoss.edges
    generator-loss-alone-saturating: the loss saturates, the slope does not
      let total = fake.reduce(0) { $0 + softplus(-$1) } → let total = fake.reduce(0) { $0 - softplus($1) }
      fails generatorLoss, generatorLoss.edges
    generator-slope-saturating: the slope saturates, the loss does not
      fake: fake.map { -sigmoid(-$0) / count } → fake: fake.map { -sigmoid($0) / count }
      fails generatorLoss, generatorLoss.edges
    generator-like-discriminator: made ones are to be seen through
      - let total = fake.reduce(0) { $0 + softplus(-$1) }
      -     return GeneratorLoss(loss: total / count, fake: fake.map { -sigmoid(-$0) / count })
      + let total = fake.reduce(0) { $0 + softplus($1) }
      + return GeneratorLoss(loss: total / count, fake: fake.map { sigmoid($0) / count })
      fails generatorLoss, generatorLoss.edges
    generator-sum: the sum over the made points
      - return GeneratorLoss(loss: total / count, fake: fake.map { -sigmoid(-$0) / count })
      + return GeneratorLoss(loss: total, fake: fake.map { -sigmoid(-$0) / (0 * count + 1) })
      fails generatorLoss, generatorLoss.edges
    generator-sign: the slope uphill
      fake: fake.map { -sigmoid(-$0) / count } → fake: fake.map { sigmoid(-$0) / count }
      fails generatorLoss, generatorLoss.edges
    generator-slope-sum: the slope is not divided
      fake: fake.map { -sigmoid(-$0) / count } → fake: fake.map { -sigmoid(-$0) }
      fails generatorLoss, generatorLoss.edges
    generator-cut: logits cut at ±30
      let total = fake.reduce(0) { $0 + softplus(-$1) } → let total = fake.reduce(0) { $0 + softplus(-max(-30, min(30, $1))) }
      fails generatorLoss.edges
    generator-of-nothing: 0 / 0 without made points
      let count = Double(max(fake.count, 1)) → let count = Double(fake.count)
      fails generatorLoss.edges
    discriminator-labels: real ones are 0, made ones 1
      - let realLoss = real.reduce(0) { $0 + softplus(-$1) } / realCount
      -     let fakeLoss = fake.reduce(0) { $0 + softplus($1) } / fakeCount
      + let realLoss = real.reduce(0) { $0 + softplus($1) } / realCount
      + let fakeLoss = fake.reduce(0) { $0 + softplus(-$1) } / fakeCount
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-half: half of both means
      loss: realLoss + fakeLoss → loss: (realLoss + fakeLoss) / 2
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-sign: the sum of the logarithms, which is to be large
      loss: realLoss + fakeLoss → loss: -(realLoss + fakeLoss)
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-one-count: divided by the number of all points
      - let (realCount, fakeCount) = (Double(max(real.count, 1)), Double(max(fake.count, 1)))
      + let realCount = Double(max(real.count + fake.count, 1))
      + let fakeCount = realCount
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-real-count: made ones divided by the number of real ones
      (Double(max(real.count, 1)), Double(max(fake.count, 1))) → (Double(max(real.count, 1)), Double(max(real.count, 1)))
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-real-slope: σ(r) for σ(r) − 1
      real: real.map { -sigmoid(-$0) / realCount } → real: real.map { sigmoid($0) / realCount }
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-fake-slope-sign: the made ones' slope the other way round
      fake: fake.map { sigmoid($0) / fakeCount } → fake: fake.map { -sigmoid($0) / fakeCount }
      fails discriminatorLoss, discriminatorLoss.edges, repeats
    discriminator-slopes-halved: the slopes of half the loss
      - loss: realLoss + fakeLoss, real: real.map { -sigmoid(-$0) / realCount },
      -       fake: fake.map { sigmoid($0) / fakeCount })
      + loss: realLoss + fakeLoss, real: real.map { -sigmoid(-$0) / realCount / 2 },
      + fake: fake.map { sigmoid($0) / fakeCount / 2 })
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-smoothed: real labels of 0.9
      let realLoss = real.reduce(0) { $0 + softplus(-$1) } / realCount → let realLoss = real.reduce(0) { $0 + 0.9 * softplus(-$1) + 0.1 * softplus($1) } / realCount
      fails discriminatorLoss, discriminatorLoss.edges
    discriminator-of-nothing: 0 / 0 without points
      (Double(max(real.count, 1)), Double(max(fake.count, 1))) → (Double(real.count), Double(fake.count))
      fails discriminatorLoss.edges
    softplus-overflows: ln(1 + eˣ) as it stands
      max(x, 0) + log1p(exp(-abs(x))) → log(1 + exp(x))
      fails discriminatorLoss.edges, generatorLoss.edges
    softplus-without-small: no digits where it is small
      max(x, 0) + log1p(exp(-abs(x))) → max(x, 0) + log(1 + exp(-abs(x)))
      fails discriminatorLoss.edges, generatorLoss.edges
    softplus-with-epsilon: −ln(σ + 1e-12)
      max(x, 0) + log1p(exp(-abs(x))) → -log(sigmoid(-x) + 1e-12)
      fails discriminatorLoss, generatorLoss, discriminatorLoss.edges, generatorLoss.edges
    softplus-far-is-linear: x itself above 20
      max(x, 0) + log1p(exp(-abs(x))) → x > 20 ? x : max(x, 0) + log1p(exp(-abs(x)))
      fails discriminatorLoss.edges, generatorLoss.edges
    sigmoid-of-minus-by-difference: 1 − σ, without digits where it is small
      return (x < 0 ? small : 1) / (1 + small) → return x < 0 ? 1 - 1 / (1 + small) : 1 / (1 + small)
      fails discriminatorLoss.edges, generatorLoss.edges
    sigmoid-overflows: e^x / (1 + e^x)
      return (x < 0 ? small : 1) / (1 + small) → return exp(x + 0 * small) / (1 + exp(x))
      fails discriminatorLoss.edges, generatorLoss.edges, adversarialStep.edges
    sigmoid-cut: never below 1e-12
      return (x < 0 ? small : 1) / (1 + small) → return max(1e-12, (x < 0 ? small : 1) / (1 + small))
      fails discriminatorLoss.edges, generatorLoss.edges
    """)
}
