// mistake: rows with a deviation under 0.01 are taken for rows of equal numbers, whose normalised row is 0
import Foundation
import Attention

final class Variable {
  let value: Tensor
  fileprivate(set) var slope: Tensor
  fileprivate let spread: ((Tensor) -> Void)?
  init(_ value: Tensor, spread: ((Tensor) -> Void)? = nil) {
    self.value = value
    self.slope = Tensor(shape: value.shape)
    self.spread = spread
  }
  func add(_ g: Tensor) { slope += g }
}

final class Graph {
  private var order: [Variable] = []

  private func make(_ value: Tensor, _ spread: @escaping (Tensor) -> Void) -> Variable {
    let v = Variable(value, spread: spread)
    order.append(v)
    return v
  }

  /// a · b
  func product(_ a: Variable, _ b: Variable) -> Variable {
    make(a.value.matmul(b.value)) {
      a.add($0.matmul(b.value.transposed()))
      b.add(a.value.transposed().matmul($0))
    }
  }

  func transposed(_ a: Variable) -> Variable { make(a.value.transposed()) { a.add($0.transposed()) } }

  func scaled(_ a: Variable, by factor: Double) -> Variable { make(a.value * factor) { a.add($0 * factor) } }

  func sum(_ a: Variable, _ b: Variable) -> Variable {
    make(a.value + b.value) {
      a.add($0)
      b.add($0)
    }
  }

  /// A matrix plus a vector in each row.
  func shifted(_ a: Variable, by b: Variable) -> Variable {
    make(a.value + b.value) {
      a.add($0)
      b.add($0.sum(axis: 0))
    }
  }

  /// A matrix times a vector in each row.
  func stretched(_ a: Variable, by b: Variable) -> Variable {
    make(a.value * b.value) {
      a.add($0 * b.value)
      b.add(($0 * a.value).sum(axis: 0))
    }
  }

  /// Softmax of the first `seen(row)` columns of each row, 0 beyond.
  func softmax(_ a: Variable, seen: (Int) -> Int) -> Variable {
    let (n, m) = (a.value.rows, a.value.columns)
    var p = Tensor(shape: [n, m])
    for i in 0..<n {
      let part = Array(a.value.row(i).values.prefix(seen(i)))
      guard let largest = part.max() else { continue }
      let logarithm = largest + log(part.reduce(0) { $0 + exp($1 - largest) })
      for (j, s) in part.enumerated() { p[i, j] = exp(s - logarithm) }
    }
    return make(p) { g in
      var d = Tensor(shape: [n, m])
      for i in 0..<n {
        var mean = 0.0
        for j in 0..<m { mean += p[i, j] * g[i, j] }
        for j in 0..<m { d[i, j] = p[i, j] * (g[i, j] - mean) }
      }
      a.add(d)
    }
  }

  /// (x − µ)/√(σ² + ε), row by row.
  func normalised(_ x: Variable, epsilon: Double) -> Variable {
    let (n, m) = (x.value.rows, x.value.columns)
    var hat = x.value
    var roots = [Double](repeating: 1, count: n)
    for i in 0..<n where m > 0 {
      let origin = x.value[i, 0]
      let near = x.value.row(i).values.map { $0 - origin }
      let mean = near.reduce(0, +) / Double(m)
      roots[i] = (near.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(m) + epsilon).squareRoot()
      let flat = roots[i] * roots[i] - epsilon < 1e-4
      for j in 0..<m { hat[i, j] = flat ? 0 : (near[j] - mean) / roots[i] }
    }
    let result = hat
    return make(result) { g in
      var d = g
      for i in 0..<n {
        // The Jacobian row by row: (δij − 1/m − x̂i x̂j / m)/root
        let (gs, hs) = (g.row(i).values, result.row(i).values)
        let (s, w) = (gs.reduce(0, +), zip(gs, hs).reduce(0) { $0 + $1.0 * $1.1 })
        for j in 0..<m { d[i, j] = (gs[j] - (s + hs[j] * w) / Double(m)) / roots[i] }
      }
      x.add(d)
    }
  }

  func columns(_ a: Variable, _ range: Range<Int>) -> Variable {
    let n = a.value.rows
    var part = Tensor(shape: [n, range.count])
    for i in 0..<n { for j in range { part[i, j - range.lowerBound] = a.value[i, j] } }
    return make(part) { g in
      for i in 0..<n { for j in range { a.slope[i, j] += g[i, j - range.lowerBound] } }
    }
  }

  func joined(_ parts: [Variable]) -> Variable {
    let n = parts[0].value.rows
    var starts = [0]
    for p in parts { starts.append(starts.last! + p.value.columns) }
    var whole = Tensor(shape: [n, starts.last!])
    for (p, from) in zip(parts, starts) {
      for i in 0..<n { for j in 0..<p.value.columns { whole[i, from + j] = p.value[i, j] } }
    }
    return make(whole) { g in
      for (p, from) in zip(parts, starts) {
        for i in 0..<n { for j in 0..<p.value.columns { p.slope[i, j] += g[i, from + j] } }
      }
    }
  }

  func gathered(_ table: Variable, _ indices: [Int]) -> Variable {
    let m = table.value.columns
    return make(table.value.rows(at: indices)) { g in
      for (i, index) in indices.enumerated() { for j in 0..<m { table.slope[index, j] += g[i, j] } }
    }
  }

  func run(from end: Variable, _ slope: Tensor) {
    end.add(slope)
    for v in order.reversed() { v.spread?(v.slope) }
  }

  // What the lab is about, put together from the above.

  func weights(_ q: Variable, _ k: Variable, causal: Bool) -> Variable {
    let all = k.value.rows
    let s = scaled(product(q, transposed(k)), by: 1 / Double(q.value.columns).squareRoot())
    return softmax(s) { causal ? $0 + 1 : all }
  }

  func attention(_ q: Variable, _ k: Variable, _ v: Variable, causal: Bool) -> Variable {
    product(weights(q, k, causal: causal), v)
  }

  func layerNorm(_ x: Variable, _ gain: Variable, _ shift: Variable) -> Variable {
    shifted(stretched(normalised(x, epsilon: AttentionLab.epsilon), by: gain), by: shift)
  }

  func multiHead(_ w: HeadVariables, _ x: Variable, heads: Int, causal: Bool) -> Variable {
    let (q, k, v) = (product(x, transposed(w.q)), product(x, transposed(w.k)), product(x, transposed(w.v)))
    let size = x.value.columns / heads
    let parts = (0..<heads).map { j -> Variable in
      let range = j * size..<(j + 1) * size
      return attention(columns(q, range), columns(k, range), columns(v, range), causal: causal)
    }
    return product(joined(parts), transposed(w.o))
  }
}

final class HeadVariables {
  let q: Variable, k: Variable, v: Variable, o: Variable
  init(_ w: HeadWeights) {
    (q, k, v, o) = (Variable(w.queries), Variable(w.keys), Variable(w.values), Variable(w.output))
  }
  var slopes: HeadWeights { HeadWeights(queries: q.slope, keys: k.slope, values: v.slope, output: o.slope) }
}

final class ModelRun {
  let graph = Graph()
  let embedding: Variable, positions: Variable, gain: Variable, shift: Variable, heads: HeadVariables
  let weights: Variable, bias: Variable, scores: Variable

  init(_ model: LanguageModel, _ count: Int, _ tokens: [Int]) {
    embedding = Variable(model.embedding)
    positions = Variable(model.positions)
    gain = Variable(model.gain)
    shift = Variable(model.shift)
    heads = HeadVariables(model.attention)
    weights = Variable(model.outputWeights)
    bias = Variable(model.outputBias)
    let x = graph.sum(graph.gathered(embedding, tokens), graph.gathered(positions, Array(0..<tokens.count)))
    let y = graph.sum(x, graph.multiHead(heads, graph.layerNorm(x, gain, shift), heads: count, causal: true))
    scores = graph.shifted(graph.product(y, graph.transposed(weights)), by: bias)
  }

  func gradient(_ targets: [Int]) -> LanguageModel {
    graph.run(from: scores, AttentionLab.crossEntropy(scores.value, targets).gradient)
    return LanguageModel(
      embedding: embedding.slope, positions: positions.slope, gain: gain.slope, shift: shift.slope,
      attention: heads.slopes, outputWeights: weights.slope, outputBias: bias.slope)
  }
}

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    Graph().weights(Variable(q), Variable(k), causal: causal).value
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    Graph().attention(Variable(q), Variable(k), Variable(v), causal: causal).value
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let (a, b, c, graph) = (Variable(q), Variable(k), Variable(v), Graph())
    graph.run(from: graph.attention(a, b, c, causal: causal), outputGradient)
    return AttentionTensors(q: a.slope, k: b.slope, v: c.slope)
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    Graph().layerNorm(Variable(x), Variable(gain), Variable(shift)).value
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let (a, b, c, graph) = (Variable(x), Variable(gain), Variable(shift), Graph())
    graph.run(from: graph.layerNorm(a, b, c), outputGradient)
    return LayerNormTensors(x: a.slope, gain: b.slope, shift: c.slope)
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    Graph().multiHead(HeadVariables(weights), Variable(x), heads: heads, causal: causal).value
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let (w, a, graph) = (HeadVariables(weights), Variable(x), Graph())
    graph.run(from: graph.multiHead(w, a, heads: heads, causal: causal), outputGradient)
    return MultiHeadTensors(weights: w.slopes, x: a.slope)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var generator = Generator(seed: seed)
    func orthogonal() -> Tensor {
      var rows: [[Double]] = []
      while rows.count < features {
        var v = (0..<features).map { _ in generator.normal() }
        for _ in 0..<2 {
          for r in rows {
            let dot = zip(r, v).reduce(0) { $0 + $1.0 * $1.1 }
            for k in 0..<features { v[k] -= dot * r[k] }
          }
        }
        let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if norm > 1e-6 { rows.append(v.map { $0 / norm }) }
      }
      return Tensor(rows: rows)
    }
    let queries = orthogonal(), keys = orthogonal(), values = orthogonal(), output = orthogonal()
    return LanguageModel(
      embedding: generator.normal(shape: [vocabulary, features]),
      positions: generator.normal(shape: [context, features]),
      gain: Tensor(shape: [features], repeating: 1), shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: queries, keys: keys, values: values, output: output),
      outputWeights: generator.normal(shape: [vocabulary, features], deviation: 0.1 / Double(features).squareRoot()),
      outputBias: Tensor(shape: [vocabulary]))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    ModelRun(model, heads, tokens).scores.value
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    ModelRun(model, heads, tokens).gradient(targets)
  }
}
