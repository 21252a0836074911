import Unsupervised

/// Nearest neighbours, k-means, principal components, and the linear autoencoder that finds them too.
struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    // BEGIN SOLUTION
    var distances = Tensor(shape: [points.rows, others.rows])
    for i in 0..<points.rows {
      for j in 0..<others.rows {
        var sum = 0.0
        for feature in 0..<points.columns {
          let difference = points[i, feature] - others[j, feature]
          sum += difference * difference
        }
        distances[i, j] = sum.squareRoot()
      }
    }
    return distances
    // END SOLUTION
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    // BEGIN SOLUTION
    let far = distances(Tensor(shape: [1, point.count], values: point), samples).row(0)
    let order = (0..<samples.rows).sorted { (far[$0], $0) < (far[$1], $1) }
    return Array(order.prefix(count))
    // END SOLUTION
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    // BEGIN SOLUTION
    (0..<queries.rows).map { query in
      let voters = self.neighbours(queries.row(query).values, samples, count: neighbours).map { labels[$0] }
      var votes: [Int: Int] = [:]
      for label in voters { votes[label, default: 0] += 1 }
      let most = votes.values.max()
      return voters.first { votes[$0] == most } ?? 0
    }
    // END SOLUTION
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    // BEGIN SOLUTION
    let far = distances(samples, centres)
    return (0..<samples.rows).map { sample in
      var nearest = 0
      for centre in 0..<centres.rows where far[sample, centre] < far[sample, nearest] { nearest = centre }
      return nearest
    }
    // END SOLUTION
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    // BEGIN SOLUTION
    var sums = Tensor(shape: centres.shape)
    var counts = [Double](repeating: 0, count: centres.rows)
    for (sample, centre) in assignments.enumerated() {
      counts[centre] += 1
      for feature in 0..<samples.columns { sums[centre, feature] += samples[sample, feature] }
    }
    var moved = centres
    for centre in 0..<centres.rows where counts[centre] > 0 {
      for feature in 0..<centres.columns { moved[centre, feature] = sums[centre, feature] / counts[centre] }
    }
    return moved
    // END SOLUTION
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    // BEGIN SOLUTION
    var total = 0.0
    for (sample, centre) in assignments.enumerated() {
      for feature in 0..<samples.columns {
        let distance = samples[sample, feature] - centres[centre, feature]
        total += distance * distance
      }
    }
    return total
    // END SOLUTION
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    // BEGIN SOLUTION
    var moved = centres
    for _ in 0..<rounds {
      let nearest = assign(samples, moved)
      moved = update(samples, nearest, moved)
    }
    return Clustering(centres: moved, assignments: assign(samples, moved))
    // END SOLUTION
  }

  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    // BEGIN SOLUTION
    // The eigenvectors of AᵀA are A's right singular vectors, its eigenvalues the squares of A's singular values.
    let (values, vectors) = eigen(matrix.transposed().matmul(matrix))
    let order = (0..<matrix.columns).sorted { values[$0] > values[$1] }.prefix(count)
    return SingularDirections(
      values: order.map { max(0, values[$0]).squareRoot() }, directions: vectors.rows(at: Array(order)))
    // END SOLUTION
  }

  // BEGIN SOLUTION HELPERS
  /// The eigenvalues of a symmetric matrix and its eigenvectors as rows, by Jacobi's rotations.
  private func eigen(_ matrix: Tensor) -> (values: [Double], vectors: Tensor) {
    let size = matrix.rows
    var (a, v) = (matrix, Tensor(shape: [size, size]))
    for i in 0..<size { v[i, i] = 1 }
    for _ in 0..<30 {
      var rotations = 0
      for p in 0..<size {
        for q in p + 1..<max(p + 1, size) where abs(a[p, q]) > 1e-18 * max(abs(a[p, p]), abs(a[q, q])) {
          rotations += 1
          // The rotation that makes a[p, q] zero, by the smaller of the two angles.
          let theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<size { (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]) }
          for k in 0..<size { (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]) }
          for k in 0..<size { (v[p, k], v[q, k]) = (c * v[p, k] - s * v[q, k], s * v[p, k] + c * v[q, k]) }
        }
      }
      if rotations == 0 { break }
    }
    return ((0..<size).map { a[$0, $0] }, v)
  }
  // END SOLUTION

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    // BEGIN SOLUTION
    let directions = singularDirections(matrix, count: rank).directions
    return matrix.matmul(directions.transposed()).matmul(directions)
    // END SOLUTION
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    // BEGIN SOLUTION
    let n = Double(samples.rows)
    let mean = samples.sum(axis: 0) / n
    let found = singularDirections(samples - mean, count: count)
    return PrincipalComponents(
      mean: mean.values, components: found.directions, variances: found.values.map { $0 * $0 / n })
    // END SOLUTION
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    // BEGIN SOLUTION
    (samples - Tensor(components.mean)).matmul(components.components.transposed())
    // END SOLUTION
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    // BEGIN SOLUTION
    scores.matmul(components.components) + Tensor(components.mean)
    // END SOLUTION
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    // BEGIN SOLUTION
    if samples.rows == 0 { return 0 }
    let errors = errors(autoencoder, samples)
    return (errors * errors).sum() / Double(samples.rows)
    // END SOLUTION
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    // BEGIN SOLUTION
    let codes = samples.matmul(autoencoder.encoder.transposed())
    let delta = errors(autoencoder, samples) * (2 / Double(max(1, samples.rows)))
    return LinearAutoencoder(
      encoder: delta.matmul(autoencoder.decoder).transposed().matmul(samples),
      decoder: delta.transposed().matmul(codes))
    // END SOLUTION
  }

  // BEGIN SOLUTION HELPERS
  /// U W x − x for each sample.
  private func errors(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Tensor {
    samples.matmul(autoencoder.encoder.transposed()).matmul(autoencoder.decoder.transposed()) - samples
  }
  // END SOLUTION

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    // BEGIN SOLUTION
    var moved = autoencoder
    for _ in 0..<steps {
      let slope = gradient(moved, samples)
      moved.encoder -= slope.encoder * rate
      moved.decoder -= slope.decoder * rate
    }
    return moved
    // END SOLUTION
  }
}
