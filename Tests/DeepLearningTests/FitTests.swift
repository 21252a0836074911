import DeepLearning
import Tensors
import Testing

/// Regression, autoencoders, losses and layers of one's own, all by `fit`.
@Suite struct FitTests {
  @Test func regression() throws {
    var stream = RandomStream(seed: 1)
    let rents: RegressionData<Double> = Generators.rents(400, deviation: 0, &stream)
    #expect(rents.features.min() >= 15 && rents.features.max() < 120)
    let scaled = RegressionData(features: rents.features / 60 - 1, values: rents.values / 1000 - 1)
    let (train, validation) = try scaled.split(test: 0.25, &stream)
    var trainer = Trainer<Double>(.mlp([1, 16, 1], seed: 1), Adam(rate: 0.01), loss: .squaredError)
    let history = trainer.fit(train, validation: validation, Plan(epochs: 60), &stream)
    let last = try #require(history.epochs.last)
    #expect(last.accuracy == nil && (last.validationLoss ?? 1) < 1e-3 && !history.svg.contains("accuracy"))
  }

  /// The fits of five folds: each sample is held out once.
  @Test func folds() {
    var stream = RandomStream(seed: 2)
    let data: RegressionData<Double> = Generators.rents(23, &stream)
    let folds = data.folds(5, &stream)
    #expect(folds.map(\.validation.count).sorted() == [4, 4, 5, 5, 5])
    #expect(folds.allSatisfy { $0.train.count + $0.validation.count == 23 })
    let held = folds.flatMap { $0.validation.features.elements }
    #expect(held.sorted() == data.features.elements.sorted())
    let (again, _) = (data.folds(5, &stream), 0)
    #expect(again[0].validation.features != folds[0].validation.features)
  }

  /// A loss in variables is the one with a kernel, in value and steps, in one part and in three.
  @Test(arguments: [1, 3]) func ownLoss(_ parts: Int) {
    var stream = RandomStream(seed: 3)
    let input = Tensor<Double>(normal: 0, [10, 3], &stream)
    let target = Tensor<Double>(normal: 0, [10, 2], &stream)
    let own = Loss<Double>("own") { output, target in (output - target).power(2).mean() }
    var first = Trainer<Double>(.mlp([3, 5, 2], seed: 1), Adam(), loss: own, parts: parts)
    var second = Trainer<Double>(.mlp([3, 5, 2], seed: 1), Adam(), loss: .squaredError, parts: parts)
    for _ in 0..<5 {
      let (a, b) = (first.step(input, .values(target)), second.step(input, .values(target)))
      #expect(abs(a - b) < 1e-12)
    }
    expectClose(first.network.parameters.values, second.network.parameters.values, "parameters", tolerance: 1e-9)
  }

  @Test func zeroOneLoss() {
    var gradient = Tensor<Double>.empty
    let output = Tensor<Double>([1, 2, 3, 0, 5, 5], [3, 2])
    let loss = Loss.zeroOne.evaluate(output, .labels([1, 1, 0]), samples: 0..<3, gradient: &gradient)
    #expect(loss == 1.0 / 3 && gradient.elements == [0, 0, 0, 0, 0, 0])
  }

  /// A dense layer with tanh written in variables is the one by hand.
  @Test func ownLayer() {
    var stream = RandomStream(seed: 4)
    var parameters = Parameters<Double>()
    let first = Dense<Double>(3, 4, name: "0", in: &parameters, &stream)
    let weight = parameters.add("1.weight", Tensor(normal: 0, [4, 4], &stream))
    let last = Dense<Double>(4, 2, name: "2", in: &parameters, &stream)
    let own = VariableLayer<Double>([weight]) { x, p in x.multiplied(by: p[0].transposed).tanh() }
    var network = Network(parameters, [first, own, last])

    var other = Parameters<Double>()
    let layers: [any Layer<Double>] = [
      Dense(3, 4, name: "0", in: &other, &stream), Dense(4, 4, name: "1", in: &other, &stream), Activation(.tanh),
      Dense(4, 2, name: "2", in: &other, &stream),
    ]
    for slot in parameters.slots { other[slot.name] = parameters[slot] }
    other["1.bias"] = Tensor(zeros: [4])
    var plain = Network(other, layers)
    let input = Tensor<Double>(normal: 0, [6, 3], &stream)
    let targets = Targets<Double>.labels([0, 1, 0, 1, 1, 0])
    let (a, b) = (network.gradients(input, targets, .crossEntropy), plain.gradients(input, targets, .crossEntropy))
    #expect(abs(a.loss - b.loss) < 1e-14)
    for slot in parameters.slots { expectClose(a.gradients[slot], b.gradients[slot.name], slot.name, tolerance: 1e-11) }
    #expect(network.predict(input) == network.predict(input))
  }

  /// Gradients of a graph, along which an optimizer steps.
  @Test func variablesAndOptimizers() {
    var parameters = Parameters<Double>()
    let slot = parameters.add("x", Tensor([3, -2]))
    var rule = Adam<Double>(rate: 0.1)
    for _ in 0..<500 {
      let variables = parameters.variables
      let loss = ((variables[0] - 1) * (variables[0] - 1)).sum()
      rule.update(&parameters, along: parameters.gradients(of: loss, by: variables))
    }
    expectClose(parameters[slot], Tensor([1, 1]), "minimum", tolerance: 1e-3)
  }

  @Test func labelsOutsideTheClassesTrap() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dataset<Double>(features: Tensor(zeros: [2, 1]), labels: [0, 2], classes: 2)
    }
    expectMessage(result, ["the label 2 is not in 0..<2"])
  }
}
