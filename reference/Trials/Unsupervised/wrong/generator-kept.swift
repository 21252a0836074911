// mistake: the generator of the starts is static, so each call goes on in the stream where the last one ended
// breaks: "No function may remember anything from one call to the next: no global and no static variables."
import Unsupervised

/// Tensor algebra where it can be had; singular directions by power iteration on AᵀA, found ones projected off.
struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    let d = points.columns
    return Tensor(
      shape: [points.rows, others.rows],
      values: (0..<points.rows).flatMap { (i: Int) -> [Double] in
        (0..<others.rows).map { (j: Int) -> Double in
          sqrt(squaredDistance(points.values[i * d..<(i + 1) * d], others.values[j * d..<(j + 1) * d]))
        }
      })
  }

  private func squaredDistance(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let d = point.count
    let apart = (0..<samples.rows).map { (i: Int) -> (distance: Double, index: Int) in
      (sqrt(squaredDistance(point[...], samples.values[i * d..<(i + 1) * d])), i)
    }
    return apart.sorted(by: <).prefix(count).map(\.index)
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    (0..<queries.rows).map { query in
      let voters = self.neighbours(queries.row(query).values, samples, count: neighbours).map { labels[$0] }
      let votes = Dictionary(voters.map { ($0, 1) }, uniquingKeysWith: +)
      let most = votes.values.max()!
      return voters.first { votes[$0] == most }!
    }
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    (distances(samples, centres) * -1).argmaxOfRows()
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    var members = [[Int]](repeating: [], count: centres.rows)
    for (sample, centre) in assignments.enumerated() { members[centre].append(sample) }
    let rows = members.indices.flatMap { (c: Int) -> [Double] in
      if members[c].isEmpty { return centres.row(c).values }
      return (samples.rows(at: members[c]).sum(axis: 0) / Double(members[c].count)).values
    }
    return Tensor(shape: centres.shape, values: rows)
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    let apart = samples - centres.rows(at: assignments)
    return (apart * apart).sum()
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    var now = Clustering(centres: centres, assignments: assign(samples, centres))
    for _ in 0..<rounds {
      let before = now
      now.centres = update(samples, now.assignments, now.centres)
      now.assignments = assign(samples, now.centres)
      if now == before { break }
    }
    return now
  }

  static var generator = Generator(seed: 1907)

  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    let d = matrix.columns
    let size = matrix.values.map { abs($0) }.max() ?? 0
    let a = size > 0 ? matrix / size : matrix
    let transposed = a.transposed()
    var found: [[Double]] = []
    var values: [Double] = []
    var largest = 0.0
    for _ in 0..<count {
      var v = unit(free(Submission.generator.normal(shape: [d]).values, of: found))
      var vanished = false
      for _ in 0..<5000 {
        let image = transposed.matmul(a.matmul(Tensor(column: v))).values
        let rest = free(image, of: found)
        let length = norm(rest)
        largest = max(largest, length)
        if length <= 1e-10 * largest {
          vanished = true
          break
        }
        let next = unit(free(rest, of: found))
        let moved = zip(v, next).map { abs($0 - $1) }.max()!
        v = next
        if moved < 1e-13 { break }
      }
      // Nothing is left of the matrix: what is left of the unit vector that has most left.
      if vanished { v = unit(free(freest(d, found), of: found)) }
      found.append(v)
      values.append(norm(a.matmul(Tensor(column: v)).values) * size)
    }
    return SingularDirections(values: values, directions: Tensor(shape: [count, d], values: found.flatMap { $0 }))
  }

  private func norm(_ v: [Double]) -> Double { sqrt(v.reduce(0) { $0 + $1 * $1 }) }

  private func unit(_ v: [Double]) -> [Double] {
    let length = norm(v)
    return v.map { $0 / length }
  }

  /// What is left of `v` without its parts along orthonormal directions; taken off twice, for rounding.
  private func free(_ v: [Double], of directions: [[Double]]) -> [Double] {
    var v = v
    for _ in 0..<2 {
      for direction in directions {
        let part = zip(v, direction).reduce(0) { $0 + $1.0 * $1.1 }
        for j in v.indices { v[j] -= part * direction[j] }
      }
    }
    return v
  }

  /// The unit vector along the axis that is least in the span of `directions`.
  private func freest(_ d: Int, _ directions: [[Double]]) -> [Double] {
    let inside = (0..<d).map { (j: Int) -> Double in directions.reduce(0) { $0 + $1[j] * $1[j] } }
    let axis = (0..<d).min { inside[$0] < inside[$1] }!
    return (0..<d).map { $0 == axis ? 1 : 0 }
  }

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let v = singularDirections(matrix, count: rank).directions
    return matrix.matmul(v.transposed()).matmul(v)
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let n = Double(samples.rows)
    let rough = samples.sum(axis: 0) / n
    let mean = rough + (samples - rough).sum(axis: 0) / n
    let found = singularDirections(samples - mean, count: count)
    return PrincipalComponents(
      mean: mean.values, components: found.directions, variances: found.values.map { $0 * $0 / n })
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    (samples - Tensor(components.mean)).matmul(components.components.transposed())
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    scores.matmul(components.components) + Tensor(components.mean)
  }

  private func residuals(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> (codes: Tensor, residuals: Tensor) {
    let codes = samples.matmul(autoencoder.encoder.transposed())
    return (codes, codes.matmul(autoencoder.decoder.transposed()) - samples)
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    guard samples.rows > 0 else { return 0 }
    let r = residuals(autoencoder, samples).residuals
    return (r * r).sum() / Double(samples.rows)
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    guard samples.rows > 0 else { return LinearAutoencoder(encoder: autoencoder.encoder * 0, decoder: autoencoder.decoder * 0) }
    let (codes, r) = residuals(autoencoder, samples)
    let factor = 2 / Double(samples.rows)
    return LinearAutoencoder(
      encoder: factor * r.matmul(autoencoder.decoder).transposed().matmul(samples),
      decoder: factor * r.transposed().matmul(codes))
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    var now = autoencoder
    for _ in 0..<steps {
      let slope = gradient(now, samples)
      now.encoder -= rate * slope.encoder
      now.decoder -= rate * slope.decoder
    }
    return now
  }
}
