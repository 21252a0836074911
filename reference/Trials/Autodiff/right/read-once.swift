import Autodiff

/// What a sweep can be made with: plain numbers, and numbers that carry a derivative along.
private protocol Arithmetic {
  init(constant: Double)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  var exponential: Self { get }
  var logarithm: Self { get }
  var sine: Self { get }
  var cosine: Self { get }
  var hyperbolic: Self { get }
}

extension Double: Arithmetic {
  fileprivate init(constant: Double) { self = constant }
  fileprivate var exponential: Double { exp(self) }
  fileprivate var logarithm: Double { log(self) }
  fileprivate var sine: Double { sin(self) }
  fileprivate var cosine: Double { cos(self) }
  fileprivate var hyperbolic: Double { tanh(self) }
}

/// A value and its derivative along one direction.
private struct Dual: Arithmetic {
  var value: Double
  var slope: Double

  init(_ value: Double, _ slope: Double) { (self.value, self.slope) = (value, slope) }
  init(constant: Double) { self.init(constant, 0) }

  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, a.slope + b.slope) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, a.slope - b.slope) }
  static func * (a: Dual, b: Dual) -> Dual { Dual(a.value * b.value, a.slope * b.value + a.value * b.slope) }
  static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(quotient, (a.slope - quotient * b.slope) / b.value)
  }
  static prefix func - (a: Dual) -> Dual { Dual(-a.value, -a.slope) }
  var exponential: Dual { Dual(exp(value), slope * exp(value)) }
  var logarithm: Dual { Dual(log(value), slope / value) }
  var sine: Dual { Dual(sin(value), slope * cos(value)) }
  var cosine: Dual { Dual(cos(value), -slope * sin(value)) }
  var hyperbolic: Dual {
    let t = tanh(value)
    return Dual(t, slope * (1 - t * t))
  }
}

/// A Taylor polynomial: `c[k]` is the k-th derivative divided by k!.
private struct Taylor: Arithmetic {
  var c: [Double]

  init(_ c: [Double]) { self.c = c }
  /// Constants are of length 1: what is missing is 0.
  init(constant: Double) { c = [constant] }
  func at(_ k: Int) -> Double { k < c.count ? c[k] : 0 }

  /// c[0], then one after the other from those that are there already.
  func built(_ first: Double, _ next: (Int, [Double]) -> Double) -> Taylor {
    var result = [first]
    for k in 1..<max(1, c.count) { result.append(next(k, result)) }
    return Taylor(result)
  }

  static func zipped(_ a: Taylor, _ b: Taylor, _ join: (Int) -> Double) -> Taylor {
    Taylor((0..<max(a.c.count, b.c.count)).map(join))
  }
  static func + (a: Taylor, b: Taylor) -> Taylor { zipped(a, b) { a.at($0) + b.at($0) } }
  static func - (a: Taylor, b: Taylor) -> Taylor { zipped(a, b) { a.at($0) - b.at($0) } }
  static func * (a: Taylor, b: Taylor) -> Taylor {
    zipped(a, b) { k in
      var sum = 0.0
      for j in 0...k { sum += a.at(j) * b.at(k - j) }
      return sum
    }
  }
  static func / (a: Taylor, b: Taylor) -> Taylor {
    var q: [Double] = []
    for k in 0..<max(a.c.count, b.c.count) {
      var rest = a.at(k)
      for j in 0..<k { rest -= q[j] * b.at(k - j) }
      q.append(rest / b.at(0))
    }
    return Taylor(q)
  }
  static prefix func - (a: Taylor) -> Taylor { Taylor(a.c.map { -$0 }) }

  /// Σ j a[j] f[k − j] / k for j from 1 to k: what integrates f a′.
  func integrated(_ k: Int, _ f: [Double]) -> Double {
    var sum = 0.0
    for j in 1...k { sum += Double(j) * at(j) * f[k - j] }
    return sum / Double(k)
  }

  var exponential: Taylor { built(exp(at(0))) { k, e in integrated(k, e) } }
  var logarithm: Taylor {
    built(log(at(0))) { k, l in
      var rest = 0.0
      for j in 1..<k { rest += Double(j) * l[j] * at(k - j) }
      return (at(k) - rest / Double(k)) / at(0)
    }
  }
  private var sineAndCosine: (Taylor, Taylor) {
    var (s, r) = ([sin(at(0))], [cos(at(0))])
    for k in 1..<max(1, c.count) {
      let (nextSine, nextCosine) = (integrated(k, r), -integrated(k, s))
      s.append(nextSine)
      r.append(nextCosine)
    }
    return (Taylor(s), Taylor(r))
  }
  var sine: Taylor { sineAndCosine.0 }
  var cosine: Taylor { sineAndCosine.1 }
  var hyperbolic: Taylor {
    let first = tanh(at(0))
    var (t, w) = ([first], [1 - first * first])
    for k in 1..<max(1, c.count) {
      t.append(integrated(k, w))
      var square = 0.0
      for j in 0...k { square += t[j] * t[k - j] }
      w.append(-square)
    }
    return Taylor(t)
  }
}

extension ScalarStep {
  /// The places of the steps that this one uses.
  fileprivate var sources: [Int] {
    switch self {
    case .input, .constant: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): [a, b]
    case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): [a]
    }
  }
}

extension TensorStep {
  fileprivate var sources: [Int] {
    switch self {
    case .input: []
    case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): [a, b]
    case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): [a]
    }
  }
}

/// The steps that the output needs, each after all that it uses; the output is the last.
private func schedule(count: Int, output: Int, sources: (Int) -> [Int]) -> [Int] {
  var order: [Int] = []
  var isOpened = [Bool](repeating: false, count: count)
  var isDone = [Bool](repeating: false, count: count)
  var stack = [output]
  while let place = stack.last {
    if isDone[place] {
      stack.removeLast()
    } else if isOpened[place] {
      stack.removeLast()
      isDone[place] = true
      order.append(place)
    } else {
      isOpened[place] = true
      for source in sources(place) where !isDone[source] { stack.append(source) }
    }
  }
  return order
}

/// The values of the steps in `order`.
private func forward<N: Arithmetic>(_ program: ScalarProgram, _ order: [Int], _ inputs: [N]) -> [N] {
  var v = [N](repeating: N(constant: 0), count: program.steps.count)
  for place in order {
    switch program.steps[place] {
    case .input(let k): v[place] = inputs[k]
    case .constant(let c): v[place] = N(constant: c)
    case .add(let a, let b): v[place] = v[a] + v[b]
    case .subtract(let a, let b): v[place] = v[a] - v[b]
    case .multiply(let a, let b): v[place] = v[a] * v[b]
    case .divide(let a, let b): v[place] = v[a] / v[b]
    case .exp(let a): v[place] = v[a].exponential
    case .log(let a): v[place] = v[a].logarithm
    case .sin(let a): v[place] = v[a].sine
    case .cos(let a): v[place] = v[a].cosine
    case .tanh(let a): v[place] = v[a].hyperbolic
    }
  }
  return v
}

private func order(of program: ScalarProgram) -> [Int] {
  schedule(count: program.steps.count, output: program.output) { program.steps[$0].sources }
}

/// The derivative of the output in each input, by one sweep back.
private func sweep<N: Arithmetic>(_ program: ScalarProgram, _ inputs: [N]) -> [N] {
  let places = order(of: program)
  let v = forward(program, places, inputs)
  var result = [N](repeating: N(constant: 0), count: inputs.count)
  var adjoint = [N](repeating: N(constant: 0), count: v.count)
  adjoint[program.output] = N(constant: 1)
  for place in places.reversed() {
    let bar = adjoint[place]
    func pass(_ amount: N, to source: Int) { adjoint[source] = adjoint[source] + amount }
    switch program.steps[place] {
    case .input(let k): result[k] = result[k] + bar
    case .constant: break
    case .add(let a, let b):
      pass(bar, to: a)
      pass(bar, to: b)
    case .subtract(let a, let b):
      pass(bar, to: a)
      pass(-bar, to: b)
    case .multiply(let a, let b):
      pass(bar * v[b], to: a)
      pass(bar * v[a], to: b)
    case .divide(let a, let b):
      pass(bar / v[b], to: a)
      pass(-(bar * v[place] / v[b]), to: b)
    case .exp(let a): pass(bar * v[place], to: a)
    case .log(let a): pass(bar / v[a], to: a)
    case .sin(let a): pass(bar * v[a].cosine, to: a)
    case .cos(let a): pass(-(bar * v[a].sine), to: a)
    case .tanh(let a): pass(bar * (N(constant: 1) - v[place] * v[place]), to: a)
    }
  }
  return result
}

private func order(of program: TensorProgram) -> [Int] {
  schedule(count: program.steps.count, output: program.output) { program.steps[$0].sources }
}

private func forward(_ program: TensorProgram, _ order: [Int], _ inputs: [Tensor]) -> [Tensor] {
  var v = [Tensor](repeating: Tensor(shape: []), count: program.steps.count)
  for place in order {
    switch program.steps[place] {
    case .input(let k): v[place] = inputs[k]
    case .add(let a, let b): v[place] = v[a] + v[b]
    case .multiply(let a, let b): v[place] = v[a] * v[b]
    case .matmul(let a, let b): v[place] = v[a].matmul(v[b])
    case .transpose(let a): v[place] = v[a].transposed()
    case .tanh(let a): v[place] = v[a].map { tanh($0) }
    case .exp(let a): v[place] = v[a].map { exp($0) }
    case .relu(let a): v[place] = v[a].map { $0 > 0 ? $0 : 0 }
    case .sum(let a): v[place] = Tensor(shape: [], values: [v[a].sum()])
    }
  }
  return v
}

/// What the copies of a tensor of `shape` say, summed up.
private func gathered(_ gradient: Tensor, to shape: [Int]) -> Tensor {
  var result = gradient
  while result.rank > shape.count { result = result.sum(axis: 0) }
  for axis in shape.indices where shape[axis] == 1 && result.shape[axis] > 1 {
    var kept = result.shape
    kept[axis] = 1
    result = result.sum(axis: axis).reshaped(kept)
  }
  return result
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    forward(program, order(of: program), inputs)[program.output]
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    sweep(program, inputs)
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let n = inputs.count
    var h = Tensor(shape: [n, n])
    for column in 0..<n {
      let seeded = (0..<n).map { Dual(inputs[$0], $0 == column ? 1 : 0) }
      let slopes = sweep(program, seeded)
      for row in 0..<n { h[row, column] = slopes[row].slope }
    }
    return h
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order last: Int) -> [Double] {
    var seed = [Double](repeating: 0, count: last + 1)
    seed[0] = x
    if last > 0 { seed[1] = 1 }
    let series = forward(program, order(of: program), [Taylor(seed)])[program.output]
    var factorial = 1.0
    return (0...last).map { k in
      if k > 1 { factorial *= Double(k) }
      return factorial * series.at(k)
    }
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    forward(program, order(of: program), inputs)[program.output]
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let places = order(of: program)
    let v = forward(program, places, inputs)
    var result = inputs.map { Tensor(shape: $0.shape) }
    var adjoint = [Tensor?](repeating: nil, count: v.count)
    adjoint[program.output] = Tensor(shape: [], values: [1])
    for place in places.reversed() {
      guard let bar = adjoint[place] else { continue }
      func pass(_ amount: Tensor, to source: Int) {
        let own = gathered(amount, to: v[source].shape)
        if let before = adjoint[source] { adjoint[source] = before + own } else { adjoint[source] = own }
      }
      switch program.steps[place] {
      case .input(let k): result[k] += bar
      case .add(let a, let b):
        pass(bar, to: a)
        pass(bar, to: b)
      case .multiply(let a, let b):
        pass(bar * v[b], to: a)
        pass(bar * v[a], to: b)
      case .matmul(let a, let b):
        pass(bar.matmul(v[b].transposed()), to: a)
        pass(v[a].transposed().matmul(bar), to: b)
      case .transpose(let a): pass(bar.transposed(), to: a)
      case .tanh(let a): pass(bar * v[place].map { 1 - $0 * $0 }, to: a)
      case .exp(let a): pass(bar * v[place], to: a)
      case .relu(let a): pass(bar * v[a].map { $0 > 0 ? 1 : 0 }, to: a)
      case .sum(let a): pass(Tensor(shape: v[a].shape, repeating: bar.values[0]), to: a)
      }
    }
    return result
  }
}
