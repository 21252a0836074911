import DeepLearning
import Tensors
import Testing

/// What cannot be right is refused with a sentence, whichever layer, model or method it is: never by a trap without words, and never
/// answered all the same.
@Suite struct RefusalTests {
  /// What is asked, and a part of the sentence.
  enum Mistake: String, Codable, CaseIterable {
    case denseWithoutInputs = "Dense: 0 inputs"
    case negativeDense = "Dense: -1 inputs"
    case convolutionWithoutChannels = "Convolution: 1 groups of 0"
    case poolingOfNothing = "Convolution: pooling by windows of 0"
    case endlessImage = "Window: a plane of 9223372036854775807"
    case negativeState = "and size -3 must be positive"
    case rowsOfNothing = "Rows: rows of 0"
    case normOfNothing = "LayerNorm: the size 0"
    case negativeEpsilon = "BatchNorm: 2 features"
    case runningMeanOfAnotherSize = "BatchNorm: b.running_mean of [5]"
    case embeddingOfNothing = "Embedding: a vocabulary of 0"
    case fewerThanNoBlocks = "Network.gpt: -1 blocks"
    case layerOfOtherParameters = "the parameter a.weight of the layer 0 stands elsewhere"
    case layerPutInTwice = "the layers 0 and 1 share the parameter a.weight"
    case optimizerOfTwoModels = "it remembers 16 parameters and is given 48"
    case negativeNorm = "a greatest norm of -1"
    case batchesOfNothing = "Trainer.fit: batches of 0"
    case anotherModelsCheckpoint = "the checkpoint is another model's"
    case anotherRulesCheckpoint = "the checkpoint is another optimizer's"
    case lossOfNoElement = "Loss: a mean over no element"
    case noLabels = "Dataset: 0 labels"
    case otherSamples = "Dataset: the features [3, 1] for 2 samples"
    case fewerThanNoSamples = "Generators: -1 samples"
    case noClasses = "Generators: 0 classes"
    case windowsOfNothing = "Sequences.characters: 2 windows of -2 steps"
    case fewerThanNoTurns = "KMeans: -1 turns"
    case columnForTwoFeatures = "KMeans: the features [3, 1] for the centres [2, 2]"
    case neighborsOfNaN = "NearestNeighbors: NaN or infinity"
    case pictureOfNaN = "TSNE: NaN or infinity"
    case componentsOfAColumn = "PrincipalComponents: [3, 1] for 2 features"
    case fewerFeaturesThanClasses = "BayesRule: 1 features for classes of 2"
    case targetsOfAnotherCount = "Adaline: the targets [2] for the features [3, 1]"
    case everyWordLeftOut = "subsampling -1"
    case fewerThanNoSteps = "Newton: -1 steps"
    case recipeForNothing = "Recipe.plan: 1 epochs of 0 samples"
  }

  @Test(arguments: Mistake.allCases) func refuses(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [mistake = mistake as Mistake] in
      try Self.make(mistake)
    }
    expectMessage(result, [mistake.rawValue])
  }

  private static func make(_ mistake: Mistake) throws {
    var (stream, p) = (RandomStream(seed: 1), Parameters<Double>())
    let blobs: Dataset<Double> = Generators.blobs(30, &stream)
    let column = Tensor<Double>([1, 2, 3], [3, 1])
    func trainer(_ sizes: [Int], _ rule: any Optimizer<Double>) -> Trainer<Double> {
      Trainer(.mlp(sizes, seed: 1), rule, loss: .crossEntropy)
    }
    func checkpoint() throws -> Checkpoint<Double>? {
      var (kept, other): (Checkpoint<Double>?, Trainer<Double>) = (nil, trainer([2, 3], Momentum()))
      other.fit(blobs, Plan(epochs: 1), &stream) { kept = $0 }
      return kept
    }
    switch mistake {
    case .denseWithoutInputs: _ = Dense<Double>(0, 3, name: "a", in: &p, &stream)
    case .negativeDense: _ = Dense<Double>(-1, 3, name: "a", in: &p, &stream)
    case .convolutionWithoutChannels:
      _ = Convolution<Double>(0, 2, Window(kernel: 3), size: (8, 8), name: "a", in: &p, &stream)
    case .poolingOfNothing:
      _ = Convolution<Double>(1, 2, Window(kernel: 3), size: (8, 8), pool: 0, name: "a", in: &p, &stream)
    case .endlessImage: _ = Convolution<Double>(1, 2, Window(kernel: 3), size: (.max, 8), name: "a", in: &p, &stream)
    case .negativeState: _ = LSTM<Double>(3, -3, name: "a", in: &p, &stream)
    case .rowsOfNothing: _ = Rows<Double>(0)
    case .normOfNothing: _ = LayerNorm<Double>(0, name: "a", in: &p)
    case .negativeEpsilon: _ = BatchNorm<Double>(2, epsilon: -1, name: "b", in: &p)
    case .runningMeanOfAnotherSize:
      var layer = BatchNorm<Double>(2, name: "b", in: &p)
      layer.state = [("b.running_mean", Tensor(zeros: [5]))]
    case .embeddingOfNothing: _ = Embedding<Double>(vocabulary: 0, size: 3, name: "a", in: &p, &stream)
    case .fewerThanNoBlocks:
      _ = Network<Double>.gpt(vocabulary: 3, steps: 4, size: 4, heads: 2, blocks: -1, seed: 1)
    case .layerOfOtherParameters:
      let layer = Dense<Double>(3, 3, name: "a", in: &p, &stream)
      var other = Parameters<Double>()
      _ = other.add("b", Tensor(zeros: [40]))
      _ = Network(other, [layer])
    case .layerPutInTwice:
      let layer = Dense<Double>(3, 3, name: "a", in: &p, &stream)
      var network = Network(p, [layer])
      network.stack.layers.append(layer)
    case .optimizerOfTwoModels:
      var (rule, other) = (Adam<Double>(), Parameters<Double>())
      _ = (p.add("a", Tensor([3, 4])), other.add("b", Tensor(zeros: [40])))
      rule.update(&p, along: p)
      rule.update(&other, along: other)
    case .negativeNorm: _ = Trainer<Double>(.mlp([2, 3], seed: 1), SGD(), loss: .crossEntropy, greatestNorm: -1)
    case .batchesOfNothing:
      var (trainer, plan) = (trainer([2, 3], SGD()), Plan(epochs: 1))
      plan.batch = 0
      trainer.fit(blobs, plan, &stream)
    case .anotherModelsCheckpoint:
      var trainer = trainer([2, 4, 3], Momentum())
      trainer.fit(blobs, Plan(epochs: 2), &stream, from: try checkpoint())
    case .anotherRulesCheckpoint:
      var trainer = trainer([2, 3], Adam())
      trainer.fit(blobs, Plan(epochs: 2), &stream, from: try checkpoint())
    case .lossOfNoElement:
      var gradient = Tensor<Double>.empty
      let none = Tensor<Double>(zeros: [2, 0])
      _ = Loss.squaredError.evaluate(none, .values(none), samples: 0..<2, gradient: &gradient)
    case .noLabels: _ = Dataset<Double>(features: Tensor(zeros: [4, 2]), labels: [], classes: 2)
    case .otherSamples:
      var data = Dataset<Double>(features: Tensor(zeros: [2, 1]), labels: [0, 1], classes: 2)
      data.features = column
    case .fewerThanNoSamples: let _: RegressionData<Double> = Generators.rents(-1, &stream)
    case .noClasses: let _: Dataset<Double> = Generators.spirals(10, classes: 0, &stream)
    case .windowsOfNothing:
      let (data, _): (Dataset<Double>, [Character]) = try Sequences.characters("hello", steps: -2, count: 2, &stream)
      print(data.count)
    case .fewerThanNoTurns: _ = KMeans(blobs.features, count: 2, turns: -1, &stream)
    case .columnForTwoFeatures: _ = KMeans(blobs.features, count: 2, &stream).assign(column)
    case .neighborsOfNaN: _ = NearestNeighbors(blobs, count: 1).predict(Tensor(repeating: .nan, [1, 2]))
    case .pictureOfNaN: _ = TSNE(perplexity: 2).embed(Tensor<Double>(repeating: .nan, [9, 2]), &stream)
    case .componentsOfAColumn: _ = try PrincipalComponents(blobs.features, count: 1).encode(column)
    case .fewerFeaturesThanClasses:
      _ = BayesRule<Double>([.init(prior: 1, mean: [0, 5], deviation: [1, 1])]).predict([0.1])
    case .targetsOfAnotherCount:
      var unit = Adaline<Double>(features: 1)
      unit.learnStochastically(column, Tensor([1, 2]), rate: 0.1, &stream)
    case .everyWordLeftOut:
      var model = SkipGram<Double>(vocabulary: 3, size: 2, &stream)
      _ = model.learn([0, 1, 2], subsampling: -1, &stream)
    case .fewerThanNoSteps: _ = Newton.root(of: { (x: Double) in (x * x - 2, 2 * x) }, from: 1, steps: -1)
    case .recipeForNothing: _ = Recipe.allCases[0].plan(epochs: 1, samples: 0)
    }
  }

  /// A column of targets is what a vector of them is: nothing is stretched to a matrix of all pairs.
  @Test func columnsOfTargets() throws {
    let x = Tensor<Double>([1, 2, 3, 5], [4, 1])
    let (y, labels) = (Tensor<Double>([2, 1, 4, 3]), Tensor<Double>([0, 1, 0, 1]))
    let line = try LinearRegression(fitting: x, y)
    #expect(line.loss(x, y.reshaped([4, 1])).value == line.loss(x, y).value)
    var unit = Adaline<Double>(features: 1)
    unit.weights = Tensor([0.5])
    #expect(unit.cost(x, y.reshaped([4, 1])).weights == unit.cost(x, y).weights)
    var logistic = LogisticRegression<Double>(features: 1)
    logistic.bias = 0.5
    #expect(logistic.loss(x, labels.reshaped([4, 1])).value == logistic.loss(x, labels).value)
  }

  /// What is not a number is never classified rightly, and weights of 0 separate nothing.
  @Test func perceptronsOfNaN() {
    var (stream, unit) = (RandomStream(seed: 1), Perceptron<Double>(features: 1))
    #expect(unit.fit(Tensor([.nan, 1], [2, 1]), [1, -1], epochs: 3, &stream) == nil && unit.mistakes > 0)
    let x = Tensor<Double>([1, -1], [2, 1])
    #expect(Perceptron<Double>.novikoffBound(x, [1, -1], weights: Tensor([0]), bias: 0) == nil)
    let bound = Perceptron<Double>.novikoffBound(x, [1, -1], weights: Tensor([3]), bias: 0)
    #expect(bound.map { abs($0 - 2) < 1e-12 } == true)
  }

  /// A batch whose samples a layer joins is one part, however many are asked for.
  @Test func joinedSamplesStayTogether() {
    var (stream, parameters) = (RandomStream(seed: 1), Parameters<Double>())
    let layers: [any Layer<Double>] = [
      Dense(2, 8, name: "0", in: &parameters, &stream), BatchNorm(8, name: "1", in: &parameters), Dropout(0.5, &stream),
      Dense(8, 3, name: "3", in: &parameters, &stream),
    ]
    let network = Network(parameters, layers)
    let data: Dataset<Double> = Generators.blobs(12, &stream)
    var trainers = [1, 3].map { Trainer(network, SGD(rate: 0.1), loss: .crossEntropy, parts: $0) }
    for _ in 0..<2 {
      let losses = trainers.indices.map { trainers[$0].step(data.features, data.targets) }
      #expect(losses[0] == losses[1])
    }
    for (one, three) in zip(trainers[0].network.savedTensors, trainers[1].network.savedTensors) {
      #expect(one.value == three.value, "\(one.name)")
    }
  }

  @Test func manyNeighbors() {
    var stream = RandomStream(seed: 1)
    var model = SkipGram<Double>(vocabulary: 3, size: 2, &stream)
    #expect(model.learn([0, 1, 2], window: .max, &stream).isFinite)
  }
}
