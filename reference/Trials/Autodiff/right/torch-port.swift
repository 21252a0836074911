// right: port of a PyTorch-like toy: variables with grad_fn, create_graph for derivatives of derivatives, recursion with a memo for the forward pass
import Autodiff
import Foundation

/// A number that remembers how it was made.
final class Variable {
  let data: Double
  let id: Int
  unowned let graph: Graph
  fileprivate(set) var parents: [Variable] = []
  fileprivate(set) var gradFn: ((Variable) -> [Variable])?

  fileprivate init(_ data: Double, _ graph: Graph, _ parents: [Variable], _ gradFn: ((Variable) -> [Variable])?) {
    (self.data, self.graph, self.parents, self.gradFn) = (data, graph, parents, gradFn)
    id = graph.all.count
    graph.all.append(self)
  }

  private func make(_ d: Double, _ p: [Variable], _ f: @escaping (Variable) -> [Variable]) -> Variable {
    // Nothing to be differentiated: a leaf does.
    p.contains { $0.needed } ? Variable(d, graph, p, f).markNeeded() : Variable(d, graph, [], nil)
  }
  fileprivate var needed = false
  fileprivate func markNeeded() -> Variable {
    needed = true
    return self
  }
  func like(_ c: Double) -> Variable { Variable(c, graph, [], nil) }

  static func + (a: Variable, b: Variable) -> Variable { a.make(a.data + b.data, [a, b]) { [$0, $0] } }
  static func - (a: Variable, b: Variable) -> Variable { a.make(a.data - b.data, [a, b]) { [$0, -$0] } }
  static prefix func - (a: Variable) -> Variable { a.make(-a.data, [a]) { [-$0] } }
  static func * (a: Variable, b: Variable) -> Variable { a.make(a.data * b.data, [a, b]) { [$0 * b, $0 * a] } }
  static func / (a: Variable, b: Variable) -> Variable {
    a.make(a.data / b.data, [a, b]) { [$0 / b, -($0 * a / (b * b))] }
  }
  func exp() -> Variable { make(Foundation.exp(data), [self]) { [self] in [$0 * self.exp()] } }
  func log() -> Variable { make(Foundation.log(data), [self]) { [self] in [$0 / self] } }
  func sin() -> Variable { make(Foundation.sin(data), [self]) { [self] in [$0 * self.cos()] } }
  func cos() -> Variable { make(Foundation.cos(data), [self]) { [self] in [-($0 * self.sin())] } }
  func tanh() -> Variable {
    make(Foundation.tanh(data), [self]) { [self] g in
      let t = self.tanh()
      return [g * (self.like(1) - t * t)]
    }
  }
}

/// Owns the variables, and lets go of the links in the end, so that nothing stays behind.
final class Graph {
  fileprivate var all: [Variable] = []
  func leaf(_ x: Double) -> Variable { Variable(x, self, [], nil).markNeeded() }
  func constant(_ x: Double) -> Variable { Variable(x, self, [], nil) }

  func run(_ program: ScalarProgram, _ inputs: [Variable]) -> Variable {
    var memo: [Int: Variable] = [:]
    func value(_ i: Int) -> Variable {
      if let known = memo[i] { return known }
      let v: Variable
      switch program.steps[i] {
      case .input(let k): v = inputs[k]
      case .constant(let c): v = constant(c)
      case .add(let a, let b): v = value(a) + value(b)
      case .subtract(let a, let b): v = value(a) - value(b)
      case .multiply(let a, let b): v = value(a) * value(b)
      case .divide(let a, let b): v = value(a) / value(b)
      case .exp(let a): v = value(a).exp()
      case .log(let a): v = value(a).log()
      case .sin(let a): v = value(a).sin()
      case .cos(let a): v = value(a).cos()
      case .tanh(let a): v = value(a).tanh()
      }
      memo[i] = v
      return v
    }
    return value(program.output)
  }

  /// torch.autograd.grad(output, inputs, create_graph=True); ids grow from parents to children, so the largest first.
  func grad(_ output: Variable, _ inputs: [Variable]) -> [Variable] {
    var grads: [Int: Variable] = [output.id: constant(1)]
    var id = output.id
    while id >= 0 {
      let v = all[id]
      if let g = grads[id], let f = v.gradFn {
        for (p, d) in zip(v.parents, f(g)) where p.needed {
          if let old = grads[p.id] { grads[p.id] = old + d } else { grads[p.id] = d }
        }
      }
      id -= 1
    }
    return inputs.map { grads[$0.id] ?? constant(0) }
  }

  func free() {
    for v in all {
      v.parents = []
      v.gradFn = nil
    }
  }
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    let graph = Graph()
    defer { graph.free() }
    return graph.run(program, inputs.map { graph.leaf($0) }).data
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    let graph = Graph()
    defer { graph.free() }
    let x = inputs.map { graph.leaf($0) }
    return graph.grad(graph.run(program, x), x).map { $0.data }
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let graph = Graph()
    defer { graph.free() }
    let x = inputs.map { graph.leaf($0) }
    let g = graph.grad(graph.run(program, x), x)
    if inputs.isEmpty { return Tensor(shape: [0, 0]) }
    return Tensor(rows: g.map { row in graph.grad(row, x).map { $0.data } })
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    let graph = Graph()
    defer { graph.free() }
    let leaf = graph.leaf(x)
    var y = graph.run(program, [leaf])
    var result = [y.data]
    for _ in 0..<order {
      y = graph.grad(y, [leaf])[0]
      result.append(y.data)
    }
    return result
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor { run(program, inputs).last!.value }

  private struct Entry {
    let step: Int
    let value: Tensor
    /// Which step gets what, given the gradient of this one.
    let backward: (Tensor) -> [(Int, Tensor)]
  }

  /// The tape of the steps that the output needs.
  private func run(_ program: TensorProgram, _ inputs: [Tensor]) -> [Entry] {
    var tape: [Entry] = []
    var memo: [Int: Tensor] = [:]
    func value(_ i: Int) -> Tensor {
      if let known = memo[i] { return known }
      let result: Tensor
      let backward: (Tensor) -> [(Int, Tensor)]
      switch program.steps[i] {
      case .input(let k): (result, backward) = (inputs[k], { _ in [] })
      case .add(let a, let b):
        let (x, y) = (value(a), value(b))
        (result, backward) = (x + y, { [(a, unbroadcast($0, x)), (b, unbroadcast($0, y))] })
      case .multiply(let a, let b):
        let (x, y) = (value(a), value(b))
        (result, backward) = (x * y, { [(a, unbroadcast($0 * y, x)), (b, unbroadcast($0 * x, y))] })
      case .matmul(let a, let b):
        let (x, y) = (value(a), value(b))
        (result, backward) = (x.matmul(y), { [(a, $0.matmul(y.transposed())), (b, x.transposed().matmul($0))] })
      case .transpose(let a): (result, backward) = (value(a).transposed(), { [(a, $0.transposed())] })
      case .tanh(let a):
        let t = value(a).map { Foundation.tanh($0) }
        (result, backward) = (t, { [(a, $0.combined(with: t) { $0 * (1 - $1 * $1) })] })
      case .exp(let a):
        let e = value(a).map { Foundation.exp($0) }
        (result, backward) = (e, { [(a, $0 * e)] })
      case .relu(let a):
        let x = value(a)
        (result, backward) = (x.map { max($0, 0) }, { [(a, $0.combined(with: x) { $1 > 0 ? $0 : 0 })] })
      case .sum(let a):
        let x = value(a)
        (result, backward) = (Tensor(shape: [], values: [x.sum()]), { g in [(a, x.map { _ in g.values[0] })] })
      }
      memo[i] = result
      tape.append(Entry(step: i, value: result, backward: backward))
      return result
    }
    _ = value(program.output)
    return tape
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let tape = run(program, inputs)
    var grads: [Int: Tensor] = [program.output: tape.last!.value.map { _ in 1 }]
    var result = inputs.map { $0.map { _ in 0 } }
    for entry in tape.reversed() {
      guard let g = grads[entry.step] else { continue }
      if case .input(let k) = program.steps[entry.step] { result[k] += g }
      for (to, term) in entry.backward(g) { grads[to] = grads[to].map { $0 + term } ?? term }
    }
    return result
  }
}

/// _sum_to_size
private func unbroadcast(_ g: Tensor, _ x: Tensor) -> Tensor {
  var g = g
  for _ in 0..<(g.rank - x.rank) { g = g.sum(axis: 0) }
  for (axis, size) in x.shape.enumerated() where size == 1 {
    let shape = g.shape[..<axis] + [1] + g.shape[(axis + 1)...]
    g = g.sum(axis: axis).reshaped(Array(shape))
  }
  return g
}
