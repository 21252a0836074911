import Foundation
import Autodiff

/// One recursion over anything that can be reckoned with: numbers, numbers with first derivatives in one direction, and
/// numbers with all derivatives in one variable.
private protocol Reckoning {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  var exponential: Self { get }
  var logarithm: Self { get }
  var sine: Self { get }
  var cosine: Self { get }
  var hyperbolicTangent: Self { get }
  func constant(_ c: Double) -> Self
}

extension Double: Reckoning {
  fileprivate var exponential: Double { Foundation.exp(self) }
  fileprivate var logarithm: Double { Foundation.log(self) }
  fileprivate var sine: Double { Foundation.sin(self) }
  fileprivate var cosine: Double { Foundation.cos(self) }
  fileprivate var hyperbolicTangent: Double { Foundation.tanh(self) }
  fileprivate func constant(_ c: Double) -> Double { c }
}

/// a + b ε with ε² = 0.
private struct Dual: Reckoning {
  var a: Double
  var b: Double
  static func + (x: Dual, y: Dual) -> Dual { Dual(a: x.a + y.a, b: x.b + y.b) }
  static func - (x: Dual, y: Dual) -> Dual { Dual(a: x.a - y.a, b: x.b - y.b) }
  static func * (x: Dual, y: Dual) -> Dual { Dual(a: x.a * y.a, b: x.a * y.b + x.b * y.a) }
  static func / (x: Dual, y: Dual) -> Dual { Dual(a: x.a / y.a, b: (x.b - x.a / y.a * y.b) / y.a) }
  var exponential: Dual { Dual(a: Foundation.exp(a), b: Foundation.exp(a) * b) }
  var logarithm: Dual { Dual(a: Foundation.log(a), b: b / a) }
  var sine: Dual { Dual(a: Foundation.sin(a), b: Foundation.cos(a) * b) }
  var cosine: Dual { Dual(a: Foundation.cos(a), b: -Foundation.sin(a) * b) }
  var hyperbolicTangent: Dual {
    let c = Foundation.cosh(a)
    return Dual(a: Foundation.tanh(a), b: b / c / c)
  }
  func constant(_ c: Double) -> Dual { Dual(a: c, b: 0) }
}

/// f, f′, f″ …: products by Leibniz's rule, functions by their differential equations.
private struct Tower: Reckoning {
  var d: [Double]

  static func binomial(_ n: Int, _ k: Int) -> Double { (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) } }
  static func + (x: Tower, y: Tower) -> Tower { Tower(d: zip(x.d, y.d).map { $0 + $1 }) }
  static func - (x: Tower, y: Tower) -> Tower { Tower(d: zip(x.d, y.d).map { $0 - $1 }) }
  static func * (x: Tower, y: Tower) -> Tower {
    Tower(d: x.d.indices.map { n in (0...n).reduce(0) { $0 + binomial(n, $1) * x.d[$1] * y.d[n - $1] } })
  }
  static func / (x: Tower, y: Tower) -> Tower {
    // x = q y
    var q: [Double] = []
    for n in x.d.indices {
      q.append((0..<n).reduce(x.d[n]) { $0 - binomial(n, $1) * q[$1] * y.d[n - $1] } / y.d[0])
    }
    return Tower(d: q)
  }
  var slope: Tower { Tower(d: Array(d.dropFirst())) }
  var shorter: Tower { Tower(d: Array(d.dropLast())) }
  var isNumber: Bool { d.count == 1 }
  func integral(from start: Double) -> Tower { Tower(d: [start] + d) }
  func constant(_ c: Double) -> Tower { Tower(d: d.indices.map { $0 == 0 ? c : 0 }) }

  // Each of one order less asks itself: (exp u)′ = exp u · u′, where one order less is enough.
  var exponential: Tower {
    isNumber ? Tower(d: [Foundation.exp(d[0])]) : (shorter.exponential * slope).integral(from: Foundation.exp(d[0]))
  }
  var logarithm: Tower {
    isNumber ? Tower(d: [Foundation.log(d[0])]) : (slope / shorter).integral(from: Foundation.log(d[0]))
  }
  var sine: Tower {
    isNumber ? Tower(d: [Foundation.sin(d[0])]) : (shorter.cosine * slope).integral(from: Foundation.sin(d[0]))
  }
  var cosine: Tower {
    isNumber
      ? Tower(d: [Foundation.cos(d[0])])
      : (constantZero - shorter.sine * slope).integral(from: Foundation.cos(d[0]))
  }
  private var constantZero: Tower { shorter.constant(0) }
  var hyperbolicTangent: Tower {
    guard !isNumber else { return Tower(d: [Foundation.tanh(d[0])]) }
    let y = shorter.hyperbolicTangent
    return ((y.constant(1) - y * y) * slope).integral(from: Foundation.tanh(d[0]))
  }
}

/// The values of the steps that were asked for.
private struct Table<Number: Reckoning> {
  let steps: [ScalarStep]
  let inputs: [Number]
  var known: [Number?]
  var order: [Int] = []

  init(_ program: ScalarProgram, _ inputs: [Number]) {
    (steps, self.inputs) = (program.steps, inputs)
    known = steps.map { _ in nil }
    _ = value(program.output)
  }

  mutating func value(_ place: Int) -> Number {
    if let number = known[place] { return number }
    let number = worked(place)
    known[place] = number
    order.append(place)
    return number
  }

  private mutating func worked(_ place: Int) -> Number {
    switch steps[place] {
    case .input(let k): return inputs[k]
    case .constant(let c): return inputs[0].constant(c)
    case .add(let a, let b): return value(a) + value(b)
    case .subtract(let a, let b): return value(a) - value(b)
    case .multiply(let a, let b): return value(a) * value(b)
    case .divide(let a, let b): return value(a) / value(b)
    case .exp(let a): return value(a).exponential
    case .log(let a): return value(a).logarithm
    case .sin(let a): return value(a).sine
    case .cos(let a): return value(a).cosine
    case .tanh(let a): return value(a).hyperbolicTangent
    }
  }

  /// One sweep back from the last one asked for.
  func slopes() -> [Number] {
    let zero = inputs[0].constant(0)
    let one = inputs[0].constant(1)
    var adjoints = [Number](repeating: zero, count: steps.count)
    var result = [Number](repeating: zero, count: inputs.count)
    if let output = order.last { adjoints[output] = one }
    for place in order.reversed() {
      let g = adjoints[place]
      func add(_ to: Int, _ more: Number) { adjoints[to] = adjoints[to] + more }
      func v(_ place: Int) -> Number { known[place]! }
      switch steps[place] {
      case .input(let k): result[k] = result[k] + g
      case .constant: break
      case .add(let a, let b):
        add(a, g)
        add(b, g)
      case .subtract(let a, let b):
        add(a, g)
        add(b, zero - g)
      case .multiply(let a, let b):
        add(a, g * v(b))
        add(b, g * v(a))
      case .divide(let a, let b):
        add(a, g / v(b))
        add(b, zero - g / v(b) * v(place))
      case .exp(let a): add(a, g * v(place))
      case .log(let a): add(a, g / v(a))
      case .sin(let a): add(a, g * v(a).cosine)
      case .cos(let a): add(a, zero - g * v(a).sine)
      case .tanh(let a): add(a, g * (one - v(place) * v(place)))
      }
    }
    return result
  }
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    Table(program, inputs).known[program.output]!
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] { Table(program, inputs).slopes() }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    Tensor(
      shape: [inputs.count, inputs.count],
      values: inputs.indices.flatMap { row in
        Table(program, inputs.indices.map { Dual(a: inputs[$0], b: $0 == row ? 1 : 0) }).slopes().map(\.b)
      })
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    let start = Tower(d: (0...order).map { [x, 1, 0][min($0, 2)] })
    return Table(program, [start]).known[program.output]!.d
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    var known: [Int: Tensor] = [:]
    var order: [Int] = []
    return value(program.output, program, inputs, &known, &order)
  }

  private func value(
    _ place: Int, _ program: TensorProgram, _ inputs: [Tensor], _ known: inout [Int: Tensor], _ order: inout [Int]
  ) -> Tensor {
    if let tensor = known[place] { return tensor }
    func v(_ place: Int) -> Tensor { value(place, program, inputs, &known, &order) }
    let tensor: Tensor
    switch program.steps[place] {
    case .input(let k): tensor = inputs[k]
    case .add(let a, let b): tensor = v(a) + v(b)
    case .multiply(let a, let b): tensor = v(a) * v(b)
    case .matmul(let a, let b): tensor = v(a).matmul(v(b))
    case .transpose(let a): tensor = v(a).transposed()
    case .tanh(let a): tensor = v(a).map { Foundation.tanh($0) }
    case .exp(let a): tensor = v(a).map { Foundation.exp($0) }
    case .relu(let a): tensor = v(a).map { Swift.max(0, $0) }
    case .sum(let a): tensor = Tensor(shape: [], values: [v(a).values.reduce(0, +)])
    }
    known[place] = tensor
    order.append(place)
    return tensor
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    var v: [Int: Tensor] = [:]
    var order: [Int] = []
    _ = value(program.output, program, inputs, &v, &order)
    var adjoints: [Int: Tensor] = [program.output: Tensor(shape: [], repeating: 1)]
    var result = inputs.map { 0 * $0 }
    for place in order.reversed() {
      guard let g = adjoints.removeValue(forKey: place) else { continue }
      func add(_ to: Int, _ share: Tensor) {
        let summed = shrunk(share, v[to]!.shape)
        adjoints[to] = adjoints[to].map { $0 + summed } ?? summed
      }
      switch program.steps[place] {
      case .input(let k): result[k] += g
      case .add(let a, let b):
        add(a, g)
        add(b, g)
      case .multiply(let a, let b):
        add(a, g * v[b]!)
        add(b, g * v[a]!)
      case .matmul(let a, let b):
        add(a, g.matmul(v[b]!.transposed()))
        add(b, v[a]!.transposed().matmul(g))
      case .transpose(let a): add(a, g.transposed())
      case .tanh(let a): add(a, g.combined(with: v[place]!) { $0 * (1 - $1 * $1) })
      case .exp(let a): add(a, g * v[place]!)
      case .relu(let a): add(a, g.combined(with: v[a]!) { $1 > 0 ? $0 : 0 })
      case .sum(let a): add(a, v[a]!.map { _ in g.values[0] })
      }
    }
    return result
  }

  private func shrunk(_ g: Tensor, _ shape: [Int]) -> Tensor {
    let padded = [Int](repeating: 1, count: g.rank - shape.count) + shape
    return g.shape.indices.reduce(g) { tensor, axis in
      guard padded[axis] != tensor.shape[axis] else { return tensor }
      return tensor.sum(axis: axis).reshaped(tensor.shape.enumerated().map { $0.offset == axis ? 1 : $0.element })
    }
    .reshaped(shape)
  }
}
