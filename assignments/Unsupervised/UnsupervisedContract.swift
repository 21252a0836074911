@_exported public import LabKit

/// What a submission to the Unsupervised lab provides; the statement has the equations.
///
/// Write `struct Submission: UnsupervisedContract { … }`. No function may remember anything from one call to the next.
/// Shapes: n samples with d features, a matrix `[n, d]`, one sample a row; c centres `[c, d]`; k directions `[k, d]`.
public protocol UnsupervisedContract {
  init()

  /// Euclid's distance of each row of `points`, `[m, d]`, from each row of `others`, `[n, d]`: a matrix `[m, n]`.
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor

  /// The indices of the `count` samples nearest to `point`, the nearest first; of equally near ones the earlier first.
  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int]

  /// For each row of `queries` the label with most votes among its nearest `neighbours` samples; of labels with as many
  /// votes the one whose nearest voter stands first among them.
  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int]

  /// For each sample the index of its nearest centre, the lowest of equally near ones.
  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int]

  /// For each centre the mean of the samples that are assigned to it; one without samples stays where it is.
  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor

  /// The sum over the samples of the squared distance from the centre that each is assigned to.
  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double

  /// So many rounds of `assign` and `update`, and at last the assignments to the centres that came of it.
  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering

  /// The `count` largest singular values of a matrix, the largest first, and right singular vectors that belong to them.
  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections

  /// The matrix of that rank, or less, which is the nearest to `matrix`.
  func approximation(_ matrix: Tensor, rank: Int) -> Tensor

  /// The first `count` principal components of the samples.
  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents

  /// Each sample's scores along the components, `[n, k]`.
  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor

  /// The points `[n, d]` that have these scores.
  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor

  /// The mean over the samples of the squared distance from what the autoencoder makes of each, 0 for no samples.
  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double

  /// The gradient of `reconstructionError` in both matrices.
  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder

  /// `steps` steps of gradient descent, each on all samples.
  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder
}

/// Centres, a row each, and for each sample the index of its centre.
public struct Clustering: Hashable, Sendable {
  public var centres: Tensor
  public var assignments: [Int]

  public init(centres: Tensor, assignments: [Int]) {
    (self.centres, self.assignments) = (centres, assignments)
  }
}

/// Singular values, falling, and the right singular vectors that belong to them as rows: they are orthonormal.
public struct SingularDirections: Hashable, Sendable {
  public var values: [Double]
  public var directions: Tensor

  public init(values: [Double], directions: Tensor) {
    (self.values, self.directions) = (values, directions)
  }
}

/// The samples' mean, orthonormal components as rows `[k, d]`, and the variance along each, falling.
public struct PrincipalComponents: Hashable, Sendable {
  public var mean: [Double]
  public var components: Tensor
  public var variances: [Double]

  public init(mean: [Double], components: Tensor, variances: [Double]) {
    (self.mean, self.components, self.variances) = (mean, components, variances)
  }
}

/// An encoder W `[k, d]` and a decoder U `[d, k]`: x becomes U W x. A gradient has the same shapes.
public struct LinearAutoencoder: Hashable, Sendable {
  public var encoder: Tensor
  public var decoder: Tensor

  public init(encoder: Tensor, decoder: Tensor) {
    (self.encoder, self.decoder) = (encoder, decoder)
  }
}
