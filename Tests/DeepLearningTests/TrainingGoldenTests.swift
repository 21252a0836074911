import DeepLearning
import Foundation
import Tensors
import Testing

/// Losses, optimizers (20 steps) and whole models (5 steps) against PyTorch's.
@Suite struct TrainingGoldenTests {
  @Test(arguments: ["cross-entropy", "squared-error", "absolute-error", "huber", "binary-cross-entropy"])
  func losses(_ name: String) throws {
    try checkLoss(name, Double.self)
    try checkLoss(name, Float.self)
  }

  private func checkLoss<Scalar: TensorScalar>(_ name: String, _ type: Scalar.Type) throws {
    let kinds: [String: Loss<Scalar>] = [
      "cross-entropy": .crossEntropy, "squared-error": .squaredError, "absolute-error": .absoluteError,
      "huber": .huber, "binary-cross-entropy": .binaryCrossEntropy,
    ]
    let golden = try Golden<Scalar>("layers")
    let loss = try #require(kinds[name])
    let targets = try golden[name + "/targets"]
    let input = try golden[name + "/input"]
    var gradient = Tensor<Scalar>(zeros: [0])
    let kind: Targets<Scalar> = name == "cross-entropy" ? .labels(targets.elements.map { Int32($0) }) : .values(targets)
    let value = loss.evaluate(input, kind, samples: kind.all, gradient: &gradient)
    expectClose(Tensor([value]), try golden[name + "/value"], name)
    expectClose(gradient, try golden[name + "/input.gradient"], name + " gradient")
    // Two halves of the batch add up to the whole.
    let halves = [0..<2, 2..<6].map { loss.evaluate(input.rows($0), kind, samples: $0, gradient: &gradient) }
    expectClose(Tensor([halves[0] + halves[1]]), try golden[name + "/value"], name + " in two parts")
  }

  @Test(arguments: [
    "sgd", "sgd-decay", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adam-decay", "adamw",
  ])
  func optimizers(_ name: String) throws {
    try checkOptimizer(name, Double.self)
    try checkOptimizer(name, Float.self)
  }

  private func checkOptimizer<Scalar: TensorScalar>(_ name: String, _ type: Scalar.Type) throws {
    let rules: [String: any Optimizer<Scalar>] = [
      "sgd": SGD(rate: 0.05), "sgd-decay": SGD(rate: 0.05, decay: 0.1), "momentum": Momentum(rate: 0.02),
      "nesterov": Momentum(rate: 0.02, momentum: 0.8, nesterov: true, decay: 0.05),
      "adagrad": AdaGrad(rate: 0.1, decay: 0.05), "rmsprop": RMSProp(rate: 0.01, rho: 0.95), "adam": Adam(rate: 0.05),
      "adam-decay": Adam(rate: 0.05, decay: 0.1), "adamw": Adam(rate: 0.05, decoupledDecay: 0.1),
    ]
    let golden = try Golden<Scalar>("layers")
    var rule = try #require(rules[name])
    var parameters = Parameters<Scalar>()
    let slot = parameters.add("p", try golden["optimizers/start"])
    for _ in 0..<20 {
      var gradients = parameters.zeros()
      let p = parameters[slot].elements
      gradients[slot] = Tensor(
        p.enumerated().map { Scalar(Double($1) * Double($0 + 1) / 7 + sin(3 * Double($1))) })
      rule.update(&parameters, along: gradients)
    }
    expectClose(parameters[slot], try golden["optimizers/" + name], name)
  }

  @Test(arguments: ["mlp", "cnn", "elman", "lstm", "gru", "gpt"]) func models(_ name: String) throws {
    try checkModel(name, Double.self, parts: 1)
    try checkModel(name, Float.self, parts: 1)
  }

  /// The same on two threads, whose gradients are summed.
  @Test(arguments: ["mlp", "cnn", "elman", "lstm", "gru", "gpt"]) func modelsInTwoParts(_ name: String) throws {
    try checkModel(name, Double.self, parts: 2)
  }

  private func checkModel<Scalar: TensorScalar>(_ name: String, _ type: Scalar.Type, parts: Int) throws {
    let golden = try Golden<Scalar>("models")
    let networks: [String: Network<Scalar>] = [
      "mlp": .mlp([13, 17, 9, 4], seed: 0), "cnn": .smallConvolutional(seed: 0),
      "elman": .recurrent(.elman, inputs: 5, size: 11, classes: 3, seed: 0),
      "lstm": .recurrent(.lstm, inputs: 5, size: 11, classes: 3, seed: 0),
      "gru": .recurrent(.gru, inputs: 5, size: 11, classes: 3, seed: 0),
      "gpt": .gpt(vocabulary: 13, steps: 8, size: 12, heads: 3, blocks: 2, seed: 0),
    ]
    var network = try #require(networks[name])
    #expect(network.parameters.slots.map(\.name).sorted() == golden.names(name + "/before/"))
    for slot in network.parameters.slots { network.parameters[slot] = try golden[name + "/before/" + slot.name] }
    var trainer = Trainer<Scalar>(network, AdamW(rate: 0.01), loss: .crossEntropy, parts: parts)
    let input = try golden[name + "/input"]
    let labels = try golden[name + "/labels"].elements.map { Int32($0) }
    let losses = (0..<5).map { _ in trainer.step(input, .labels(labels)) }
    expectClose(Tensor(losses), try golden[name + "/losses"], name + " losses")
    // Softmax ignores a shift, so the key's bias has the gradient 0: in Float all rounding, which Adam's division by √v makes
    // a whole step of.
    let skipped = Scalar.self == Float.self ? "attention.qkv.bias" : "none"
    for slot in network.parameters.slots where !slot.name.hasSuffix(skipped) {
      expectClose(
        trainer.network.parameters[slot], try golden[name + "/after/" + slot.name], name + " " + slot.name)
    }
  }

  /// ε inside of the root: g/√(G + ε), two steps by hand.
  @Test func epsilonInsideTheRoot() {
    var parameters = Parameters<Double>()
    let slot = parameters.add("p", Tensor([1]))
    var gradients = parameters.zeros()
    gradients[slot] = Tensor([0.5])
    var adaGrad = AdaGrad<Double>(rate: 0.1, epsilon: 0.01, place: .insideRoot)
    for _ in 0..<2 { adaGrad.update(&parameters, along: gradients) }
    let first = 1 - 0.1 * 0.5 / 0.26.squareRoot()
    #expect(abs(parameters[slot].elements[0] - (first - 0.1 * 0.5 / 0.51.squareRoot())) < 1e-15)
    parameters[slot] = Tensor([1])
    var rmsProp = RMSProp<Double>(rate: 0.1, rho: 0.9, epsilon: 0.01, place: .insideRoot)
    rmsProp.update(&parameters, along: gradients)
    #expect(abs(parameters[slot].elements[0] - (1 - 0.1 * 0.5 / 0.035.squareRoot())) < 1e-15)
  }

  @Test func clipping() throws {
    let golden = try Golden<Double>("layers")
    var parameters = Parameters<Double>()
    let slot = parameters.add("p", Tensor(zeros: [23]))
    parameters[slot] = try golden["clip/gradient"]
    parameters.clip(to: 1.5)
    expectClose(parameters[slot], try golden["clip/clipped"], "clipped", tolerance: 1e-6)
  }
}
