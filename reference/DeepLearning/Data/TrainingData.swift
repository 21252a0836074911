public import Tensors

/// Samples that a `Trainer` can fit.
public protocol TrainingData<Scalar>: Sendable {
  /// The element type.
  associatedtype Scalar: TensorScalar
  /// Samples first.
  var features: Tensor<Scalar> { get }
  /// What all outputs are compared with, in the samples' order.
  var targets: Targets<Scalar> { get }
  /// What the named samples' outputs are compared with.
  func targets(of indices: ArraySlice<Int>) -> Targets<Scalar>
}

extension TrainingData {
  /// How many samples there are.
  public var count: Int { features.shape[0] }
}

extension Dataset: TrainingData {
  /// The labels.
  public var targets: Targets<Scalar> { .labels(labels) }

  /// The labels of the named samples.
  public func targets(of indices: ArraySlice<Int>) -> Targets<Scalar> {
    let each = each
    return .labels(indices.flatMap { labels[($0 * each)..<(($0 + 1) * each)] })
  }
}

/// Samples with numbers to be predicted; an autoencoder's are its features.
public struct RegressionData<Scalar: TensorScalar>: TrainingData {
  /// Samples first.
  public let features: Tensor<Scalar>
  /// Samples first, then the shape of an output.
  public let values: Tensor<Scalar>

  /// Traps unless there are values for each sample, of which there is one at least.
  public init(features: Tensor<Scalar>, values: Tensor<Scalar>) {
    require(
      features.shape.rank > 0 && values.shape.rank > 0 && features.shape[0] == values.shape[0] && features.shape[0] > 0,
      "RegressionData: the values \(values.shape) for the features \(features.shape)")
    (self.features, self.values) = (features, values)
  }

  /// The values.
  public var targets: Targets<Scalar> { .values(values) }

  /// The values of the named samples.
  public func targets(of indices: ArraySlice<Int>) -> Targets<Scalar> { .values(values.gathering(Array(indices))) }

  /// The samples named, in that order.
  public func selecting(_ indices: [Int]) -> RegressionData {
    RegressionData(features: features.gathering(indices), values: values.gathering(indices))
  }

  /// Two parts in a random order, the second with the fraction `test`, rounded to the nearest whole number.
  ///
  /// - Throws: `DataError.tooFew` where a part would be empty.
  public func split(
    test: Double, _ stream: inout RandomStream
  ) throws(DataError) -> (train: RegressionData, test: RegressionData) {
    require(test > 0 && test < 1, "RegressionData.split: the fraction \(test) is not between 0 and 1")
    let order = stream.permutation(count)
    let cut = Int((Double(count) * test).rounded())
    guard cut > 0 else { throw .tooFew(samples: count, part: "test") }
    guard cut < count else { throw .tooFew(samples: count, part: "training") }
    return (selecting(Array(order[cut...])), selecting(Array(order[..<cut])))
  }

  /// k pairs of training and validation part; the validation parts are disjoint, cover all samples and differ by one sample at most
  /// (k-fold cross-validation; Stone 1974).
  public func folds(_ k: Int, _ stream: inout RandomStream) -> [(train: RegressionData, validation: RegressionData)] {
    require(k >= 2 && k <= count, "RegressionData.folds: \(k) folds of \(count) samples")
    let order = stream.permutation(count)
    return (0..<k).map { fold in
      let range = (count * fold / k)..<(count * (fold + 1) / k)
      return (selecting(Array(order[..<range.lowerBound] + order[range.upperBound...])), selecting(Array(order[range])))
    }
  }
}
