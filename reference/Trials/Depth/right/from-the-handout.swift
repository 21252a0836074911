import Depth

/// A network as a function of lines: every unit is a list of pieces by itself, added up by merging.
struct Submission: DepthContract {
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double] {
    var result = [Double]()
    for number in x {
      var h = [number]
      for l in 0..<network.layers.count {
        let layer = network.layers[l]
        var next = layer.biases
        for i in 0..<next.count {
          for j in 0..<h.count { next[i] += layer.weights[i, j] * h[j] }
          if l != network.layers.count - 1 && next[i] < 0 { next[i] = 0 }
        }
        h = next
      }
      result.append(h[0])
    }
    return result
  }

  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork {
    let m = inner.layers.count
    var layers = inner.layers + outer.layers
    let a = layers[m - 1]
    let b = layers[m]
    var bias = b.biases
    for i in bias.indices { bias[i] += (b.weights.row(i) * Tensor(a.biases)).sum() }
    layers.replaceSubrange(m - 1...m, with: [ReLULayer(weights: b.weights.matmul(a.weights), biases: bias)])
    return ReLUNetwork(layers: layers)
  }

  func sawtooth(compositions n: Int) -> ReLUNetwork {
    var layers = [ReLULayer]()
    if n == 0 { return ReLUNetwork(layers: [ReLULayer(weights: Tensor(rows: [[1.0]]), biases: [0.0])]) }
    for l in 1...n {
      if l == 1 {
        layers.append(ReLULayer(weights: Tensor(rows: [[1.0], [1.0]]), biases: [0, -0.5]))
      } else {
        layers.append(ReLULayer(weights: Tensor(rows: [[2, -4], [2, -4]]), biases: [0, -0.5]))
      }
    }
    layers.append(ReLULayer(weights: Tensor(rows: [[2, -4]]), biases: [0]))
    return ReLUNetwork(layers: layers)
  }

  /// A function of straight pieces: it begins at `starts[i]` with `slopes[i]` and `values[i]`.
  struct Curve {
    var starts: [Double]
    var slopes: [Double]
    var values: [Double]
  }

  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double] {
    let tiny = (upper - lower) * 1e-9
    var curves = [Curve(starts: [lower], slopes: [1], values: [lower])]
    for (l, layer) in network.layers.enumerated() {
      let starts = merged(curves.map(\.starts), tiny)
      let spread = curves.map { refined($0, starts, tiny) }
      curves = (0..<layer.biases.count).map { i in
        var slopes = [Double](repeating: 0, count: starts.count)
        var values = [Double](repeating: layer.biases[i], count: starts.count)
        for (j, curve) in spread.enumerated() {
          let w = layer.weights[i, j]
          for k in starts.indices {
            slopes[k] += w * curve.slopes[k]
            values[k] += w * curve.values[k]
          }
        }
        let sum = Curve(starts: starts, slopes: slopes, values: values)
        return l + 1 == network.layers.count ? sum : positive(sum, upper, tiny)
      }
    }
    let y = curves[0]
    let steep = y.slopes.map { abs($0) }.max() ?? 0
    var found = [Double]()
    for k in 1..<max(1, y.starts.count) where abs(y.slopes[k] - y.slopes[k - 1]) > 1e-9 * steep { found.append(y.starts[k]) }
    return found
  }

  private func merged(_ lists: [[Double]], _ tiny: Double) -> [Double] {
    var result = [Double]()
    for x in lists.flatMap({ $0 }).sorted() {
      if let last = result.last, x - last <= tiny { continue }
      result.append(x)
    }
    return result
  }

  private func refined(_ curve: Curve, _ starts: [Double], _ tiny: Double) -> Curve {
    var result = Curve(starts: starts, slopes: [], values: [])
    var at = 0
    for x in starts {
      while at + 1 < curve.starts.count && curve.starts[at + 1] <= x + tiny { at += 1 }
      result.slopes.append(curve.slopes[at])
      result.values.append(curve.values[at] + curve.slopes[at] * (x - curve.starts[at]))
    }
    return result
  }

  private func positive(_ curve: Curve, _ upper: Double, _ tiny: Double) -> Curve {
    var result = Curve(starts: [], slopes: [], values: [])
    func add(_ x: Double, _ slope: Double, _ value: Double) {
      result.starts.append(x)
      result.slopes.append(slope)
      result.values.append(value)
    }
    for k in curve.starts.indices {
      let (x, s, v) = (curve.starts[k], curve.slopes[k], curve.values[k])
      let end = k + 1 < curve.starts.count ? curve.starts[k + 1] : upper
      let zero = s == 0 ? -Double.infinity : x - v / s
      if zero > x + tiny && zero < end - tiny {
        if s > 0 {
          add(x, 0, 0)
          add(zero, s, 0)
        } else {
          add(x, s, v)
          add(zero, 0, 0)
        }
      } else if v + s * (end - x) / 2 > 0 {
        add(x, s, v)
      } else {
        add(x, 0, 0)
      }
    }
    return result
  }

  func parameters(widths: [Int]) -> Int {
    var sum = 0
    var i = 1
    while i < widths.count {
      sum += widths[i] * widths[i - 1]
      sum += widths[i]
      i += 1
    }
    return sum
  }

  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int {
    guard parameters > outputs else { return 0 }
    return (parameters - outputs) / (inputs + 1 + outputs)
  }
}
