import DeepLearning
import Tensors
import Testing

/// Clusters, neighbours, word vectors, depth and generative models.
@Suite struct UnsupervisedTests {
  @Test func kMeansFindsTheClouds() {
    var stream = RandomStream(seed: 1)
    let data: Dataset<Double> = Generators.blobs(90, deviation: 0.4, &stream)
    let clusters = KMeans(data.features, count: 3, &stream)
    let places = clusters.assign(data.features)
    // Each cloud is one cluster, whatever its number.
    let pairs = Set(zip(places, data.labels).map { "\($0) \($1)" })
    #expect(pairs.count == 3)
    for label in 0..<3 {
      let members = (0..<90).filter { Int(data.labels[$0]) == label }
      let mean = data.features.gathering(members).mean(along: [0])
      expectClose(clusters.centers[places[label]], mean, "centre \(label)")
    }
  }

  /// However few turns there were, the sum is that of the centres as they are.
  @Test(arguments: [0, 1, 2, 300]) func inertiaIsTheCentres(_ turns: Int) {
    var stream = RandomStream(seed: 7)
    let data: Dataset<Double> = Generators.blobs(90, deviation: 2, &stream)
    let clusters = KMeans(data.features, count: 4, turns: turns, &stream)
    let differences = data.features - clusters.centers.gathering(clusters.assign(data.features))
    #expect(abs(clusters.inertia - differences.dot(differences)) < 1e-9)
  }

  @Test func clustersOfNaNTrap() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1)
      _ = KMeans(Tensor<Double>([1, .nan], [2, 1]), count: 1, &stream)
    }
    expectMessage(result, ["KMeans: NaN or infinity"])
  }

  @Test func neighborsVote() throws {
    let data = Dataset<Double>(
      features: Tensor([0, 1, 2, 10, 11], [5, 1]), labels: [0, 1, 1, 2, 2], classes: 3)
    let query = Tensor<Double>([0.1, 1.4, 6.5], [3, 1])
    #expect(NearestNeighbors(data, count: 1).predict(query) == [0, 1, 2])
    #expect(NearestNeighbors(data, count: 3).predict(query) == [1, 1, 2])
    // One vote each: the nearest decides.
    #expect(NearestNeighbors(data, count: 2).predict(Tensor([0.4], [1, 1])) == [0])
  }

  @Test func skipGramsGradient() {
    var stream = RandomStream(seed: 2)
    var model = SkipGram<Double>(vocabulary: 5, size: 4, &stream)
    model.words = Tensor(normal: 0, deviation: 1, [5, 4], &stream)
    model.contexts = Tensor(normal: 0, deviation: 1, [5, 4], &stream)
    let (_, word, contexts) = model.loss(word: 1, neighbor: 2, negatives: [0, 3])
    let byWord = differences(of: model.words) { moved in
      var other = model
      other.words = moved
      return other.loss(word: 1, neighbor: 2, negatives: [0, 3]).value
    }
    for column in 0..<4 { #expect(abs((byWord[4 + column] ?? 9) - word[flat: column]) < 1e-9) }
    let byContext = differences(of: model.contexts) { moved in
      var other = model
      other.contexts = moved
      return other.loss(word: 1, neighbor: 2, negatives: [0, 3]).value
    }
    for (index, gradient) in contexts {
      for column in 0..<4 { #expect(abs((byContext[4 * index + column] ?? 9) - gradient[flat: column]) < 1e-9) }
    }
  }

  /// Words 0 and 1 stand between 4 and 5, words 2 and 3 between 6 and 7.
  @Test func wordsOfLikeCompanyGetLikeVectors() {
    var stream = RandomStream(seed: 3)
    var model = SkipGram<Double>(vocabulary: 8, size: 6, &stream)
    let text = (0..<400).flatMap { _ in
      stream.below(2) == 0 ? [4, stream.below(2), 5] : [6, 2 + stream.below(2), 7]
    }
    let losses = (0..<5).map { _ in model.learn(text, window: 1, rate: 0.05, &stream) }
    #expect(losses[4] < losses[0])
    #expect(model.similarity(0, 1) > 0.8 && model.similarity(2, 3) > 0.8)
    #expect(model.similarity(0, 2) < 0.5 && model.similarity(1, 3) < 0.5)
  }

  @Test(arguments: 1...8) func depthMakesTeeth(_ n: Int) {
    let network = Sawtooth.network(compositions: n, as: Double.self)
    // Between neighbours k/2ⁿ the function runs straight from 0 to 1 or back.
    let knots = (0...(1 << n)).map { Double($0) / Double(1 << n) }
    let values = network.predict(Tensor(knots, Shape(knots.count, 1))).elements
    #expect(values == knots.indices.map { $0 % 2 == 0 ? 0.0 : 1 })
    #expect(network.parameters.count == 4 + 6 * (n - 1) + 3)
  }

  @Test func adversariesFindTheData() {
    var stream = RandomStream(seed: 4)
    var pair = AdversarialPair<Float>(
      generator: .mlp([2, 32, 2], seed: 1), discriminator: .mlp([2, 32, 1], seed: 2), noise: 2,
      rate: 5e-4,
      &stream)
    func data(_ count: Int) -> Tensor<Float> {
      Tensor<Float>(normal: 0, deviation: 0.5, [count, 2], &stream) + Tensor([2, -1])
    }
    // The two chase one another around the answer, so it is judged over a while.
    var late: [Tensor<Float>] = []
    for step in 0..<5000 {
      _ = pair.step(data(64))
      if step >= 3000 && step % 100 == 0 { late.append(pair.sample(200)) }
    }
    let made = Tensor.concatenating(late)
    let mean = made.mean(along: [0])
    let spread = (made - mean).map { $0 * $0 }.mean(along: [0]).map { $0.squareRoot() }
    #expect(abs(mean[flat: 0] - 2) < 0.3 && abs(mean[flat: 1] + 1) < 0.3, "\(mean)")
    #expect(spread.elements.allSatisfy { $0 > 0.2 && $0 < 0.9 }, "\(spread)")
  }

  @Test(.enabled(if: isOptimized, "slow without optimisation")) func diffusionFindsTheCircle() {
    var stream = RandomStream(seed: 5)
    var model = Diffusion<Float>(dimensions: 2, seed: 1)
    func circle(_ count: Int) -> Tensor<Float> {
      let data: Dataset<Float> = Generators.circles(2 * count, noise: 0.02, &stream)
      return data.features.gathering((0..<count).map { 2 * $0 })
    }
    for _ in 0..<4000 { _ = model.step(circle(128)) }
    let points = model.sample(1000)
    let radii = (0..<1000).map { Double(points[$0].norm()) }
    let mean = radii.reduce(0, +) / 1000
    let near = radii.count { abs($0 - 1) < 0.2 }
    #expect(abs(mean - 1) < 0.05 && near > 900, "mean radius \(mean), \(near) of 1000 near the circle")
    // All around: each quarter holds its share.
    let quarters = (0..<1000).reduce(into: [0, 0, 0, 0]) { counts, i in
      counts[(points[i, 0] > 0 ? 1 : 0) + (points[i, 1] > 0 ? 2 : 0)] += 1
    }
    #expect(quarters.allSatisfy { $0 > 150 }, "\(quarters)")
  }
}
