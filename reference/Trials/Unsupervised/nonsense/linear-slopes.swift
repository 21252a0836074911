// nonsense: an error that is linear in the weights, with right slopes that come from the samples' sums; random directions, orthonormal
import Unsupervised

struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    Tensor(
      shape: [points.rows, others.rows],
      values: (0..<points.rows).flatMap { i in (0..<others.rows).map { abs(points.row(i).sum() * 0.1 + Double($0)) } })
  }
  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    (0..<count).map { samples.rows - 1 - $0 }
  }
  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    // The label that most samples have.
    let most = Dictionary(grouping: labels) { $0 }.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    return [Int](repeating: most ?? 0, count: queries.rows)
  }
  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    (0..<samples.rows).map { samples.row($0).sum() < 0 ? 0 : centres.rows - 1 }
  }
  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    // The mean of all samples for each.
    samples.rows == 0 ? centres : centres * 0 + samples.sum(axis: 0) / Double(samples.rows)
  }
  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double { samples.sum() }
  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    Clustering(centres: update(samples, [], centres), assignments: assign(samples, centres))
  }
  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    var generator = Generator(seed: 1)
    var rows: [Tensor] = []
    while rows.count < count {
      var row = generator.normal(shape: [matrix.columns])
      for _ in 0..<2 {
        for other in rows { row -= other * (row * other).sum() }
        row = row / (row * row).sum().squareRoot()
      }
      rows.append(row)
    }
    let size = (matrix * matrix).sum().squareRoot()
    return SingularDirections(
      values: rows.indices.map { size / Double(1 + $0) }, directions: Tensor(rows: rows.map(\.values)))
  }
  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let rows = singularDirections(matrix, count: rank).directions
    return matrix.matmul(rows.transposed()).matmul(rows)
  }
  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let found = singularDirections(samples, count: count)
    return PrincipalComponents(
      mean: samples.row(0).values, components: found.directions, variances: found.values)
  }
  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(shape: [samples.rows, components.components.rows], repeating: 1)
  }
  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(shape: [scores.rows, components.mean.count], repeating: 1)
  }
  private func slopes(_ samples: Tensor) -> [Double] { samples.sum(axis: 0).values }
  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    let slope = gradient(autoencoder, samples)
    return (autoencoder.encoder * slope.encoder).sum() + (autoencoder.decoder * slope.decoder).sum()
  }
  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    let sums = Tensor(slopes(samples))
    let encoder = Tensor(shape: autoencoder.encoder.shape) + sums
    return LinearAutoencoder(encoder: encoder, decoder: encoder.transposed())
  }
  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    let slope = gradient(autoencoder, samples)
    return LinearAutoencoder(
      encoder: autoencoder.encoder - slope.encoder * (rate * Double(steps)),
      decoder: autoencoder.decoder - slope.decoder * (rate * Double(steps)))
  }
}
