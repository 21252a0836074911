import Autodiff

// A graph that grows as it is differentiated: the adjoints are nodes of it, so that they can be swept again. The
// gradient of numbers is swept along a tape of local derivatives; tensors have a tape of closures.

/// What the output needs, each behind what it uses: a depth-first walk with a stack of its own.
private func needed(by output: Int, _ uses: (Int) -> [Int], count: Int) -> [Int] {
  var state = [UInt8](repeating: 0, count: count)
  var stack = [output]
  var order: [Int] = []
  while let top = stack.last {
    if state[top] == 0 {
      state[top] = 1
      for i in uses(top) where state[i] == 0 { stack.append(i) }
    } else {
      stack.removeLast()
      if state[top] == 1 {
        state[top] = 2
        order.append(top)
      }
    }
  }
  return order
}

private func places(_ step: ScalarStep) -> [Int] {
  switch step {
  case .input, .constant: return []
  case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): return [a, b]
  case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): return [a]
  }
}

private func places(_ step: TensorStep) -> [Int] {
  switch step {
  case .input: return []
  case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): return [a, b]
  case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): return [a]
  }
}

/// Steps that are only ever added to.
private final class Graph {
  var steps: [ScalarStep]
  private var numbers: [Double: Int] = [:]

  init(_ steps: [ScalarStep]) { self.steps = steps }

  func put(_ step: ScalarStep) -> Int {
    steps.append(step)
    return steps.count - 1
  }

  func number(_ c: Double) -> Int {
    if let known = numbers[c] { return known }
    let place = put(.constant(c))
    numbers[c] = place
    return place
  }

  private func isOne(_ a: Int) -> Bool { steps[a] == .constant(1) }

  func times(_ a: Int, _ b: Int) -> Int { isOne(a) ? b : isOne(b) ? a : put(.multiply(a, b)) }
  func plus(_ a: Int?, _ b: Int) -> Int { a.map { put(.add($0, b)) } ?? b }
  func minus(_ a: Int?, _ b: Int) -> Int { put(.subtract(a ?? number(0), b)) }

  /// The places of the derivatives of a step in each input; nil where there is none.
  func sweep(from output: Int, inputs: Int) -> [Int?] {
    let order = needed(by: output, { places(self.steps[$0]) }, count: steps.count)
    var bar = [Int?](repeating: nil, count: steps.count)
    var answer = [Int?](repeating: nil, count: inputs)
    bar[output] = number(1)
    for i in order.reversed() {
      guard let g = bar[i] else { continue }
      switch steps[i] {
      case .constant: break
      case .input(let k): answer[k] = plus(answer[k], g)
      case .add(let a, let b):
        bar[a] = plus(bar[a], g)
        bar[b] = plus(bar[b], g)
      case .subtract(let a, let b):
        bar[a] = plus(bar[a], g)
        bar[b] = minus(bar[b], g)
      case .multiply(let a, let b):
        bar[a] = plus(bar[a], times(g, b))
        bar[b] = plus(bar[b], times(g, a))
      case .divide(let a, let b):
        let share = put(.divide(g, b))
        bar[a] = plus(bar[a], share)
        bar[b] = minus(bar[b], times(share, i))
      case .exp(let a): bar[a] = plus(bar[a], times(g, i))
      case .log(let a): bar[a] = plus(bar[a], put(.divide(g, a)))
      case .sin(let a): bar[a] = plus(bar[a], times(g, put(.cos(a))))
      case .cos(let a): bar[a] = minus(bar[a], times(g, put(.sin(a))))
      case .tanh(let a): bar[a] = plus(bar[a], times(g, minus(number(1), put(.multiply(i, i)))))
      }
    }
    return answer
  }
}

private func run(_ steps: [ScalarStep], to output: Int, _ inputs: [Double]) -> (value: [Double], order: [Int]) {
  let order = needed(by: output, { places(steps[$0]) }, count: steps.count)
  var v = [Double](repeating: 0, count: steps.count)
  for i in order { v[i] = apply(steps[i], v, inputs) }
  return (v, order)
}

private func apply(_ step: ScalarStep, _ v: [Double], _ inputs: [Double]) -> Double {
  switch step {
  case .input(let k): return inputs[k]
  case .constant(let c): return c
  case .add(let a, let b): return v[a] + v[b]
  case .subtract(let a, let b): return v[a] - v[b]
  case .multiply(let a, let b): return v[a] * v[b]
  case .divide(let a, let b): return v[a] / v[b]
  case .exp(let a): return exp(v[a])
  case .log(let a): return log(v[a])
  case .sin(let a): return sin(v[a])
  case .cos(let a): return cos(v[a])
  case .tanh(let a): return tanh(v[a])
  }
}

/// The derivative of a step in each place that it uses.
private func partials(_ step: ScalarStep, _ v: [Double], _ own: Double) -> [(Int, Double)] {
  switch step {
  case .input, .constant: return []
  case .add(let a, let b): return [(a, 1), (b, 1)]
  case .subtract(let a, let b): return [(a, 1), (b, -1)]
  case .multiply(let a, let b): return [(a, v[b]), (b, v[a])]
  case .divide(let a, let b): return [(a, 1 / v[b]), (b, -own / v[b])]
  case .exp(let a): return [(a, own)]
  case .log(let a): return [(a, 1 / v[a])]
  case .sin(let a): return [(a, cos(v[a]))]
  case .cos(let a): return [(a, -sin(v[a]))]
  case .tanh(let a): return [(a, 1 - own * own)]
  }
}

/// For each element of the repeated tensor the element of the original.
private func origins(_ shape: [Int], in wide: [Int]) -> [Int] {
  var offsets = [Int](repeating: 0, count: wide.reduce(1, *))
  var repeats = 1
  var stride = 1
  for axis in wide.indices.reversed() {
    let own = axis - (wide.count - shape.count)
    let size = own >= 0 ? shape[own] : 1
    if size > 1 {
      for index in offsets.indices { offsets[index] += index / repeats % wide[axis] * stride }
    }
    stride *= size
    repeats *= wide[axis]
  }
  return offsets
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    run(program.steps, to: program.output, inputs).value[program.output]
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    let (v, order) = run(program.steps, to: program.output, inputs)
    var bar = [Double](repeating: 0, count: v.count)
    var answer = [Double](repeating: 0, count: inputs.count)
    bar[program.output] = 1
    for i in order.reversed() {
      if case .input(let k) = program.steps[i] { answer[k] += bar[i] }
      for (place, slope) in partials(program.steps[i], v, v[i]) { bar[place] += bar[i] * slope }
    }
    return answer
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let graph = Graph(program.steps)
    let first = graph.sweep(from: program.output, inputs: inputs.count)
    var rows: [[Double]] = []
    for place in first {
      if let place {
        rows.append(gradient(ScalarProgram(steps: graph.steps, output: place), inputs))
      } else {
        rows.append([Double](repeating: 0, count: inputs.count))
      }
    }
    return Tensor(rows: rows)
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    let graph = Graph(program.steps)
    var place: Int? = program.output
    var answer: [Double] = []
    for k in 0...order {
      answer.append(place.map { run(graph.steps, to: $0, [x]).value[$0] } ?? 0)
      if k < order { place = place.flatMap { graph.sweep(from: $0, inputs: 1)[0] } }
    }
    return answer
  }

  private func apply(_ step: TensorStep, _ v: [Tensor], _ inputs: [Tensor]) -> Tensor {
    switch step {
    case .input(let k): return inputs[k]
    case .add(let a, let b): return v[a] + v[b]
    case .multiply(let a, let b): return v[a] * v[b]
    case .matmul(let a, let b): return v[a].matmul(v[b])
    case .transpose(let a): return v[a].transposed()
    case .tanh(let a): return v[a].map { Foundation_tanh($0) }
    case .exp(let a): return v[a].map { exp($0) }
    case .relu(let a): return v[a].map { $0 > 0 ? $0 : 0 }
    case .sum(let a): return Tensor(shape: [], values: [v[a].sum()])
    }
  }

  private func Foundation_tanh(_ x: Double) -> Double { tanh(x) }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    forward(program, inputs).v[program.output]
  }

  private func forward(_ program: TensorProgram, _ inputs: [Tensor]) -> (v: [Tensor], order: [Int]) {
    let order = needed(by: program.output, { places(program.steps[$0]) }, count: program.steps.count)
    var v = [Tensor](repeating: Tensor(shape: [0]), count: program.steps.count)
    for i in order { v[i] = apply(program.steps[i], v, inputs) }
    return (v, order)
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let (v, order) = forward(program, inputs)
    var bar = v.map { [Double](repeating: 0, count: $0.count) }
    var answer = inputs.map { Tensor(shape: $0.shape) }
    bar[program.output] = [1]

    func spread(_ i: Int, to a: Int, by factor: (Int) -> Double) {
      let from = origins(v[a].shape, in: v[i].shape)
      for (index, target) in from.enumerated() { bar[a][target] += bar[i][index] * factor(index) }
    }

    for i in order.reversed() {
      let g = bar[i]
      switch program.steps[i] {
      case .input(let k): for index in g.indices { answer[k].values[index] += g[index] }
      case .add(let a, let b):
        spread(i, to: a) { _ in 1 }
        spread(i, to: b) { _ in 1 }
      case .multiply(let a, let b):
        let (left, right) = (origins(v[a].shape, in: v[i].shape), origins(v[b].shape, in: v[i].shape))
        spread(i, to: a) { v[b].values[right[$0]] }
        spread(i, to: b) { v[a].values[left[$0]] }
      case .matmul(let a, let b):
        let (n, k, m) = (v[a].shape[0], v[a].shape[1], v[b].shape[1])
        for r in 0..<n {
          for p in 0..<k {
            for c in 0..<m {
              bar[a][r * k + p] += g[r * m + c] * v[b].values[p * m + c]
              bar[b][p * m + c] += g[r * m + c] * v[a].values[r * k + p]
            }
          }
        }
      case .transpose(let a):
        let (n, m) = (v[a].shape[0], v[a].shape[1])
        for r in 0..<n {
          for c in 0..<m { bar[a][r * m + c] += g[c * n + r] }
        }
      case .tanh(let a): spread(i, to: a) { 1 - v[i].values[$0] * v[i].values[$0] }
      case .exp(let a): spread(i, to: a) { v[i].values[$0] }
      case .relu(let a): spread(i, to: a) { v[a].values[$0] > 0 ? 1 : 0 }
      case .sum(let a): for index in bar[a].indices { bar[a][index] += g[0] }
      }
    }
    return answer
  }
}
