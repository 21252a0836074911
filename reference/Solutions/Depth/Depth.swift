import Depth

/// The power of depth: networks of max(0, ·), composed, and where their slope changes.
struct Submission: DepthContract {
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double] {
    // BEGIN SOLUTION
    x.map { number in
      var values = [number]
      for (place, layer) in network.layers.enumerated() {
        let sums = preactivations(layer, values)
        values = place + 1 < network.layers.count ? sums.map { max(0, $0) } : sums
      }
      return values[0]
    }
    // END SOLUTION
  }

  // BEGIN SOLUTION HELPERS
  /// W h + b.
  private func preactivations(_ layer: ReLULayer, _ values: [Double]) -> [Double] {
    layer.biases.indices.map { unit in
      var sum = layer.biases[unit]
      for (input, value) in values.enumerated() { sum += layer.weights[unit, input] * value }
      return sum
    }
  }
  // END SOLUTION

  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork {
    // BEGIN SOLUTION
    // Between both nothing is cut off: W (V h + c) + b = (W V) h + (W c + b), one layer.
    let (last, first) = (inner.layers[inner.layers.count - 1], outer.layers[0])
    let joint = ReLULayer(weights: first.weights.matmul(last.weights), biases: preactivations(first, last.biases))
    return ReLUNetwork(layers: inner.layers.dropLast() + [joint] + outer.layers.dropFirst())
    // END SOLUTION
  }

  func sawtooth(compositions: Int) -> ReLUNetwork {
    // BEGIN SOLUTION
    // t(x) = 2 ReLU(x) − 4 ReLU(x − ½).
    let tent = ReLUNetwork(layers: [
      ReLULayer(weights: Tensor(column: [1, 1]), biases: [0, -0.5]),
      ReLULayer(weights: Tensor(rows: [[2, -4]]), biases: [0]),
    ])
    let identity = ReLUNetwork(layers: [ReLULayer(weights: Tensor(rows: [[1]]), biases: [0])])
    return (0..<compositions).reduce(identity) { network, _ in compose(tent, network) }
    // END SOLUTION
  }

  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double] {
    // BEGIN SOLUTION
    // What is nearer than that is one bend, by two ways of rounding.
    let near = 1e-9 * (upper - lower)
    var pieces = [Piece(lower: lower, upper: upper, slopes: [1], offsets: [0])]
    for (place, layer) in network.layers.enumerated() {
      pieces = pieces.map { $0.through(layer) }
      if place + 1 < network.layers.count { pieces = pieces.flatMap { $0.cut(near) } }
    }
    let slopes = pieces.map { $0.slopes[0] }
    let steepest = slopes.map { abs($0) }.max() ?? 0
    return pieces.indices.dropFirst().filter { abs(slopes[$0] - slopes[$0 - 1]) > 1e-9 * steepest }
      .map { pieces[$0].lower }
    // END SOLUTION
  }

  func parameters(widths: [Int]) -> Int {
    // BEGIN SOLUTION
    zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    // END SOLUTION
  }

  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int {
    // BEGIN SOLUTION
    // Each unit has a weight for each input and each output, and a bias; the outputs have theirs.
    max(0, parameters - outputs) / (inputs + 1 + outputs)
    // END SOLUTION
  }
}
// BEGIN SOLUTION HELPERS

/// A part of the axis on which each unit of a layer is a straight line: slope · x + offset.
private struct Piece {
  var lower: Double
  var upper: Double
  var slopes: [Double]
  var offsets: [Double]

  /// The sums of the next layer.
  func through(_ layer: ReLULayer) -> Piece {
    var next = Piece(lower: lower, upper: upper, slopes: [], offsets: layer.biases)
    for unit in layer.biases.indices {
      var slope = 0.0
      for input in slopes.indices {
        slope += layer.weights[unit, input] * slopes[input]
        next.offsets[unit] += layer.weights[unit, input] * offsets[input]
      }
      next.slopes.append(slope)
    }
    return next
  }

  /// Cut where a unit's line crosses 0, and what is below 0 on a part set to 0 there.
  func cut(_ near: Double) -> [Piece] {
    var cuts = [lower]
    for crossing in zip(slopes, offsets).filter({ $0.0 != 0 }).map({ -$0.1 / $0.0 }).sorted()
    where crossing > cuts[cuts.count - 1] + near && crossing < upper - near { cuts.append(crossing) }
    return cuts.indices.map { place in
      var piece = self
      piece.lower = cuts[place]
      piece.upper = place + 1 < cuts.count ? cuts[place + 1] : upper
      let middle = piece.lower + (piece.upper - piece.lower) / 2
      for unit in slopes.indices where slopes[unit] * middle + offsets[unit] <= 0 {
        (piece.slopes[unit], piece.offsets[unit]) = (0, 0)
      }
      return piece
    }
  }
}
// END SOLUTION
