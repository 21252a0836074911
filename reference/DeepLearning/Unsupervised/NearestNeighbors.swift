public import Tensors

/// The k nearest neighbours' vote: the class that most of the k nearest samples have (Fix and Hodges 1951; Cover and Hart
/// 1967); of equal votes, the class whose nearest member is nearest.
public struct NearestNeighbors<Scalar: TensorScalar>: Sendable {
  private let data: Dataset<Scalar>
  private let norms: [Scalar]
  /// k.
  public let count: Int

  /// Remembers samples × features.
  public init(_ data: Dataset<Scalar>, count: Int) {
    require(
      data.features.shape.rank == 2 && count >= 1 && count <= data.count,
      "NearestNeighbors: \(count) neighbours among \(data.features.shape)")
    require(data.each == 1, "NearestNeighbors: \(data.each) labels for each sample")
    NearestNeighbors.requireFinite(data.features)
    self.data = data
    self.count = count
    norms = (0..<data.count).map { data.features[$0].dot(data.features[$0]) }
  }

  /// The class of each sample, by |x − y|² = |x|² − 2x·y + |y|², the products of all pairs at once.
  public func predict(_ features: Tensor<Scalar>) -> [Int] {
    require(
      features.shape.rank == 2 && features.shape[1] == data.features.shape[1],
      "NearestNeighbors: the features \(features.shape) among \(data.features.shape)")
    NearestNeighbors.requireFinite(features)
    let products = features.multiplied(by: data.features, transposingOther: true)
    return (0..<features.shape[0]).map { sample in
      let row = products[sample].elements
      let order = row.indices.sorted { norms[$0] - 2 * row[$0] < norms[$1] - 2 * row[$1] }
      var votes = [Int](repeating: 0, count: data.classes)
      for neighbor in order.prefix(count) { votes[Int(data.labels[neighbor])] += 1 }
      let most = votes.max() ?? 0
      return order.prefix(count).map { Int(data.labels[$0]) }.first { votes[$0] == most } ?? 0
    }
  }

  /// Nothing is near to what is not a number.
  private static func requireFinite(_ features: Tensor<Scalar>) {
    require((features * 0).sum() == 0, "NearestNeighbors: NaN or infinity among the features")
  }
}
