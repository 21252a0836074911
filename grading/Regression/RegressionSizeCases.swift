import LabKit
import Labs

extension RegressionSet {
  /// Six samples whose errors are of this size; where they are tiny the coefficients are, too, or zeros where they are next to
  /// nothing, so that errors are what targets are.
  init(errors size: Double, _ generator: inout Generator) {
    self.init(6, features: 2, &generator)
    targets = targets.map { $0 * size }
    if size < 1 { coefficients = coefficients.map { size < 1e-15 ? 0 : $0 * size } }
  }
}

extension NoisyCurve {
  /// The points dealt out to three folds in turn.
  static func thirds(_ count: Int) -> [[Int]] {
    (0..<3).map { fold in (0..<count).filter { $0 % 3 == fold } }
  }

  /// Noise with so much of a line in it that under `thirds` a line is better than a constant by 1e-10 of the error: far more
  /// than rounding, far less than anyone would call a difference.
  static func hardlyALine(_ count: Int, _ generator: inout Generator) -> NoisyCurve {
    while true {
      var curve = NoisyCurve(count, power: 1, noise: 1, &generator)
      let noise = generator.normal(shape: [count]).values
      func gain(_ slope: Double) -> Double {
        curve.y = zip(curve.x, noise).map { slope * $0 + $1 }
        let (constant, line) = (curve.error(ofLine: false), curve.error(ofLine: true))
        return (constant - line) / constant - 1e-10
      }
      var (low, high) = (0.0, 4.0)
      guard gain(low) < -0.01, gain(high) > 0.01 else { continue }
      for _ in 0..<80 {
        let middle = (low + high) / 2
        if gain(middle) < 0 { low = middle } else { high = middle }
      }
      // Where rounding hides it, other points are drawn.
      if abs(gain(high)) < 1e-12 { return curve }
    }
  }

  /// The mean squared error under `thirds` of a constant, or of a line.
  private func error(ofLine: Bool) -> Double {
    let folds = Self.thirds(x.count)
    let errors = folds.indices.map { place in
      let others = folds.indices.filter { $0 != place }.flatMap { folds[$0] }
      let n = Double(others.count)
      let (meanX, meanY) = (others.reduce(0) { $0 + x[$1] } / n, others.reduce(0) { $0 + y[$1] } / n)
      let slope =
        others.reduce(0) { $0 + (x[$1] - meanX) * (y[$1] - meanY) }
        / others.reduce(0) { $0 + (x[$1] - meanX) * (x[$1] - meanX) }
      let squares = folds[place].map { point in
        let error = y[point] - meanY - (ofLine ? slope * (x[point] - meanX) : 0)
        return error * error
      }
      return squares.reduce(0, +) / Double(squares.count)
    }
    return errors.reduce(0, +) / Double(errors.count)
  }
}
