// right: the sweep back writes a program of its own, steps that are equal being written once; Hessian and higher derivatives by sweeping again
import Autodiff

/// A program in the making, each step after those that it uses; equal steps are one, and constants are reckoned at once.
struct Sheet {
  var steps: [ScalarStep] = []
  private var known: [ScalarStep: Int] = [:]

  private func number(_ place: Int) -> Double? {
    if case .constant(let c) = steps[place] { return c }
    return nil
  }

  mutating func write(_ step: ScalarStep) -> Int {
    if let place = known[step] { return place }
    steps.append(step)
    known[step] = steps.count - 1
    return steps.count - 1
  }

  mutating func constant(_ c: Double) -> Int { write(.constant(c)) }

  mutating func add(_ a: Int, _ b: Int) -> Int {
    switch (number(a), number(b)) {
    case (let x?, let y?): return constant(x + y)
    case (0?, nil): return b
    case (nil, 0?): return a
    default: return write(.add(min(a, b), max(a, b)))
    }
  }

  mutating func subtract(_ a: Int, _ b: Int) -> Int {
    if let x = number(a), let y = number(b) { return constant(x - y) }
    return number(b) == 0 ? a : write(.subtract(a, b))
  }

  mutating func multiply(_ a: Int, _ b: Int) -> Int {
    switch (number(a), number(b)) {
    case (let x?, let y?): return constant(x * y)
    case (0?, nil), (nil, 0?): return constant(0)
    case (1?, nil): return b
    case (nil, 1?): return a
    default: return write(.multiply(min(a, b), max(a, b)))
    }
  }

  mutating func divide(_ a: Int, _ b: Int) -> Int {
    if let x = number(a) {
      if let y = number(b) { return constant(x / y) }
      if x == 0 { return a }
    }
    return write(.divide(a, b))
  }

  mutating func negative(_ a: Int) -> Int { multiply(constant(-1), a) }

  /// Copies what `output` of a program needs and returns the place of its output here.
  mutating func copy(_ program: ScalarProgram) -> Int {
    var places = [Int?](repeating: nil, count: program.steps.count)
    var stack = [program.output]
    while let i = stack.last {
      if places[i] != nil {
        stack.removeLast()
        continue
      }
      let missing = program.steps[i].parts.filter { places[$0] == nil }
      if !missing.isEmpty {
        stack += missing
        continue
      }
      stack.removeLast()
      places[i] =
        switch program.steps[i] {
        case .add(let a, let b): add(places[a]!, places[b]!)
        case .subtract(let a, let b): subtract(places[a]!, places[b]!)
        case .multiply(let a, let b): multiply(places[a]!, places[b]!)
        case .divide(let a, let b): divide(places[a]!, places[b]!)
        case .exp(let a): write(.exp(places[a]!))
        case .log(let a): write(.log(places[a]!))
        case .sin(let a): write(.sin(places[a]!))
        case .cos(let a): write(.cos(places[a]!))
        case .tanh(let a): write(.tanh(places[a]!))
        case .input, .constant: write(program.steps[i])
        }
    }
    return places[program.output]!
  }

  /// Writes the derivatives of step `output` in each of the inputs, and returns where they stand.
  mutating func sweep(_ output: Int, inputs: Int) -> [Int] {
    let zero = constant(0)
    let one = constant(1)
    var adjoints: [Int: Int] = [output: one]
    var slopes = [Int](repeating: zero, count: inputs)
    for i in stride(from: output, through: 0, by: -1) {
      guard let bar = adjoints[i] else { continue }
      func give(_ a: Int, _ term: Int) { adjoints[a] = adjoints[a].map { add($0, term) } ?? term }
      switch steps[i] {
      case .input(let k): slopes[k] = add(slopes[k], bar)
      case .constant: break
      case .add(let a, let b):
        give(a, bar)
        give(b, bar)
      case .subtract(let a, let b):
        give(a, bar)
        give(b, negative(bar))
      case .multiply(let a, let b):
        give(a, multiply(bar, b))
        give(b, multiply(bar, a))
      case .divide(let a, let b):
        let q = divide(bar, b)
        give(a, q)
        give(b, negative(multiply(q, i)))
      case .exp(let a): give(a, multiply(bar, i))
      case .log(let a): give(a, divide(bar, a))
      case .sin(let a): give(a, multiply(bar, write(.cos(a))))
      case .cos(let a): give(a, negative(multiply(bar, write(.sin(a)))))
      case .tanh(let a): give(a, multiply(bar, subtract(one, multiply(i, i))))
      }
    }
    return slopes
  }

  /// The values of all steps.
  func values(_ inputs: [Double]) -> [Double] {
    steps.reduce(into: []) { v, step in
      switch step {
      case .input(let k): v.append(inputs[k])
      case .constant(let c): v.append(c)
      case .add(let a, let b): v.append(v[a] + v[b])
      case .subtract(let a, let b): v.append(v[a] - v[b])
      case .multiply(let a, let b): v.append(v[a] * v[b])
      case .divide(let a, let b): v.append(v[a] / v[b])
      case .exp(let a): v.append(exp(v[a]))
      case .log(let a): v.append(log(v[a]))
      case .sin(let a): v.append(sin(v[a]))
      case .cos(let a): v.append(cos(v[a]))
      case .tanh(let a): v.append(tanh(v[a]))
      }
    }
  }
}

extension ScalarStep {
  var parts: [Int] {
    switch self {
    case .input, .constant: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): [a, b]
    case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): [a]
    }
  }
}

extension TensorStep {
  var parts: [Int] {
    switch self {
    case .input: []
    case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): [a, b]
    case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): [a]
    }
  }
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    var sheet = Sheet()
    let output = sheet.copy(program)
    return sheet.values(inputs)[output]
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    var sheet = Sheet()
    let slopes = sheet.sweep(sheet.copy(program), inputs: inputs.count)
    let v = sheet.values(inputs)
    return slopes.map { v[$0] }
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    var sheet = Sheet()
    let n = inputs.count
    let rows = sheet.sweep(sheet.copy(program), inputs: n).map { sheet.sweep($0, inputs: n) }
    let v = sheet.values(inputs)
    return Tensor(shape: [n, n], values: rows.joined().map { v[$0] })
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    var sheet = Sheet()
    var places = [sheet.copy(program)]
    while places.count <= order { places.append(sheet.sweep(places.last!, inputs: 1)[0]) }
    let v = sheet.values([x])
    return places.map { v[$0] }
  }

  // Tensors: the same without programs of programs.

  private func sorted(_ program: TensorProgram) -> [Int] {
    var done = Set<Int>()
    var result: [Int] = []
    var stack = [program.output]
    while let i = stack.last {
      let missing = done.contains(i) ? [] : program.steps[i].parts.filter { !done.contains($0) }
      if missing.isEmpty {
        stack.removeLast()
        if done.insert(i).inserted { result.append(i) }
      } else {
        stack += missing
      }
    }
    return result
  }

  private func values(_ program: TensorProgram, _ inputs: [Tensor]) -> [Int: Tensor] {
    sorted(program).reduce(into: [:]) { v, i in
      v[i] =
        switch program.steps[i] {
        case .input(let k): inputs[k]
        case .add(let a, let b): v[a]! + v[b]!
        case .multiply(let a, let b): v[a]! * v[b]!
        case .matmul(let a, let b): v[a]!.matmul(v[b]!)
        case .transpose(let a): v[a]!.transposed()
        case .tanh(let a): v[a]!.map(tanh)
        case .exp(let a): v[a]!.map(exp)
        case .relu(let a): v[a]!.map { max(0, $0) }
        case .sum(let a): Tensor(shape: [], repeating: v[a]!.sum())
        }
    }
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor { values(program, inputs)[program.output]! }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let v = values(program, inputs)
    var adjoints: [Int: Tensor] = [program.output: Tensor(shape: [], repeating: 1)]
    var slopes = inputs.map { Tensor(shape: $0.shape) }
    for i in sorted(program).reversed() {
      let bar = adjoints[i]!
      func give(_ a: Int, _ term: Tensor) {
        let shape = v[a]!.shape
        var g = term
        if g.shape != shape {
          // Of an index in the large shape, the index in the small one: where a dimension is repeated, 0.
          let padded = Array(repeating: 1, count: g.rank - shape.count) + shape
          var small = Tensor(shape: shape)
          for k in 0..<g.count {
            var (rest, place, factor) = (k, 0, 1)
            for axis in stride(from: g.rank - 1, through: 0, by: -1) {
              let index = rest % g.shape[axis]
              rest /= g.shape[axis]
              if padded[axis] > 1 { place += index * factor }
              factor *= padded[axis]
            }
            small.values[place] += g.values[k]
          }
          g = small
        }
        adjoints[a] = adjoints[a].map { $0 + g } ?? g
      }
      switch program.steps[i] {
      case .input(let k): slopes[k] += bar
      case .add(let a, let b):
        give(a, bar)
        give(b, bar)
      case .multiply(let a, let b):
        give(a, bar * v[b]!)
        give(b, bar * v[a]!)
      case .matmul(let a, let b):
        give(a, bar.matmul(v[b]!.transposed()))
        give(b, v[a]!.transposed().matmul(bar))
      case .transpose(let a): give(a, bar.transposed())
      case .tanh(let a): give(a, bar * v[i]!.map { (1 - $0) * (1 + $0) })
      case .exp(let a): give(a, bar * v[i]!)
      case .relu(let a): give(a, bar.combined(with: v[a]!) { $1 < 0 ? 0 : $0 })
      case .sum(let a): give(a, Tensor(shape: v[a]!.shape, repeating: bar.values[0]))
      }
    }
    return slopes
  }
}
