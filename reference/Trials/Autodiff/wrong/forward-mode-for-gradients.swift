// mistake: there is no sweep back: gradients are dual numbers sent forward once for each input (for each element of each tensor), Hessians dual numbers of dual numbers for each pair
import Autodiff

/// What the engine asks of its numbers.
protocol Number {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  /// A constant that is like this number in everything else.
  func constant(_ c: Double) -> Self
  var exponential: Self { get }
  var logarithm: Self { get }
  var sine: Self { get }
  var cosine: Self { get }
  var hyperbolicTangent: Self { get }
}

extension Double: Number {
  func constant(_ c: Double) -> Double { c }
  var exponential: Double { exp(self) }
  var logarithm: Double { log(self) }
  var sine: Double { sin(self) }
  var cosine: Double { cos(self) }
  var hyperbolicTangent: Double { tanh(self) }
}

/// a + b ε with ε² = 0.
struct Dual<Part: Number>: Number {
  var a: Part
  var b: Part
  init(_ a: Part, _ b: Part) { (self.a, self.b) = (a, b) }
  static func + (x: Dual, y: Dual) -> Dual { Dual(x.a + y.a, x.b + y.b) }
  static func - (x: Dual, y: Dual) -> Dual { Dual(x.a - y.a, x.b - y.b) }
  static func * (x: Dual, y: Dual) -> Dual { Dual(x.a * y.a, x.a * y.b + x.b * y.a) }
  static func / (x: Dual, y: Dual) -> Dual {
    let q = x.a / y.a
    return Dual(q, (x.b - q * y.b) / y.a)
  }
  func constant(_ c: Double) -> Dual { Dual(a.constant(c), a.constant(0)) }
  var exponential: Dual {
    let e = a.exponential
    return Dual(e, e * b)
  }
  var logarithm: Dual { Dual(a.logarithm, b / a) }
  var sine: Dual { Dual(a.sine, a.cosine * b) }
  var cosine: Dual { Dual(a.cosine, a.constant(0) - a.sine * b) }
  var hyperbolicTangent: Dual {
    let t = a.hyperbolicTangent
    return Dual(t, (a.constant(1) - t * t) * b)
  }
}

/// The derivatives f, f′, f″, … themselves (not divided by factorials), combined by Leibniz's rule.
struct Jet: Number {
  var d: [Double]
  var order: Int { d.count - 1 }

  init(_ d: [Double]) { self.d = d }

  static func choose(_ n: Int, _ k: Int) -> Double {
    var c = 1.0
    for i in 0..<k { c = c * Double(n - i) / Double(i + 1) }
    return c.rounded()
  }

  /// The first `count` derivatives of a product.
  static func leibniz(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>, _ n: Int) -> Double {
    (0...n).reduce(0) { $0 + choose(n, $1) * x[x.startIndex + $1] * y[y.startIndex + n - $1] }
  }

  static func + (x: Jet, y: Jet) -> Jet { Jet(zip(x.d, y.d).map { $0 + $1 }) }
  static func - (x: Jet, y: Jet) -> Jet { Jet(zip(x.d, y.d).map { $0 - $1 }) }
  static func * (x: Jet, y: Jet) -> Jet { Jet(x.d.indices.map { leibniz(x.d[...], y.d[...], $0) }) }
  static func / (x: Jet, y: Jet) -> Jet {
    var q: [Double] = []
    for n in x.d.indices {
      var s = x.d[n]
      for k in 0..<n { s -= choose(n, k) * q[k] * y.d[n - k] }
      q.append(s / y.d[0])
    }
    return Jet(q)
  }
  func constant(_ c: Double) -> Jet { Jet([c] + [Double](repeating: 0, count: order)) }

  /// Grows y from y(0) where y′ = slope(y so far) · x′.
  private func grown(_ first: Double, _ slope: ([Double]) -> [Double]) -> Jet {
    var y = [first]
    while y.count < d.count {
      let s = slope(y)
      y.append(Jet.leibniz(s[...], d[1...], y.count - 1))
    }
    return Jet(y)
  }
  var exponential: Jet { grown(exp(d[0])) { $0 } }
  var logarithm: Jet {
    let inverse = constant(1) / self
    return grown(log(d[0])) { _ in inverse.d }
  }
  private var sineAndCosine: (Jet, Jet) {
    var s = [sin(d[0])]
    var c = [cos(d[0])]
    while s.count < d.count {
      let n = s.count - 1
      let ds = Jet.leibniz(c[...], d[1...], n)
      let dc = -Jet.leibniz(s[...], d[1...], n)
      s.append(ds)
      c.append(dc)
    }
    return (Jet(s), Jet(c))
  }
  var sine: Jet { sineAndCosine.0 }
  var cosine: Jet { sineAndCosine.1 }
  var hyperbolicTangent: Jet {
    grown(tanh(d[0])) { t in
      let jet = Jet(t)
      return (jet.constant(1) - jet * jet).d
    }
  }
}

/// A node of the graph: its value, and how it hands its adjoint on.
final class Node<Value> {
  let value: Value
  var adjoint: Value?
  let pull: (Value) -> Void
  init(_ value: Value, _ pull: @escaping (Value) -> Void = { _ in }) { (self.value, self.pull) = (value, pull) }
}

/// Makes nodes of steps on demand, so their order in the list does not matter; the tape keeps them in the order made.
struct Tape<Value> {
  var nodes: [Node<Value>] = []

  /// Depth first, without recursion, as programs may be deep.
  static func record(
    count: Int, output: Int, parts: (Int) -> [Int], make: (Int, [Node<Value>]) -> Node<Value>
  ) -> (tape: Tape, output: Node<Value>) {
    var tape = Tape()
    var made = [Node<Value>?](repeating: nil, count: count)
    var agenda = [(step: output, ready: false)]
    while let (step, ready) = agenda.popLast() {
      if made[step] != nil { continue }
      if ready {
        let node = make(step, parts(step).map { made[$0]! })
        made[step] = node
        tape.nodes.append(node)
      } else {
        agenda.append((step, true))
        for part in parts(step) where made[part] == nil { agenda.append((part, false)) }
      }
    }
    return (tape, made[output]!)
  }

  func sweep() {
    for node in nodes.reversed() {
      if let adjoint = node.adjoint { node.pull(adjoint) }
    }
  }
}

private func parts(_ step: ScalarStep) -> [Int] {
  switch step {
  case .input, .constant: []
  case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): [a, b]
  case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): [a]
  }
}

private func parts(_ step: TensorStep) -> [Int] {
  switch step {
  case .input: []
  case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): [a, b]
  case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): [a]
  }
}

extension Node where Value: Number {
  func receive(_ term: Value) { adjoint = adjoint.map { $0 + term } ?? term }
}

struct Engine<N: Number> {
  /// `like` tells what constants look like, when there are no inputs.
  static func run(_ program: ScalarProgram, _ inputs: [N], like: N) -> (value: N, gradient: () -> [N]) {
    var leaves: [(input: Int, node: Node<N>)] = []
    let (tape, output) = Tape<N>.record(
      count: program.steps.count, output: program.output, parts: { parts(program.steps[$0]) },
      make: { index, p in
        let one = like.constant(1)
        switch program.steps[index] {
        case .input(let k):
          let node = Node(inputs[k])
          leaves.append((k, node))
          return node
        case .constant(let c): return Node(like.constant(c))
        case .add:
          return Node(p[0].value + p[1].value) { g in
            p[0].receive(g)
            p[1].receive(g)
          }
        case .subtract:
          return Node(p[0].value - p[1].value) { g in
            p[0].receive(g)
            p[1].receive(like.constant(0) - g)
          }
        case .multiply:
          return Node(p[0].value * p[1].value) { g in
            p[0].receive(g * p[1].value)
            p[1].receive(g * p[0].value)
          }
        case .divide:
          let q = p[0].value / p[1].value
          return Node(q) { g in
            let h = g / p[1].value
            p[0].receive(h)
            p[1].receive(like.constant(0) - h * q)
          }
        case .exp:
          let e = p[0].value.exponential
          return Node(e) { p[0].receive($0 * e) }
        case .log: return Node(p[0].value.logarithm) { p[0].receive($0 / p[0].value) }
        case .sin: return Node(p[0].value.sine) { p[0].receive($0 * p[0].value.cosine) }
        case .cos: return Node(p[0].value.cosine) { p[0].receive(like.constant(0) - $0 * p[0].value.sine) }
        case .tanh:
          let t = p[0].value.hyperbolicTangent
          return Node(t) { p[0].receive($0 * (one - t * t)) }
        }
      })
    return (
      output.value,
      {
        output.adjoint = like.constant(1)
        tape.sweep()
        var gradient = inputs.map { _ in like.constant(0) }
        for (k, node) in leaves { if let g = node.adjoint { gradient[k] = gradient[k] + g } }
        return gradient
      }
    )
  }
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double { Engine.run(program, inputs, like: 0).value }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    inputs.indices.map { k in
      let duals = inputs.indices.map { Dual(inputs[$0], $0 == k ? 1.0 : 0.0) }
      return Engine.run(program, duals, like: Dual(0.0, 0.0)).value.b
    }
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    var h = Tensor(shape: [inputs.count, inputs.count])
    for k in inputs.indices {
      for l in inputs.indices {
        let duals = inputs.indices.map { Dual(Dual(inputs[$0], $0 == k ? 1.0 : 0.0), Dual($0 == l ? 1.0 : 0.0, 0.0)) }
        h[k, l] = Engine.run(program, duals, like: Dual(Dual(0.0, 0.0), Dual(0.0, 0.0))).value.b.b
      }
    }
    return h
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    var d = [Double](repeating: 0, count: order + 1)
    d[0] = x
    if order >= 1 { d[1] = 1 }
    return Engine.run(program, [Jet(d)], like: Jet(d)).value.d
  }

  private func graph(
    _ program: TensorProgram, _ inputs: [Tensor]
  ) -> (tape: Tape<Tensor>, output: Node<Tensor>, leaves: [(Int, Node<Tensor>)]) {
    var leaves: [(Int, Node<Tensor>)] = []
    func receive(_ node: Node<Tensor>, _ term: Tensor) {
      var term = term
      let shape = node.value.shape
      if term.shape != shape {
        let extra = term.rank - shape.count
        for axis in (0..<term.rank).reversed() where axis < extra || shape[axis - extra] == 1 {
          let kept = axis < extra ? [] : [1]
          let new = Array(term.shape[..<axis]) + kept + Array(term.shape[(axis + 1)...])
          term = term.sum(axis: axis).reshaped(new)
        }
      }
      node.adjoint = node.adjoint.map { $0 + term } ?? term
    }
    let (tape, output) = Tape<Tensor>.record(
      count: program.steps.count, output: program.output, parts: { parts(program.steps[$0]) },
      make: { index, p in
        switch program.steps[index] {
        case .input(let k):
          let node = Node(inputs[k])
          leaves.append((k, node))
          return node
        case .add:
          return Node(p[0].value + p[1].value) { g in
            receive(p[0], g)
            receive(p[1], g)
          }
        case .multiply:
          return Node(p[0].value * p[1].value) { g in
            receive(p[0], g * p[1].value)
            receive(p[1], g * p[0].value)
          }
        case .matmul:
          return Node(p[0].value.matmul(p[1].value)) { g in
            receive(p[0], g.matmul(p[1].value.transposed()))
            receive(p[1], p[0].value.transposed().matmul(g))
          }
        case .transpose: return Node(p[0].value.transposed()) { receive(p[0], $0.transposed()) }
        case .tanh:
          let t = p[0].value.map { tanh($0) }
          return Node(t) { receive(p[0], $0 - $0 * t * t) }
        case .exp:
          let e = p[0].value.map { exp($0) }
          return Node(e) { receive(p[0], $0 * e) }
        case .relu:
          return Node(p[0].value.map { $0 < 0 ? 0 : $0 }) { g in
            receive(p[0], g.combined(with: p[0].value) { $1 > 0 ? $0 : $1 == 0 ? 0.5 * $0 : 0 })
          }
        case .sum:
          return Node(Tensor(shape: [], values: [p[0].value.sum()])) { g in
            receive(p[0], Tensor(shape: p[0].value.shape) + g)
          }
        }
      })
    return (tape, output, leaves)
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor { graph(program, inputs).output.value }

  /// How the steps change with one element of one input: (value, change) of each.
  private func change(_ program: TensorProgram, _ inputs: [Tensor], _ changes: [Tensor]) -> Double {
    var known: [Int: (Tensor, Tensor)] = [:]
    func pair(_ i: Int) -> (Tensor, Tensor) {
      if let p = known[i] { return p }
      let result: (Tensor, Tensor)
      switch program.steps[i] {
      case .input(let k): result = (inputs[k], changes[k])
      case .add(let a, let b):
        let (x, y) = (pair(a), pair(b))
        result = (x.0 + y.0, x.1 + y.1)
      case .multiply(let a, let b):
        let (x, y) = (pair(a), pair(b))
        result = (x.0 * y.0, x.0 * y.1 + x.1 * y.0)
      case .matmul(let a, let b):
        let (x, y) = (pair(a), pair(b))
        result = (x.0.matmul(y.0), x.0.matmul(y.1) + x.1.matmul(y.0))
      case .transpose(let a):
        let x = pair(a)
        result = (x.0.transposed(), x.1.transposed())
      case .tanh(let a):
        let x = pair(a)
        let t = x.0.map { tanh($0) }
        result = (t, x.1 * t.map { 1 - $0 * $0 })
      case .exp(let a):
        let x = pair(a)
        let e = x.0.map { exp($0) }
        result = (e, x.1 * e)
      case .relu(let a):
        let x = pair(a)
        result = (x.0.map { max(0, $0) }, x.1 * x.0.map { $0 > 0 ? 1 : 0 })
      case .sum(let a):
        let x = pair(a)
        result = (Tensor(shape: [], values: [x.0.sum()]), Tensor(shape: [], values: [x.1.sum()]))
      }
      known[i] = result
      return result
    }
    return pair(program.output).1.values[0]
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    inputs.indices.map { k in
      var g = Tensor(shape: inputs[k].shape)
      for e in 0..<g.count {
        var changes = inputs.map { Tensor(shape: $0.shape) }
        changes[k].values[e] = 1
        g.values[e] = change(program, inputs, changes)
      }
      return g
    }
  }
}
