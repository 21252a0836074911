import Unsupervised

struct Submission: UnsupervisedContract {
  private func square(_ a: Tensor, _ i: Int, _ b: Tensor, _ j: Int) -> Double {
    var sum = 0.0
    for l in 0..<a.columns {
      let difference = a[i, l] - b[j, l]
      sum += difference * difference
    }
    return sum
  }

  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    var result = Tensor(shape: [points.rows, others.rows])
    for i in 0..<points.rows {
      for j in 0..<others.rows { result[i, j] = square(points, i, others, j).squareRoot() }
    }
    return result
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let query = Tensor(shape: [1, point.count], values: point)
    let near = (0..<samples.rows).map { square(query, 0, samples, $0) }
    let order = near.indices.sorted { near[$0] != near[$1] ? near[$0] < near[$1] : $0 < $1 }
    return Array(order.prefix(count))
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours count: Int) -> [Int] {
    (0..<queries.rows).map { q in
      let voters = neighbours(queries.row(q).values, samples, count: count).map { labels[$0] }
      var votes: [Int: Int] = [:]
      for label in voters { votes[label, default: 0] += 1 }
      let most = votes.values.max()!
      return voters.first { votes[$0] == most }!
    }
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    (0..<samples.rows).map { i in
      var (best, least) = (0, Double.infinity)
      for c in 0..<centres.rows {
        let s = square(samples, i, centres, c)
        if s < least { (best, least) = (c, s) }
      }
      return best
    }
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    let d = centres.columns
    var sums = Tensor(shape: centres.shape)
    var counts = [Int](repeating: 0, count: centres.rows)
    for (i, c) in assignments.enumerated() {
      counts[c] += 1
      for l in 0..<d { sums[c, l] += samples[i, l] }
    }
    var moved = centres
    for c in 0..<centres.rows where counts[c] > 0 {
      for l in 0..<d { moved[c, l] = sums[c, l] / Double(counts[c]) }
    }
    return moved
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    var sum = 0.0
    for (i, c) in assignments.enumerated() { sum += square(samples, i, centres, c) }
    return sum
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    var current = centres
    for _ in 0..<rounds {
      let assignments = assign(samples, current)
      let next = update(samples, assignments, current)
      if next == current { break }
      current = next
    }
    return Clustering(centres: current, assignments: assign(samples, current))
  }

  /// Hestenes: rotate pairs of columns of A until all are orthogonal; their lengths are the singular values.
  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    let (n, d) = (matrix.rows, matrix.columns)
    var scale = 0.0
    for number in matrix.values { scale = max(scale, abs(number)) }
    if scale == 0 { scale = 1 }
    var a: [[Double]] = (0..<d).map { j in (0..<n).map { matrix[$0, j] / scale } }
    var v: [[Double]] = (0..<d).map { j in (0..<d).map { $0 == j ? 1 : 0 } }
    for _ in 0..<60 {
      var rotated = false
      for p in 0..<d {
        for q in 0..<d where q > p {
          let (alpha, beta, gamma) = (dot(a[p], a[p]), dot(a[q], a[q]), dot(a[p], a[q]))
          if abs(gamma) <= 1e-15 * (alpha * beta).squareRoot() { continue }
          rotated = true
          let zeta = (beta - alpha) / (2 * gamma)
          let t = (zeta >= 0 ? 1.0 : -1.0) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          rotate(&a, p, q, c, c * t)
          rotate(&v, p, q, c, c * t)
        }
      }
      if !rotated { break }
    }
    let lengths = a.map { dot($0, $0).squareRoot() * scale }
    let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }.prefix(count)
    return SingularDirections(values: order.map { lengths[$0] }, directions: Tensor(rows: order.map { v[$0] }))
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  private func rotate(_ columns: inout [[Double]], _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    for i in columns[p].indices {
      let (x, y) = (columns[p][i], columns[q][i])
      columns[p][i] = c * x - s * y
      columns[q][i] = s * x + c * y
    }
  }

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let v = singularDirections(matrix, count: rank).directions
    return matrix.matmul(v.transposed()).matmul(v)
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let n = Double(samples.rows)
    // Counted from the first sample, so that nothing large is summed.
    let origin = samples.row(0)
    let shifted = samples - origin
    let offset = shifted.sum(axis: 0) / n
    let centred = shifted - offset
    let found = singularDirections(centred, count: count)
    return PrincipalComponents(
      mean: (origin + offset).values, components: found.directions, variances: found.values.map { $0 * $0 / n })
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    (samples - Tensor(components.mean)).matmul(components.components.transposed())
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    scores.matmul(components.components) + Tensor(components.mean)
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    let n = samples.rows
    if n == 0 { return 0 }
    let codes = samples.matmul(autoencoder.encoder.transposed())
    let rest = codes.matmul(autoencoder.decoder.transposed()) - samples
    return rest.map { $0 * $0 }.sum() / Double(n)
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    let n = samples.rows
    if n == 0 {
      return LinearAutoencoder(
        encoder: Tensor(shape: autoencoder.encoder.shape), decoder: Tensor(shape: autoencoder.decoder.shape))
    }
    let codes = samples.matmul(autoencoder.encoder.transposed())
    let rest = (codes.matmul(autoencoder.decoder.transposed()) - samples) * (2 / Double(n))
    return LinearAutoencoder(
      encoder: rest.matmul(autoencoder.decoder).transposed().matmul(samples),
      decoder: rest.transposed().matmul(codes))
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    var current = autoencoder
    for _ in 0..<steps {
      let slope = gradient(current, samples)
      current.encoder -= rate * slope.encoder
      current.decoder -= rate * slope.decoder
    }
    return current
  }
}
