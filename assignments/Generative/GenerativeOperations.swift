public import LabKit

/// The Generative lab's operations: each function of the contract, and some that put functions together.
public enum GenerativeLab {
  public typealias Its = any GenerativeContract

  public static let reconstructionLoss = ContractOperation("reconstructionLoss") { (it: Its) in
    { (autoencoder: TanhAutoencoder, points: Tensor) in it.reconstruction(autoencoder, points).loss }
  }
  public static let reconstructionGradient = ContractOperation("reconstructionGradient") { (it: Its) in
    { (autoencoder: TanhAutoencoder, points: Tensor) in it.reconstruction(autoencoder, points).gradient }
  }
  public static let discriminatorLoss = ContractOperation("discriminatorLoss") { (it: Its) in it.discriminatorLoss }
  public static let generatorLoss = ContractOperation("generatorLoss") { (it: Its) in it.generatorLoss }
  public static let adversarialStep = ContractOperation("adversarialStep") { (it: Its) in it.adversarialStep }
  public static let schedule = ContractOperation("schedule") { (it: Its) in it.schedule }
  public static let noised = ContractOperation("noised") { (it: Its) in it.noised }
  public static let noiseLoss = ContractOperation("noiseLoss") { (it: Its) in it.noiseLoss }
  public static let reverseStep = ContractOperation("reverseStep") { (it: Its) in it.reverseStep }
  public static let sample = ContractOperation("sample") { (it: Its) in
    { (count: Int, target: GaussianMixture, schedule: NoiseSchedule, seed: Int) in
      it.sample(count, target, schedule, seed: UInt64(bitPattern: Int64(seed)))
    }
  }

  /// The noise that a mixture predicts, which no submission has a part in: for what builds on it.
  public static let predictedNoise = ContractOperation("predictedNoise") { (_: Its) in
    { (target: GaussianMixture, points: Tensor, alphaBar: Double) in target.noise(in: points, alphaBar: alphaBar) }
  }

  /// sample, and of its points in the plane what their statistics are taken of.
  public static let sampled = ContractOperation("sampled") { (it: Its) in
    { (count: Int, target: GaussianMixture, schedule: NoiseSchedule, seed: Int) in
      let points = it.sample(count, target, schedule, seed: UInt64(bitPattern: Int64(seed)))
      // What has not the shape of points in the plane is shown as it is.
      return points.shape == [count, 2] ? target.statistics(of: points) : points.value
    }
  }

  /// The operations carried out by a submission.
  public static func operations<Submission: GenerativeContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    bound(
      [
        reconstructionLoss, reconstructionGradient, discriminatorLoss, generatorLoss, adversarialStep, schedule,
        noised, noiseLoss, reverseStep, sample, predictedNoise, sampled,
      ]) { Submission() }
  }
}

extension GaussianMixture {
  /// Of points `[n, 2]`: both coordinates less this mixture's mean, their product, and for each component which points are
  /// nearest to its mean, 1 for these and 0 for the others.
  func statistics(of points: Tensor) -> Value {
    let mean = (0..<2).map { axis in weights.indices.reduce(0) { $0 + weights[$1] * means[$1, axis] } }
    let (x, y) = (points.column(0) - mean[0], points.column(1) - mean[1])
    let nearest = (0..<points.rows).map { row in
      weights.indices.min { distance(points, row, $0) < distance(points, row, $1) }
    }
    let shares = weights.indices.map { component in
      Tensor(nearest.map { $0 == component ? 1 : 0 })
    }
    return .record(["x": x, "y": y, "product": x * y, "shares": shares])
  }

  private func distance(_ points: Tensor, _ row: Int, _ component: Int) -> Double {
    let (x, y) = (points[row, 0] - means[component, 0], points[row, 1] - means[component, 1])
    return x * x + y * y
  }
}
