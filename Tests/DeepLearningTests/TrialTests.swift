import DeepLearning
import Foundation
import Tensors
import Testing

/// Random shapes and settings of every operation against PyTorch's figures: `Goldens/trial.py` draws and writes them.
@Suite struct TrialTests {
  @Test func inDouble() throws { try check(Double.self, tolerance: 1e-9) }
  @Test func inFloat() throws { try check(Float.self, tolerance: 3e-4) }

  private func check<Scalar: TensorScalar>(_ type: Scalar.Type, tolerance: Double) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/trial.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count >= 500)
    for (number, line) in lines.enumerated() {
      let fields = line.split(separator: ";", omittingEmptySubsequences: false)
      let settings = fields[1].split(separator: ",").compactMap { Double($0) }
      let figures = fields[2].split(separator: ",").compactMap { Double($0) }
      var trial = Trial<Scalar>(kind: String(fields[0]), settings: settings, seed: UInt64(number))
      let results = try trial.run()
      #expect(2 * results.count == figures.count, "\(line.prefix(60))")
      for (index, result) in results.enumerated() {
        let weights = trial.draw(result.shape)
        let (product, length) = (result.dot(weights), result.norm())
        let scale = max(figures[2 * index + 1] * Double(max(result.count, 1)).squareRoot() / 2, 1e-3)
        #expect(
          abs(Double(product) - figures[2 * index]) <= tolerance * scale
            && abs(Double(length) - figures[2 * index + 1]) <= tolerance * scale,
          "\(number), result \(index): \(product), \(length) in \(line.prefix(200))")
      }
    }
  }
}

/// One configuration: draws what PyTorch's script drew, in the same order.
struct Trial<Scalar: TensorScalar> {
  let kind: String
  let settings: [Double]
  var stream: RandomStream

  init(kind: String, settings: [Double], seed: UInt64) {
    (self.kind, self.settings, stream) = (kind, settings, RandomStream(seed: seed))
  }

  mutating func draw(_ shape: Shape) -> Tensor<Scalar> { Tensor(uniform: -1..<1, shape, &stream) }

  private func int(_ place: Int) -> Int { Int(settings[place]) }

  /// The results in the script's order.
  mutating func run() throws -> [Tensor<Scalar>] {
    let (settings, kind) = (settings, kind)
    func int(_ place: Int) -> Int { Int(settings[place]) }
    let functions: [String: Tensor<Scalar>.Function] = [
      "relu": .relu, "leakyReLU": .leakyReLU(0.1), "softplus": .softplus, "tanh": .tanh, "sigmoid": .sigmoid,
      "exp": .exp,
    ]
    if let function = functions[kind] {
      return pass([int(0), int(1)], scale: settings[2]) { _, _ in Activation(function) }
    }
    let losses: [String: Loss<Scalar>] = [
      "squaredError": .squaredError, "absoluteError": .absoluteError, "huber": .huber,
      "binaryCrossEntropy": .binaryCrossEntropy, "crossEntropy": .crossEntropy,
    ]
    if let loss = losses[kind] { return evaluate(loss) }
    switch kind {
    case "gelu": return pass([int(0), int(1)], scale: settings[2]) { _, _ in GELU() }
    case "dense": return pass([int(0), int(1)]) { Dense(int(1), int(2), name: "0", in: &$0, &$1) }
    case "convolution":
      let window = Window(
        kernel: (int(4), int(5)), stride: (int(6), int(7)), padding: (int(8), int(9)), dilation: (int(10), int(11)))
      return pass([int(0), int(1), int(12), int(13)]) {
        Convolution(
          int(1), int(2), window, size: (int(12), int(13)), groups: int(3), name: "0", in: &$0, &$1)
      }
    case "maxPooling", "averagePooling":
      let window = Window(kernel: int(2), stride: int(3), padding: int(4), dilation: int(5))
      let layer: any Layer<Scalar> = kind == "maxPooling" ? MaxPooling<Scalar>(window) : AveragePooling<Scalar>(window)
      return pass([int(0), int(1), int(6), int(7)]) { _, _ in layer }
    case "elman", "lstm", "gru":
      let returns: RecurrentOutput = int(4) == 1 ? .last : .sequence
      return pass([int(0), int(1), int(2)]) { p, s in
        switch kind {
        case "elman": Elman(int(2), int(3), returns: returns, name: "0", in: &p, &s)
        case "lstm": LSTM(int(2), int(3), returns: returns, name: "0", in: &p, &s)
        default: GRU(int(2), int(3), returns: returns, name: "0", in: &p, &s)
        }
      }
    case "layerNorm":
      return pass([int(0), int(1), int(2)]) { p, _ in
        LayerNorm(int(2), epsilon: Scalar(settings[3]), name: "0", in: &p)
      }
    case "attention":
      return pass([int(0), int(1), int(2)], scale: 3) {
        SelfAttention(size: int(2), heads: int(3), isCausal: int(4) == 1, name: "0", in: &$0, &$1)
      }
    case "block":
      return pass([int(0), int(1), int(2)]) {
        TransformerBlock(size: int(2), heads: int(3), isCausal: int(4) == 1, name: "0", in: &$0, &$1)
      }
    case "batchNorm": return batchNorm()
    case "embedding": return embedding()
    case "broadcast": return broadcast()
    case "reduce": return reduce()
    case "product": return product()
    case "solve": return try solve()
    default: return [optimize()]
    }
  }

  /// Parameters, input and output's gradient are drawn; output, input's gradient and parameters' come back.
  private mutating func pass(
    _ shape: [Int], scale: Double = 1, _ make: (inout Parameters<Scalar>, inout RandomStream) -> any Layer<Scalar>
  ) -> [Tensor<Scalar>] {
    var (parameters, unused) = (Parameters<Scalar>(), RandomStream(seed: 0))
    var layer = make(&parameters, &unused)
    for slot in parameters.slots { parameters[slot] = draw(slot.shape) }
    let input = draw(Shape(shape)) * Scalar(scale)
    let output = layer.forward(input, parameters, training: true)
    var gradients = parameters.zeros()
    gradients.values.fill(3)
    let inputGradient = layer.backward(draw(output.shape), parameters, into: &gradients)
    return [output, inputGradient] + parameters.slots.map { gradients[$0] }
  }

  private mutating func batchNorm() -> [Tensor<Scalar>] {
    var parameters = Parameters<Scalar>()
    var layer = BatchNorm<Scalar>(int(1), momentum: Scalar(settings[4]), name: "0", in: &parameters)
    for slot in parameters.slots { parameters[slot] = draw(slot.shape) }
    let input = draw(int(2) == 0 ? [int(0), int(1)] : [int(0), int(1), int(2), int(3)])
    let output = layer.forward(input, parameters, training: true)
    var gradients = parameters.zeros()
    let back = layer.backward(draw(input.shape), parameters, into: &gradients)
    let (mean, variance) = (layer.runningMean, layer.runningVariance)
    let evaluated = layer.forward(input, parameters, training: false)
    return [output, back, gradients["0.weight"], gradients["0.bias"], mean, variance, evaluated]
  }

  private mutating func embedding() -> [Tensor<Scalar>] {
    var (parameters, unused) = (Parameters<Scalar>(), RandomStream(seed: 0))
    var layer = Embedding<Scalar>(
      vocabulary: int(2), size: int(3), positions: ("p", int(1)), name: "t", in: &parameters, &unused)
    for slot in parameters.slots { parameters[slot] = draw(slot.shape) }
    let tokens = (0..<(int(0) * int(1))).map { _ in Scalar(stream.below(int(2))) }
    let output = layer.forward(Tensor(tokens, [int(0), int(1)]), parameters, training: true)
    var gradients = parameters.zeros()
    _ = layer.backward(draw(output.shape), parameters, into: &gradients)
    return [output, gradients["t.weight"], gradients["p.weight"]]
  }

  private mutating func evaluate(_ loss: Loss<Scalar>) -> [Tensor<Scalar>] {
    let shape = Shape(int(0), int(1))
    let output = draw(shape) * Scalar(settings[2])
    let targets: Targets<Scalar> =
      loss.takesLabels
      ? .labels((0..<int(0)).map { _ in Int32(stream.below(int(1))) }) : .values(draw(shape) / 2 + 0.5)
    var gradient = Tensor<Scalar>.empty
    let value = loss.evaluate(output, targets, samples: targets.all, gradient: &gradient)
    return [Tensor([value]), gradient]
  }

  private mutating func optimize() -> Tensor<Scalar> {
    let decay = settings[1]
    var rule: any Optimizer<Scalar> =
      switch kind {
      case "sgd": SGD(rate: 0.05, decay: decay)
      case "momentum": Momentum(rate: 0.02, decay: decay)
      case "nesterov": Momentum(rate: 0.02, momentum: 0.8, nesterov: true, decay: decay)
      case "adagrad": AdaGrad(rate: 0.1, decay: decay)
      case "rmsprop": RMSProp(rate: 0.01, rho: 0.95, decay: decay)
      case "adam": Adam(rate: 0.05, decay: decay)
      default: AdamW(rate: 0.05, decay: decay)
      }
    var parameters = Parameters<Scalar>()
    let slot = parameters.add("p", draw([int(0)]))
    for _ in 0..<12 {
      var gradients = parameters.zeros()
      gradients[slot] = draw([int(0)])
      rule.update(&parameters, along: gradients)
    }
    return parameters[slot]
  }
}
