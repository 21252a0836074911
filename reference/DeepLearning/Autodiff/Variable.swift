public import Tensors

/// A tensor that remembers how it was computed, for differentiation in reverse mode (Linnainmaa 1970; Baydin and others 2018,
/// *Automatic Differentiation in Machine Learning: a Survey*).
///
/// The pull-back of every operation is written in variables too, so a gradient can be differentiated again.
public struct Variable<Scalar: TensorScalar>: Sendable {
  /// What a node of the graph is, for a reader of its picture.
  public enum Role: Sendable, Hashable {
    /// A number that training changes.
    case parameter
    /// Data.
    case input
    /// A fixed number in a formula.
    case constant
    /// The result of an operation.
    case intermediate
  }

  /// From the gradient g = ∂L/∂y and the result y to ∂L/∂parent, for each parent.
  ///
  /// y is given, not held: a closure that held its own node would never be freed.
  typealias PullBack = @Sendable (_ g: Variable, _ y: Variable) -> [Variable]

  /// One node.
  ///
  /// Parents are older, so the graph has no cycle. Nothing changes after the making but in `deinit`, which has the node to itself.
  final class Node: @unchecked Sendable {
    let value: Tensor<Scalar>
    let role: Role
    let name: String
    private(set) var parents: [Variable]
    private(set) var pullBack: PullBack?

    init(
      _ value: Tensor<Scalar>, _ role: Role, _ name: String, _ parents: [Variable],
      _ pullBack: PullBack?
    ) {
      (self.value, self.role, self.name) = (value, role, name)
      (self.parents, self.pullBack) = (parents, pullBack)
    }

    /// Frees a long chain node by node: left to itself, each would free the one before inside of its own end, as deep as the chain is
    /// long.
    deinit {
      var orphans = parents
      // The closure goes first: it holds the parents too, and would hide that nobody else does.
      pullBack = nil
      parents = []
      while var orphan = orphans.popLast() {
        guard isKnownUniquelyReferenced(&orphan.node) else { continue }
        orphans += orphan.node.parents
        orphan.node.pullBack = nil
        orphan.node.parents = []
      }
    }
  }

  private(set) var node: Node

  /// A leaf: a parameter, an input or a constant.
  public init(_ value: Tensor<Scalar>, _ role: Role = .input, name: String = "") {
    node = Node(value, role, name, [], nil)
  }

  /// A constant number.
  public init(_ value: Scalar) { self.init(Tensor(value), .constant, name: "\(value)") }

  /// The result of an operation.
  init(
    _ value: Tensor<Scalar>, _ operation: String, _ parents: [Variable],
    _ pullBack: @escaping PullBack
  ) {
    node = Node(value, .intermediate, operation, parents, pullBack)
  }

  /// The numbers.
  public var value: Tensor<Scalar> { node.value }
  /// Their shape.
  public var shape: Shape { node.value.shape }

  var identity: ObjectIdentifier { ObjectIdentifier(node) }

  /// This variable and all it depends on, each after its parents.
  var ancestors: [Variable] {
    var order: [Variable] = []
    var visited: Set<ObjectIdentifier> = []
    var stack: [(variable: Variable, next: Int)] = [(self, 0)]
    visited.insert(identity)
    while let (variable, next) = stack.last {
      if next < variable.node.parents.count {
        stack[stack.count - 1].next += 1
        let parent = variable.node.parents[next]
        if visited.insert(parent.identity).inserted { stack.append((parent, 0)) }
      } else {
        order.append(variable)
        stack.removeLast()
      }
    }
    return order
  }
}
