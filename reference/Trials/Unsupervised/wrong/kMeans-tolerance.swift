// mistake: stops once no centre moves by more than 1e-4
// breaks: "so you may stop there, but not sooner, however little still moves."
import Unsupervised

struct Submission: UnsupervisedContract {
  private func squared(_ a: Tensor, _ i: Int, _ b: Tensor, _ j: Int) -> Double {
    let d = a.columns
    var sum = 0.0
    for l in 0..<d {
      let difference = a.values[i * d + l] - b.values[j * d + l]
      sum += difference * difference
    }
    return sum
  }

  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    var result = Tensor(shape: [points.rows, others.rows])
    for i in 0..<points.rows {
      for j in 0..<others.rows { result[i, j] = squared(points, i, others, j).squareRoot() }
    }
    return result
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let query = Tensor(shape: [1, samples.columns], values: point)
    let far = (0..<samples.rows).map { squared(query, 0, samples, $0) }
    let order = far.indices.sorted { (a: Int, b: Int) -> Bool in far[a] != far[b] ? far[a] < far[b] : a < b }
    return Array(order.prefix(count))
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours count: Int) -> [Int] {
    (0..<queries.rows).map { q in
      let voters = neighbours(queries.row(q).values, samples, count: count).map { labels[$0] }
      var votes: [Int: Int] = [:]
      for label in voters { votes[label, default: 0] += 1 }
      let most = votes.values.max()!
      return voters.first { votes[$0]! == most }!
    }
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    (0..<samples.rows).map { i in
      var best = 0
      var least = Double.infinity
      for j in 0..<centres.rows {
        let square = squared(samples, i, centres, j)
        if square < least { (best, least) = (j, square) }
      }
      return best
    }
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    var sums = Tensor(shape: centres.shape)
    var members = [Int](repeating: 0, count: centres.rows)
    for (i, a) in assignments.enumerated() {
      members[a] += 1
      for l in 0..<samples.columns { sums[a, l] += samples[i, l] }
    }
    var moved = centres
    for a in 0..<centres.rows where members[a] > 0 {
      for l in 0..<centres.columns { moved[a, l] = sums[a, l] / Double(members[a]) }
    }
    return moved
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    var total = 0.0
    for (i, a) in assignments.enumerated() { total += squared(samples, i, centres, a) }
    return total
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    var centres = centres
    for _ in 0..<rounds {
      let moved = update(samples, assign(samples, centres), centres)
      let most = (moved - centres).values.map { abs($0) }.max() ?? 0
      centres = moved
      if most < 1e-4 { break }
    }
    return Clustering(centres: centres, assignments: assign(samples, centres))
  }

  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    // Hestenes: rotate pairs of columns until all are orthogonal. The columns of A and those of V, each in one array.
    let (n, d) = (matrix.rows, matrix.columns)
    let scale = matrix.values.map { abs($0) }.max() ?? 0
    var a = (0..<d).map { j in (0..<n).map { i in scale > 0 ? matrix[i, j] / scale : 0 } }
    var v = (0..<d).map { j in (0..<d).map { $0 == j ? 1.0 : 0.0 } }
    func dot(_ x: [Double], _ y: [Double]) -> Double {
      var sum = 0.0
      for i in x.indices { sum += x[i] * y[i] }
      return sum
    }
    func rotate(_ m: inout [[Double]], _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
      for i in m[p].indices {
        let (x, y) = (m[p][i], m[q][i])
        m[p][i] = c * x - s * y
        m[q][i] = s * x + c * y
      }
    }
    for _ in 0..<60 {
      var rotated = false
      for p in 0..<d {
        for q in p + 1..<max(d, p + 1) {
          let (alpha, beta, gamma) = (dot(a[p], a[p]), dot(a[q], a[q]), dot(a[p], a[q]))
          if abs(gamma) <= 1e-15 * (alpha * beta).squareRoot() || abs(gamma) < 1e-34 { continue }
          rotated = true
          let zeta = (beta - alpha) / (2 * gamma)
          let t = (zeta >= 0 ? 1 : -1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          rotate(&a, p, q, c, c * t)
          rotate(&v, p, q, c, c * t)
        }
      }
      if !rotated { break }
    }
    let lengths = a.map { dot($0, $0).squareRoot() }
    let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }.prefix(count)
    return SingularDirections(
      values: order.map { lengths[$0] * scale },
      directions: Tensor(shape: [count, d], values: order.flatMap { v[$0] }))
  }

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let v = singularDirections(matrix, count: rank).directions
    return matrix.matmul(v.transposed()).matmul(v)
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let n = Double(samples.rows)
    // The mean of what is left by a first mean, so that nothing is lost far from the origin.
    let first = samples.sum(axis: 0) / n
    let mean = first + (samples - first).sum(axis: 0) / n
    let centred = samples - mean
    let v = singularDirections(centred, count: count).directions
    let scores = centred.matmul(v.transposed())
    let variances = (scores * scores).sum(axis: 0) / n
    return PrincipalComponents(mean: mean.values, components: v, variances: variances.values)
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    let centred = samples - Tensor(components.mean)
    return centred.matmul(components.components.transposed())
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    scores.matmul(components.components) + Tensor(components.mean)
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    if samples.rows == 0 { return 0 }
    let codes = samples.matmul(autoencoder.encoder.transposed())
    let residual = codes.matmul(autoencoder.decoder.transposed()) - samples
    return (residual * residual).sum() / Double(samples.rows)
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    let codes = samples.matmul(autoencoder.encoder.transposed())
    let residual = codes.matmul(autoencoder.decoder.transposed()) - samples
    let factor = 2 / Double(max(1, samples.rows))
    let back = residual.matmul(autoencoder.decoder)
    return LinearAutoencoder(
      encoder: back.transposed().matmul(samples) * factor, decoder: residual.transposed().matmul(codes) * factor)
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    var autoencoder = autoencoder
    for _ in 0..<steps {
      let slope = gradient(autoencoder, samples)
      autoencoder.encoder -= slope.encoder * rate
      autoencoder.decoder -= slope.decoder * rate
    }
    return autoencoder
  }
}
