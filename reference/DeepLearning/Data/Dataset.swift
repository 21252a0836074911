internal import Digits
public import Tensors

/// Samples with a class each.
public struct Dataset<Scalar: TensorScalar>: Sendable {
  /// Samples first; setting traps unless as many of them as before are there.
  public var features: Tensor<Scalar> {
    didSet {
      require(
        features.shape.rank > 0 && features.shape[0] == samples,
        "Dataset: the features \(features.shape) for \(samples) samples")
    }
  }
  /// From 0, one for each sample (or each step of each sample, for sequences).
  public let labels: [Int32]
  /// How many classes there are.
  public let classes: Int
  private let samples: Int

  /// Traps unless the labels are a whole number for each sample, each from 0 and below `classes`.
  public init(features: Tensor<Scalar>, labels: [Int32], classes: Int) {
    require(
      features.shape.rank > 0 && features.shape[0] > 0 && !labels.isEmpty && labels.count % features.shape[0] == 0,
      "Dataset: \(labels.count) labels for the features \(features.shape)")
    for label in labels {
      require(label >= 0 && Int(label) < classes, "Dataset: the label \(label) is not in 0..<\(classes)")
    }
    (self.features, self.labels, self.classes, samples) = (features, labels, classes, features.shape[0])
  }

  /// Labels for each sample.
  var each: Int { labels.count / count }

  /// The samples named, in that order.
  public func selecting(_ indices: [Int]) -> Dataset {
    let each = each
    return Dataset(
      features: features.gathering(indices), labels: indices.flatMap { labels[($0 * each)..<(($0 + 1) * each)] },
      classes: classes)
  }

  /// The same samples under another shape of each.
  public func reshaped(_ sample: Shape) -> Dataset {
    Dataset(features: features.reshaped(Shape([count] + Array(sample))), labels: labels, classes: classes)
  }

  /// The classes that no label names.
  public var emptyClasses: [Int] {
    let seen = Set(labels)
    return (0..<classes).filter { !seen.contains(Int32($0)) }
  }

  /// The 1797 handwritten digits, grey levels divided by 16: samples × 64.
  ///
  /// - Throws: `DigitsError`.
  public static func digits() throws -> Dataset {
    let (pixels, labels) = try Digits.load()
    return Dataset(
      features: Tensor(pixels.map { Scalar($0) / 16 }, Shape(Digits.count, Digits.pixelCount)),
      labels: labels.map { Int32($0) }, classes: 10)
  }
}
