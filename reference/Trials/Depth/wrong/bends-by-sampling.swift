// mistake: bends by slopes between 4,000 points
// breaks: "Places are compared to twelve digits, so searching for them by small steps is too rough"
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
    let h = (upper - lower) / 4000
    let x = (0...4000).map { lower + h * Double($0) }
    let y = output(network, at: x)
    let slopes = (0..<4000).map { (y[$0 + 1] - y[$0]) / h }
    let steep = slopes.map { abs($0) }.max() ?? 0
    var found = [Double]()
    var k = 1
    while k < 3999 {
      if abs(slopes[k] - slopes[k - 1]) > 1e-6 * steep {
        // The lines before and behind cross there.
        let difference = slopes[k - 1] - slopes[k + 1]
        found.append(difference == 0 ? x[k] : (y[k + 1] - slopes[k + 1] * x[k + 1] - y[k - 1] + slopes[k - 1] * x[k - 1]) / difference)
        k += 1
      }
      k += 1
    }
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
