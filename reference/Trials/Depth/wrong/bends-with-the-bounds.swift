// mistake: both bounds are bends, too
// breaks: "strictly between both bounds"
import Depth

/// Bends by halving nothing: each interval asks the network itself which units are on in its middle, from front to back;
/// composition by loops; the sawtooth written down at once, with 1 − |2x − 1| for its tent.
struct Submission: DepthContract {
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double] {
    if x.isEmpty { return [] }
    // All x at once, a column each.
    var values = Tensor(shape: [1, x.count], values: x)
    for (place, layer) in network.layers.enumerated() {
      values = layer.weights.matmul(values) + Tensor(column: layer.biases)
      if place < network.layers.count - 1 { values = values.map { $0 > 0 ? $0 : 0 } }
    }
    return values.values
  }

  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork {
    var layers = inner.layers
    let last = layers.removeLast()
    var joined = false
    for layer in outer.layers {
      if joined {
        layers.append(layer)
        continue
      }
      let (rows, middle, columns) = (layer.weights.rows, layer.weights.columns, last.weights.columns)
      var weights = Tensor(shape: [rows, columns])
      var biases = layer.biases
      for i in 0..<rows {
        for k in 0..<middle {
          biases[i] += layer.weights[i, k] * last.biases[k]
          for j in 0..<columns { weights[i, j] += layer.weights[i, k] * last.weights[k, j] }
        }
      }
      layers.append(ReLULayer(weights: weights, biases: biases))
      joined = true
    }
    return ReLUNetwork(layers: layers)
  }

  func sawtooth(compositions: Int) -> ReLUNetwork {
    if compositions == 0 { return ReLUNetwork(layers: [ReLULayer(weights: Tensor(rows: [[1]]), biases: [0])]) }
    // 1 − |2x − 1| from (2x − 1)⁺ and (1 − 2x)⁺; then 2t − 1 = 1 − 2(h + k).
    var layers = [ReLULayer(weights: Tensor(rows: [[2], [-2]]), biases: [-1, 1])]
    for _ in 1..<compositions { layers.append(ReLULayer(weights: Tensor(rows: [[-2, -2], [2, 2]]), biases: [1, -1])) }
    layers.append(ReLULayer(weights: Tensor(rows: [[-1, -1]]), biases: [1]))
    return ReLUNetwork(layers: layers)
  }

  /// All units' slopes and values at x, layer by layer, those that are not above 0 there being off.
  private func lines(_ network: ReLUNetwork, depth: Int, at x: Double) -> [(slope: Double, value: Double)] {
    var lines = [(slope: 1.0, value: x)]
    for place in 0...depth {
      let layer = network.layers[place]
      lines = layer.biases.indices.map { unit in
        lines.indices.reduce((slope: 0.0, value: layer.biases[unit])) {
          ($0.slope + layer.weights[unit, $1] * lines[$1].slope, $0.value + layer.weights[unit, $1] * lines[$1].value)
        }
      }
      if place < depth { lines = lines.map { $0.value > 0 ? $0 : (0, 0) } }
    }
    return lines
  }

  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double] {
    let close = (upper - lower) * 1e-8
    var marks = [lower, upper]
    for depth in 0..<network.layers.count - 1 {
      var next = [lower]
      for (left, right) in zip(marks, marks.dropFirst()) {
        let middle = (left + right) / 2
        let crossings = lines(network, depth: depth, at: middle).compactMap { line -> Double? in
          line.slope == 0 ? nil : middle - line.value / line.slope
        }
        for crossing in crossings.sorted() where crossing - next[next.count - 1] > close && right - crossing > close {
          next.append(crossing)
        }
        next.append(right)
      }
      marks = next
    }
    let depth = network.layers.count - 1
    let slopes = zip(marks, marks.dropFirst()).map { lines(network, depth: depth, at: ($0 + $1) / 2)[0].slope }
    let steep = slopes.reduce(0) { max($0, abs($1)) }
    return [lower] + (1..<max(1, slopes.count)).filter { abs(slopes[$0] - slopes[$0 - 1]) > 1e-8 * steep }.map { marks[$0] }
  }

  func parameters(widths: [Int]) -> Int {
    var total = 0
    for place in widths.indices.dropFirst() { total += widths[place - 1] * widths[place] + widths[place] }
    return total
  }

  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int {
    if parameters < outputs { return 0 }
    let (units, _) = (parameters - outputs).quotientAndRemainder(dividingBy: inputs + outputs + 1)
    return units
  }
}
