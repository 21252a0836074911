import Autodiff

// One sweep for every kind of number: plain ones for gradients, dual ones for second derivatives, truncated Taylor series
// for high derivatives. Steps are sorted by counting who waits for whom (Kahn 1962).

private protocol Number {
  init(_ value: Double)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  var exponential: Self { get }
  var logarithm: Self { get }
  var sine: Self { get }
  var cosine: Self { get }
  var hyperbolicTangent: Self { get }
}

extension Double: Number {
  var exponential: Double { exp(self) }
  var logarithm: Double { log(self) }
  var sine: Double { sin(self) }
  var cosine: Double { cos(self) }
  var hyperbolicTangent: Double { tanh(self) }
}

/// a + b ε with ε² = 0.
private struct Dual: Number {
  var value: Double
  var slope: Double

  init(_ value: Double) { (self.value, slope) = (value, 0) }
  init(_ value: Double, _ slope: Double) { (self.value, self.slope) = (value, slope) }
  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, a.slope + b.slope) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, a.slope - b.slope) }
  static func * (a: Dual, b: Dual) -> Dual { Dual(a.value * b.value, a.slope * b.value + a.value * b.slope) }
  static func / (a: Dual, b: Dual) -> Dual {
    Dual(a.value / b.value, (a.slope * b.value - a.value * b.slope) / (b.value * b.value))
  }
  var exponential: Dual { Dual(exp(value), slope * exp(value)) }
  var logarithm: Dual { Dual(log(value), slope / value) }
  var sine: Dual { Dual(sin(value), slope * cos(value)) }
  var cosine: Dual { Dual(cos(value), -slope * sin(value)) }
  var hyperbolicTangent: Dual { Dual(tanh(value), slope * (1 - tanh(value) * tanh(value))) }
}

/// Coefficients of a power series, cut at one order; a constant may have fewer.
private struct Series: Number {
  var terms: [Double]

  init(_ value: Double) { terms = [value] }
  init(terms: [Double]) { self.terms = terms }

  subscript(order: Int) -> Double { order < terms.count ? terms[order] : 0 }

  private static func made(_ count: Int, _ term: (Int, [Double]) -> Double) -> Series {
    var terms: [Double] = []
    for order in 0..<count { terms.append(term(order, terms)) }
    return Series(terms: terms)
  }

  static func + (a: Series, b: Series) -> Series { made(max(a.terms.count, b.terms.count)) { k, _ in a[k] + b[k] } }
  static func - (a: Series, b: Series) -> Series { made(max(a.terms.count, b.terms.count)) { k, _ in a[k] - b[k] } }
  static func * (a: Series, b: Series) -> Series {
    made(max(a.terms.count, b.terms.count)) { k, _ in (0...k).reduce(0) { $0 + a[$1] * b[k - $1] } }
  }
  static func / (a: Series, b: Series) -> Series {
    made(max(a.terms.count, b.terms.count)) { k, found in
      (a[k] - (0..<k).reduce(0) { $0 + found[$1] * b[k - $1] }) / b[0]
    }
  }
  /// y′ = x′ y.
  var exponential: Series {
    Self.made(terms.count) { k, y in
      k == 0 ? exp(self[0]) : (1...k).reduce(0) { $0 + Double($1) * self[$1] * y[k - $1] } / Double(k)
    }
  }
  /// x y′ = x′.
  var logarithm: Series {
    Self.made(terms.count) { k, y in
      if k == 0 { return log(self[0]) }
      return (self[k] - (1..<k).reduce(0) { $0 + Double($1) * y[$1] * self[k - $1] } / Double(k)) / self[0]
    }
  }
  private var sineAndCosine: (Series, Series) {
    var (s, c) = ([sin(self[0])], [cos(self[0])])
    for k in 1..<max(terms.count, 1) {
      s.append((1...k).reduce(0) { $0 + Double($1) * self[$1] * c[k - $1] } / Double(k))
      c.append(-(1...k).reduce(0) { $0 + Double($1) * self[$1] * s[k - $1] } / Double(k))
    }
    return (Series(terms: s), Series(terms: c))
  }
  var sine: Series { sineAndCosine.0 }
  var cosine: Series { sineAndCosine.1 }
  /// y′ = x′ (1 − y²).
  var hyperbolicTangent: Series {
    var y = [tanh(self[0])]
    for k in 1..<max(terms.count, 1) {
      var sum = 0.0
      for i in 1...k {
        let square = (0...(k - i)).reduce(0.0) { $0 + y[$1] * y[k - i - $1] }
        sum += Double(i) * self[i] * ((k == i ? 1 : 0) - square)
      }
      y.append(sum / Double(k))
    }
    return Series(terms: y)
  }
}

private func sorted(_ arguments: [[Int]]) -> [Int] {
  var waiting = arguments.map(\.count)
  var users = arguments.map { _ in [Int]() }
  for (place, own) in arguments.enumerated() {
    for argument in own { users[argument].append(place) }
  }
  var order = waiting.indices.filter { waiting[$0] == 0 }
  var next = 0
  while next < order.count {
    for user in users[order[next]] {
      waiting[user] -= 1
      if waiting[user] == 0 { order.append(user) }
    }
    next += 1
  }
  return order
}

private func arguments(_ step: ScalarStep) -> [Int] {
  switch step {
  case .input, .constant: return []
  case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): return [a, b]
  case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): return [a]
  }
}

private func run<N: Number>(_ program: ScalarProgram, _ inputs: [N]) -> [N] {
  var v = program.steps.map { _ in N(0) }
  for place in sorted(program.steps.map(arguments)) {
    switch program.steps[place] {
    case .input(let index): v[place] = inputs[index]
    case .constant(let number): v[place] = N(number)
    case .add(let a, let b): v[place] = v[a] + v[b]
    case .subtract(let a, let b): v[place] = v[a] - v[b]
    case .multiply(let a, let b): v[place] = v[a] * v[b]
    case .divide(let a, let b): v[place] = v[a] / v[b]
    case .exp(let a): v[place] = v[a].exponential
    case .log(let a): v[place] = v[a].logarithm
    case .sin(let a): v[place] = v[a].sine
    case .cos(let a): v[place] = v[a].cosine
    case .tanh(let a): v[place] = v[a].hyperbolicTangent
    }
  }
  return v
}

private func sweep<N: Number>(_ program: ScalarProgram, _ inputs: [N]) -> [N] {
  let v = run(program, inputs)
  var g = v.map { _ in N(0) }
  var result = inputs.map { _ in N(0) }
  g[program.output] = N(1)
  for place in sorted(program.steps.map(arguments)).reversed() {
    let own = g[place]
    switch program.steps[place] {
    case .input(let index): result[index] = result[index] + own
    case .constant: break
    case .add(let a, let b):
      g[a] = g[a] + own
      g[b] = g[b] + own
    case .subtract(let a, let b):
      g[a] = g[a] + own
      g[b] = g[b] - own
    case .multiply(let a, let b):
      g[a] = g[a] + own * v[b]
      g[b] = g[b] + own * v[a]
    case .divide(let a, let b):
      g[a] = g[a] + own / v[b]
      g[b] = g[b] - own * v[a] / (v[b] * v[b])
    case .exp(let a): g[a] = g[a] + own * v[place]
    case .log(let a): g[a] = g[a] + own / v[a]
    case .sin(let a): g[a] = g[a] + own * v[a].cosine
    case .cos(let a): g[a] = g[a] - own * v[a].sine
    case .tanh(let a): g[a] = g[a] + own * (N(1) - v[place] * v[place])
    }
  }
  return result
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double { run(program, inputs)[program.output] }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] { sweep(program, inputs) }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    var matrix = Tensor(shape: [inputs.count, inputs.count])
    for row in inputs.indices {
      let moving = inputs.indices.map { Dual(inputs[$0], $0 == row ? 1 : 0) }
      for (column, slope) in sweep(program, moving).enumerated() { matrix[row, column] = slope.slope }
    }
    return matrix
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    var terms = [Double](repeating: 0, count: order + 1)
    terms[0] = x
    if order > 0 { terms[1] = 1 }
    let series = run(program, [Series(terms: terms)])[program.output]
    var factorial = 1.0
    return (0...order).map { k in
      factorial *= Double(max(k, 1))
      return series[k] * factorial
    }
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    let (v, _) = forward(program, inputs)
    return v[program.output] ?? Tensor(shape: [])
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let (v, order) = forward(program, inputs)
    var g: [Int: Tensor] = [program.output: Tensor(shape: [], values: [1])]
    var result = inputs.map { 0 * $0 }
    func give(_ place: Int, _ part: Tensor) {
      guard let shape = v[place]?.shape else { return }
      let fitting = folded(part, to: shape)
      g[place] = g[place].map { $0 + fitting } ?? fitting
    }
    for place in order.reversed() {
      guard let own = g[place], let value = v[place] else { continue }
      switch program.steps[place] {
      case .input(let index): result[index] += own
      case .add(let a, let b):
        give(a, own)
        give(b, own)
      case .multiply(let a, let b):
        guard let x = v[a], let y = v[b] else { continue }
        give(a, own * y)
        give(b, own * x)
      case .matmul(let a, let b):
        guard let x = v[a], let y = v[b] else { continue }
        give(a, own.matmul(y.transposed()))
        give(b, x.transposed().matmul(own))
      case .transpose(let a): give(a, own.transposed())
      case .tanh(let a): give(a, own.combined(with: value) { $0 * (1 - $1 * $1) })
      case .exp(let a): give(a, own * value)
      case .relu(let a): give(a, own.combined(with: value) { $1 > 0 ? $0 : 0 })
      case .sum(let a): give(a, own + Tensor(shape: v[a]?.shape ?? []))
      }
    }
    return result
  }

  private func forward(_ program: TensorProgram, _ inputs: [Tensor]) -> (values: [Int: Tensor], order: [Int]) {
    var v: [Int: Tensor] = [:]
    let order = sorted(
      program.steps.map { step in
        switch step {
        case .input: []
        case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): [a, b]
        case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): [a]
        }
      })
    let nothing = Tensor(shape: [])
    for place in order {
      switch program.steps[place] {
      case .input(let index): v[place] = inputs[index]
      case .add(let a, let b): v[place] = v[a, default: nothing] + v[b, default: nothing]
      case .multiply(let a, let b): v[place] = v[a, default: nothing] * v[b, default: nothing]
      case .matmul(let a, let b): v[place] = v[a, default: nothing].matmul(v[b, default: nothing])
      case .transpose(let a): v[place] = v[a]?.transposed()
      case .tanh(let a): v[place] = v[a]?.map { tanh($0) }
      case .exp(let a): v[place] = v[a]?.map { exp($0) }
      case .relu(let a): v[place] = v[a]?.map { $0 > 0 ? $0 : 0 }
      case .sum(let a): v[place] = Tensor(shape: [], values: [v[a]?.sum() ?? 0])
      }
    }
    return (v, order)
  }

  /// Sums along the axes that broadcasting added or repeated: index arithmetic on the whole at once.
  private func folded(_ x: Tensor, to shape: [Int]) -> Tensor {
    if x.shape == shape { return x }
    let padded = [Int](repeating: 1, count: x.rank - shape.count) + shape
    var result = Tensor(shape: shape)
    for (index, value) in x.values.enumerated() {
      var (rest, target, stride) = (index, 0, 1)
      for axis in x.shape.indices.reversed() {
        if padded[axis] > 1 { target += rest % x.shape[axis] * stride }
        rest /= x.shape[axis]
        stride *= padded[axis]
      }
      result.values[target] += value
    }
    return result
  }
}
