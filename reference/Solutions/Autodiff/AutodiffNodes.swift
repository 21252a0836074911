import Autodiff

// Nodes as objects that know how to hand a slope on, in the manner of micrograd; slopes of scalar nodes are nodes again, so
// that they can be differentiated too.

private final class Node {
  let value: Double
  /// The nodes that this one is made of, each with the factor that its slope gets.
  private let parents: [(node: Node, part: (Node) -> Node)]

  init(_ value: Double, _ parents: [(node: Node, part: (Node) -> Node)] = []) {
    self.value = value
    self.parents = parents
  }

  static func + (a: Node, b: Node) -> Node { Node(a.value + b.value, [(a, { $0 }), (b, { $0 })]) }
  static func * (a: Node, b: Node) -> Node { Node(a.value * b.value, [(a, { $0 * b }), (b, { $0 * a })]) }
  static prefix func - (a: Node) -> Node { Node(-a.value, [(a, { -$0 })]) }
  var reciprocal: Node { Node(1 / value, [(self, { [self] in -($0 * reciprocal * reciprocal) })]) }
  var exponential: Node { Node(exp(value), [(self, { [self] in $0 * exponential })]) }
  var logarithm: Node { Node(log(value), [(self, { [self] in $0 * reciprocal })]) }
  var sine: Node { Node(sin(value), [(self, { [self] in $0 * cosine })]) }
  var cosine: Node { Node(cos(value), [(self, { [self] in -($0 * sine) })]) }
  var hyperbolicTangent: Node {
    Node(tanh(value), [(self, { [self] in $0 + -($0 * hyperbolicTangent * hyperbolicTangent) })])
  }

  /// Everything that this node is made of, the leaves first.
  private func visit(_ seen: inout Set<ObjectIdentifier>, _ order: inout [Node]) {
    guard seen.insert(ObjectIdentifier(self)).inserted else { return }
    for parent in parents { parent.node.visit(&seen, &order) }
    order.append(self)
  }

  func gradient(in leaves: [Node]) -> [Node] {
    var (seen, order): (Set<ObjectIdentifier>, [Node]) = ([], [])
    visit(&seen, &order)
    var slopes = [ObjectIdentifier(self): Node(1)]
    for node in order.reversed() {
      guard let slope = slopes[ObjectIdentifier(node)] else { continue }
      for (parent, part) in node.parents {
        let own = part(slope)
        slopes[ObjectIdentifier(parent)] = slopes[ObjectIdentifier(parent)].map { $0 + own } ?? own
      }
    }
    return leaves.map { slopes[ObjectIdentifier($0)] ?? Node(0) }
  }
}

/// Builds the nodes of a program, each once.
private final class Builder {
  let program: ScalarProgram
  let inputs: [Node]
  var made: [Int: Node] = [:]

  init(_ program: ScalarProgram, _ inputs: [Double]) {
    self.program = program
    self.inputs = inputs.map { Node($0) }
  }

  var output: Node { node(program.output) }

  func node(_ place: Int) -> Node {
    if let node = made[place] { return node }
    let node =
      switch program.steps[place] {
      case .input(let index): inputs[index]
      case .constant(let number): Node(number)
      case .add(let a, let b): self.node(a) + self.node(b)
      case .subtract(let a, let b): self.node(a) + -self.node(b)
      case .multiply(let a, let b): self.node(a) * self.node(b)
      case .divide(let a, let b): self.node(a) * self.node(b).reciprocal
      case .exp(let a): self.node(a).exponential
      case .log(let a): self.node(a).logarithm
      case .sin(let a): self.node(a).sine
      case .cos(let a): self.node(a).cosine
      case .tanh(let a): self.node(a).hyperbolicTangent
      }
    made[place] = node
    return node
  }
}

private final class TensorNode {
  let value: Tensor
  var slope: Tensor
  let parents: [TensorNode]
  let back: (Tensor) -> [Tensor]

  init(_ value: Tensor, _ parents: [TensorNode] = [], back: @escaping (Tensor) -> [Tensor] = { _ in [] }) {
    self.value = value
    slope = Tensor(shape: value.shape)
    self.parents = parents
    self.back = back
  }

  func visit(_ seen: inout Set<ObjectIdentifier>, _ order: inout [TensorNode]) {
    guard seen.insert(ObjectIdentifier(self)).inserted else { return }
    for parent in parents { parent.visit(&seen, &order) }
    order.append(self)
  }

  func sweep() {
    var (seen, order): (Set<ObjectIdentifier>, [TensorNode]) = ([], [])
    visit(&seen, &order)
    slope = slope + 1
    for node in order.reversed() {
      for (parent, part) in zip(node.parents, node.back(node.slope)) {
        parent.slope += TensorNode.shrunk(part, parent.value.shape)
      }
    }
  }

  private static func shrunk(_ x: Tensor, _ shape: [Int]) -> Tensor {
    if x.rank > shape.count { return shrunk(x.sum(axis: 0), shape) }
    guard let axis = shape.indices.first(where: { shape[$0] != x.shape[$0] }) else { return x }
    var kept = x.shape
    kept[axis] = 1
    return shrunk(x.sum(axis: axis).reshaped(kept), shape)
  }
}

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double { Builder(program, inputs).output.value }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    let builder = Builder(program, inputs)
    return builder.output.gradient(in: builder.inputs).map(\.value)
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let builder = Builder(program, inputs)
    let rows = builder.output.gradient(in: builder.inputs).map { $0.gradient(in: builder.inputs).map(\.value) }
    return Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    let builder = Builder(program, [x])
    var list = [builder.output]
    while list.count <= order { list += list[list.count - 1].gradient(in: builder.inputs) }
    return list.map(\.value)
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    var made: [Int: TensorNode] = [:]
    return build(program, program.output, inputs.map { TensorNode($0) }, &made).value
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    var made: [Int: TensorNode] = [:]
    let leaves = inputs.map { TensorNode($0) }
    build(program, program.output, leaves, &made).sweep()
    return leaves.map(\.slope)
  }

  private func build(
    _ program: TensorProgram, _ place: Int, _ inputs: [TensorNode], _ made: inout [Int: TensorNode]
  ) -> TensorNode {
    if let node = made[place] { return node }
    func get(_ place: Int) -> TensorNode { build(program, place, inputs, &made) }
    let node: TensorNode
    switch program.steps[place] {
    case .input(let index): node = inputs[index]
    case .add(let i, let j):
      let (a, b) = (get(i), get(j))
      node = TensorNode(a.value + b.value, [a, b]) { [$0, $0] }
    case .multiply(let i, let j):
      let (a, b) = (get(i), get(j))
      node = TensorNode(a.value * b.value, [a, b]) { [$0 * b.value, $0 * a.value] }
    case .matmul(let i, let j):
      let (a, b) = (get(i), get(j))
      node = TensorNode(a.value.matmul(b.value), [a, b]) {
        [$0.matmul(b.value.transposed()), a.value.transposed().matmul($0)]
      }
    case .transpose(let i):
      let a = get(i)
      node = TensorNode(a.value.transposed(), [a]) { [$0.transposed()] }
    case .tanh(let i):
      let a = get(i)
      let value = a.value.map { tanh($0) }
      node = TensorNode(value, [a]) { [$0 * value.map { 1 - $0 * $0 }] }
    case .exp(let i):
      let a = get(i)
      let value = a.value.map { exp($0) }
      node = TensorNode(value, [a]) { [$0 * value] }
    case .relu(let i):
      let a = get(i)
      node = TensorNode(a.value.map { max($0, 0) }, [a]) { [$0 * a.value.map { $0 > 0 ? 1 : 0 }] }
    case .sum(let i):
      let a = get(i)
      node = TensorNode(Tensor(shape: [], values: [a.value.sum()]), [a]) {
        [Tensor(shape: a.value.shape, repeating: $0.values[0])]
      }
    }
    made[place] = node
    return node
  }
}
