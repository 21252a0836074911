import Unsupervised

// Arrays and loops throughout; directions by power iteration on AᵀA, each kept orthogonal to those before it.

private typealias Row = [Double]

private func rows(_ matrix: Tensor) -> [Row] { (0..<matrix.rows).map { matrix.row($0).values } }

private func dot(_ a: Row, _ b: Row) -> Double {
  var sum = 0.0
  for place in a.indices { sum += a[place] * b[place] }
  return sum
}

struct Submission: UnsupervisedContract {
  private func far(_ a: Row, _ b: Row) -> Double {
    var sum = 0.0
    for place in a.indices { sum += (a[place] - b[place]) * (a[place] - b[place]) }
    return sum
  }

  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    var values: [Double] = []
    let second = rows(others)
    for point in rows(points) {
      for other in second { values.append(far(point, other).squareRoot()) }
    }
    return Tensor(shape: [points.rows, others.rows], values: values)
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let all = rows(samples)
    let away = all.map { far($0, point) }
    var found: [Int] = []
    var isTaken = [Bool](repeating: false, count: all.count)
    while found.count < count {
      var best = -1
      for place in all.indices where !isTaken[place] && (best < 0 || away[place] < away[best]) { best = place }
      isTaken[best] = true
      found.append(best)
    }
    return found
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    var answers: [Int] = []
    for query in rows(queries) {
      let near = self.neighbours(query, samples, count: neighbours)
      var (best, most) = (0, 0)
      for one in near {
        var votes = 0
        for other in near where labels[other] == labels[one] { votes += 1 }
        if votes > most { (best, most) = (labels[one], votes) }
      }
      answers.append(best)
    }
    return answers
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    let places = rows(centres)
    return rows(samples).map { sample in
      var (best, least) = (0, Double.infinity)
      for (place, centre) in places.enumerated() {
        let distance = far(sample, centre)
        if distance < least { (best, least) = (place, distance) }
      }
      return best
    }
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    var moved = centres
    for centre in 0..<centres.rows {
      let own = assignments.indices.filter { assignments[$0] == centre }
      if own.isEmpty { continue }
      for feature in 0..<centres.columns {
        var sum = 0.0
        for sample in own { sum += samples[sample, feature] }
        moved[centre, feature] = sum / Double(own.count)
      }
    }
    return moved
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    let places = rows(centres)
    var total = 0.0
    for (sample, centre) in zip(rows(samples), assignments) { total += far(sample, places[centre]) }
    return total
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    var (moved, last) = (centres, assign(samples, centres))
    for _ in 0..<rounds {
      moved = update(samples, last, moved)
      let next = assign(samples, moved)
      if next == last { break }
      last = next
    }
    return Clustering(centres: moved, assignments: last)
  }

  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    let size = matrix.columns
    var largest = 0.0
    for value in matrix.values { largest = max(largest, abs(value)) }
    if largest == 0 { largest = 1 }
    // Numbers near 1, whatever the matrix's are.
    let a = rows(matrix).map { $0.map { $0 / largest } }
    var gram = [Row](repeating: Row(repeating: 0, count: size), count: size)
    for row in a {
      for i in 0..<size { for j in 0..<size { gram[i][j] += row[i] * row[j] } }
    }
    var found: [Row] = []
    var values: [Double] = []
    var generator = Generator(seed: 3)

    /// Of length 1 and orthogonal to all before it, or nil where nothing is left.
    func cleaned(_ v: Row) -> Row? {
      var v = v
      for _ in 0..<2 {
        let length = dot(v, v).squareRoot()
        if length < 1e-200 { return nil }
        for place in v.indices { v[place] /= length }
        for other in found {
          let part = dot(v, other)
          for place in v.indices { v[place] -= part * other[place] }
        }
      }
      let length = dot(v, v).squareRoot()
      return length < 1e-3 ? nil : v.map { $0 / length }
    }

    while found.count < count {
      guard var v = cleaned(generator.normal(shape: [size]).values) else { continue }
      for _ in 0..<400 {
        var image = gram.map { dot($0, v) }
        for other in found {
          let part = dot(image, other)
          for place in image.indices { image[place] -= part * other[place] }
        }
        guard dot(image, image).squareRoot() > 1e-13, let next = cleaned(image) else { break }
        v = next
      }
      found.append(v)
      var square = 0.0
      for row in a { square += dot(row, v) * dot(row, v) }
      values.append(square.squareRoot() * largest)
    }
    return SingularDirections(values: values, directions: Tensor(rows: found))
  }

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let directions = rows(singularDirections(matrix, count: rank).directions)
    return Tensor(
      rows: rows(matrix).map { row in
        var sum = Row(repeating: 0, count: row.count)
        for direction in directions {
          let part = dot(row, direction)
          for place in sum.indices { sum[place] += part * direction[place] }
        }
        return sum
      })
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    var mean = Row(repeating: 0, count: samples.columns)
    for row in rows(samples) { for place in mean.indices { mean[place] += row[place] / Double(samples.rows) } }
    let centred = Tensor(rows: rows(samples).map { row in row.indices.map { row[$0] - mean[$0] } })
    let found = singularDirections(centred, count: count)
    return PrincipalComponents(
      mean: mean, components: found.directions, variances: found.values.map { $0 * $0 / Double(samples.rows) })
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    var scores = Tensor(shape: [samples.rows, components.components.rows])
    for i in 0..<samples.rows {
      for k in 0..<components.components.rows {
        for j in 0..<samples.columns {
          scores[i, k] += (samples[i, j] - components.mean[j]) * components.components[k, j]
        }
      }
    }
    return scores
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    var points = Tensor(shape: [scores.rows, components.mean.count])
    for i in 0..<scores.rows {
      for j in components.mean.indices {
        points[i, j] = components.mean[j]
        for k in 0..<scores.columns { points[i, j] += scores[i, k] * components.components[k, j] }
      }
    }
    return points
  }

  /// The code of a sample and what is too much in its reconstruction.
  private func passed(_ autoencoder: LinearAutoencoder, _ x: Row) -> (code: Row, errors: Row) {
    let code = rows(autoencoder.encoder).map { dot($0, x) }
    let errors = x.indices.map { j in
      var sum = -x[j]
      for k in code.indices { sum += autoencoder.decoder[j, k] * code[k] }
      return sum
    }
    return (code, errors)
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    var total = 0.0
    for x in rows(samples) {
      let errors = passed(autoencoder, x).errors
      total += dot(errors, errors)
    }
    return samples.rows == 0 ? 0 : total / Double(samples.rows)
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    var slope = LinearAutoencoder(
      encoder: Tensor(shape: autoencoder.encoder.shape), decoder: Tensor(shape: autoencoder.decoder.shape))
    for x in rows(samples) {
      let (code, errors) = passed(autoencoder, x)
      for k in code.indices {
        var back = 0.0
        for j in x.indices {
          back += autoencoder.decoder[j, k] * errors[j]
          slope.decoder[j, k] += 2 * errors[j] * code[k] / Double(samples.rows)
        }
        for j in x.indices { slope.encoder[k, j] += 2 * back * x[j] / Double(samples.rows) }
      }
    }
    return slope
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    var (moved, step) = (autoencoder, 0)
    while step < steps {
      let slope = gradient(moved, samples)
      for place in moved.encoder.values.indices { moved.encoder.values[place] -= rate * slope.encoder.values[place] }
      for place in moved.decoder.values.indices { moved.decoder.values[place] -= rate * slope.decoder.values[place] }
      step += 1
    }
    return moved
  }
}
