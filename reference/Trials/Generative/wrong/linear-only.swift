// mistake: ᾱ worked out anew from the first and the last β
// breaks: "any one, in which $\beta$ neither need rise evenly nor rise at all"
import Generative

/// Arrays of rows, with small helpers for what all parts share.
struct Submission: GenerativeContract {
  func reconstruction(_ autoencoder: TanhAutoencoder, _ points: Tensor) -> Reconstruction {
    let samples = rows(of: points)
    let (encoder, decoder) = (rows(of: autoencoder.encoderWeights), rows(of: autoencoder.decoderWeights))
    let count = Double(samples.count)
    let codes = samples.map { sample in
      zip(encoder, autoencoder.encoderBiases).map { tanh(dot($0, sample) + $1) }
    }
    let errors = zip(samples, codes).map { sample, code in
      zip(zip(decoder, autoencoder.decoderBiases), sample).map { dot($0.0, code) + $0.1 - $1 }
    }
    var gradient = TanhAutoencoder(
      encoderWeights: Tensor(shape: autoencoder.encoderWeights.shape),
      encoderBiases: autoencoder.encoderBiases.map { _ in 0 },
      decoderWeights: Tensor(shape: autoencoder.decoderWeights.shape),
      decoderBiases: autoencoder.decoderBiases.map { _ in 0 })
    guard !samples.isEmpty else { return Reconstruction(loss: 0, gradient: gradient) }
    let columns = rows(of: autoencoder.decoderWeights.transposed())
    let pulled = zip(codes, errors).map { code, error in
      zip(columns, code).map { dot($0, error) * (1 - $1 * $1) }
    }
    func total(_ left: [[Double]], _ a: Int) -> Double { left.reduce(0) { $0 + $1[a] } }
    func product(_ left: [[Double]], _ right: [[Double]]) -> [Double] {
      let size = right[0].count
      var sums = [Double](repeating: 0, count: left[0].count * size)
      for (one, other) in zip(left, right) {
        for (place, factor) in one.enumerated() {
          for column in 0..<size { sums[place * size + column] += factor * other[column] }
        }
      }
      return sums.map { 2 * $0 / count }
    }
    gradient.encoderWeights.values = product(pulled, samples)
    gradient.decoderWeights.values = product(errors, codes)
    gradient.encoderBiases = encoder.indices.map { 2 * total(pulled, $0) / count }
    gradient.decoderBiases = decoder.indices.map { 2 * total(errors, $0) / count }
    return Reconstruction(loss: errors.reduce(0) { $0 + dot($1, $1) } / count, gradient: gradient)
  }

  func discriminatorLoss(real: [Double], fake: [Double]) -> DiscriminatorLoss {
    let (one, zero) = (crossEntropy(real, label: 1), crossEntropy(fake, label: 0))
    return DiscriminatorLoss(loss: one.loss + zero.loss, real: one.slopes, fake: zero.slopes)
  }

  func generatorLoss(fake: [Double]) -> GeneratorLoss {
    let (loss, slopes) = crossEntropy(fake, label: 1)
    return GeneratorLoss(loss: loss, fake: slopes)
  }

  /// The mean of the binary cross-entropy with one label, and its slopes.
  private func crossEntropy(_ logits: [Double], label: Int) -> (loss: Double, slopes: [Double]) {
    let n = Double(logits.count)
    var loss = 0.0
    var slopes: [Double] = []
    for logit in logits {
      // How far on the wrong side it is.
      let wrong = label == 1 ? -logit : logit
      let e = exp(wrong < 0 ? wrong : -wrong)
      loss += (wrong > 0 ? wrong : 0) + log1p(e)
      let share = wrong < 0 ? e / (1 + e) : 1 / (1 + e)
      slopes.append((label == 1 ? -share : share) / n)
    }
    return (logits.isEmpty ? 0 : loss / n, slopes)
  }

  func adversarialStep(_ adversaries: Adversaries, _ points: Tensor, noise: Tensor, rate: Double) -> Adversaries {
    var answer = adversaries
    let (real, inputs) = (rows(of: points), rows(of: noise))
    let weights = rows(of: adversaries.generatorWeights)
    let made = inputs.map { z in zip(weights, adversaries.generatorBiases).map { dot($0, z) + $1 } }
    func logits(_ points: [[Double]]) -> [Double] {
      points.map { dot(answer.discriminatorWeights, $0) + answer.discriminatorBias }
    }
    let judged = discriminatorLoss(real: logits(real), fake: logits(made))
    let slopes = judged.real + judged.fake
    for place in answer.discriminatorWeights.indices {
      answer.discriminatorWeights[place] -= rate * dot(slopes, (real + made).map { $0[place] })
    }
    answer.discriminatorBias -= rate * slopes.reduce(0, +)
    let fooled = generatorLoss(fake: logits(made)).fake
    for (place, weight) in answer.discriminatorWeights.enumerated() {
      answer.generatorBiases[place] -= rate * weight * fooled.reduce(0, +)
      for column in 0..<noise.columns {
        answer.generatorWeights[place, column] -= rate * weight * dot(fooled, inputs.map { $0[column] })
      }
    }
    return answer
  }

  func schedule(steps: Int, first: Double, last: Double) -> NoiseSchedule {
    let betas = (0..<steps).map { $0 == 0 ? first : first + (last - first) * (Double($0) / Double(steps - 1)) }
    let alphas = betas.map { 1 - $0 }
    return NoiseSchedule(
      betas: betas, alphas: alphas, alphaBars: alphas.indices.map { alphas[0...$0].reduce(1, *) })
  }

  func noised(_ points: Tensor, noise: Tensor, times: [Int], _ schedule: NoiseSchedule) -> Tensor {
    var answer: [Double] = []
    for (row, time) in times.enumerated() {
      let (first, last) = (schedule.betas[0], schedule.betas[schedule.betas.count - 1])
      let linear = self.schedule(steps: schedule.betas.count, first: first, last: last)
      let (signal, spread) = (sqrt(linear.alphaBars[time - 1]), sqrt(1 - linear.alphaBars[time - 1]))
      answer += zip(points.row(row).values, noise.row(row).values).map { signal * $0 + spread * $1 }
    }
    return Tensor(shape: points.shape, values: answer)
  }

  func noiseLoss(_ predicted: Tensor, _ noise: Tensor) -> NoiseLoss {
    let n = Double(predicted.rows)
    let errors = zip(predicted.values, noise.values).map { $0 - $1 }
    return NoiseLoss(
      loss: errors.isEmpty ? 0 : dot(errors, errors) / n,
      gradient: Tensor(shape: predicted.shape, values: errors.map { 2 * $0 / n }))
  }

  func reverseStep(
    _ points: Tensor, predicted: Tensor, noise: Tensor, time: Int, _ schedule: NoiseSchedule
  ) -> Tensor {
    let at = time - 1
    let scale = 1 / sqrt(schedule.alphas[at])
    let off = schedule.betas[at] / sqrt(1 - schedule.alphaBars[at])
    var answer = points
    for place in answer.values.indices {
      answer.values[place] = scale * (points.values[place] - off * predicted.values[place])
      if at != 0 { answer.values[place] += sqrt(schedule.betas[at]) * noise.values[place] }
    }
    return answer
  }

  func sample(_ count: Int, _ target: GaussianMixture, _ schedule: NoiseSchedule, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    let (shape, steps) = ([count, target.means.columns], schedule.betas.count)
    // All chance first: the start, and a z for each step but the last.
    var draws = (0..<max(steps, 1)).map { _ in generator.normal(shape: shape) }
    var points = draws.removeFirst()
    for time in (0..<steps).map({ steps - $0 }) {
      let noise = draws.isEmpty ? points : draws.removeFirst()
      let predicted = target.noise(in: points, alphaBar: schedule.alphaBars[time - 1])
      points = reverseStep(points, predicted: predicted, noise: noise, time: time, schedule)
    }
    return points
  }

  private func rows(of matrix: Tensor) -> [[Double]] { (0..<matrix.rows).map { matrix.row($0).values } }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
