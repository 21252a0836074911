public import LabKit

/// Points that are drawn from one of several round normal distributions, and what is to be told of noise in them: in place
/// of a network that has learned it, which would come near to this.
public struct GaussianMixture: Hashable, Sendable {
  /// How often a point comes from each component; they add up to 1.
  public var weights: [Double]
  /// The components' means, `[components, d]`.
  public var means: Tensor
  /// The components' standard deviations, in all directions alike.
  public var deviations: [Double]

  public init(weights: [Double], means: Tensor, deviations: [Double]) {
    (self.weights, self.means, self.deviations) = (weights, means, deviations)
  }

  /// The mean of the noise ε given each row of `points`, √ᾱ·x₀ + √(1 − ᾱ)·ε of points x₀ of this mixture: of all
  /// predictions the one of least loss.
  ///
  /// A noised component is normal with mean √ᾱ·μ and variance v = ᾱ·s² + 1 − ᾱ, and of its points the noise is
  /// √(1 − ᾱ)·(x − √ᾱ·μ)/v; components count by how likely the point is theirs.
  public func noise(in points: Tensor, alphaBar: Double) -> Tensor {
    let size = points.columns
    let variances = deviations.map { alphaBar * $0 * $0 + (1 - alphaBar) }
    var predicted = Tensor(shape: points.shape)
    for row in 0..<points.rows {
      let distances = weights.indices.map { component in
        (0..<size).map { points[row, $0] - alphaBar.squareRoot() * means[component, $0] }
      }
      let logarithms = weights.indices.map { component in
        let square = distances[component].reduce(0) { $0 + $1 * $1 }
        return log(weights[component]) - 0.5 * Double(size) * log(variances[component])
          - 0.5 * square / variances[component]
      }
      let largest = logarithms.max() ?? 0
      let shares = logarithms.map { exp($0 - largest) }
      let total = shares.reduce(0, +)
      for component in weights.indices {
        let factor = (1 - alphaBar).squareRoot() * shares[component] / total / variances[component]
        for place in 0..<size { predicted[row, place] += factor * distances[component][place] }
      }
    }
    return predicted
  }
}
