public import Tensors

/// t-SNE: points of the plane whose neighbourhoods are those of the samples (van der Maaten and Hinton 2008).
///
/// pⱼ|ᵢ ∝ exp(−βᵢ|xᵢ − xⱼ|²) with βᵢ such that the perplexity 2^H(pᵢ) is the one asked for; pᵢⱼ = (pⱼ|ᵢ + pᵢ|ⱼ)/2n;
/// qᵢⱼ = wᵢⱼ/Z with wᵢⱼ = 1/(1 + |yᵢ − yⱼ|²) and Z = Σ w; C = Σ pᵢⱼ ln(pᵢⱼ/qᵢⱼ) goes down along
/// ∂C/∂yᵢ = 4 Σⱼ (pᵢⱼ − qᵢⱼ)·wᵢⱼ·(yᵢ − yⱼ). Up to 2,000 samples all pairs are taken; beyond, pᵢⱼ of the 3·perplexity nearest ones, and
/// far points of the second term together (Barnes–Hut; van der Maaten 2014).
public struct TSNE: Sendable {
  /// How many neighbours count, softly.
  public var perplexity: Double
  /// Steps of the descent.
  public var steps: Int
  /// η, or nil for n/48 and at least 50 (Belkina and others 2019).
  public var rate: Double?
  /// What p is multiplied by in the first quarter of the steps, so that clusters form.
  public var exaggeration: Double
  /// Cells narrower than this part of their distance count as one point; 0 is exact.
  public var angle: Double
  /// The most samples whose pairs are all taken.
  public var greatestExactCount: Int

  /// The paper's settings; traps unless all are positive and the angle not negative.
  public init(
    perplexity: Double = 30, steps: Int = 1000, rate: Double? = nil, exaggeration: Double = 12, angle: Double = 0.5,
    greatestExactCount: Int = 2000
  ) {
    (self.perplexity, self.steps, self.rate) = (perplexity, steps, rate)
    (self.exaggeration, self.angle, self.greatestExactCount) = (exaggeration, angle, greatestExactCount)
    requireSettings()
  }

  private func requireSettings() {
    require(
      perplexity >= 1 && steps > 0 && rate ?? 1 > 0 && exaggeration >= 1 && angle >= 0,
      "TSNE: perplexity \(perplexity), \(steps) steps, rate \(rate ?? 0), exaggeration \(exaggeration), angle \(angle)")
  }

  /// A point for each sample: samples × features to samples × 2, from first places drawn close to 0.
  public func embed<Scalar: TensorScalar>(_ features: Tensor<Scalar>, _ stream: inout RandomStream) -> Tensor<Scalar> {
    require(features.shape.rank == 2, "TSNE: the shape \(features.shape) is not samples × features")
    requireSettings()
    require((features * 0).sum() == 0, "TSNE: NaN or infinity among the features")
    let count = features.shape[0]
    require(Double(count) > 3 * perplexity, "TSNE: \(count) samples are too few for a perplexity of \(perplexity)")
    let affinities = affinities(features)
    var points = (0..<(2 * count)).map { _ in 1e-4 * stream.normal() }
    var (velocity, gains) = ([Double](repeating: 0, count: 2 * count), [Double](repeating: 1, count: 2 * count))
    let rate = rate ?? max(Double(count) / exaggeration / 4, 50)
    for step in 0..<steps {
      let isEarly = step < steps / 4
      let (gradient, _) = slope(affinities, at: points, exaggeration: isEarly ? exaggeration : 1)
      let momentum = isEarly ? 0.5 : 0.8
      for place in points.indices {
        // Gains grow where the direction stays (Jacobs 1988), as the paper has it.
        let turns = (gradient[place] > 0) == (velocity[place] > 0)
        gains[place] = max(turns ? gains[place] * 0.8 : gains[place] + 0.2, 0.01)
        velocity[place] = momentum * velocity[place] - rate * gains[place] * gradient[place]
        points[place] += velocity[place]
      }
      for axis in 0..<2 {
        let mean = stride(from: axis, to: 2 * count, by: 2).reduce(0) { $0 + points[$1] } / Double(count)
        for place in stride(from: axis, to: 2 * count, by: 2) { points[place] -= mean }
      }
    }
    return Tensor(points.map { Scalar($0) }, Shape(count, 2))
  }

  /// ∂C/∂y at points given as (x, y, x, y, …), and C.
  func slope(
    _ affinities: Affinities, at points: [Double], exaggeration: Double
  ) -> (gradient: [Double], cost: Double) {
    let count = affinities.count
    var gradient = [Double](repeating: 0, count: 2 * count)
    var cost = 0.0
    // Σⱼ w²ᵢⱼ(yᵢ − yⱼ) and Z, from which the second term is made.
    let (repulsion, sum) =
      count <= greatestExactCount ? TSNE.allPairs(points) : QuadTree(points).repulsion(points, angle: angle)
    for i in 0..<count {
      var (x, y) = (0.0, 0.0)
      for place in affinities.rows[i]..<affinities.rows[i + 1] {
        let j = Int(affinities.neighbors[place])
        let p = exaggeration * affinities.values[place]
        let (dx, dy) = (points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1])
        let w = 1 / (1 + dx * dx + dy * dy)
        x += p * w * dx
        y += p * w * dy
        if p > 0 { cost += p * Elementary.log(p * sum / w) }
      }
      gradient[2 * i] = 4 * (x - repulsion[2 * i] / sum)
      gradient[2 * i + 1] = 4 * (y - repulsion[2 * i + 1] / sum)
    }
    return (gradient, cost)
  }

  private static func allPairs(_ points: [Double]) -> (repulsion: [Double], sum: Double) {
    let count = points.count / 2
    var repulsion = [Double](repeating: 0, count: 2 * count)
    var sum = 0.0
    points.withUnsafeBufferPointer { points in
      for i in 0..<count {
        var (x, y, total) = (0.0, 0.0, 0.0)
        for j in 0..<count {
          let (dx, dy) = (points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1])
          let w = 1 / (1 + dx * dx + dy * dy)
          total += w
          x += w * w * dx
          y += w * w * dy
        }
        // Less the point with itself.
        sum += total - 1
        (repulsion[2 * i], repulsion[2 * i + 1]) = (x, y)
      }
    }
    return (repulsion, sum)
  }
}
