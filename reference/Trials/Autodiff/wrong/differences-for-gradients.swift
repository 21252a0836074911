// mistake: no differentiation at all: gradients, Hessians, higher derivatives and tensor gradients are differences of evaluate
import Autodiff

func uses(_ step: ScalarStep) -> [Int] {
  switch step {
  case .input, .constant: return []
  case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): return [a, b]
  case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): return [a]
  }
}

func uses(_ step: TensorStep) -> [Int] {
  switch step {
  case .input: return []
  case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): return [a, b]
  case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): return [a]
  }
}

/// The steps that the output needs, each after those that it uses (Kahn 1962).
func order(_ used: [[Int]], _ output: Int) -> [Int] {
  var needed = [Bool](repeating: false, count: used.count)
  var stack = [output]
  needed[output] = true
  while let i = stack.popLast() {
    for j in used[i] {
      if !needed[j] {
        needed[j] = true
        stack.append(j)
      }
    }
  }
  var waiting = [Int](repeating: 0, count: used.count)
  var users = [[Int]](repeating: [], count: used.count)
  var queue: [Int] = []
  for i in 0..<used.count {
    if !needed[i] { continue }
    waiting[i] = used[i].count
    for j in used[i] { users[j].append(i) }
    if waiting[i] == 0 { queue.append(i) }
  }
  var head = 0
  while head < queue.count {
    for i in users[queue[head]] {
      waiting[i] -= 1
      if waiting[i] == 0 { queue.append(i) }
    }
    head += 1
  }
  return queue
}

struct Submission: AutodiffContract {
  private func values(_ program: ScalarProgram, _ inputs: [Double], _ sorted: [Int]) -> [Double] {
    var v = [Double](repeating: 0, count: program.steps.count)
    for i in sorted {
      switch program.steps[i] {
      case .input(let k): v[i] = inputs[k]
      case .constant(let c): v[i] = c
      case .add(let a, let b): v[i] = v[a] + v[b]
      case .subtract(let a, let b): v[i] = v[a] - v[b]
      case .multiply(let a, let b): v[i] = v[a] * v[b]
      case .divide(let a, let b): v[i] = v[a] / v[b]
      case .exp(let a): v[i] = exp(v[a])
      case .log(let a): v[i] = log(v[a])
      case .sin(let a): v[i] = sin(v[a])
      case .cos(let a): v[i] = cos(v[a])
      case .tanh(let a): v[i] = tanh(v[a])
      }
    }
    return v
  }

  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    let sorted = order(program.steps.map { uses($0) }, program.output)
    return values(program, inputs, sorted)[program.output]
  }

  /// The derivative at 0, by central differences of falling width, extrapolated (Ridders).
  private func slope(_ f: (Double) -> Double) -> Double {
    var table: [[Double]] = []
    var h = 0.1
    var best = (error: Double.infinity, value: 0.0)
    for row in 0..<8 {
      var line = [(f(h) - f(-h)) / (2 * h)]
      var factor = 4.0
      for k in 0..<row {
        line.append((factor * line[k] - table[row - 1][k]) / (factor - 1))
        factor *= 4
        let error = max(abs(line[k + 1] - line[k]), abs(line[k + 1] - table[row - 1][k]))
        if error < best.error { best = (error, line[k + 1]) }
      }
      table.append(line)
      h /= 2
    }
    return best.value
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    inputs.indices.map { k in
      slope { h in
        var moved = inputs
        moved[k] += h
        return evaluate(program, moved)
      }
    }
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    var matrix = Tensor(shape: [inputs.count, inputs.count])
    for l in inputs.indices {
      for k in inputs.indices {
        matrix[k, l] = slope { h in
          var moved = inputs
          moved[l] += h
          return gradient(program, moved)[k]
        }
      }
    }
    return matrix
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    func derivative(_ n: Int, _ x: Double) -> Double {
      if n == 0 { return evaluate(program, [x]) }
      if n == 1 { return slope { evaluate(program, [x + $0]) } }
      if n == 2 { return slope { h in slope { evaluate(program, [x + h + $0]) } } }
      // Σ (-1)^j (n over j) f(x + (n/2 - j) h) / h^n
      let h = pow(1e-16, 1 / Double(n + 2))
      var sum = 0.0
      var binomial = 1.0
      for j in 0...n {
        sum += (j % 2 == 0 ? 1 : -1) * binomial * evaluate(program, [x + (Double(n) / 2 - Double(j)) * h])
        binomial = binomial * Double(n - j) / Double(j + 1)
      }
      return sum / pow(h, Double(n))
    }
    return (0...order).map { derivative($0, x) }
  }

  private func values(_ program: TensorProgram, _ inputs: [Tensor], _ sorted: [Int]) -> [Tensor] {
    var v = [Tensor](repeating: Tensor(shape: []), count: program.steps.count)
    for i in sorted {
      switch program.steps[i] {
      case .input(let k): v[i] = inputs[k]
      case .add(let a, let b): v[i] = v[a] + v[b]
      case .multiply(let a, let b): v[i] = v[a] * v[b]
      case .matmul(let a, let b): v[i] = v[a].matmul(v[b])
      case .transpose(let a): v[i] = v[a].transposed()
      case .tanh(let a): v[i] = v[a].map { tanh($0) }
      case .exp(let a): v[i] = v[a].map { exp($0) }
      case .relu(let a): v[i] = v[a].map { $0 > 0 ? $0 : 0 }
      case .sum(let a): v[i] = Tensor(shape: [], values: [v[a].sum()])
      }
    }
    return v
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    let sorted = order(program.steps.map { uses($0) }, program.output)
    return values(program, inputs, sorted)[program.output]
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    inputs.indices.map { k in
      var g = inputs[k]
      for e in 0..<g.count {
        g.values[e] = slope { h in
          var moved = inputs
          moved[k].values[e] += h
          return evaluate(program, moved).values[0]
        }
      }
      return g
    }
  }
}
