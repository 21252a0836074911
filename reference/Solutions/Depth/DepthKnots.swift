import Depth

/// Functions as lists of knots: where each unit's value stands at the ends of all parts, with a slope beyond nothing. A unit
/// that is cut off gets a knot where the line between two knots crosses 0.
struct Submission: DepthContract {
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double] { x.map { apply(network.layers[...], [$0])[0] } }

  private func apply(_ layers: ArraySlice<ReLULayer>, _ input: [Double]) -> [Double] {
    guard let layer = layers.first else { return input }
    let sums = (0..<layer.weights.rows).map { unit in
      zip(layer.weights.row(unit).values, input).map { $0 * $1 }.reduce(layer.biases[unit], +)
    }
    let rest = layers.dropFirst()
    return rest.isEmpty ? sums : apply(rest, sums.map { max($0, 0) })
  }

  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork {
    var joint = inner.layers[inner.layers.count - 1]
    joint.biases = apply(outer.layers.prefix(1), joint.biases)
    joint.weights = outer.layers[0].weights.matmul(joint.weights)
    return ReLUNetwork(layers: Array(inner.layers.dropLast()) + [joint] + Array(outer.layers.dropFirst()))
  }

  func sawtooth(compositions: Int) -> ReLUNetwork {
    var network = ReLUNetwork(layers: [ReLULayer(weights: Tensor(shape: [1, 1], values: [1]), biases: [0])])
    let tent = ReLUNetwork(layers: [
      ReLULayer(weights: Tensor(shape: [2, 1], values: [2, 4]), biases: [0, -2]),
      ReLULayer(weights: Tensor(shape: [1, 2], values: [1, -1]), biases: [0]),
    ])
    for _ in 0..<compositions { network = compose(network, tent) }
    return network
  }

  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double] {
    // Slopes are carried along, not taken from differences, so that they keep their digits.
    var ends = [lower, upper]
    var parts: [[(slope: Double, start: Double)]] = [[(1, lower)]]
    for (place, layer) in network.layers.enumerated() {
      parts = parts.map { lines in
        layer.biases.indices.map { unit in
          var sum = (slope: 0.0, start: layer.biases[unit])
          for (input, line) in lines.enumerated() {
            sum.slope += line.slope * layer.weights[unit, input]
            sum.start += line.start * layer.weights[unit, input]
          }
          return sum
        }
      }
      if place == network.layers.count - 1 { break }
      (ends, parts) = cutOff(ends, parts, within: 1e-10 * (upper - lower))
    }
    var bends: [Double] = []
    let most = parts.map { abs($0[0].slope) }.max() ?? 0
    for part in parts.indices.dropFirst() where abs(parts[part][0].slope - parts[part - 1][0].slope) > most * 1e-10 {
      bends.append(ends[part])
    }
    return bends
  }

  private func cutOff(
    _ ends: [Double], _ parts: [[(slope: Double, start: Double)]], within near: Double
  ) -> ([Double], [[(slope: Double, start: Double)]]) {
    var (newEnds, newParts): ([Double], [[(slope: Double, start: Double)]]) = ([], [])
    for (part, lines) in parts.enumerated() {
      let length = ends[part + 1] - ends[part]
      var steps = [0.0]
      for line in lines where line.slope * line.start < 0 {
        let step = -line.start / line.slope
        if step < length - near, !steps.contains(where: { abs($0 - step) <= near }) { steps.append(step) }
      }
      steps.sort()
      for (place, step) in steps.enumerated() {
        let half = ((place + 1 < steps.count ? steps[place + 1] : length) - step) / 2
        newEnds.append(ends[part] + step)
        newParts.append(
          lines.map { line in
            line.start + line.slope * (step + half) > 0 ? (line.slope, line.start + line.slope * step) : (0, 0)
          })
      }
    }
    return (newEnds + [ends[ends.count - 1]], newParts)
  }

  func parameters(widths: [Int]) -> Int {
    let weights = zip(widths, widths.dropFirst()).map { $0 * $1 }.reduce(0, +)
    return weights + widths.dropFirst().reduce(0, +)
  }

  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int {
    // By halving, between what fits and what does not.
    var (fits, tooMany) = (0, parameters / (inputs + outputs + 1) + 1)
    while tooMany - fits > 1 {
      let middle = fits + (tooMany - fits) / 2
      if middle <= (parameters - outputs) / (inputs + outputs + 1), parameters >= outputs {
        fits = middle
      } else {
        tooMany = middle
      }
    }
    return fits
  }
}
