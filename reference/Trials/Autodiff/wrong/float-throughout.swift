// mistake: values and adjoints of scalar programs are kept in single precision
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
      v[i] = Double(Float(v[i]))  // single precision is enough for learning
    }
    return v
  }

  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    let sorted = order(program.steps.map { uses($0) }, program.output)
    return values(program, inputs, sorted)[program.output]
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    let sorted = order(program.steps.map { uses($0) }, program.output)
    let v = values(program, inputs, sorted)
    var adj = [Double](repeating: 0, count: v.count)
    var g = [Double](repeating: 0, count: inputs.count)
    adj[program.output] = 1
    for i in sorted.reversed() {
      let bar = Double(Float(adj[i]))
      switch program.steps[i] {
      case .input(let k): g[k] += bar
      case .constant: break
      case .add(let a, let b):
        adj[a] += bar
        adj[b] += bar
      case .subtract(let a, let b):
        adj[a] += bar
        adj[b] -= bar
      case .multiply(let a, let b):
        adj[a] += bar * v[b]
        adj[b] += bar * v[a]
      case .divide(let a, let b):
        adj[a] += bar / v[b]
        adj[b] -= bar * v[i] / v[b]
      case .exp(let a): adj[a] += bar * v[i]
      case .log(let a): adj[a] += bar / v[a]
      case .sin(let a): adj[a] += bar * cos(v[a])
      case .cos(let a): adj[a] -= bar * sin(v[a])
      case .tanh(let a): adj[a] += bar * (1 - v[i] * v[i])
      }
    }
    return g
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let count = inputs.count
    var H = Tensor(shape: [count, count])
    let sorted = order(program.steps.map { uses($0) }, program.output)
    let v = values(program, inputs, sorted)
    for direction in 0..<count {
      // d: derivatives of the values along that input
      var d = [Double](repeating: 0, count: v.count)
      for i in sorted {
        switch program.steps[i] {
        case .input(let k): d[i] = k == direction ? 1 : 0
        case .constant: d[i] = 0
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
      var adj = [Double](repeating: 0, count: v.count)
      var adjD = [Double](repeating: 0, count: v.count)
      adj[program.output] = 1
      for i in sorted.reversed() {
        let bar = adj[i]
        let barD = adjD[i]
        // p: derivative of step i in its part, pD: how that changes along the direction
        func pass(_ a: Int, _ p: Double, _ pD: Double) {
          adj[a] += bar * p
          adjD[a] += barD * p + bar * pD
        }
        switch program.steps[i] {
        case .input(let k): H[direction, k] += barD
        case .constant: break
        case .add(let a, let b):
          pass(a, 1, 0)
          pass(b, 1, 0)
        case .subtract(let a, let b):
          pass(a, 1, 0)
          pass(b, -1, 0)
        case .multiply(let a, let b):
          pass(a, v[b], d[b])
          pass(b, v[a], d[a])
        case .divide(let a, let b):
          pass(a, 1 / v[b], -d[b] / v[b] / v[b])
          pass(b, -v[i] / v[b], -(d[i] - v[i] * d[b] / v[b]) / v[b])
        case .exp(let a): pass(a, v[i], d[i])
        case .log(let a): pass(a, 1 / v[a], -d[a] / v[a] / v[a])
        case .sin(let a): pass(a, cos(v[a]), -sin(v[a]) * d[a])
        case .cos(let a): pass(a, -sin(v[a]), -cos(v[a]) * d[a])
        case .tanh(let a): pass(a, 1 - v[i] * v[i], -2 * v[i] * d[i])
        }
      }
    }
    return H
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order top: Int) -> [Double] {
    let sorted = order(program.steps.map { uses($0) }, program.output)
    // t[i][k]: coefficient of h^k in step i's series at x + h
    var t = [[Double]](repeating: [Double](repeating: 0, count: top + 1), count: program.steps.count)
    for i in sorted {
      switch program.steps[i] {
      case .input:
        t[i][0] = x
        if top > 0 { t[i][1] = 1 }
      case .constant(let c): t[i][0] = c
      case .add(let a, let b): for k in 0...top { t[i][k] = t[a][k] + t[b][k] }
      case .subtract(let a, let b): for k in 0...top { t[i][k] = t[a][k] - t[b][k] }
      case .multiply(let a, let b): for k in 0...top { for j in 0...k { t[i][k] += t[a][j] * t[b][k - j] } }
      case .divide(let a, let b):
        for k in 0...top {
          var s = t[a][k]
          for j in 0..<k { s -= t[i][j] * t[b][k - j] }
          t[i][k] = s / t[b][0]
        }
      case .exp(let a):
        t[i][0] = exp(t[a][0])
        for k in 0..<top + 1 where k > 0 {
          for j in 1...k { t[i][k] += Double(j) * t[a][j] * t[i][k - j] / Double(k) }
        }
      case .log(let a):
        t[i][0] = log(t[a][0])
        for k in 0..<top + 1 where k > 0 {
          var s = Double(k) * t[a][k]
          for j in 1..<k + 1 where j < k { s -= Double(j) * t[i][j] * t[a][k - j] }
          t[i][k] = s / Double(k) / t[a][0]
        }
      case .sin(let a), .cos(let a):
        var s = t[i]
        var c = t[i]
        s[0] = sin(t[a][0])
        c[0] = cos(t[a][0])
        for k in 0..<top + 1 where k > 0 {
          for j in 1...k {
            s[k] += Double(j) * t[a][j] * c[k - j] / Double(k)
            c[k] -= Double(j) * t[a][j] * s[k - j] / Double(k)
          }
        }
        if case .sin = program.steps[i] { t[i] = s } else { t[i] = c }
      case .tanh(let a):
        t[i][0] = tanh(t[a][0])
        var slope = [Double](repeating: 0, count: top + 1)  // 1 - tanh²
        slope[0] = 1 - t[i][0] * t[i][0]
        for k in 0..<top + 1 where k > 0 {
          for j in 1...k { t[i][k] += Double(j) * t[a][j] * slope[k - j] / Double(k) }
          for j in 0...k { slope[k] -= t[i][j] * t[i][k - j] }
        }
      }
    }
    var result: [Double] = []
    var factorial = 1.0
    for k in 0...top {
      if k > 0 { factorial *= Double(k) }
      result.append(t[program.output][k] * factorial)
    }
    return result
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

  /// Sums up what the copies of a repeated tensor say.
  private func folded(_ g: Tensor, _ shape: [Int]) -> Tensor {
    var g = g
    while g.rank > shape.count { g = g.sum(axis: 0) }
    for axis in 0..<shape.count {
      if shape[axis] == 1 && g.shape[axis] != 1 {
        var kept = g.shape
        kept[axis] = 1
        g = g.sum(axis: axis).reshaped(kept)
      }
    }
    return g
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let sorted = order(program.steps.map { uses($0) }, program.output)
    let v = values(program, inputs, sorted)
    var adj = v.map { Tensor(shape: $0.shape) }
    adj[program.output] = Tensor(shape: [], values: [1])
    var g = inputs.map { Tensor(shape: $0.shape) }
    for i in sorted.reversed() {
      let bar = adj[i]
      switch program.steps[i] {
      case .input(let k): g[k] += bar
      case .add(let a, let b):
        adj[a] += folded(bar, v[a].shape)
        adj[b] += folded(bar, v[b].shape)
      case .multiply(let a, let b):
        adj[a] += folded(bar * v[b], v[a].shape)
        adj[b] += folded(bar * v[a], v[b].shape)
      case .matmul(let a, let b):
        adj[a] += bar.matmul(v[b].transposed())
        adj[b] += v[a].transposed().matmul(bar)
      case .transpose(let a): adj[a] += bar.transposed()
      case .tanh(let a): adj[a] += bar * v[i].map { 1 - $0 * $0 }
      case .exp(let a): adj[a] += bar * v[i]
      case .relu(let a): adj[a] += bar * v[a].map { $0 > 0 ? 1 : 0 }
      case .sum(let a): adj[a] += Tensor(shape: v[a].shape, repeating: bar.values[0])
      }
    }
    return g
  }
}
