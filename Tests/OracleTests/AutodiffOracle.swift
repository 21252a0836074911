import DeepLearning
import Labs
import Tensors

/// The Autodiff lab by `Variable` and `Differentiation`.
struct AutodiffOracle: AutodiffContract {
  private typealias Node = Variable<Double>

  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    output(program, leaves(inputs)).value.scalar
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    let leaves = leaves(inputs)
    return slopes(of: output(program, leaves), by: leaves).map(\.value.scalar)
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    let leaves = leaves(inputs)
    let first = slopes(of: output(program, leaves), by: leaves)
    return Tensor(rows: first.map { slopes(of: $0, by: leaves).map(\.value.scalar) })
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    let leaves = leaves([x])
    var derivatives = [output(program, leaves)]
    for place in 0..<order { derivatives += slopes(of: derivatives[place], by: leaves) }
    return derivatives.map(\.value.scalar)
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    output(program, inputs.map { Variable($0) }).value.lab
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    let leaves = inputs.map { Variable($0) }
    return output(program, leaves).gradients(by: leaves)
  }

  private func leaves(_ numbers: [Double]) -> [Node] { numbers.map { Variable(LibraryTensor($0)) } }

  private func slopes(of output: Node, by leaves: [Node]) -> [Node] {
    Differentiation.gradients(of: output, by: leaves)
  }

  private func output(_ program: ScalarProgram, _ inputs: [Node]) -> Node {
    made(program.steps, program.output) { step, at in
      switch step {
      case .input(let index): inputs[index]
      case .constant(let number): Variable(number)
      case .add(let a, let b): at(a) + at(b)
      case .subtract(let a, let b): at(a) - at(b)
      case .multiply(let a, let b): at(a) * at(b)
      case .divide(let a, let b): at(a) / at(b)
      case .exp(let a): at(a).exp()
      case .log(let a): at(a).log()
      case .sin(let a): at(a).sin()
      case .cos(let a): at(a).cos()
      case .tanh(let a): at(a).tanh()
      }
    }
  }

  private func output(_ program: TensorProgram, _ inputs: [Node]) -> Node {
    made(program.steps, program.output) { step, at in
      switch step {
      case .input(let index): inputs[index]
      case .add(let a, let b): at(a) + at(b)
      case .multiply(let a, let b): at(a) * at(b)
      case .matmul(let a, let b): at(a).multiplied(by: at(b))
      case .transpose(let a): at(a).transposed
      case .tanh(let a): at(a).tanh()
      case .exp(let a): at(a).exp()
      case .relu(let a): at(a).relu()
      case .sum(let a): at(a).sum()
      }
    }
  }

  /// The node at `place`, after those that it is made of; each is made once, so that gradients meet in it.
  private func made<Step>(_ steps: [Step], _ place: Int, _ make: @escaping (Step, (Int) -> Node) -> Node) -> Node {
    var nodes: [Int: Node] = [:]
    func node(_ place: Int) -> Node {
      if let known = nodes[place] { return known }
      let new = make(steps[place], node)
      nodes[place] = new
      return new
    }
    return node(place)
  }
}
