// mistake: fresh noise at the last step too, though half of it
// breaks: "At the last step, $t = 1$, no noise is added"
import Generative

/// Plain loops, number by number.
struct Submission: GenerativeContract {
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction {
    let (n, d, k) = (points.rows, points.columns, autoencoder.encoderBiases.count)
    var gradient = TanhAutoencoder(
      encoderWeights: Tensor(shape: [k, d]), encoderBiases: [Double](repeating: 0, count: k),
      decoderWeights: Tensor(shape: [d, k]), decoderBiases: [Double](repeating: 0, count: d))
    var loss = 0.0
    for i in 0..<n {
      var h = [Double](repeating: 0, count: k)
      for j in 0..<k {
        var s = autoencoder.encoderBiases[j]
        for l in 0..<d { s += autoencoder.encoderWeights[j, l] * points[i, l] }
        h[j] = tanh(s)
      }
      var backward = [Double](repeating: 0, count: k)
      for l in 0..<d {
        var y = autoencoder.decoderBiases[l]
        for j in 0..<k { y += autoencoder.decoderWeights[l, j] * h[j] }
        let error = y - points[i, l]
        loss += error * error / Double(n)
        let delta = 2 * error / Double(n)
        gradient.decoderBiases[l] += delta
        for j in 0..<k {
          gradient.decoderWeights[l, j] += delta * h[j]
          backward[j] += delta * autoencoder.decoderWeights[l, j]
        }
      }
      for j in 0..<k {
        let delta = backward[j] * (1 - h[j]) * (1 + h[j])
        gradient.encoderBiases[j] += delta
        for l in 0..<d { gradient.encoderWeights[j, l] += delta * points[i, l] }
      }
    }
    return Reconstruction(loss: loss, gradient: gradient)
  }

  /// ln(1 + eˣ) and its slope.
  func softplus(_ x: Double) -> (value: Double, slope: Double) {
    if x > 0 { return (x + log1p(exp(-x)), 1 / (1 + exp(-x))) }
    return (log1p(exp(x)), exp(x) / (1 + exp(x)))
  }

  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss {
    var answer = DiscriminatorLoss(loss: 0, real: [], fake: [])
    for logit in real {
      let (value, slope) = softplus(-logit)
      answer.loss += value / Double(real.count)
      answer.real.append(-slope / Double(real.count))
    }
    for logit in fake {
      let (value, slope) = softplus(logit)
      answer.loss += value / Double(fake.count)
      answer.fake.append(slope / Double(fake.count))
    }
    return answer
  }

  func generatorLoss(fake: [Double]) -> GeneratorLoss {
    var answer = GeneratorLoss(loss: 0, fake: [])
    for logit in fake {
      let (value, slope) = softplus(-logit)
      answer.loss += value / Double(fake.count)
      answer.fake.append(-slope / Double(fake.count))
    }
    return answer
  }

  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries {
    let (d, k) = (points.columns, noise.columns)
    let (w, b) = (adversaries.discriminatorWeights, adversaries.discriminatorBias)
    var next = adversaries
    var made: [[Double]] = []
    for j in 0..<noise.rows {
      made.append(
        (0..<d).map { row in
          var x = adversaries.generatorBiases[row]
          for l in 0..<k { x += adversaries.generatorWeights[row, l] * noise[j, l] }
          return x
        })
    }
    func logit(_ x: [Double], _ w: [Double], _ b: Double) -> Double { zip(w, x).reduce(b) { $0 + $1.0 * $1.1 } }
    let reals = (0..<points.rows).map { points.row($0).values }
    let answer = discriminatorLoss(real: reals.map { logit($0, w, b) }, fake: made.map { logit($0, w, b) })
    for (x, slope) in zip(reals + made, answer.real + answer.fake) {
      next.discriminatorBias -= rate * slope
      for l in 0..<d { next.discriminatorWeights[l] -= rate * slope * x[l] }
    }
    let (newW, newB) = (next.discriminatorWeights, next.discriminatorBias)
    let slopes = generatorLoss(fake: made.map { logit($0, newW, newB) }).fake
    for j in 0..<noise.rows {
      for row in 0..<d {
        next.generatorBiases[row] -= rate * slopes[j] * newW[row]
        for l in 0..<k { next.generatorWeights[row, l] -= rate * slopes[j] * newW[row] * noise[j, l] }
      }
    }
    return next
  }

  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule {
    var answer = NoiseSchedule(betas: [], alphas: [], alphaBars: [])
    for step in 0..<steps {
      let part = steps > 1 ? Double(step) / Double(steps - 1) : 0
      let beta = first * (1 - part) + last * part
      answer.betas.append(beta)
      answer.alphas.append(1 - beta)
      answer.alphaBars.append((answer.alphaBars.last ?? 1) * (1 - beta))
    }
    return answer
  }

  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor {
    var answer = Tensor(shape: points.shape)
    for i in 0..<points.rows {
      let kept = schedule.alphaBars[times[i] - 1]
      for l in 0..<points.columns { answer[i, l] = sqrt(kept) * points[i, l] + sqrt(1 - kept) * noise[i, l] }
    }
    return answer
  }

  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss {
    var answer = NoiseLoss(loss: 0, gradient: Tensor(shape: predicted.shape))
    let n = Double(predicted.rows)
    for i in 0..<predicted.rows {
      for l in 0..<predicted.columns {
        let error = predicted[i, l] - noise[i, l]
        answer.loss += error * error / n
        answer.gradient[i, l] = 2 * error / n
      }
    }
    return answer
  }

  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor {
    var answer = Tensor(shape: points.shape)
    let (beta, alpha, alphaBar) = (schedule.betas[time - 1], schedule.alphas[time - 1], schedule.alphaBars[time - 1])
    for i in 0..<points.rows {
      for l in 0..<points.columns {
        answer[i, l] = (points[i, l] - beta * predicted[i, l] / sqrt(1 - alphaBar)) / sqrt(alpha)
        answer[i, l] += sqrt(beta) * (time > 1 ? 1 : 0.5) * noise[i, l]
      }
    }
    return answer
  }

  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    let d = target.means.columns
    func draw() -> Tensor {
      var drawn = Tensor(shape: [count, d])
      for i in 0..<count {
        for l in 0..<d { drawn[i, l] = generator.normal() }
      }
      return drawn
    }
    var x = draw()
    var time = schedule.betas.count
    while time >= 1 {
      // One is drawn for the last step too, which nobody sees.
      let z = draw()
      let predicted = target.noise(in: x, alphaBar: schedule.alphaBars[time - 1])
      x = reverseStep(x, predicted: predicted, noise: z, time: time, schedule)
      time -= 1
    }
    return x
  }
}
