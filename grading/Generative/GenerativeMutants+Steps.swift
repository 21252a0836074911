import Checks

extension GenerativeMutants {
  /// In the steps back and the whole way.
  static let steps = Mutant.list(
    """
    reverse-next-time: the index is the time, and the last one's is the one before
      - schedule.betas[time - 1], schedule.alphas[time - 1], schedule.alphaBars[time - 1]
      + schedule.betas[min(time, schedule.betas.count - 1)], schedule.alphas[min(time, schedule.betas.count - 1)],
      + schedule.alphaBars[min(time, schedule.betas.count - 1)]
      fails reverseStep, reverseStep.edges
    reverse-alpha-for-bar: √(1 − α) below the predicted noise
      (beta / (1 - alphaBar).squareRoot()) → (beta / (1 - alpha + 0 * alphaBar).squareRoot())
      fails reverseStep, reverseStep.edges
    reverse-bar-for-alpha: divided by √ᾱ
      / alpha.squareRoot() → / alphaBar.squareRoot()
      fails reverseStep, reverseStep.edges
    reverse-without-root: 1 − ᾱ below the predicted noise
      (beta / (1 - alphaBar).squareRoot()) → (beta / (1 - alphaBar))
      fails reverseStep, reverseStep.edges
    reverse-not-divided: not divided by √α
      / alpha.squareRoot() → / (0 * alpha + 1)
      fails reverseStep, reverseStep.edges
    reverse-divided-by-alpha: divided by α
      / alpha.squareRoot() → / alpha
      fails reverseStep, reverseStep.edges
    reverse-all-noise-off: all of the predicted noise off
      (beta / (1 - alphaBar).squareRoot()) → (0 * beta + (1 - alphaBar).squareRoot())
      fails reverseStep, reverseStep.edges
    reverse-noise-on: the predicted noise on
      (points - predicted → (points + predicted
      fails reverseStep, reverseStep.edges
    reverse-variance: β z for √β z
      mean + noise * beta.squareRoot() → mean + noise * beta
      fails reverseStep, reverseStep.edges
    reverse-posterior-variance: the posterior's variance for β
      - return time > 1 ? mean + noise * beta.squareRoot() : mean
      + if time == 1 { return mean }
      + let before = schedule.alphaBars[time - 2]
      + return mean + noise * (beta * (1 - before) / (1 - alphaBar)).squareRoot()
      fails reverseStep, reverseStep.edges
    reverse-without-noise: no fresh noise at all
      mean + noise * beta.squareRoot() → mean + noise * 0
      fails reverseStep, reverseStep.edges
    reverse-noise-at-the-last: fresh noise at time 1 too
      time > 1 ? mean + noise * beta.squareRoot() : mean → mean + noise * beta.squareRoot()
      fails reverseStep, reverseStep.edges
    reverse-none-before-the-last: no fresh noise at time 2 either
      time > 1 ? mean → time > 2 ? mean
      fails reverseStep, reverseStep.edges
    reverse-noise-but-at-the-first: fresh noise but at time T
      time > 1 ? mean → time < schedule.betas.count ? mean
      fails reverseStep, reverseStep.edges
    reverse-noise-inside: the fresh noise divided by √α too
      time > 1 ? mean + noise * beta.squareRoot() : mean → time > 1 ? mean + noise * (beta / alpha).squareRoot() : mean
      fails reverseStep, reverseStep.edges
    reverse-cut: points cut to ±1000
      return time > 1 ? mean + noise → return time > 1 ? mean.map { max(-1000, min(1000, $0)) } + noise
      fails reverseStep.edges
    reverse-linear-bars: ᾱ worked out anew as for a β that rises evenly
      - let mean = (points - predicted * (beta / (1 - alphaBar).squareRoot())) / alpha.squareRoot()
      + let last = schedule.betas[schedule.betas.count - 1]
      + let linear = self.schedule(steps: schedule.betas.count, first: schedule.betas[0], last: last)
      + let bar = linear.alphaBars[time - 1] + 0 * alphaBar
      + let mean = (points - predicted * (beta / (1 - bar).squareRoot())) / alpha.squareRoot()
      fails reverseStep, reverseStep.edges
    sample-upwards: from time 1 to T
      stride(from: schedule.betas.count, to: 0, by: -1) → stride(from: 1, through: schedule.betas.count, by: 1)
      fails sample, sample.edges, statistics
    sample-without-the-last: ends at time 2
      stride(from: schedule.betas.count, to: 0, by: -1) → stride(from: schedule.betas.count, to: 1, by: -1)
      fails sample, sample.edges, statistics
    sample-without-the-first: begins at time T − 1
      stride(from: schedule.betas.count, to: 0, by: -1) → stride(from: schedule.betas.count - 1, to: 0, by: -1)
      fails sample, sample.edges
    sample-from-zeros: from the origin
      var points = generator.normal(shape: shape) → var points = 0 * generator.normal(shape: shape)
      fails sample, sample.edges
    sample-one-z: the same z for all steps
      - let noise = time > 1 ? generator.normal(shape: shape) : Tensor(shape: shape)
      -       points = reverseStep
      + var same = Generator(seed: seed ^ 5)
      + let noise = same.normal(shape: shape)
      + points = reverseStep
      fails sample, sample.edges, statistics
    sample-generator-anew: the steps' noise is that of the start
      - let noise = time > 1 ? generator.normal(shape: shape) : Tensor(shape: shape)
      + var generator = Generator(seed: seed)
      + let noise = time > 1 ? generator.normal(shape: shape) : Tensor(shape: shape)
      fails sample, sample.edges, statistics
    sample-predicted-at-alpha: the noise predicted for α, not ᾱ
      alphaBar: schedule.alphaBars[time - 1]) → alphaBar: schedule.alphas[time - 1])
      fails sample, sample.edges, statistics
    sample-predicted-at-the-next: the noise predicted for the time before
      alphaBar: schedule.alphaBars[time - 1]) → alphaBar: schedule.alphaBars[max(0, time - 2)])
      fails sample, sample.edges; sometimes statistics
    sample-predicted-once: the noise of the start all the way
      - var points = generator.normal(shape: shape)
      + var points = generator.normal(shape: shape)
      + let start = points
      and
      target.noise(in: points → target.noise(in: start
      fails sample, sample.edges, statistics
    sample-without-z: a way without chance
      let noise = time > 1 ? generator.normal(shape: shape) → let noise = time > 1 ? 0 * generator.normal(shape: shape)
      fails sample, sample.edges, statistics
    sample-at-least-one-step: time 1 where there is none
      - var points = generator.normal(shape: shape)
      + var points = generator.normal(shape: shape)
      + if schedule.betas.isEmpty { points = target.noise(in: points, alphaBar: 0.5) }
      fails sample.edges
    sample-hundred-steps: never more than a hundred steps
      stride(from: schedule.betas.count, to: 0, by: -1) → stride(from: min(100, schedule.betas.count), to: 0, by: -1)
      fails sample.edges
    sample-32-bits: the lower half of the seed
      var generator = Generator(seed: seed) → var generator = Generator(seed: UInt64(UInt32(truncatingIfNeeded: seed)))
      fails sample, sample.edges
    sample-seed-zero: 0 taken for no seed
      var generator = Generator(seed: seed) → var generator = Generator(seed: seed == 0 ? 42 : seed)
      fails sample.edges
    sample-straight: drawn from the target, without a way back
      - stride(from: schedule.betas.count, to: 0, by: -1) {
      + stride(from: schedule.betas.count, to: 0, by: -1) {
      + if time > 0 {
      + for row in 0..<count {
      + var rest = generator.uniform()
      + let component = target.weights.firstIndex { rest -= $0; return rest < 0 } ?? 0
      + for place in 0..<shape[1] {
      + points[row, place] = target.means[component, place] + target.deviations[component] * generator.normal()
      + }
      + }
      + return points
      + }
      fails sample, sample.edges, statistics; sometimes repeats
    """)
}
