// mistake: only missing leading dimensions are summed up, a repeated dimension of size 1 keeps what its first copy says
// breaks: "where a tensor was repeated, what all its copies say is summed up."
import Autodiff

/// What the engine computes with: plain numbers, or truncated Taylor series.
private protocol Quantity {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  prefix static func - (a: Self) -> Self
  init(number: Double)
  var exponential: Self { get }
  var logarithm: Self { get }
  var sineAndCosine: (sine: Self, cosine: Self) { get }
  /// tanh and its derivative, 1 / cosh².
  var tangent: (value: Self, slope: Self) { get }
}

extension Double: Quantity {
  init(number: Double) { self = number }
  var exponential: Double { exp(self) }
  var logarithm: Double { log(self) }
  var sineAndCosine: (sine: Double, cosine: Double) { (sin(self), cos(self)) }
  var tangent: (value: Double, slope: Double) {
    let secant = 1 / cosh(self)
    return (tanh(self), secant * secant)
  }
}

/// c₀ + c₁ h + c₂ h² + …; a constant may have fewer coefficients than its company, the missing ones are 0.
private struct Series: Quantity {
  var c: [Double]

  init(_ c: [Double]) { self.c = c }
  init(number: Double) { c = [number] }

  subscript(k: Int) -> Double { k < c.count ? c[k] : 0 }

  static func + (a: Series, b: Series) -> Series {
    Series((0..<max(a.c.count, b.c.count)).map { a[$0] + b[$0] })
  }
  static func - (a: Series, b: Series) -> Series {
    Series((0..<max(a.c.count, b.c.count)).map { a[$0] - b[$0] })
  }
  prefix static func - (a: Series) -> Series { Series(a.c.map { -$0 }) }

  static func * (a: Series, b: Series) -> Series {
    var r = [Double](repeating: 0, count: max(a.c.count, b.c.count))
    for k in r.indices {
      for j in 0...k { r[k] += a[j] * b[k - j] }
    }
    return Series(r)
  }

  static func / (a: Series, b: Series) -> Series {
    var q = [Double](repeating: 0, count: max(a.c.count, b.c.count))
    for k in q.indices {
      var rest = a[k]
      for j in 0..<k { rest -= q[j] * b[k - j] }
      q[k] = rest / b[0]
    }
    return Series(q)
  }

  var exponential: Series {
    var e = c
    e[0] = exp(c[0])
    for k in 1..<max(c.count, 1) {
      var sum = 0.0
      for j in 1...k { sum += Double(j) * c[j] * e[k - j] }
      e[k] = sum / Double(k)
    }
    return Series(e)
  }

  var logarithm: Series {
    var l = c
    l[0] = log(c[0])
    for k in 1..<max(c.count, 1) {
      var sum = 0.0
      for j in 1..<k { sum += Double(j) * l[j] * c[k - j] }
      l[k] = (c[k] - sum / Double(k)) / c[0]
    }
    return Series(l)
  }

  var sineAndCosine: (sine: Series, cosine: Series) {
    var (s, t) = (c, c)
    (s[0], t[0]) = (sin(c[0]), cos(c[0]))
    for k in 1..<max(c.count, 1) {
      var (up, down) = (0.0, 0.0)
      for j in 1...k {
        up += Double(j) * c[j] * t[k - j]
        down += Double(j) * c[j] * s[k - j]
      }
      (s[k], t[k]) = (up / Double(k), -down / Double(k))
    }
    return (Series(s), Series(t))
  }

  var tangent: (value: Series, slope: Series) {
    var (t, w) = (c, c)
    let first = c[0].tangent
    (t[0], w[0]) = (first.value, first.slope)
    for k in 1..<max(c.count, 1) {
      var (sum, square) = (0.0, 0.0)
      for j in 1...k { sum += Double(j) * c[j] * w[k - j] }
      t[k] = sum / Double(k)
      for j in 0...k { square += t[j] * t[k - j] }
      w[k] = -square
    }
    return (Series(t), Series(w))
  }
}

extension ScalarStep {
  fileprivate var operands: (Int?, Int?) {
    switch self {
    case .input, .constant: return (nil, nil)
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): return (a, b)
    case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): return (a, nil)
    }
  }
}

extension TensorStep {
  fileprivate var operands: (Int?, Int?) {
    switch self {
    case .input: return (nil, nil)
    case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): return (a, b)
    case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): return (a, nil)
    }
  }
}

/// The steps that `output` needs, each after those that it uses; without recursion, for chains may be long.
private func schedule(_ count: Int, _ output: Int, _ operands: (Int) -> (Int?, Int?)) -> [Int] {
  var mark = [UInt8](repeating: 0, count: count)
  var order: [Int] = []
  var stack = [output]
  while let top = stack.last {
    if mark[top] == 0 {
      mark[top] = 1
      let (a, b) = operands(top)
      if let a, mark[a] == 0 { stack.append(a) }
      if let b, mark[b] == 0 { stack.append(b) }
    } else {
      stack.removeLast()
      if mark[top] == 1 {
        mark[top] = 2
        order.append(top)
      }
    }
  }
  return order
}

/// The values of all steps in `order`.
private func run<Q: Quantity>(_ program: ScalarProgram, _ inputs: [Q], _ order: [Int]) -> [Q] {
  var v = [Q](repeating: Q(number: 0), count: program.steps.count)
  for i in order {
    switch program.steps[i] {
    case .input(let k): v[i] = inputs[k]
    case .constant(let c): v[i] = Q(number: c)
    case .add(let a, let b): v[i] = v[a] + v[b]
    case .subtract(let a, let b): v[i] = v[a] - v[b]
    case .multiply(let a, let b): v[i] = v[a] * v[b]
    case .divide(let a, let b): v[i] = v[a] / v[b]
    case .exp(let a): v[i] = v[a].exponential
    case .log(let a): v[i] = v[a].logarithm
    case .sin(let a): v[i] = v[a].sineAndCosine.sine
    case .cos(let a): v[i] = v[a].sineAndCosine.cosine
    case .tanh(let a): v[i] = v[a].tangent.value
    }
  }
  return v
}

/// One sweep back.
private func sweep<Q: Quantity>(_ program: ScalarProgram, _ inputs: [Q]) -> [Q] {
  let order = schedule(program.steps.count, program.output) { program.steps[$0].operands }
  let v = run(program, inputs, order)
  var adjoint = [Q](repeating: Q(number: 0), count: v.count)
  var slope = [Q](repeating: Q(number: 0), count: inputs.count)
  adjoint[program.output] = Q(number: 1)
  func give(_ place: Int, _ amount: Q) { adjoint[place] = adjoint[place] + amount }
  for i in order.reversed() {
    let g = adjoint[i]
    switch program.steps[i] {
    case .input(let k): slope[k] = slope[k] + g
    case .constant: break
    case .add(let a, let b):
      give(a, g)
      give(b, g)
    case .subtract(let a, let b):
      give(a, g)
      give(b, -g)
    case .multiply(let a, let b):
      give(a, g * v[b])
      give(b, g * v[a])
    case .divide(let a, let b):
      let share = g / v[b]
      give(a, share)
      give(b, -(share * v[i]))
    case .exp(let a): give(a, g * v[i])
    case .log(let a): give(a, g / v[a])
    case .sin(let a): give(a, g * v[a].sineAndCosine.cosine)
    case .cos(let a): give(a, -(g * v[a].sineAndCosine.sine))
    case .tanh(let a): give(a, g * v[a].tangent.slope)
    }
  }
  return slope
}

private func run(_ program: TensorProgram, _ inputs: [Tensor], _ order: [Int]) -> [Tensor] {
  var v = [Tensor](repeating: Tensor(shape: []), count: program.steps.count)
  for i in order {
    switch program.steps[i] {
    case .input(let k): v[i] = inputs[k]
    case .add(let a, let b): v[i] = v[a] + v[b]
    case .multiply(let a, let b): v[i] = v[a] * v[b]
    case .matmul(let a, let b): v[i] = v[a].matmul(v[b])
    case .transpose(let a): v[i] = v[a].transposed()
    case .tanh(let a): v[i] = v[a].map { Autodiff.tanh($0) }
    case .exp(let a): v[i] = v[a].map { Autodiff.exp($0) }
    case .relu(let a): v[i] = v[a].map { $0 > 0 ? $0 : 0 }
    case .sum(let a): v[i] = Tensor(shape: [], values: [v[a].sum()])
    }
  }
  return v
}

/// What the copies say, summed up to the shape of the original.
private func gathered(_ g: Tensor, _ shape: [Int]) -> Tensor {
  var g = g
  while g.rank > shape.count { g = g.sum(axis: 0) }
  for axis in shape.indices where shape[axis] == 1 && g.shape[axis] != 1 {
    var kept = g.shape
    kept[axis] = 1
    var first = Tensor(shape: kept)
    let inner = kept[(axis + 1)...].reduce(1, *)
    for i in 0..<first.count {
      first.values[i] = g.values[(i / inner) * inner * g.shape[axis] + i % inner]
    }
    g = first
  }
  return g
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    let order = schedule(program.steps.count, program.output) { program.steps[$0].operands }
    return run(program, inputs, order)[program.output]
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    return sweep(program, inputs)
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let n = inputs.count
    var h = Tensor(shape: [n, n])
    for k in 0..<n {
      let point = inputs.indices.map { Series([inputs[$0], $0 == k ? 1 : 0]) }
      let slope = sweep(program, point)
      for l in 0..<n { h[k, l] = slope[l][1] }
    }
    return h
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    var start = [Double](repeating: 0, count: order + 1)
    start[0] = x
    if order > 0 { start[1] = 1 }
    let steps = schedule(program.steps.count, program.output) { program.steps[$0].operands }
    let y = run(program, [Series(start)], steps)[program.output]
    var factorial = 1.0
    var result: [Double] = []
    for k in 0...order {
      if k > 1 { factorial *= Double(k) }
      result.append(y[k] * factorial)
    }
    return result
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    let order = schedule(program.steps.count, program.output) { program.steps[$0].operands }
    return run(program, inputs, order)[program.output]
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let order = schedule(program.steps.count, program.output) { program.steps[$0].operands }
    let v = run(program, inputs, order)
    var adjoint = [Tensor?](repeating: nil, count: v.count)
    var slope = inputs.map { Tensor(shape: $0.shape) }
    adjoint[program.output] = Tensor(shape: [], values: [1])
    func give(_ place: Int, _ amount: Tensor) {
      let part = gathered(amount, v[place].shape)
      if let old = adjoint[place] { adjoint[place] = old + part } else { adjoint[place] = part }
    }
    for i in order.reversed() {
      guard let g = adjoint[i] else { continue }
      switch program.steps[i] {
      case .input(let k): slope[k] += g
      case .add(let a, let b):
        give(a, g)
        give(b, g)
      case .multiply(let a, let b):
        give(a, g * v[b])
        give(b, g * v[a])
      case .matmul(let a, let b):
        give(a, g.matmul(v[b].transposed()))
        give(b, v[a].transposed().matmul(g))
      case .transpose(let a): give(a, g.transposed())
      case .tanh(let a):
        give(a, g.combined(with: v[a]) { (s: Double, x: Double) -> Double in s * x.tangent.slope })
      case .exp(let a): give(a, g * v[i])
      case .relu(let a):
        give(a, g.combined(with: v[a]) { (s: Double, x: Double) -> Double in x > 0 ? s : 0 })
      case .sum(let a): give(a, Tensor(shape: v[a].shape, repeating: g.values[0]))
      }
    }
    return slope
  }
}
