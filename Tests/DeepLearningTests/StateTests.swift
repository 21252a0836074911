import DeepLearning
import Tensors
import Testing

/// One rule for every layer: a backward pass belongs to the last forward pass, which was in training, and comes once.
@Suite struct StateTests {
  /// Ways to break the rule.
  enum Mistake: String, Codable, CaseIterable { case withoutForward, twice, afterEvaluation }

  @Test(arguments: cases) func backwardOutOfTurnTraps(_ layerCase: LayerCase) async throws {
    let index = try #require(Self.cases.firstIndex { $0.name == layerCase.name })
    for mistake in Mistake.allCases {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        [index = index as Int, mistake = mistake as Mistake] in
        var parameters = Parameters<Double>()
        var layer: any Layer<Double> = Self.cases[index].make().layer(in: &parameters)
        var gradients = parameters.zeros()
        let input = try Self.input(Self.cases[index].name)
        let output = layer.forward(input, parameters, training: true)
        if mistake != .afterEvaluation { _ = layer.backward(output, parameters, into: &gradients) }
        if mistake == .afterEvaluation { _ = layer.forward(input, parameters, training: false) }
        if mistake == .withoutForward {
          var other = Parameters<Double>()
          layer = Self.cases[index].make().layer(in: &other)
        }
        _ = layer.backward(output, parameters, into: &gradients)
      }
      expectMessage(result, [".backward: no forward(training: true) before it"])
    }
  }

  static let others = [
    LayerCase("dropout") { .dropout(0.5) }, LayerCase("rows") { .rows(3) }, LayerCase("flatten") { .flatten },
    LayerCase("leakyReLU") { .leakyReLU }, LayerCase("softplus") { .softplus }, LayerCase("variables") { .variables },
    LayerCase("pooled-convolution") { .pooledConvolution },
  ]
  static let cases = LayerGoldenTests.cases + others

  static func input(_ name: String) throws -> Tensor<Double> {
    if name == "pooled-convolution" { return Tensor((0..<48).map { Double($0 * 7 % 11) }, [4, 1, 4, 3]) }
    if others.contains(where: { $0.name == name }) { return Tensor(repeating: 1, [4, 3]) }
    return try Golden<Double>("layers")[name + "/input"]
  }

  /// Batches without samples, and with one, are right: no gradient, and the answer that the sample has in a larger batch.
  @Test(
    arguments: cases.filter { !$0.name.hasPrefix("batch-norm") && $0.name != "elman-lengths" && $0.name != "dropout" })
  func fewSamples(_ layerCase: LayerCase) throws {
    var parameters = Parameters<Double>()
    var layer: any Layer<Double> = layerCase.make().layer(in: &parameters)
    let input = try Self.input(layerCase.name)
    let all = layer.forward(input, parameters, training: false)
    for count in [0, 1] {
      let output = layer.forward(input.rows(0..<count), parameters, training: true)
      #expect(output.shape == all.rows(0..<count).shape)
      expectClose(output, all.rows(0..<count), "\(layerCase.name) of \(count)", tolerance: 1e-12)
      var gradients = parameters.zeros()
      gradients.values.fill(7)
      _ = layer.backward(output, parameters, into: &gradients)
      if count == 0 { for slot in parameters.slots { #expect(gradients[slot].norm() == 0, "\(slot.name)") } }
    }
  }

  @Test func sequencesWithoutSteps() {
    var stream = RandomStream(seed: 1)
    var parameters = Parameters<Double>()
    var layer = SelfAttention<Double>(size: 4, heads: 2, name: "0", in: &parameters, &stream)
    let output = layer.forward(Tensor(zeros: [2, 0, 4]), parameters, training: true)
    var gradients = parameters.zeros()
    #expect(layer.backward(output, parameters, into: &gradients).shape == [2, 0, 4])
    #expect(gradients.values.norm() == 0)
  }

  @Test(arguments: [0, 1]) func batchNormNeedsTwoValues(_ samples: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [samples = samples as Int] in
      var parameters = Parameters<Double>()
      var layer = BatchNorm<Double>(3, name: "0", in: &parameters)
      _ = layer.forward(Tensor(zeros: Shape(samples, 3)), parameters, training: true)
    }
    expectMessage(result, ["BatchNorm", "training needs two"])
  }

  @Test func aLayerUsedTwiceTraps() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1)
      var parameters = Parameters<Double>()
      let layer = Dense<Double>(3, 3, name: "shared", in: &parameters, &stream)
      _ = Network(parameters, [layer, layer])
    }
    expectMessage(result, ["the layers 0 and 1 share the parameter shared.weight"])
  }

  /// Lengths reach the workers however they are given, in one part or two.
  @Test(arguments: [1, 2]) func lengthsInATrainer(_ parts: Int) {
    var stream = RandomStream(seed: 2)
    var parameters = Parameters<Double>()
    var elman = Elman<Double>(2, 4, name: "r", in: &parameters, &stream)
    let dense = Dense<Double>(4, 2, name: "o", in: &parameters, &stream)
    let network = Network(parameters, [elman, dense])
    let input = Tensor<Double>(normal: 0, [3, 5, 2], &stream)
    let targets = Targets<Double>.labels([0, 1, 1])
    elman.lengths = [5, 2, 1]
    var expected = Network(parameters, [elman, dense])
    let (short, _, _) = expected.gradients(input, targets, .crossEntropy)

    var trainer = Trainer<Double>(network, SGD(rate: 0), loss: .crossEntropy, parts: parts)
    let long = trainer.step(input, targets)
    #expect(abs(trainer.step(input, targets, lengths: [5, 2, 1]) - short) < 1e-12)
    #expect(abs(trainer.step(input, targets) - long) < 1e-12)
    trainer.network.stack.layers[0] = elman
    if parts == 1 { #expect(abs(trainer.step(input, targets) - short) < 1e-12) }
    #expect(abs(long - short) > 1e-3)
  }

  /// A layer that would count padding refuses lengths, behind one that reads them too.
  @Test func lengthsThatNobodyReadsTrap() async {
    let behind = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1)
      var parameters = Parameters<Double>()
      let layers: [any Layer<Double>] = [
        Elman(2, 3, returns: .sequence, name: "e", in: &parameters, &stream),
        LSTM(3, 2, name: "l", in: &parameters, &stream),
      ]
      var trainer = Trainer(Network(parameters, layers), SGD(), loss: .crossEntropy)
      _ = trainer.step(Tensor(zeros: [2, 4, 2]), .labels([0, 1]), lengths: [4, 2])
    }
    expectMessage(behind, ["LSTM reads no lengths"])
    let alone = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var trainer = Trainer<Double>(.mlp([2, 2], seed: 1), SGD(), loss: .crossEntropy)
      _ = trainer.step(Tensor(zeros: [2, 2]), .labels([0, 1]), lengths: [1, 1])
    }
    expectMessage(alone, ["lengths for layers that read none"])
  }

  /// Lengths from none to all steps.
  @Test(arguments: [-1, 4]) func lengthsOutsideTheInputTrap(_ length: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [length = length as Int] in
      var stream = RandomStream(seed: 1)
      var parameters = Parameters<Double>()
      var layer = Elman<Double>(2, 3, name: "e", in: &parameters, &stream)
      layer.lengths = [length, 3]
      _ = layer.forward(Tensor(zeros: [2, 3, 2]), parameters, training: false)
    }
    expectMessage(result, ["Elman: a sample of \(length) steps in the input [2, 3, 2]"])
  }

  @Test func predictingChangesNothing() {
    let network = Network<Double>.mlp([2, 4, 2], seed: 1)
    let input = Tensor<Double>([1, 2], [1, 2])
    #expect(network.predict(input) == network.predict(input))
  }

  @Test func aMeanOverNothingIsRefused() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var gradient = Tensor<Double>.empty
      _ = Loss<Double>.squaredError.evaluate(
        Tensor(zeros: [0, 2]), .values(Tensor(zeros: [0, 2])), samples: 0..<0, gradient: &gradient)
    }
    expectMessage(result, ["Loss: a mean over no sample"])
  }
}
