// nonsense: zeros of the right shapes everywhere
import Unsupervised

struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor { Tensor(shape: [points.rows, others.rows]) }
  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] { [Int](repeating: 0, count: count) }
  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    [Int](repeating: 0, count: queries.rows)
  }
  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] { [Int](repeating: 0, count: samples.rows) }
  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor { Tensor(shape: centres.shape) }
  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double { 0 }
  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    Clustering(centres: Tensor(shape: centres.shape), assignments: assign(samples, centres))
  }
  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    SingularDirections(
      values: [Double](repeating: 0, count: count), directions: Tensor(shape: [count, matrix.columns]))
  }
  func approximation(_ matrix: Tensor, rank: Int) -> Tensor { Tensor(shape: matrix.shape) }
  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    PrincipalComponents(
      mean: [Double](repeating: 0, count: samples.columns), components: Tensor(shape: [count, samples.columns]),
      variances: [Double](repeating: 0, count: count))
  }
  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(shape: [samples.rows, components.components.rows])
  }
  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(shape: [scores.rows, components.mean.count])
  }
  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double { 0 }
  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    LinearAutoencoder(
      encoder: Tensor(shape: autoencoder.encoder.shape), decoder: Tensor(shape: autoencoder.decoder.shape))
  }
  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    autoencoder
  }
}
