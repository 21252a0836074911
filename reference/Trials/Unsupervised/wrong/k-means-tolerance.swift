// mistake: kMeans stops when the inertia falls by less than a thousandth of itself
// breaks: "Once a round has changed nothing, or assigned the samples as the one before did, no further one will change anything, so you may stop there, but not sooner, however little still moves."
import Unsupervised

/// Plain loops over arrays; singular directions by Hestenes' one-sided Jacobi rotations.
struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    let (m, n, d) = (points.rows, others.rows, points.columns)
    var result = Tensor(shape: [m, n])
    for i in 0..<m {
      for j in 0..<n {
        var sum = 0.0
        for l in 0..<d {
          let difference = points.values[i * d + l] - others.values[j * d + l]
          sum += difference * difference
        }
        result.values[i * n + j] = sum.squareRoot()
      }
    }
    return result
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let apart = distances(Tensor(shape: [1, point.count], values: point), samples).values
    let order = (0..<apart.count).sorted { (a: Int, b: Int) -> Bool in
      apart[a] != apart[b] ? apart[a] < apart[b] : a < b
    }
    return Array(order.prefix(count))
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours k: Int) -> [Int] {
    var answers: [Int] = []
    for q in 0..<queries.rows {
      let near = neighbours(queries.row(q).values, samples, count: k)
      var votes: [Int: Int] = [:]
      for index in near { votes[labels[index], default: 0] += 1 }
      var best = labels[near[0]]
      for index in near where votes[labels[index]]! > votes[best]! { best = labels[index] }
      answers.append(best)
    }
    return answers
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    let apart = distances(samples, centres)
    var nearest = [Int](repeating: 0, count: samples.rows)
    for i in 0..<samples.rows {
      for c in 0..<centres.rows where apart[i, c] < apart[i, nearest[i]] { nearest[i] = c }
    }
    return nearest
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    let d = centres.columns
    var sums = Tensor(shape: centres.shape)
    var sizes = [Int](repeating: 0, count: centres.rows)
    for (i, c) in assignments.enumerated() {
      sizes[c] += 1
      for j in 0..<d { sums[c, j] += samples[i, j] }
    }
    var moved = centres
    for c in 0..<centres.rows where sizes[c] > 0 {
      for j in 0..<d { moved[c, j] = sums[c, j] / Double(sizes[c]) }
    }
    return moved
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    var total = 0.0
    for (i, c) in assignments.enumerated() {
      for j in 0..<samples.columns {
        let difference = samples[i, j] - centres[c, j]
        total += difference * difference
      }
    }
    return total
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    var centres = centres
    var last = inertia(samples, centres, assign(samples, centres))
    for _ in 0..<rounds {
      let moved = update(samples, assign(samples, centres), centres)
      if moved == centres { break }
      centres = moved
      let now = inertia(samples, centres, assign(samples, centres))
      if last - now < 1e-3 * last { break }
      last = now
    }
    return Clustering(centres: centres, assignments: assign(samples, centres))
  }

  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    let (n, d) = (matrix.rows, matrix.columns)
    let size = matrix.values.reduce(0) { max($0, abs($1)) }
    let scale = size > 0 ? size : 1
    // Columns of A, of which rotations make orthogonal ones; the same rotations of the identity's columns make V.
    var columns = (0..<d).map { j in (0..<n).map { i in matrix[i, j] / scale } }
    var vectors = (0..<d).map { j in (0..<d).map { i in i == j ? 1.0 : 0.0 } }
    for _ in 0..<60 {
      var rotated = false
      for p in 0..<d {
        for q in p + 1..<max(d, p + 1) {
          let (a, b) = (dot(columns[p], columns[p]), dot(columns[q], columns[q]))
          let c = dot(columns[p], columns[q])
          if abs(c) <= 1e-15 * (a * b).squareRoot() || abs(c) < 1e-40 { continue }
          rotated = true
          let zeta = (b - a) / (2 * c)
          let tangent = (zeta < 0 ? -1.0 : 1.0) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
          let cosine = 1 / (1 + tangent * tangent).squareRoot()
          let sine = cosine * tangent
          rotate(&columns, p, q, cosine, sine)
          rotate(&vectors, p, q, cosine, sine)
        }
      }
      if !rotated { break }
    }
    let lengths = columns.map { dot($0, $0).squareRoot() * scale }
    let order = (0..<d).sorted { (a: Int, b: Int) -> Bool in
      lengths[a] != lengths[b] ? lengths[a] > lengths[b] : a < b
    }
    let chosen = Array(order.prefix(count))
    return SingularDirections(
      values: chosen.map { lengths[$0] },
      directions: Tensor(shape: [chosen.count, d], values: chosen.flatMap { vectors[$0] }))
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<a.count { sum += a[i] * b[i] }
    return sum
  }

  private func rotate(_ columns: inout [[Double]], _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
    for i in 0..<columns[p].count {
      let (x, y) = (columns[p][i], columns[q][i])
      columns[p][i] = cosine * x - sine * y
      columns[q][i] = sine * x + cosine * y
    }
  }

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let found = singularDirections(matrix, count: rank).directions
    var result = Tensor(shape: matrix.shape)
    for i in 0..<matrix.rows {
      for k in 0..<found.rows {
        var score = 0.0
        for j in 0..<matrix.columns { score += matrix[i, j] * found[k, j] }
        for j in 0..<matrix.columns { result[i, j] += score * found[k, j] }
      }
    }
    return result
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let (n, d) = (samples.rows, samples.columns)
    var mean = [Double](repeating: 0, count: d)
    var centred = samples
    // The second time takes off what rounding left of the mean.
    for _ in 0..<2 {
      for j in 0..<d {
        var sum = 0.0
        for i in 0..<n { sum += centred[i, j] }
        mean[j] += sum / Double(n)
      }
      for i in 0..<n {
        for j in 0..<d { centred[i, j] = samples[i, j] - mean[j] }
      }
    }
    let found = singularDirections(centred, count: count)
    return PrincipalComponents(
      mean: mean, components: found.directions, variances: found.values.map { $0 * $0 / Double(n) })
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    let (n, d, k) = (samples.rows, samples.columns, components.components.rows)
    let mean = components.mean
    var scores = Tensor(shape: [n, k])
    for i in 0..<n {
      for c in 0..<k {
        for j in 0..<d { scores[i, c] += (samples[i, j] - mean[j]) * components.components[c, j] }
      }
    }
    return scores
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    let (n, k, d) = (scores.rows, scores.columns, components.mean.count)
    var points = Tensor(shape: [n, d])
    for i in 0..<n {
      for j in 0..<d {
        var sum = 0.0
        for c in 0..<k { sum += scores[i, c] * components.components[c, j] }
        points[i, j] = components.mean[j] + sum
      }
    }
    return points
  }

  /// W x and U W x − x of one sample.
  private func pass(_ net: LinearAutoencoder, _ x: [Double]) -> (codes: [Double], residual: [Double]) {
    let (k, d) = (net.encoder.rows, x.count)
    var codes = [Double](repeating: 0, count: k)
    for c in 0..<k {
      for j in 0..<d { codes[c] += net.encoder[c, j] * x[j] }
    }
    var residual = [Double](repeating: 0, count: d)
    for j in 0..<d {
      for c in 0..<k { residual[j] += net.decoder[j, c] * codes[c] }
      residual[j] -= x[j]
    }
    return (codes, residual)
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    if samples.rows == 0 { return 0 }
    var total = 0.0
    for i in 0..<samples.rows {
      for r in pass(autoencoder, samples.row(i).values).residual { total += r * r }
    }
    return total / Double(samples.rows)
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    let (n, d, k) = (samples.rows, samples.columns, autoencoder.encoder.rows)
    var slope = LinearAutoencoder(encoder: Tensor(shape: [k, d]), decoder: Tensor(shape: [d, k]))
    if n == 0 { return slope }
    let factor = 2 / Double(n)
    for i in 0..<n {
      let x = samples.row(i).values
      let (codes, residual) = pass(autoencoder, x)
      var back = [Double](repeating: 0, count: k)
      for j in 0..<d {
        let r = factor * residual[j]
        for c in 0..<k {
          slope.decoder[j, c] += r * codes[c]
          back[c] += r * autoencoder.decoder[j, c]
        }
      }
      for c in 0..<k {
        for j in 0..<d { slope.encoder[c, j] += back[c] * x[j] }
      }
    }
    return slope
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    var net = autoencoder
    for _ in 0..<steps {
      let slope = gradient(net, samples)
      for i in 0..<net.encoder.count { net.encoder.values[i] -= rate * slope.encoder.values[i] }
      for i in 0..<net.decoder.count { net.decoder.values[i] -= rate * slope.decoder.values[i] }
    }
    return net
  }
}
