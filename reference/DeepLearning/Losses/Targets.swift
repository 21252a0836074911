public import Tensors

/// What a batch's outputs are compared with.
public enum Targets<Scalar: TensorScalar>: Sendable {
  /// One class for each row of the output, from 0.
  case labels([Int32])
  /// A tensor of the output's shape.
  case values(Tensor<Scalar>)

  /// How many samples there are.
  public var count: Int {
    switch self {
    case .labels(let labels): labels.count
    case .values(let values): values.shape.first ?? 0
    }
  }

  /// All samples.
  public var all: Range<Int> { 0..<count }
}
