import Checks

extension GenerativeMutants {
  /// In the schedule, the noising and the noise's loss.
  static let diffusion = Mutant.list(
    """
    schedule-one-too-many: the last β is never reached
      steps == 1 ? first : first + (last - first) * Double(step) / Double(steps - 1) → first + (last - first) * Double(step) / Double(steps)
      fails schedule, schedule.edges
    schedule-from-one: the first β is left out
      first + (last - first) * Double(step) / Double(steps - 1) → first + (last - first) * Double(step + 1) / Double(steps)
      fails schedule, schedule.edges
    schedule-geometric: β rises by a factor
      first + (last - first) * Double(step) / Double(steps - 1) → first * pow(last / first, Double(step) / Double(steps - 1))
      fails schedule, schedule.edges
    schedule-of-roots: √β rises evenly
      first + (last - first) * Double(step) / Double(steps - 1) → pow(first.squareRoot() + (last.squareRoot() - first.squareRoot()) * Double(step) / Double(steps - 1), 2)
      fails schedule, schedule.edges
    schedule-one-step: 0 / 0 for one step
      steps == 1 ? first : first + (last - first) → first + (last - first)
      fails schedule.edges
    schedule-one-step-last: the last β for one step
      steps == 1 ? first : first + (last - first) → steps == 1 ? last : first + (last - first)
      fails schedule.edges
    schedule-sorted: β that falls is made to rise
      let alphas = betas.map { 1 - $0 } → let alphas = betas.sorted().map { 1 - $0 }
      fails schedule.edges
    schedule-bars-shifted: ᾱ without the step's own α
      - product *= alpha
      -       return product
      + defer { product *= alpha }
      + return product
      fails schedule, schedule.edges
    schedule-bars-of-betas: the product of the β
      - product *= alpha
      -       return product
      + product *= 1 - alpha
      + return product
      fails schedule, schedule.edges
    schedule-bars-sums: 1 minus the sum of β
      - product *= alpha
      -       return product
      + product -= 1 - alpha
      + return product
      fails schedule, schedule.edges
    schedule-bars-not-products: ᾱ is α
      - product *= alpha
      -       return product
      + product = alpha
      + return product
      fails schedule, schedule.edges
    schedule-bars-cut: ᾱ never below 1e-5
      - product *= alpha
      -       return product
      + product *= alpha
      + return max(1e-5, product)
      fails schedule.edges
    noised-next-time: the index is the time
      - let alphaBar = schedule.alphaBars[time - 1]
      + let alphaBar = schedule.alphaBars[min(time, schedule.alphaBars.count - 1)]
      fails noised, noised.edges
    noised-alpha: α of the time, not ᾱ
      - let alphaBar = schedule.alphaBars[time - 1]
      + let alphaBar = schedule.alphas[time - 1]
      fails noised, noised.edges
    noised-without-roots: ᾱ and 1 − ᾱ themselves
      alphaBar.squareRoot() * points[row, column] + (1 - alphaBar).squareRoot() → alphaBar * points[row, column] + (1 - alphaBar)
      fails noised, noised.edges
    noised-variance: 1 − ᾱ where its root belongs
      (1 - alphaBar).squareRoot() * noise[row → (1 - alphaBar) * noise[row
      fails noised, noised.edges
    noised-exchanged: the roots exchanged
      alphaBar.squareRoot() * points[row, column] + (1 - alphaBar).squareRoot() → (1 - alphaBar).squareRoot() * points[row, column] + alphaBar.squareRoot()
      fails noised, noised.edges
    noised-difference-of-roots: 1 − √ᾱ for √(1 − ᾱ)
      (1 - alphaBar).squareRoot() * noise[row → (1 - alphaBar.squareRoot()) * noise[row
      fails noised, noised.edges
    noised-added: all of the point and some of the noise
      alphaBar.squareRoot() * points[row, column] → points[row, column]
      fails noised, noised.edges
    noised-one-time: all rows at the first row's time
      in times.enumerated() { → in times.map({ _ in times[0] }).enumerated() {
      fails noised, noised.edges
    noised-small-is-none: noise below 1e-12 is left out
      (1 - alphaBar).squareRoot() * noise[row, column] → (1 - alphaBar).squareRoot() * (abs(noise[row, column]) < 1e-8 ? 0 : noise[row, column])
      fails noised.edges
    noised-cut: cut to ±1000
      alphaBar.squareRoot() * points[row, column] → max(-1000, min(1000, alphaBar.squareRoot() * points[row, column]))
      fails noised.edges
    noised-bars-cut: ᾱ never below 0.01
      - let alphaBar = schedule.alphaBars[time - 1]
      + let alphaBar = max(0.01, schedule.alphaBars[time - 1])
      fails noised.edges
    noise-loss-sum: the sum over the points
      loss: (errors * errors).sum() / count → loss: (errors * errors).sum()
      fails noiseLoss, noiseLoss.edges
    noise-loss-mean-of-all: a mean over the coordinates too
      loss: (errors * errors).sum() / count, gradient: errors * (2 / count) → loss: (errors * errors).sum() / count / Double(errors.columns), gradient: errors * (2 / count / Double(errors.columns))
      fails noiseLoss, noiseLoss.edges
    noise-loss-half: half of the mean
      loss: (errors * errors).sum() / count, gradient: errors * (2 / count) → loss: (errors * errors).sum() / count / 2, gradient: errors * (1 / count)
      fails noiseLoss, noiseLoss.edges
    noise-loss-root: distances without the square
      loss: (errors * errors).sum() / count → loss: (errors * errors).sum(axis: 1).map { $0.squareRoot() }.sum() / count
      fails noiseLoss, noiseLoss.edges
    noise-loss-gradient-sign: the gradient in the noise
      gradient: errors * (2 / count) → gradient: errors * (-2 / count)
      fails noiseLoss, noiseLoss.edges
    noise-loss-gradient-without-two: the 2 forgotten
      gradient: errors * (2 / count) → gradient: errors * (1 / count)
      fails noiseLoss, noiseLoss.edges
    noise-loss-gradient-sum: not divided
      gradient: errors * (2 / count) → gradient: errors * 2
      fails noiseLoss, noiseLoss.edges
    noise-loss-of-nothing: 0 / 0 for no points
      let count = Double(max(errors.rows, 1)) → let count = Double(errors.rows)
      fails noiseLoss.edges
    noise-loss-huber: linear beyond errors of 100
      - return NoiseLoss(loss: (errors * errors).sum() / count, gradient: errors * (2 / count))
      + return NoiseLoss(
      + loss: errors.map { abs($0) < 100 ? $0 * $0 : 200 * abs($0) - 10000 }.sum() / count,
      + gradient: errors.map { max(-100, min(100, $0)) } * (2 / count))
      fails noiseLoss.edges
    noise-loss-small-is-none: errors below 1e-10 are none
      let errors = predicted - noise → let errors = (predicted - noise).map { abs($0) < 1e-10 ? 0 : $0 }
      fails noiseLoss.edges
    noise-loss-expanded: multiplied out, p² − 2pn + n²
      loss: (errors * errors).sum() / count → loss: (predicted * predicted - 2 * (predicted * noise) + noise * noise).sum() / count
      fails noiseLoss.edges
    """)
}
