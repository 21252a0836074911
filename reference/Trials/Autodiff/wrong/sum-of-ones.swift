// mistake: gives 1 as the derivative of a sum, without the sum's own adjoint; right where the sum is the output
// breaks: "by one sweep back as well"
import Autodiff

/// What a sweep can be made with: numbers, or numbers with a derivative beside them.
private protocol Scalar {
  init(_ constant: Double)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  var exponential: Self { get }
  var logarithm: Self { get }
  var sine: Self { get }
  var cosine: Self { get }
  var hyperbolicTangent: Self { get }
  /// The derivative of tanh, 1 / cosh².
  var tangentSlope: Self { get }
}

extension Double: Scalar {
  fileprivate var exponential: Double { exp(self) }
  fileprivate var logarithm: Double { log(self) }
  fileprivate var sine: Double { sin(self) }
  fileprivate var cosine: Double { cos(self) }
  fileprivate var hyperbolicTangent: Double { tanh(self) }
  fileprivate var tangentSlope: Double { 1 / (cosh(self) * cosh(self)) }
}

private struct Dual: Scalar {
  var v: Double
  var d: Double

  init(_ v: Double, _ d: Double) { (self.v, self.d) = (v, d) }
  init(_ constant: Double) { (v, d) = (constant, 0) }

  static func + (a: Dual, b: Dual) -> Dual { Dual(a.v + b.v, a.d + b.d) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.v - b.v, a.d - b.d) }
  static func * (a: Dual, b: Dual) -> Dual { Dual(a.v * b.v, a.d * b.v + a.v * b.d) }
  static func / (a: Dual, b: Dual) -> Dual {
    let q = a.v / b.v
    return Dual(q, (a.d - q * b.d) / b.v)
  }
  var exponential: Dual { Dual(exp(v), exp(v) * d) }
  var logarithm: Dual { Dual(log(v), d / v) }
  var sine: Dual { Dual(sin(v), cos(v) * d) }
  var cosine: Dual { Dual(cos(v), -sin(v) * d) }
  var hyperbolicTangent: Dual { Dual(tanh(v), v.tangentSlope * d) }
  var tangentSlope: Dual { Dual(v.tangentSlope, -2 * tanh(v) * v.tangentSlope * d) }
}

/// A Taylor polynomial: the k-th coefficient is the k-th derivative over k!.
private struct Series {
  var c: [Double]

  init(_ c: [Double]) { self.c = c }

  func combined(_ b: Series, _ f: (Double, Double) -> Double) -> Series { Series(zip(c, b.c).map(f)) }

  func times(_ b: Series) -> Series {
    Series(c.indices.map { k in (0...k).reduce(0.0) { $0 + c[$1] * b.c[k - $1] } })
  }

  func over(_ b: Series) -> Series {
    var q = c
    for k in c.indices {
      for j in 0..<k { q[k] -= b.c[k - j] * q[j] }
      q[k] /= b.c[0]
    }
    return Series(q)
  }

  /// The k-th coefficient of the integral of w times the derivative of this.
  private func integral(_ w: [Double], _ k: Int) -> Double {
    var sum = 0.0
    for j in 1...k { sum += Double(j) * c[j] * w[k - j] }
    return sum / Double(k)
  }

  var exponential: Series {
    var e = c
    e[0] = exp(c[0])
    for k in c.indices.dropFirst() { e[k] = integral(e, k) }
    return Series(e)
  }

  var logarithm: Series {
    var l = c
    l[0] = log(c[0])
    for k in c.indices.dropFirst() {
      var sum = 0.0
      for j in 1..<k { sum += Double(j) * l[j] * c[k - j] }
      l[k] = (c[k] - sum / Double(k)) / c[0]
    }
    return Series(l)
  }

  var circular: (sine: Series, cosine: Series) {
    var (s, o) = (c, c)
    (s[0], o[0]) = (sin(c[0]), cos(c[0]))
    for k in c.indices.dropFirst() {
      s[k] = integral(o, k)
      o[k] = -integral(s, k)
    }
    return (Series(s), Series(o))
  }

  var hyperbolicTangent: Series {
    var (t, w) = (c, c)
    (t[0], w[0]) = (tanh(c[0]), c[0].tangentSlope)
    for k in c.indices.dropFirst() {
      t[k] = integral(w, k)
      w[k] = 0
      for j in 0...k { w[k] -= t[j] * t[k - j] }
    }
    return Series(t)
  }
}

extension ScalarStep {
  fileprivate var uses: [Int] {
    switch self {
    case .input, .constant: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): [a, b]
    case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): [a]
    }
  }
}

extension TensorStep {
  fileprivate var uses: [Int] {
    switch self {
    case .input: []
    case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): [a, b]
    case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): [a]
    }
  }
}

/// All places in an order in which each stands behind those that it uses (Kahn).
private func sorted(_ uses: [[Int]]) -> [Int] {
  var waits = uses.map(\.count)
  var users = [[Int]](repeating: [], count: uses.count)
  for (j, places) in uses.enumerated() {
    for i in places { users[i].append(j) }
  }
  var order = waits.indices.filter { waits[$0] == 0 }
  var head = 0
  while head < order.count {
    for j in users[order[head]] {
      waits[j] -= 1
      if waits[j] == 0 { order.append(j) }
    }
    head += 1
  }
  return order
}

private func values<N: Scalar>(_ program: ScalarProgram, _ inputs: [N], _ order: [Int]) -> [N] {
  var v = [N](repeating: N(0), count: program.steps.count)
  for i in order {
    switch program.steps[i] {
    case .input(let k): v[i] = inputs[k]
    case .constant(let c): v[i] = N(c)
    case .add(let a, let b): v[i] = v[a] + v[b]
    case .subtract(let a, let b): v[i] = v[a] - v[b]
    case .multiply(let a, let b): v[i] = v[a] * v[b]
    case .divide(let a, let b): v[i] = v[a] / v[b]
    case .exp(let a): v[i] = v[a].exponential
    case .log(let a): v[i] = v[a].logarithm
    case .sin(let a): v[i] = v[a].sine
    case .cos(let a): v[i] = v[a].cosine
    case .tanh(let a): v[i] = v[a].hyperbolicTangent
    }
  }
  return v
}

private func slopes<N: Scalar>(_ program: ScalarProgram, _ inputs: [N]) -> [N] {
  let order = sorted(program.steps.map(\.uses))
  let v = values(program, inputs, order)
  var adjoint = [N](repeating: N(0), count: v.count)
  var answer = [N](repeating: N(0), count: inputs.count)
  adjoint[program.output] = N(1)
  for i in order.reversed() {
    let g = adjoint[i]
    switch program.steps[i] {
    case .input(let k): answer[k] = answer[k] + g
    case .constant: break
    case .add(let a, let b):
      adjoint[a] = adjoint[a] + g
      adjoint[b] = adjoint[b] + g
    case .subtract(let a, let b):
      adjoint[a] = adjoint[a] + g
      adjoint[b] = adjoint[b] - g
    case .multiply(let a, let b):
      adjoint[a] = adjoint[a] + g * v[b]
      adjoint[b] = adjoint[b] + g * v[a]
    case .divide(let a, let b):
      adjoint[a] = adjoint[a] + g / v[b]
      adjoint[b] = adjoint[b] - g * v[i] / v[b]
    case .exp(let a): adjoint[a] = adjoint[a] + g * v[i]
    case .log(let a): adjoint[a] = adjoint[a] + g / v[a]
    case .sin(let a): adjoint[a] = adjoint[a] + g * v[a].cosine
    case .cos(let a): adjoint[a] = adjoint[a] - g * v[a].sine
    case .tanh(let a): adjoint[a] = adjoint[a] + g * v[a].tangentSlope
    }
  }
  return answer
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    values(program, inputs, sorted(program.steps.map(\.uses)))[program.output]
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] { slopes(program, inputs) }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    var h = Tensor(shape: [inputs.count, inputs.count])
    for l in inputs.indices {
      let duals = inputs.indices.map { Dual(inputs[$0], $0 == l ? 1 : 0) }
      for (k, slope) in slopes(program, duals).enumerated() { h[k, l] = slope.d }
    }
    return h
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    let none = [Double](repeating: 0, count: order + 1)
    func number(_ value: Double) -> Series {
      var c = none
      c[0] = value
      return Series(c)
    }
    var v = [Series](repeating: Series(none), count: program.steps.count)
    for i in sorted(program.steps.map(\.uses)) {
      switch program.steps[i] {
      case .input:
        v[i] = number(x)
        if order > 0 { v[i].c[1] = 1 }
      case .constant(let c): v[i] = number(c)
      case .add(let a, let b): v[i] = v[a].combined(v[b], +)
      case .subtract(let a, let b): v[i] = v[a].combined(v[b], -)
      case .multiply(let a, let b): v[i] = v[a].times(v[b])
      case .divide(let a, let b): v[i] = v[a].over(v[b])
      case .exp(let a): v[i] = v[a].exponential
      case .log(let a): v[i] = v[a].logarithm
      case .sin(let a): v[i] = v[a].circular.sine
      case .cos(let a): v[i] = v[a].circular.cosine
      case .tanh(let a): v[i] = v[a].hyperbolicTangent
      }
    }
    var factorial = 1.0
    var answer = v[program.output].c
    for k in answer.indices {
      if k > 1 { factorial *= Double(k) }
      answer[k] *= factorial
    }
    return answer
  }

  private func tensors(_ program: TensorProgram, _ inputs: [Tensor], _ order: [Int]) -> [Tensor] {
    var v = [Tensor](repeating: Tensor(shape: []), count: program.steps.count)
    for i in order {
      switch program.steps[i] {
      case .input(let k): v[i] = inputs[k]
      case .add(let a, let b): v[i] = v[a] + v[b]
      case .multiply(let a, let b): v[i] = v[a] * v[b]
      case .matmul(let a, let b): v[i] = v[a].matmul(v[b])
      case .transpose(let a): v[i] = v[a].transposed()
      case .tanh(let a): v[i] = v[a].map { $0.hyperbolicTangent }
      case .exp(let a): v[i] = v[a].map { $0.exponential }
      case .relu(let a): v[i] = v[a].map { max(0, $0) }
      case .sum(let a): v[i] = Tensor(shape: [], repeating: v[a].sum())
      }
    }
    return v
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    tensors(program, inputs, sorted(program.steps.map(\.uses)))[program.output]
  }

  /// What all copies of a repeated tensor say, summed up into its shape.
  private func gathered(_ g: Tensor, into shape: [Int]) -> Tensor {
    var g = g
    while g.rank > shape.count { g = g.sum(axis: 0) }
    for axis in shape.indices where shape[axis] == 1 && g.shape[axis] != 1 {
      var wider = g.shape
      wider[axis] = 1
      g = g.sum(axis: axis).reshaped(wider)
    }
    return g
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let order = sorted(program.steps.map(\.uses))
    let v = tensors(program, inputs, order)
    var adjoint = [Tensor?](repeating: nil, count: v.count)
    var answer = inputs.map { Tensor(shape: $0.shape) }
    func add(_ g: Tensor, to a: Int) {
      let g = gathered(g, into: v[a].shape)
      if adjoint[a] == nil { adjoint[a] = g } else { adjoint[a]! += g }
    }
    adjoint[program.output] = Tensor(shape: [], repeating: 1)
    for i in order.reversed() {
      guard let g = adjoint[i] else { continue }
      switch program.steps[i] {
      case .input(let k): answer[k] += g
      case .add(let a, let b):
        add(g, to: a)
        add(g, to: b)
      case .multiply(let a, let b):
        add(g * v[b], to: a)
        add(g * v[a], to: b)
      case .matmul(let a, let b):
        add(g.matmul(v[b].transposed()), to: a)
        add(v[a].transposed().matmul(g), to: b)
      case .transpose(let a): add(g.transposed(), to: a)
      case .tanh(let a): add(g * v[a].map { $0.tangentSlope }, to: a)
      case .exp(let a): add(g * v[i], to: a)
      case .relu(let a): add(g * v[a].map { $0 > 0 ? 1 : 0 }, to: a)
      case .sum(let a): add(Tensor(shape: v[a].shape, repeating: 1), to: a)
      }
    }
    return answer
  }
}
