// nonsense: what is handed in is handed out, as far as it has the right shape
import Unsupervised

struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    Tensor(
      shape: [points.rows, others.rows],
      values: (0..<points.rows * others.rows).map { points.count > 0 ? abs(points.values[$0 % points.count]) : 0 })
  }
  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] { Array(0..<count) }
  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    (0..<queries.rows).map { labels[$0 % labels.count] }
  }
  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] { (0..<samples.rows).map { $0 % centres.rows } }
  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor { centres }
  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    samples.values.reduce(0) { $0 + $1 * $1 }
  }
  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    Clustering(centres: centres, assignments: assign(samples, centres))
  }
  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    var axes = Tensor(shape: [count, matrix.columns])
    for place in 0..<count { axes[place, place] = 1 }
    let values = (0..<count).map { place in
      (0..<matrix.rows).reduce(0.0) { $0 + matrix[$1, place] * matrix[$1, place] }.squareRoot()
    }
    return SingularDirections(values: values.sorted(by: >), directions: axes)
  }
  func approximation(_ matrix: Tensor, rank: Int) -> Tensor { matrix }
  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let mean = samples.sum(axis: 0) / Double(samples.rows)
    let axes = singularDirections(samples - mean, count: count)
    return PrincipalComponents(
      mean: mean.values, components: axes.directions,
      variances: axes.values.map { $0 * $0 / Double(samples.rows) })
  }
  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    var scores = Tensor(shape: [samples.rows, components.components.rows])
    for i in 0..<samples.rows { for k in 0..<scores.columns { scores[i, k] = samples[i, k % samples.columns] } }
    return scores
  }
  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(shape: [scores.rows, components.mean.count]) + Tensor(components.mean)
  }
  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    samples.values.reduce(0) { $0 + $1 * $1 } / Double(max(1, samples.rows))
  }
  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder { autoencoder }
  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    LinearAutoencoder(encoder: autoencoder.encoder * (1 - rate), decoder: autoencoder.decoder * (1 - rate))
  }
}
