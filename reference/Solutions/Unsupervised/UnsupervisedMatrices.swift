import Unsupervised

// Everything as products of matrices and one-hot rows; directions by orthogonal iteration, with Householder's reflections to
// keep the rows orthonormal, also where the matrix has nothing more to say.

/// The Q of A = Q R for a square matrix, by Householder's reflections: it is orthonormal whatever A is.
private func orthonormalised(_ matrix: Tensor) -> Tensor {
  let size = matrix.rows
  var (r, q) = (matrix, Tensor(shape: [size, size]))
  for place in 0..<size { q[place, place] = 1 }
  for column in 0..<size {
    var v = Tensor((0..<size).map { $0 < column ? 0 : r[$0, column] })
    let largest = v.values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { continue }
    v = v / largest
    let length = (v * v).sum().squareRoot()
    v[column] += v[column] < 0 ? -length : length
    let across = v.reshaped([size, 1]) * (2 / (v * v).sum())
    let along = v.reshaped([1, size])
    r -= across.matmul(along.matmul(r))
    q -= q.matmul(across).matmul(along)
  }
  return q
}

private func oneHot(_ places: [Int], of size: Int) -> Tensor {
  var rows = Tensor(shape: [places.count, size])
  for (row, place) in places.enumerated() { rows[row, place] = 1 }
  return rows
}

struct Submission: UnsupervisedContract {
  private func squares(_ points: Tensor, _ others: Tensor) -> Tensor {
    let (m, n, d) = (points.rows, others.rows, points.columns)
    let differences = points.reshaped([m, 1, d]) - others.reshaped([1, n, d])
    return (differences * differences).sum(axis: 2)
  }

  func distances(_ points: Tensor, _ others: Tensor) -> Tensor { squares(points, others).map { $0.squareRoot() } }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    let far = squares(Tensor(shape: [1, point.count], values: point), samples).values
    return far.enumerated().sorted { $0.element == $1.element ? $0.offset < $1.offset : $0.element < $1.element }
      .prefix(count).map(\.offset)
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours: Int) -> [Int] {
    let classes = Array(Set(labels)).sorted()
    let places = labels.map { label in classes.firstIndex(of: label) ?? 0 }
    return (0..<queries.rows).map { query in
      let near = self.neighbours(queries.row(query).values, samples, count: neighbours).map { places[$0] }
      let votes = oneHot(near, of: classes.count).sum(axis: 0).values
      let most = votes.max() ?? 0
      return classes[near[near.firstIndex { votes[$0] == most } ?? 0]]
    }
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] { (-squares(samples, centres)).argmaxOfRows() }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    let chosen = oneHot(assignments, of: centres.rows)
    let counts = chosen.sum(axis: 0)
    let sums = chosen.transposed().matmul(samples)
    var rows: [Double] = []
    for centre in 0..<centres.rows {
      rows += counts[centre] > 0 ? (sums.row(centre) / counts[centre]).values : centres.row(centre).values
    }
    return Tensor(shape: centres.shape, values: rows)
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    let differences = samples - oneHot(assignments, of: centres.rows).matmul(centres)
    return differences.map { $0 * $0 }.sum()
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    let nearest = assign(samples, centres)
    if rounds == 0 { return Clustering(centres: centres, assignments: nearest) }
    return kMeans(samples, update(samples, nearest, centres), rounds: rounds - 1)
  }

  func singularDirections(_ matrix: Tensor, count: Int) -> SingularDirections {
    let largest = matrix.values.reduce(0) { max($0, abs($1)) }
    let scaled = largest > 0 ? matrix / largest : matrix
    let gram = scaled.transposed().matmul(scaled)
    var generator = Generator(seed: 11)
    var q = orthonormalised(generator.normal(shape: gram.shape))
    for _ in 0..<150 { q = orthonormalised(gram.matmul(q)) }
    let directions = q.transposed().rows(at: Array(0..<count))
    let images = scaled.matmul(directions.transposed())
    let values = (images * images).sum(axis: 0).map { $0.squareRoot() * largest }
    return SingularDirections(values: values.values, directions: directions)
  }

  func approximation(_ matrix: Tensor, rank: Int) -> Tensor {
    let v = singularDirections(matrix, count: rank).directions
    return matrix.matmul(v.transposed().matmul(v))
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let share = Tensor(shape: [1, samples.rows], repeating: 1 / Double(samples.rows))
    let mean = share.matmul(samples).row(0)
    let found = singularDirections(samples - mean, count: count)
    let variances = found.values.map { pow($0 / Double(samples.rows).squareRoot(), 2) }
    return PrincipalComponents(mean: mean.values, components: found.directions, variances: variances)
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    components.components.matmul((samples - Tensor(components.mean)).transposed()).transposed()
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    Tensor(components.mean) + scores.matmul(components.components)
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    guard samples.rows > 0 else { return 0 }
    let made = autoencoder.decoder.matmul(autoencoder.encoder.matmul(samples.transposed()))
    return (made - samples.transposed()).map { $0 * $0 }.sum(axis: 0).sum() / Double(samples.rows)
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    let x = samples.transposed()
    let codes = autoencoder.encoder.matmul(x)
    let errors = autoencoder.decoder.matmul(codes) - x
    let factor = samples.rows == 0 ? 0 : 2 / Double(samples.rows)
    return LinearAutoencoder(
      encoder: factor * autoencoder.decoder.transposed().matmul(errors).matmul(samples),
      decoder: factor * errors.matmul(codes.transposed()))
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    if steps == 0 { return autoencoder }
    let slope = gradient(autoencoder, samples)
    let moved = LinearAutoencoder(
      encoder: autoencoder.encoder - slope.encoder * rate, decoder: autoencoder.decoder - slope.decoder * rate)
    return train(moved, samples, rate: rate, steps: steps - 1)
  }
}
