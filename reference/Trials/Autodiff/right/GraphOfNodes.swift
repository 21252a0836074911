import Autodiff

/// Objects: a program becomes a graph of nodes, and a derivative of a graph is a graph again, which can be differentiated
/// like any other.
private final class Node {
  enum Kind { case leaf, add, subtract, multiply, divide, exp, log, sin, cos, tanh }
  let kind: Kind
  let value: Double
  let uses: [Node]
  let number: Int
  let isActive: Bool

  init(_ kind: Kind, _ value: Double, _ uses: [Node], _ number: Int, isActive: Bool) {
    (self.kind, self.value, self.uses, self.number, self.isActive) = (kind, value, uses, number, isActive)
  }
}

/// Makes nodes and knows their order: a node is younger than those that it uses.
private final class Graph {
  var nodes: [Node] = []

  deinit { while nodes.popLast() != nil {} }

  func leaf(_ value: Double, isActive: Bool = false) -> Node { make(.leaf, value, [], isActive) }
  func make(_ kind: Node.Kind, _ value: Double, _ uses: [Node], _ isActive: Bool? = nil) -> Node {
    let node = Node(kind, value, uses, nodes.count, isActive: isActive ?? uses.contains(where: \.isActive))
    nodes.append(node)
    return node
  }
  func add(_ a: Node, _ b: Node) -> Node { make(.add, a.value + b.value, [a, b]) }
  func subtract(_ a: Node, _ b: Node) -> Node { make(.subtract, a.value - b.value, [a, b]) }
  func multiply(_ a: Node, _ b: Node) -> Node { make(.multiply, a.value * b.value, [a, b]) }
  func divide(_ a: Node, _ b: Node) -> Node { make(.divide, a.value / b.value, [a, b]) }
  func exponential(_ a: Node) -> Node { make(.exp, exp(a.value), [a]) }
  func logarithm(_ a: Node) -> Node { make(.log, log(a.value), [a]) }
  func sine(_ a: Node) -> Node { make(.sin, sin(a.value), [a]) }
  func cosine(_ a: Node) -> Node { make(.cos, cos(a.value), [a]) }
  func tangent(_ a: Node) -> Node { make(.tanh, tanh(a.value), [a]) }

  /// The derivative of a node in each of some leaves, as nodes; nil where it does not depend on one.
  func slopes(of y: Node, in leaves: [Node]) -> [Node?] {
    guard y.isActive else { return leaves.map { _ in nil } }
    var adjoints = [Node?](repeating: nil, count: y.number + 1)
    adjoints[y.number] = leaf(1)
    func pass(_ node: Node, _ part: () -> Node) {
      guard node.isActive else { return }
      let more = part()
      adjoints[node.number] = adjoints[node.number].map { add($0, more) } ?? more
    }
    for number in (0...y.number).reversed() {
      guard let g = adjoints[number] else { continue }
      let node = nodes[number]
      switch node.kind {
      case .leaf: break
      case .add: node.uses.forEach { pass($0) { g } }
      case .subtract:
        pass(node.uses[0]) { g }
        pass(node.uses[1]) { multiply(leaf(-1), g) }
      case .multiply:
        pass(node.uses[0]) { multiply(g, node.uses[1]) }
        pass(node.uses[1]) { multiply(g, node.uses[0]) }
      case .divide:
        let share = divide(g, node.uses[1])
        pass(node.uses[0]) { share }
        pass(node.uses[1]) { multiply(leaf(-1), multiply(share, node)) }
      case .exp: pass(node.uses[0]) { multiply(g, node) }
      case .log: pass(node.uses[0]) { divide(g, node.uses[0]) }
      case .sin: pass(node.uses[0]) { multiply(g, cosine(node.uses[0])) }
      case .cos: pass(node.uses[0]) { multiply(leaf(-1), multiply(g, sine(node.uses[0]))) }
      case .tanh: pass(node.uses[0]) { multiply(g, subtract(leaf(1), multiply(node, node))) }
      }
    }
    return leaves.map { $0.number < adjoints.count ? adjoints[$0.number] : nil }
  }
}

/// Kahn's order: those first that use nothing.
private func kahn(_ uses: [[Int]]) -> [Int] {
  var users = [[Int]](repeating: [], count: uses.count)
  var open = uses.map(\.count)
  for (step, used) in uses.enumerated() { for place in used { users[place].append(step) } }
  var order = uses.indices.filter { open[$0] == 0 }
  var next = 0
  while next < order.count {
    for user in users[order[next]] {
      open[user] -= 1
      if open[user] == 0 { order.append(user) }
    }
    next += 1
  }
  return order
}

private struct Traced {
  let graph = Graph()
  let leaves: [Node]
  let place: Int
  var output: Node { graph.nodes[place] }

  init(_ program: ScalarProgram, _ inputs: [Double]) {
    let graph = self.graph
    let leaves = inputs.map { graph.leaf($0, isActive: true) }
    let uses: [[Int]] = program.steps.map {
      switch $0 {
      case .input, .constant: return []
      case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): return [a, b]
      case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): return [a]
      }
    }
    var made: [Int: Node] = [:]
    for place in kahn(uses) {
      func node(_ place: Int) -> Node { made[place]! }
      switch program.steps[place] {
      case .input(let k): made[place] = leaves[k]
      case .constant(let c): made[place] = graph.leaf(c)
      case .add(let a, let b): made[place] = graph.add(node(a), node(b))
      case .subtract(let a, let b): made[place] = graph.subtract(node(a), node(b))
      case .multiply(let a, let b): made[place] = graph.multiply(node(a), node(b))
      case .divide(let a, let b): made[place] = graph.divide(node(a), node(b))
      case .exp(let a): made[place] = graph.exponential(node(a))
      case .log(let a): made[place] = graph.logarithm(node(a))
      case .sin(let a): made[place] = graph.sine(node(a))
      case .cos(let a): made[place] = graph.cosine(node(a))
      case .tanh(let a): made[place] = graph.tangent(node(a))
      }
    }
    self.leaves = leaves
    place = made[program.output]!.number
  }
}

/// A tensor with what it does to the adjoints of those that it was made from.
private final class Variable {
  let value: Tensor
  var adjoint: Tensor
  let back: (Tensor) -> Void

  init(_ value: Tensor, _ back: @escaping (Tensor) -> Void = { _ in }) {
    (self.value, self.back) = (value, back)
    adjoint = Tensor(shape: value.shape)
  }

  /// Takes a share of the adjoint; where this was repeated, the copies' shares are summed along the axes in question.
  func take(_ share: Tensor) {
    var share = share
    while share.rank > value.rank { share = share.sum(axis: 0) }
    for axis in 0..<value.rank where value.shape[axis] == 1 && share.shape[axis] != 1 {
      var kept = share.shape
      kept[axis] = 1
      share = share.sum(axis: axis).reshaped(kept)
    }
    adjoint += share
  }
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double { Traced(program, inputs).output.value }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    let traced = Traced(program, inputs)
    return traced.graph.slopes(of: traced.output, in: traced.leaves).map { $0?.value ?? 0 }
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let traced = Traced(program, inputs)
    let rows = traced.graph.slopes(of: traced.output, in: traced.leaves).map { slope in
      slope.map { traced.graph.slopes(of: $0, in: traced.leaves).map { $0?.value ?? 0 } }
        ?? inputs.map { _ in 0 }
    }
    return Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    let traced = Traced(program, [x])
    var current: Node? = traced.output
    var found = [traced.output.value]
    for _ in 0..<order {
      current = current.flatMap { traced.graph.slopes(of: $0, in: traced.leaves)[0] }
      found.append(current?.value ?? 0)
    }
    return found
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    variables(program, inputs).0[program.output]!.value
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let (variables, order, leaves) = variables(program, inputs)
    variables[program.output]!.adjoint = Tensor(shape: [], repeating: 1)
    for place in order.reversed() { variables[place]!.back(variables[place]!.adjoint) }
    return leaves.map(\.adjoint)
  }

  private func variables(_ program: TensorProgram, _ inputs: [Tensor]) -> ([Int: Variable], [Int], [Variable]) {
    let leaves = inputs.map { Variable($0) }
    let order = kahn(
      program.steps.map {
        switch $0 {
        case .input: return []
        case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): return [a, b]
        case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): return [a]
        }
      })
    var made: [Int: Variable] = [:]
    for place in order {
      switch program.steps[place] {
      case .input(let k):
        made[place] = leaves[k]
      case .add(let i, let j):
        let (a, b) = (made[i]!, made[j]!)
        made[place] = Variable(a.value + b.value) {
          a.take($0)
          b.take($0)
        }
      case .multiply(let i, let j):
        let (a, b) = (made[i]!, made[j]!)
        made[place] = Variable(a.value * b.value) {
          a.take($0 * b.value)
          b.take($0 * a.value)
        }
      case .matmul(let i, let j):
        let (a, b) = (made[i]!, made[j]!)
        made[place] = Variable(a.value.matmul(b.value)) {
          a.take($0.matmul(b.value.transposed()))
          b.take(a.value.transposed().matmul($0))
        }
      case .transpose(let i):
        let a = made[i]!
        made[place] = Variable(a.value.transposed()) { a.take($0.transposed()) }
      case .tanh(let i):
        let a = made[i]!
        let y = a.value.map { tanh($0) }
        made[place] = Variable(y) { a.take($0 * (1 - y) * (1 + y)) }
      case .exp(let i):
        let a = made[i]!
        let y = a.value.map { exp($0) }
        made[place] = Variable(y) { a.take($0 * y) }
      case .relu(let i):
        let a = made[i]!
        made[place] = Variable(a.value.map { $0 > 0 ? $0 : 0 }) { a.take($0 * a.value.map { $0 >= 0 ? 1 : 0 }) }
      case .sum(let i):
        let a = made[i]!
        made[place] = Variable(Tensor(shape: [], values: [a.value.sum()])) { g in a.take(a.value.map { _ in g.values[0] }) }
      }
    }
    // Two steps may be one input: its leaf is to be asked once, which does nothing.
    return (made, order, leaves)
  }
}

private func - (left: Double, right: Tensor) -> Tensor { right.map { left - $0 } }
private func + (left: Double, right: Tensor) -> Tensor { right.map { left + $0 } }
