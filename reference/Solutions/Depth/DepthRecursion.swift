import Depth

/// Bends by recursion, depth first: an interval with its lines goes through the layers by itself, and answers with where its
/// parts end and their slopes.
struct Submission: DepthContract {
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double] {
    var answers: [Double] = []
    for number in x {
      var values = Tensor(column: [number])
      for layer in network.layers.dropLast() {
        values = (layer.weights.matmul(values) + Tensor(column: layer.biases)).map { max(0, $0) }
      }
      if let last = network.layers.last { values = last.weights.matmul(values) + Tensor(column: last.biases) }
      answers += values.values
    }
    return answers
  }

  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork {
    guard let last = inner.layers.last, let first = outer.layers.first else { return outer }
    // The bias is what comes of no input.
    let biases = first.weights.matmul(Tensor(column: last.biases)) + Tensor(column: first.biases)
    let joint = ReLULayer(weights: first.weights.matmul(last.weights), biases: biases.values)
    return ReLUNetwork(layers: inner.layers[..<(inner.layers.count - 1)] + [joint] + outer.layers[1...])
  }

  func sawtooth(compositions: Int) -> ReLUNetwork {
    func layer(_ rows: [[Double]], _ biases: [Double]) -> ReLULayer {
      ReLULayer(weights: Tensor(rows: rows), biases: biases)
    }
    switch compositions {
    case 0: return ReLUNetwork(layers: [layer([[1]], [0])])
    case 1: return ReLUNetwork(layers: [layer([[0.5], [1]], [0, -0.5]), layer([[4, -4]], [0])])
    default:
      // As many tents outside as inside, or one more.
      return compose(sawtooth(compositions: compositions - compositions / 2), sawtooth(compositions: compositions / 2))
    }
  }

  private struct Line {
    var slope: Double
    var offset: Double
  }

  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double] {
    let near = 1e-9 * (upper - lower)
    var ends: [(place: Double, slope: Double)] = []
    follow(network.layers[...], [Line(slope: 1, offset: 0)], lower, upper, near, &ends)
    let steep = ends.map { abs($0.slope) }.max() ?? 0
    var bends: [Double] = []
    for (left, right) in zip(ends, ends.dropFirst()) where abs(left.slope - right.slope) > 1e-9 * steep {
      bends.append(left.place)
    }
    return bends
  }

  private func follow(
    _ layers: ArraySlice<ReLULayer>, _ lines: [Line], _ lower: Double, _ upper: Double, _ near: Double,
    _ ends: inout [(place: Double, slope: Double)]
  ) {
    guard let layer = layers.first else { return ends.append((upper, lines[0].slope)) }
    let sums = layer.biases.indices.map { unit in
      lines.indices.reduce(Line(slope: 0, offset: layer.biases[unit])) { sum, input in
        let weight = layer.weights[unit, input]
        return Line(slope: sum.slope + weight * lines[input].slope, offset: sum.offset + weight * lines[input].offset)
      }
    }
    if layers.count == 1 { return follow([], sums, lower, upper, near, &ends) }
    // The first crossing on the way; what is left of it is settled, what is right of it goes on.
    var start = lower
    while true {
      let crossings = sums.map { $0.slope == 0 ? Double.infinity : -$0.offset / $0.slope }
      let next = crossings.filter { $0 > start + near && $0 < upper - near }.min() ?? upper
      let middle = (start + next) / 2
      let cut = sums.map { $0.slope * middle + $0.offset > 0 ? $0 : Line(slope: 0, offset: 0) }
      follow(layers.dropFirst(), cut, start, next, near, &ends)
      if next == upper { return }
      start = next
    }
  }

  func parameters(widths: [Int]) -> Int {
    widths.count < 2 ? 0 : (widths[0] + 1) * widths[1] + parameters(widths: Array(widths.dropFirst()))
  }

  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int {
    let left = parameters - self.parameters(widths: [0, outputs])
    return left < 0 ? 0 : left / (inputs + outputs + 1)
  }
}
