public import Tensors

/// k-means: centres that make Σ |x − nearest centre|² small, by turns of assigning samples and moving centres to their
/// samples' means (Lloyd 1957, 1982); first centres drawn as in k-means++ (Arthur and Vassilvitskii 2007).
public struct KMeans<Scalar: TensorScalar>: Sendable {
  /// k × features.
  public private(set) var centers: Tensor<Scalar>
  /// Σ |x − nearest centre|² for the centres as they are.
  public private(set) var inertia = Scalar.infinity

  /// Clusters samples × features; turns end when none lowers the sum, or after `turns`.
  public init(_ features: Tensor<Scalar>, count k: Int, turns: Int = 300, _ stream: inout RandomStream) {
    require(
      features.shape.rank == 2 && k >= 1 && k <= features.shape[0], "KMeans: \(k) centres for \(features.shape)")
    require(turns >= 0, "KMeans: \(turns) turns")
    KMeans.requireFinite(features)
    centers = KMeans.draw(features, k, &stream)
    var places: [Int]
    (places, inertia) = KMeans.assign(features, centers)
    for _ in 0..<turns {
      let before = (centers, inertia)
      move(features, places)
      (places, inertia) = KMeans.assign(features, centers)
      guard inertia < before.1 else {
        (centers, inertia) = before
        break
      }
    }
  }

  /// The nearest centre of each sample; of equals, the first.
  public func assign(_ features: Tensor<Scalar>) -> [Int] {
    require(
      features.shape.rank == 2 && features.shape[1] == centers.shape[1],
      "KMeans: the features \(features.shape) for the centres \(centers.shape)")
    KMeans.requireFinite(features)
    return KMeans.assign(features, centers).places
  }

  /// No centre is near to what is not a number.
  private static func requireFinite(_ features: Tensor<Scalar>) {
    require((features * 0).sum() == 0, "KMeans: NaN or infinity among the features")
  }

  /// Centres to the means of their samples; one without samples stays.
  private mutating func move(_ features: Tensor<Scalar>, _ places: [Int]) {
    for center in 0..<centers.shape[0] {
      let members = places.indices.filter { places[$0] == center }
      guard !members.isEmpty else { continue }
      let mean = features.gathering(members).mean(along: [0])
      centers.copy(mean, at: center * mean.count)
    }
  }

  private static func assign(_ features: Tensor<Scalar>, _ centers: Tensor<Scalar>) -> (places: [Int], sum: Scalar) {
    var sum = Scalar(0)
    let places = (0..<features.shape[0]).map { sample in
      let distances = squares(features[sample], centers)
      let nearest = distances.indices.reduce(0) { distances[$1] < distances[$0] ? $1 : $0 }
      sum += distances[nearest]
      return nearest
    }
    return (places, sum)
  }

  /// The first centre is any sample; each next one a sample with a probability that grows with its squared distance to
  /// the nearest centre so far.
  private static func draw(_ features: Tensor<Scalar>, _ k: Int, _ stream: inout RandomStream) -> Tensor<Scalar> {
    var chosen = [stream.below(features.shape[0])]
    while chosen.count < k {
      let centers = features.gathering(chosen)
      let weights = (0..<features.shape[0]).map { squares(features[$0], centers).min() ?? 0 }
      let target = Scalar(stream.uniform()) * weights.reduce(0, +)
      var (sum, pick) = (Scalar(0), features.shape[0] - 1)
      for (sample, weight) in weights.enumerated() {
        sum += weight
        if sum > target {
          pick = sample
          break
        }
      }
      chosen.append(pick)
    }
    return features.gathering(chosen)
  }

  private static func squares(_ x: Tensor<Scalar>, _ centers: Tensor<Scalar>) -> [Scalar] {
    (0..<centers.shape[0]).map { center in
      let d = x - centers[center]
      return d.dot(d)
    }
  }
}
