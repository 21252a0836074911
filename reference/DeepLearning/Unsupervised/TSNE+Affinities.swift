internal import Tensors

extension TSNE {
  /// pᵢⱼ row by row: those of sample i stand at `rows[i]..<rows[i + 1]`.
  struct Affinities: Sendable {
    let rows: [Int]
    let neighbors: [Int32]
    let values: [Double]

    /// How many samples there are.
    var count: Int { rows.count - 1 }
  }

  /// pᵢⱼ = (pⱼ|ᵢ + pᵢ|ⱼ)/2n, of all pairs or of near ones.
  func affinities<Scalar: TensorScalar>(_ features: Tensor<Scalar>) -> Affinities {
    let count = features.shape[0]
    let near = count <= greatestExactCount ? count - 1 : min(count - 1, Int(3 * perplexity))
    var given: [[(neighbor: Int32, value: Double)]] = []
    given.reserveCapacity(count)
    let squares = (features * features).sum(along: [1]).elements.map(\.double)
    // Distances of some samples to all at once: |x|² − 2x·y + |y|².
    for start in stride(from: 0, to: count, by: 256) {
      let block = start..<min(start + 256, count)
      let products = features.rows(block).multiplied(by: features, transposingOther: true)
      for i in block {
        let row = products[i - start].elements
        var distances = (0..<count).map { j in (Int32(j), max(squares[i] + squares[j] - 2 * row[j].double, 0)) }
        distances.remove(at: i)
        if near < distances.count { distances = Array(distances.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(near)) }
        given.append(conditional(distances))
      }
    }
    var sums = given.map { row in Dictionary(uniqueKeysWithValues: row.map { ($0.neighbor, $0.value) }) }
    for (i, row) in given.enumerated() {
      for (j, value) in row { sums[Int(j)][Int32(i), default: 0] += value }
    }
    var (rows, neighbors, values) = ([0], [Int32](), [Double]())
    for sum in sums {
      for (neighbor, value) in sum.sorted(by: { $0.key < $1.key }) {
        neighbors.append(neighbor)
        values.append(value / Double(2 * count))
      }
      rows.append(neighbors.count)
    }
    return Affinities(rows: rows, neighbors: neighbors, values: values)
  }

  /// pⱼ|ᵢ for squared distances: β is halved or doubled, then bisected, until the entropy is ln perplexity.
  private func conditional(_ distances: [(Int32, Double)]) -> [(neighbor: Int32, value: Double)] {
    let goal = Elementary.log(perplexity)
    let nearest = distances.reduce(Double.infinity) { min($0, $1.1) }
    var (beta, low, high) = (1.0, 0.0, Double.infinity)
    var weights = [Double](repeating: 0, count: distances.count)
    var sum = 1.0
    for _ in 0..<100 {
      var along = 0.0
      sum = 0
      for (place, distance) in distances.enumerated() {
        let d = distance.1 - nearest
        weights[place] = Elementary.exp(-beta * d)
        sum += weights[place]
        along += weights[place] * d
      }
      // H = ln Σ + β·mean distance.
      let difference = Elementary.log(sum) + beta * along / sum - goal
      if abs(difference) < 1e-7 { break }
      if difference > 0 { low = beta } else { high = beta }
      beta = high.isInfinite ? beta * 2 : (low + high) / 2
    }
    return zip(distances, weights).map { ($0.0, $1 / sum) }
  }
}
