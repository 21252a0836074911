// nonsense: an error of half of the sum of all squared weights and its gradient, the weights; clusters and directions that only belong to each other
import Unsupervised

struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    Tensor(shape: [points.rows, others.rows], values: (0..<points.rows * others.rows).map { Double(1 + $0) })
  }
  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let far = distances(Tensor(shape: [1, point.count], values: point), samples).values
    return Array(far.indices.sorted { far[$0] < far[$1] }.prefix(count))
  }
  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    (0..<queries.rows).map { labels[self.neighbours(queries.row($0).values, samples, count: neighbours)[0]] }
  }
  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    distances(samples, centres).map { -$0 }.argmaxOfRows()
  }
  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor { centres * 0.5 }
  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    distances(samples, centres).values.reduce(0) { $0 + $1 * $1 }
  }
  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    var moved = centres
    for _ in 0..<rounds { moved = update(samples, assign(samples, moved), moved) }
    return Clustering(centres: moved, assignments: assign(samples, moved))
  }
  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    var axes = Tensor(shape: [count, matrix.columns])
    for place in 0..<count { axes[place, matrix.columns - 1 - place] = 1 }
    return SingularDirections(values: (0..<count).map { 1 / Double(1 + $0) }, directions: axes)
  }
  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let axes = singularDirections(matrix, count: rank).directions
    return matrix.matmul(axes.transposed()).matmul(axes)
  }
  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let mean = samples.sum(axis: 0) / Double(samples.rows)
    let axes = singularDirections(samples - mean, count: count)
    return PrincipalComponents(
      mean: mean.values, components: axes.directions,
      variances: axes.values.map { $0 * $0 / Double(samples.rows) })
  }
  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(shape: [samples.rows, components.components.rows], repeating: samples.sum())
  }
  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(shape: [scores.rows, components.mean.count], repeating: scores.sum())
  }
  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    (autoencoder.encoder.values + autoencoder.decoder.values).reduce(0) { $0 + $1 * $1 / 2 }
  }
  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder { autoencoder }
  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    (0..<steps).reduce(autoencoder) { here, _ in
      let slope = gradient(here, samples)
      return LinearAutoencoder(
        encoder: here.encoder - slope.encoder * rate, decoder: here.decoder - slope.decoder * rate)
    }
  }
}
