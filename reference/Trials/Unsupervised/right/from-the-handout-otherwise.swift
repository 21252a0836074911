import Unsupervised

// Lists of vectors; power iteration for the singular directions.

private typealias Vector = [Double]

private func vectors(_ t: Tensor) -> [Vector] { (0..<t.shape[0]).map { t.row($0).values } }

private func matrix(_ rows: [Vector], columns: Int) -> Tensor {
  Tensor(shape: [rows.count, columns], values: rows.flatMap { $0 })
}

private func dot(_ a: Vector, _ b: Vector) -> Double {
  var sum = 0.0
  for l in a.indices { sum += a[l] * b[l] }
  return sum
}

private func minus(_ a: Vector, _ b: Vector) -> Vector { zip(a, b).map { $0 - $1 } }

/// a + s b
private func add(_ s: Double, _ b: Vector, to a: inout Vector) {
  for l in a.indices { a[l] += s * b[l] }
}

private func distance(_ a: Vector, _ b: Vector) -> Double {
  let difference = minus(a, b)
  return sqrt(dot(difference, difference))
}

/// Of length 1, or nil where there is no length to speak of.
private func unit(_ a: Vector, above limit: Double) -> Vector? {
  let length = sqrt(dot(a, a))
  return length > limit ? a.map { $0 / length } : nil
}

struct Submission: UnsupervisedContract {
  func distances(_ points: Tensor, _ others: Tensor) -> Tensor {
    let right = vectors(others)
    return Tensor(
      shape: [points.shape[0], right.count],
      values: vectors(points).flatMap { p in right.map { distance(p, $0) } })
  }

  func neighbours(_ point: [Double], _ samples: Tensor, count: Int) -> [Int] {
    // A list of the best so far, into which each sample is put behind those that are as near.
    var best: [(index: Int, distance: Double)] = []
    for (index, sample) in vectors(samples).enumerated() {
      let far = distance(point, sample)
      if best.count == count, far >= best[count - 1].distance { continue }
      var place = best.count
      while place > 0, best[place - 1].distance > far { place -= 1 }
      best.insert((index, far), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.index)
  }

  func classify(_ queries: Tensor, _ samples: Tensor, _ labels: [Int], neighbours count: Int) -> [Int] {
    vectors(queries).map { query in
      var tally: [(label: Int, votes: Int)] = []
      for i in neighbours(query, samples, count: count) {
        if let known = tally.firstIndex(where: { $0.label == labels[i] }) {
          tally[known].votes += 1
        } else {
          tally.append((labels[i], 1))
        }
      }
      var winner = tally[0]
      for one in tally where one.votes > winner.votes { winner = one }
      return winner.label
    }
  }

  func assign(_ samples: Tensor, _ centres: Tensor) -> [Int] {
    let all = vectors(centres)
    return vectors(samples).map { sample in
      let far = all.map { distance(sample, $0) }
      return far.firstIndex(of: far.min()!)!
    }
  }

  func update(_ samples: Tensor, _ assignments: [Int], _ centres: Tensor) -> Tensor {
    var groups = [[Int]](repeating: [], count: centres.shape[0])
    for (i, a) in assignments.enumerated() { groups[a].append(i) }
    let moved = groups.enumerated().map { (a: Int, members: [Int]) -> Vector in
      if members.isEmpty { return centres.row(a).values }
      return (samples.rows(at: members).sum(axis: 0) / Double(members.count)).values
    }
    return matrix(moved, columns: centres.shape[1])
  }

  func inertia(_ samples: Tensor, _ centres: Tensor, _ assignments: [Int]) -> Double {
    let difference = samples - centres.rows(at: assignments)
    return (difference * difference).sum()
  }

  func kMeans(_ samples: Tensor, _ centres: Tensor, rounds: Int) -> Clustering {
    var state = Clustering(centres: centres, assignments: assign(samples, centres))
    for _ in 0..<rounds {
      state.centres = update(samples, state.assignments, state.centres)
      state.assignments = assign(samples, state.centres)
    }
    return state
  }

  func singularDirections(_ a: Tensor, count: Int) -> SingularDirections {
    let d = a.shape[1]
    let scale = a.values.reduce(0) { max($0, abs($1)) }
    let rows = scale > 0 ? vectors(a / scale) : []
    var found: [Vector] = []
    var values: [Double] = []
    var generator = Generator(seed: 20)
    func cleaned(_ x: Vector) -> Vector {
      var x = x
      // Twice is enough.
      for _ in 0..<2 {
        for v in found { add(-dot(v, x), v, to: &x) }
      }
      return x
    }
    while found.count < count {
      var v: Vector? = nil
      // A start at random, orthogonal to all that was found.
      while v == nil { v = unit(cleaned((0..<d).map { _ in generator.normal() }), above: 1e-3) }
      var now = v!
      for _ in 0..<2000 {
        var next = Vector(repeating: 0, count: d)
        for row in rows { add(dot(row, now), row, to: &next) }
        // Squares that are this small beside those of the first direction are those of 0.
        let limit = 1e-20 + 1e-10 * (values.first.map { $0 * $0 } ?? 0)
        guard let better = unit(cleaned(next), above: limit) else { break }
        let moved = zip(now, better).map { abs($0 - $1) }.max()!
        now = better
        if moved < 1e-15 { break }
      }
      found.append(now)
      values.append(sqrt(rows.reduce(0) { $0 + dot($1, now) * dot($1, now) }))
    }
    return SingularDirections(values: values.map { $0 * scale }, directions: matrix(found, columns: d))
  }

  func approximation(_ a: Tensor, rank: Int) -> Tensor {
    let v = vectors(singularDirections(a, count: rank).directions)
    let rows = vectors(a).map { row -> Vector in
      var sum = Vector(repeating: 0, count: row.count)
      for direction in v { add(dot(row, direction), direction, to: &sum) }
      return sum
    }
    return matrix(rows, columns: a.shape[1])
  }

  func principalComponents(_ samples: Tensor, count: Int) -> PrincipalComponents {
    let n = Double(samples.shape[0])
    let mean = samples.sum(axis: 0).map { $0 / n }
    let found = singularDirections(samples - mean, count: count)
    return PrincipalComponents(
      mean: mean.values, components: found.directions, variances: found.values.map { $0 * $0 / n })
  }

  func encode(_ samples: Tensor, _ components: PrincipalComponents) -> Tensor {
    let directions = vectors(components.components)
    return matrix(
      vectors(samples).map { x in directions.map { dot(minus(x, components.mean), $0) } }, columns: directions.count)
  }

  func decode(_ scores: Tensor, _ components: PrincipalComponents) -> Tensor {
    let directions = vectors(components.components)
    let rows = vectors(scores).map { s -> Vector in
      var x = components.mean
      for (j, v) in directions.enumerated() { add(s[j], v, to: &x) }
      return x
    }
    return matrix(rows, columns: components.mean.count)
  }

  /// The code of a sample, and what is made of it less the sample.
  private func pass(_ encoder: [Vector], _ decoder: [Vector], _ x: Vector) -> (code: Vector, residual: Vector) {
    let code = encoder.map { dot($0, x) }
    return (code, x.indices.map { dot(decoder[$0], code) - x[$0] })
  }

  func reconstructionError(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> Double {
    let (w, u) = (vectors(autoencoder.encoder), vectors(autoencoder.decoder))
    var total = 0.0
    for x in vectors(samples) {
      let r = pass(w, u, x).residual
      total += dot(r, r)
    }
    return total / Double(max(samples.shape[0], 1))
  }

  func gradient(_ autoencoder: LinearAutoencoder, _ samples: Tensor) -> LinearAutoencoder {
    let (w, u) = (vectors(autoencoder.encoder), vectors(autoencoder.decoder))
    let (k, d) = (w.count, samples.shape[1])
    var dw = [Vector](repeating: Vector(repeating: 0, count: d), count: k)
    var du = [Vector](repeating: Vector(repeating: 0, count: k), count: d)
    let weight = 2 / Double(max(samples.shape[0], 1))
    for x in vectors(samples) {
      let (code, residual) = pass(w, u, x)
      var back = Vector(repeating: 0, count: k)
      for j in 0..<d {
        add(residual[j], u[j], to: &back)
        add(weight * residual[j], code, to: &du[j])
      }
      for c in 0..<k { add(weight * back[c], x, to: &dw[c]) }
    }
    return LinearAutoencoder(encoder: matrix(dw, columns: d), decoder: matrix(du, columns: k))
  }

  func train(_ autoencoder: LinearAutoencoder, _ samples: Tensor, rate: Double, steps: Int) -> LinearAutoencoder {
    (0..<max(0, steps)).reduce(autoencoder) { now, _ in
      let slope = gradient(now, samples)
      return LinearAutoencoder(
        encoder: now.encoder - rate * slope.encoder, decoder: now.decoder - rate * slope.decoder)
    }
  }
}
