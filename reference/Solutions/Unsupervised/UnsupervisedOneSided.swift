import Unsupervised

// The singular value decomposition by one-sided Jacobi rotations (Hestenes 1958): columns of A are turned until all are
// orthogonal, without AᵀA. Functional style; a gradient through the samples' second moments.

extension Tensor {
  fileprivate func column(at place: Int) -> [Double] { (0..<rows).map { self[$0, place] } }
  fileprivate var columnsAsLists: [[Double]] { (0..<columns).map(column(at:)) }
}

private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

/// Columns a and b turned by an angle of that cosine and sine.
private func turned(_ a: [Double], _ b: [Double], _ c: Double, _ s: Double) -> ([Double], [Double]) {
  (zip(a, b).map { c * $0 - s * $1 }, zip(a, b).map { s * $0 + c * $1 })
}

struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    let second = (0..<others.rows).map(others.row)
    return Tensor(
      shape: [points.rows, others.rows],
      values: (0..<points.rows).flatMap { i -> [Double] in
        let point = points.row(i)
        return second.map { other in
          let difference = point - other
          return (difference * difference).sum().squareRoot()
        }
      })
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let far = distances(Tensor(shape: [1, point.count], values: point), samples).values
    // A short list in order, into which each sample is inserted behind those that are as near.
    return far.indices.reduce(into: [Int]()) { nearest, place in
      let position = nearest.firstIndex { far[$0] > far[place] } ?? nearest.count
      nearest.insert(place, at: position)
      if nearest.count > count { nearest.removeLast() }
    }
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    (0..<queries.rows).map { query in
      let votes = self.neighbours(queries.row(query).values, samples, count: neighbours).map { labels[$0] }
      let groups = Dictionary(grouping: votes.indices) { votes[$0] }
      // More votes first, then the earlier first vote.
      let best = groups.min { ($1.value.count, $0.value[0]) < ($0.value.count, $1.value[0]) }
      return best?.key ?? 0
    }
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    let far = distances(samples, centres)
    return (0..<samples.rows).map { sample in
      (0..<centres.rows).min { far[sample, $0] < far[sample, $1] } ?? 0
    }
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    let members = Dictionary(grouping: assignments.indices) { assignments[$0] }
    return Tensor(
      shape: centres.shape,
      values: (0..<centres.rows).flatMap { centre -> [Double] in
        guard let own = members[centre] else { return centres.row(centre).values }
        return (samples.rows(at: own).sum(axis: 0) / Double(own.count)).values
      })
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    let differences = samples - centres.rows(at: assignments)
    return (differences * differences).sum()
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    let moved = (0..<rounds).reduce(centres) { here, _ in update(samples, assign(samples, here), here) }
    return Clustering(centres: moved, assignments: assign(samples, moved))
  }

  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    let size = matrix.columns
    var a = matrix.columnsAsLists
    var v = (0..<size).map { i in (0..<size).map { $0 == i ? 1.0 : 0 } }
    for _ in 0..<60 {
      var isDone = true
      for p in 0..<size {
        for q in (0..<size).dropFirst(p + 1) {
          let (pp, qq, pq) = (product(a[p], a[p]), product(a[q], a[q]), product(a[p], a[q]))
          guard abs(pq) > 1e-15 * (pp * qq).squareRoot(), pq != 0 else { continue }
          isDone = false
          let tau = (qq - pp) / (2 * pq)
          let t = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          (a[p], a[q]) = turned(a[p], a[q], c, c * t)
          (v[p], v[q]) = turned(v[p], v[q], c, c * t)
        }
      }
      if isDone { break }
    }
    let values = a.map { product($0, $0).squareRoot() }
    let order = values.indices.sorted { values[$0] > values[$1] }.prefix(count)
    return SingularDirections(values: order.map { values[$0] }, directions: Tensor(rows: order.map { v[$0] }))
  }

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let v = singularDirections(matrix, count: rank).directions
    return (0..<rank).reduce(Tensor(shape: matrix.shape)) { sum, place in
      let direction = v.row(place).reshaped([1, matrix.columns])
      return sum + matrix.matmul(direction.transposed()).matmul(direction)
    }
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let mean = samples.sum(axis: 0) / Double(samples.rows)
    let centred = samples - mean
    let v = singularDirections(centred, count: count).directions
    let scores = centred.matmul(v.transposed())
    return PrincipalComponents(
      mean: mean.values, components: v, variances: ((scores * scores).sum(axis: 0) / Double(samples.rows)).values)
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    (samples - Tensor(components.mean)).matmul(components.components.transposed())
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    scores.matmul(components.components) + Tensor(components.mean)
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    let again = samples.matmul(autoencoder.encoder.transposed()).matmul(autoencoder.decoder.transposed())
    return ((again - samples) * (again - samples)).sum() / max(1, Double(samples.rows))
  }

  /// With S = 2/n XᵀX and R = U W − 1 the gradient is UᵀR S in W and R S Wᵀ in U; no matrix is larger than S.
  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    let (w, u) = (autoencoder.encoder, autoencoder.decoder)
    let moments = samples.transposed().matmul(samples) * (2 / max(1, Double(samples.rows)))
    let (left, right) = (u.transposed(), moments.matmul(w.transposed()))
    return LinearAutoencoder(
      encoder: left.matmul(u).matmul(w).matmul(moments) - left.matmul(moments),
      decoder: u.matmul(w.matmul(right)) - right)
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    (0..<steps).reduce(autoencoder) { here, _ in
      let slope = gradient(here, samples)
      return LinearAutoencoder(
        encoder: here.encoder - rate * slope.encoder, decoder: here.decoder - rate * slope.decoder)
    }
  }
}
