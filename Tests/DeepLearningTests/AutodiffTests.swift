import DeepLearning
import Foundation
import Tensors
import Testing

/// Reverse mode: against finite differences, against known derivatives, and against the hand-written layers to 1e-10.
@Suite struct AutodiffTests {
  static let functions: [(name: String, f: @Sendable (Variable<Double>) -> Variable<Double>)] = [
    ("exp", { $0.exp() }), ("log", { ($0 * $0 + 1).log() }), ("sin", { $0.sin() }), ("cos", { $0.cos() }),
    ("tanh", { $0.tanh() }), ("sigmoid", { $0.sigmoid() }), ("softplus", { $0.softplus() }), ("relu", { $0.relu() }),
    ("square root", { ($0 * $0 + 1).squareRoot() }), ("power", { $0.power(3) }),
    ("quotient", { (1 + $0) / ($0 * $0 + 2) }), ("used twice", { $0 * $0 - $0 }),
    ("matrix product", { $0.multiplied(by: $0.transposed) }), ("log-sum-exp", { $0.logSumExp() }),
    ("slice", { $0.slice(1..<3, along: 1) * $0.slice(0..<2, along: -1) }),
    ("join", { Variable.concatenating([$0 * $0, $0.slice(2..<4, along: 1)], along: 1) }),
    ("permute", { $0.permuted([-1, 0]).multiplied(by: $0) }), ("max", { $0.max(along: [1]) * $0 }),
    ("magnitude", { $0.magnitude() * $0 }),
    ("mean", { ($0 - $0.mean()) / $0.sum(along: [0]) }), ("last axis", { $0 * $0.sum(along: [-1]) }),
    ("reshape", { $0.reshaped([4, 3]).multiplied(by: $0) }),
  ]

  @Test(arguments: functions.indices) func againstDifferences(_ index: Int) {
    let (name, f) = Self.functions[index]
    var stream = RandomStream(seed: 5)
    let x = Tensor<Double>(normal: 0.3, deviation: 1, [3, 4], &stream)
    let variable = Variable(x)
    let output = f(variable)
    let weights = Variable(Tensor<Double>(normal: 0, deviation: 1, output.shape, &stream))
    let gradient = Differentiation.gradients(of: (output * weights).sum(), by: [variable])[0]
    expectSlopes(
      gradient.value, differences(of: x) { (f(Variable($0)) * weights).sum().value.scalar }, name)

    // The gradient's own gradient, and both products with the Jacobian.
    let direction = Tensor<Double>(normal: 0, deviation: 1, x.shape, &stream)
    let second = Differentiation.hessianVectorProduct({ (f($0) * weights).sum() }, at: x, vector: direction)
    expectSlopes(
      second,
      differences(of: x) { moved in
        let v = Variable(moved)
        return Differentiation.gradients(of: (f(v) * weights).sum(), by: [v])[0].value.dot(direction)
      }, name + ", second derivative")
    let forward = Differentiation.jacobianVectorProduct(f, at: x, vector: direction)
    let reverse = Differentiation.vectorJacobianProduct(f, at: x, vector: weights.value)
    #expect(abs(forward.dot(weights.value) - reverse.dot(direction)) < 1e-9 * max(1, abs(forward.dot(weights.value))))
  }

  /// d⁶/dx⁶ tanh at 0.5, from the polynomial P₆(tanh x) with Pₙ₊₁(t) = (1 − t²)·Pₙ′(t), P₀(t) = t.
  @Test func tanhToTheSixthDerivative() {
    var polynomial: [Double] = [0, 1]
    let variable = Variable(Tensor<Double>(0.5))
    var derivative = variable.tanh()
    for order in 1...6 {
      derivative = Differentiation.gradients(of: derivative, by: [variable])[0]
      let slope = polynomial.indices.dropFirst().map { Double($0) * polynomial[$0] }
      var next = [Double](repeating: 0, count: slope.count + 2)
      for (power, coefficient) in slope.enumerated() {
        next[power] += coefficient
        next[power + 2] -= coefficient
      }
      polynomial = next
      let t = tanh(0.5)
      let expected = polynomial.reversed().reduce(0) { $0 * t + $1 }
      #expect(abs(derivative.value.scalar - expected) < 1e-9 * max(1, abs(expected)), "derivative \(order)")
    }
  }

  /// A perceptron with two ReLU layers and cross-entropy, written in variables.
  @Test func agreesWithTheNetwork() {
    var stream = RandomStream(seed: 6)
    var network = Network<Double>.mlp([5, 8, 7, 3], seed: 1)
    let input = Tensor<Double>(normal: 0, deviation: 1, [9, 5], &stream)
    let labels = (0..<9).map { _ in Int32(stream.below(3)) }
    let (loss, gradients, _) = network.gradients(input, .labels(labels), .crossEntropy)

    let slots = network.parameters.slots
    let variables = slots.map { Variable(network.parameters[$0], .parameter, name: $0.name) }
    var x = Variable(input)
    for layer in 0..<3 {
      x = x.multiplied(by: variables[2 * layer].transposed) + variables[2 * layer + 1]
      if layer < 2 { x = x.relu() }
    }
    var chosen = Tensor<Double>(zeros: [9, 3])
    for (row, label) in labels.enumerated() { chosen[row, Int(label)] = 1 }
    let value = (x.logSumExp().sum() - (x * Variable(chosen, .constant)).sum()) / 9
    #expect(abs(value.value.scalar - loss) < 1e-12)
    for (slot, gradient) in zip(slots, Differentiation.gradients(of: value, by: variables)) {
      expectClose(gradients[slot], gradient.value, slot.name, tolerance: 1e-10)
    }
  }

  /// Three steps of an Elman layer, written in variables.
  @Test func agreesWithTheRecurrentLayer() {
    var stream = RandomStream(seed: 7)
    var parameters = Parameters<Double>()
    var layer = Elman<Double>(2, 4, name: "r", in: &parameters, &stream)
    let input = Tensor<Double>(normal: 0, deviation: 1, [3, 3, 2], &stream)
    let seed = Tensor<Double>(normal: 0, deviation: 1, [3, 4], &stream)
    _ = layer.forward(input, parameters, training: true)
    var gradients = parameters.zeros()
    _ = layer.backward(seed, parameters, into: &gradients)

    let variables = parameters.slots.map { Variable(parameters[$0], .parameter) }
    var state = Variable(Tensor<Double>(zeros: [3, 4]))
    for step in 0..<3 {
      let x = Variable(input.permuted([1, 0, 2])[step])
      let inner = x.multiplied(by: variables[0].transposed) + variables[2]
      state = (inner + state.multiplied(by: variables[1].transposed) + variables[3]).tanh()
    }
    let result = Differentiation.gradients(of: state, by: variables, seed: Variable(seed))
    for (slot, gradient) in zip(parameters.slots, result) {
      expectClose(gradients[slot], gradient.value, slot.name, tolerance: 1e-10)
    }
  }

  /// Layer normalisation, written in variables.
  @Test func agreesWithLayerNorm() {
    var stream = RandomStream(seed: 8)
    var parameters = Parameters<Double>()
    var layer = LayerNorm<Double>(6, name: "0", in: &parameters)
    let input = Tensor<Double>(normal: 1, deviation: 2, [4, 6], &stream)
    let seed = Tensor<Double>(normal: 0, deviation: 1, [4, 6], &stream)
    parameters["0.weight"] = Tensor<Double>(normal: 0, deviation: 1, [6], &stream)
    _ = layer.forward(input, parameters, training: true)
    var gradients = parameters.zeros()
    let inputGradient = layer.backward(seed, parameters, into: &gradients)

    let x = Variable(input)
    let (gain, shift) = (Variable(parameters["0.weight"]), Variable(parameters["0.bias"]))
    let centered = x - x.sum(along: [1]) / 6
    let variance = (centered * centered).sum(along: [1]) / 6
    let y = centered / (variance + 1e-5).squareRoot() * gain + shift
    let result = Differentiation.gradients(of: y, by: [x, gain, shift], seed: Variable(seed))
    expectClose(inputGradient, result[0].value, "input", tolerance: 1e-10)
    expectClose(gradients["0.weight"], result[1].value, "gain", tolerance: 1e-10)
    expectClose(gradients["0.bias"], result[2].value, "shift", tolerance: 1e-10)
  }

  /// A chain as long as a training's: freed without going as deep as it is long, on a thread's small stack.
  @Test func longChainsAreFreed() {
    var chain = Variable(Tensor<Double>(1))
    for _ in 0..<200_000 { chain = chain + 1 }
    #expect(chain.value.scalar == 200_001)
    var gradient = Variable(Tensor<Double>(1))
    let leaf = gradient
    for _ in 0..<20_000 { gradient = gradient * 1 }
    #expect(Differentiation.gradients(of: gradient, by: [leaf])[0].value.scalar == 1)
  }

  /// The graph of tanh's ninth derivative: a pull-back that computed its result again would make 14,668 nodes.
  @Test func derivativesShareTheirResults() {
    let variable = Variable(Tensor<Double>(0.5))
    var derivative = variable.tanh()
    for _ in 0..<9 { derivative = Differentiation.gradients(of: derivative, by: [variable])[0] }
    let nodes = Graph(of: derivative).dot.split(separator: "\n").count { $0.contains("label=") }
    #expect(nodes < 10_000, "\(nodes)")
  }

  @Test func picture() {
    let x = Variable(Tensor<Double>([1, 2]), .input, name: "x")
    let w = Variable(Tensor<Double>([3, 4]), .parameter, name: "w \"quoted\" <w>")
    let graph = Graph(of: ((x * w).sum() + 1).tanh())
    #expect(graph.dot.contains("label=\"x [2]\", shape=box, fillcolor=\"#a1d99b\""))
    #expect(graph.dot.contains("w \\\"quoted\\\" <w> [2]\", shape=box, fillcolor=\"#9ecae1\""))
    #expect(graph.dot.split(separator: "->").count == 7)
    #expect(graph.svg.contains("class=\"parameter\"") && graph.svg.contains("class=\"output\""))
    #expect(graph.svg.contains("&lt;w&gt;"))
    #expect(graph.svg.hasSuffix("</svg>\n"))
  }
}
