// mistake: evaluate goes through the whole list again and again until all steps have a value, so that backward lists take quadratic time and steps are worked out many times.
// against: “each step is worked out once, however many use it”
import Autodiff

/// Everything in arrays and loops; steps are put in order first, then swept forward and back. Second derivatives: a tangent
/// rides along with each sweep. Higher ones: Taylor coefficients.
struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    var v = [Double](repeating: .nan, count: program.steps.count)
    while true {
      var isChanged = false
      let old = v
      v = values(program, inputs, Array(program.steps.indices), from: old)
      for i in v.indices where v[i].bitPattern != old[i].bitPattern && !(v[i].isNaN && old[i].isNaN) { isChanged = true }
      if !isChanged { return v[program.output] }
    }
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    let order = self.order(program)
    let v = values(program, inputs, order)
    var bar = [Double](repeating: 0, count: v.count)
    var result = [Double](repeating: 0, count: inputs.count)
    bar[program.output] = 1
    for i in order.reversed() {
      let g = bar[i]
      switch program.steps[i] {
      case .input(let k): result[k] += g
      case .constant: break
      case .add(let a, let b):
        bar[a] += g
        bar[b] += g
      case .subtract(let a, let b):
        bar[a] += g
        bar[b] -= g
      case .multiply(let a, let b):
        let (va, vb) = (v[a], v[b])
        bar[a] += g * vb
        bar[b] += g * va
      case .divide(let a, let b):
        bar[a] += g / v[b]
        bar[b] -= g * v[i] / v[b]
      case .exp(let a): bar[a] += g * v[i]
      case .log(let a): bar[a] += g / v[a]
      case .sin(let a): bar[a] += g * cos(v[a])
      case .cos(let a): bar[a] -= g * sin(v[a])
      case .tanh(let a): bar[a] += g * (1 - v[i] * v[i])
      }
    }
    return result
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let n = inputs.count
    let order = self.order(program)
    let v = values(program, inputs, order)
    var h = Tensor(shape: [n, n])
    for column in 0..<n {
      // d is the derivative of v in the direction of one input, e that of the adjoints.
      var d = [Double](repeating: 0, count: v.count)
      for i in order {
        switch program.steps[i] {
        case .input(let k): d[i] = k == column ? 1 : 0
        case .constant: break
        case .add(let a, let b): d[i] = d[a] + d[b]
        case .subtract(let a, let b): d[i] = d[a] - d[b]
        case .multiply(let a, let b): d[i] = d[a] * v[b] + v[a] * d[b]
        case .divide(let a, let b): d[i] = (d[a] - v[i] * d[b]) / v[b]
        case .exp(let a): d[i] = v[i] * d[a]
        case .log(let a): d[i] = d[a] / v[a]
        case .sin(let a): d[i] = cos(v[a]) * d[a]
        case .cos(let a): d[i] = -sin(v[a]) * d[a]
        case .tanh(let a): d[i] = (1 - v[i] * v[i]) * d[a]
        }
      }
      var bar = [Double](repeating: 0, count: v.count)
      var e = bar
      bar[program.output] = 1
      for i in order.reversed() {
        let (g, q) = (bar[i], e[i])
        switch program.steps[i] {
        case .input(let k): h.values[k * n + column] += q
        case .constant: break
        case .add(let a, let b):
          bar[a] += g
          e[a] += q
          bar[b] += g
          e[b] += q
        case .subtract(let a, let b):
          bar[a] += g
          e[a] += q
          bar[b] -= g
          e[b] -= q
        case .multiply(let a, let b):
          bar[a] += g * v[b]
          e[a] += q * v[b] + g * d[b]
          bar[b] += g * v[a]
          e[b] += q * v[a] + g * d[a]
        case .divide(let a, let b):
          bar[a] += g / v[b]
          e[a] += (q - g / v[b] * d[b]) / v[b]
          bar[b] -= g * v[i] / v[b]
          e[b] -= (q * v[i] + g * d[i] - g * v[i] / v[b] * d[b]) / v[b]
        case .exp(let a):
          bar[a] += g * v[i]
          e[a] += q * v[i] + g * d[i]
        case .log(let a):
          bar[a] += g / v[a]
          e[a] += (q - g / v[a] * d[a]) / v[a]
        case .sin(let a):
          bar[a] += g * cos(v[a])
          e[a] += q * cos(v[a]) - g * sin(v[a]) * d[a]
        case .cos(let a):
          bar[a] -= g * sin(v[a])
          e[a] -= q * sin(v[a]) + g * cos(v[a]) * d[a]
        case .tanh(let a):
          bar[a] += g * (1 - v[i] * v[i])
          e[a] += q * (1 - v[i] * v[i]) - 2 * g * v[i] * d[i]
        }
      }
    }
    return h
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order top: Int) -> [Double] {
    let n = top + 1
    var c = [[Double]](repeating: [Double](repeating: 0, count: n), count: program.steps.count)
    for i in order(program) {
      var y = c[i]
      switch program.steps[i] {
      case .input:
        y[0] = x
        if n > 1 { y[1] = 1 }
      case .constant(let k): y[0] = k
      case .add(let a, let b): for k in 0..<n { y[k] = c[a][k] + c[b][k] }
      case .subtract(let a, let b): for k in 0..<n { y[k] = c[a][k] - c[b][k] }
      case .multiply(let a, let b): for k in 0..<n { for j in 0...k { y[k] += c[a][j] * c[b][k - j] } }
      case .divide(let a, let b):
        for k in 0..<n {
          var sum = c[a][k]
          for j in 0..<k { sum -= y[j] * c[b][k - j] }
          y[k] = sum / c[b][0]
        }
      case .exp(let a):
        y[0] = exp(c[a][0])
        for k in 1..<max(n, 1) {
          var sum = 0.0
          for j in 1...k { sum += Double(j) * c[a][j] * y[k - j] }
          y[k] = sum / Double(k)
        }
      case .log(let a):
        y[0] = log(c[a][0])
        for k in 1..<max(n, 1) {
          var sum = 0.0
          for j in 1..<k { sum += Double(j) * y[j] * c[a][k - j] }
          y[k] = (c[a][k] - sum / Double(k)) / c[a][0]
        }
      case .sin(let a): y = sineAndCosine(c[a]).0
      case .cos(let a): y = sineAndCosine(c[a]).1
      case .tanh(let a):
        // y′ = (1 − y²) u′
        y[0] = tanh(c[a][0])
        var slope = [Double](repeating: 0, count: n)
        for k in 0..<n {
          if k > 0 {
            var sum = 0.0
            for j in 1...k { sum += Double(j) * c[a][j] * slope[k - j] }
            y[k] = sum / Double(k)
          }
          slope[k] = k == 0 ? 1 : 0
          for j in 0...k { slope[k] -= y[j] * y[k - j] }
        }
      }
      c[i] = y
    }
    var factorial = 1.0
    var result = c[program.output]
    for k in 0..<n {
      if k > 1 { factorial *= Double(k) }
      result[k] *= factorial
    }
    return result
  }

  private func sineAndCosine(_ u: [Double]) -> ([Double], [Double]) {
    var (s, c) = (u, u)
    s[0] = sin(u[0])
    c[0] = cos(u[0])
    for k in 1..<max(u.count, 1) {
      var (p, q) = (0.0, 0.0)
      for j in 1...k {
        p += Double(j) * u[j] * c[k - j]
        q += Double(j) * u[j] * s[k - j]
      }
      s[k] = p / Double(k)
      c[k] = -q / Double(k)
    }
    return (s, c)
  }

  private func values(
    _ program: ScalarProgram, _ inputs: [Double], _ order: [Int], from start: [Double]? = nil
  ) -> [Double] {
    var v = start ?? [Double](repeating: 0, count: program.steps.count)
    for i in order {
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

  private func order(_ program: ScalarProgram) -> [Int] {
    needed(program.steps.count, program.output) { program.steps[$0].operands }
  }

  /// The steps that the output needs, each after all those that it uses.
  private func needed(_ count: Int, _ output: Int, _ operands: (Int) -> [Int]) -> [Int] {
    var mark = [UInt8](repeating: 0, count: count)
    var order: [Int] = []
    var stack = [output]
    while let top = stack.last {
      if mark[top] == 0 {
        mark[top] = 1
        for operand in operands(top) where mark[operand] == 0 { stack.append(operand) }
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

  // MARK: Tensors

  private func values(_ program: TensorProgram, _ inputs: [Tensor], _ order: [Int]) -> [Tensor] {
    var v = [Tensor](repeating: Tensor(shape: []), count: program.steps.count)
    for i in order {
      switch program.steps[i] {
      case .input(let k): v[i] = inputs[k]
      case .add(let a, let b): v[i] = v[a] + v[b]
      case .multiply(let a, let b): v[i] = v[a] * v[b]
      case .matmul(let a, let b): v[i] = v[a].matmul(v[b])
      case .transpose(let a): v[i] = v[a].transposed()
      case .tanh(let a): v[i] = v[a].map { tanh($0) }
      case .exp(let a): v[i] = v[a].map { exp($0) }
      case .relu(let a): v[i] = v[a].map { max(0, $0) }
      case .sum(let a): v[i] = Tensor(shape: [], values: [v[a].sum()])
      }
    }
    return v
  }

  private func order(_ program: TensorProgram) -> [Int] {
    needed(program.steps.count, program.output) { program.steps[$0].operands }
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    values(program, inputs, order(program))[program.output]
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let order = self.order(program)
    let v = values(program, inputs, order)
    var bar = v.map { Tensor(shape: $0.shape) }
    var result = inputs.map { Tensor(shape: $0.shape) }
    bar[program.output].values[0] = 1
    for i in order.reversed() {
      let g = bar[i]
      switch program.steps[i] {
      case .input(let k): result[k] += g
      case .add(let a, let b):
        bar[a] += folded(g, to: v[a].shape)
        bar[b] += folded(g, to: v[b].shape)
      case .multiply(let a, let b):
        bar[a] += folded(g * v[b], to: v[a].shape)
        bar[b] += folded(g * v[a], to: v[b].shape)
      case .matmul(let a, let b):
        bar[a] += g.matmul(v[b].transposed())
        bar[b] += v[a].transposed().matmul(g)
      case .transpose(let a): bar[a] += g.transposed()
      case .tanh(let a): bar[a] += g * v[i].map { 1 - $0 * $0 }
      case .exp(let a): bar[a] += g * v[i]
      case .relu(let a): bar[a] += g * v[a].map { $0 > 0 ? 1 : 0 }
      case .sum(let a): for e in 0..<bar[a].count { bar[a].values[e] += g.values[0] }
      }
    }
    return result
  }

  /// Sums what belongs to the copies of one element of a tensor of that shape.
  private func folded(_ g: Tensor, to shape: [Int]) -> Tensor {
    if g.shape == shape { return g }
    let extra = g.rank - shape.count
    var result = Tensor(shape: shape)
    var index = [Int](repeating: 0, count: g.rank)
    for value in g.values {
      var offset = 0
      for axis in 0..<shape.count { offset = offset * shape[axis] + (shape[axis] == 1 ? 0 : index[extra + axis]) }
      result.values[offset] += value
      var axis = g.rank - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < g.shape[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
    return result
  }
}

extension ScalarStep {
  fileprivate var operands: [Int] {
    switch self {
    case .input, .constant: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): [a, b]
    case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): [a]
    }
  }
}

extension TensorStep {
  fileprivate var operands: [Int] {
    switch self {
    case .input: []
    case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): [a, b]
    case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): [a]
    }
  }
}
