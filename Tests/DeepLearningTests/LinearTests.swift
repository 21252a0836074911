import DeepLearning
import Tensors
import Testing

/// Known answers of the linear models.
@Suite struct LinearTests {
  @Test func formalNeuronsMakeTheLogicGates() {
    let and = FormalNeuron<Double>(weights: [1, 1], bias: -2)
    let or = FormalNeuron<Double>(weights: [1, 1], bias: -1)
    for (a, b) in [(0.0, 0.0), (0, 1), (1, 0), (1, 1)] {
      #expect(and([a, b]) == (a + b == 2 ? 1 : 0))
      #expect(or([a, b]) == (a + b >= 1 ? 1 : 0))
    }
  }

  /// Novikoff: at most (R/γ)² mistakes, whatever the order.
  @Test(arguments: 1...20) func perceptronKeepsNovikoffsBound(_ seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let normal = Tensor<Double>(normal: 0, deviation: 1, [3], &stream)
    let threshold = stream.normal() / 2
    var rows: [[Double]] = []
    var labels: [Int] = []
    while rows.count < 60 {
      let x = Tensor<Double>(normal: 0, deviation: 2, [3], &stream)
      let side = normal.dot(x) + threshold
      guard abs(side) > 0.3 else { continue }
      rows.append(x.elements)
      labels.append(side > 0 ? 1 : -1)
    }
    let features = Tensor(rows: rows)
    let bound = try #require(Perceptron.novikoffBound(features, labels, weights: normal, bias: threshold))
    var perceptron = Perceptron<Double>(features: 3)
    #expect(perceptron.fit(features, labels, epochs: 10_000, &stream) != nil)
    #expect(perceptron.mistakes > 0 && Double(perceptron.mistakes) <= bound)
    #expect(labels.indices.allSatisfy { perceptron.predict(features[$0]) == labels[$0] })
  }

  @Test func noPerceptronLearnsTheExclusiveOr() {
    var stream = RandomStream(seed: 1)
    let data: Dataset<Double> = Generators.exclusiveOr(4, &stream)
    var perceptron = Perceptron<Double>(features: 2)
    #expect(perceptron.fit(data.features, data.labels.map { 2 * Int($0) - 1 }, epochs: 5000, &stream) == nil)
  }

  @Test func aPerceptronOfTwoLayersLearnsIt() {
    var stream = RandomStream(seed: 1)
    let data: Dataset<Double> = Generators.exclusiveOr(4, &stream)
    let trainer = Trainer<Double>(.mlp([2, 8, 2], seed: 4), Adam(rate: 0.05), loss: .crossEntropy)
    var learner = trainer
    _ = learner.fit(data, Plan(epochs: 300, batch: 4), &stream)
    #expect(learner.network.measure(data).accuracy == 1)
  }

  @Test func adalineGoesDownToTheLeastSquares() throws {
    var stream = RandomStream(seed: 2)
    let features = Tensor<Double>(normal: 0, deviation: 1, [40, 3], &stream)
    let targets = Tensor<Double>(normal: 0, deviation: 1, [40], &stream)
    let exact = try LinearRegression(fitting: features, targets)
    var batch = Adaline<Double>(features: 3)
    for _ in 0..<3000 { _ = batch.learnBatch(features, targets, rate: 0.01) }
    expectClose(batch.weights, exact.weights, "weights", tolerance: 1e-8)
    #expect(abs(batch.bias - exact.bias) < 1e-8)
    let (_, slope, _) = Adaline<Double>(features: 3).cost(features, targets)
    let expected = differences(of: Tensor(zeros: [3])) { weights in
      var unit = Adaline<Double>(features: 3)
      unit.weights = weights
      return unit.cost(features, targets).value
    }
    expectSlopes(slope, expected, "Adaline's cost")
    var stochastic = Adaline<Double>(features: 3)
    for epoch in 0..<400 {
      stochastic.learnStochastically(features, targets, rate: 0.05 / Double(1 + epoch), &stream)
    }
    expectClose(stochastic.weights, exact.weights, "stochastic", tolerance: 0.05)
  }

  @Test func regressionFindsThePolynomialThatMadeTheData() throws {
    var stream = RandomStream(seed: 3)
    let coefficients = [0.5, -1, 2, 0.25]
    let (x, y): (Tensor<Double>, Tensor<Double>) = Generators.polynomial(
      50, coefficients: coefficients, noise: 0, &stream)
    let features = Polynomial.features(x.elements, degree: 3)
    let exact = try LinearRegression(fitting: features, y.reshaped([50]))
    expectClose(exact.weights, Tensor([-1, 2, 0.25]), "closed form", tolerance: 1e-8)
    #expect(abs(exact.bias - 0.5) < 1e-9)
    var descending = LinearRegression<Double>(features: 3)
    for _ in 0..<60_000 { _ = descending.descend(features, y.reshaped([50]), rate: 0.5) }
    expectClose(descending.weights, exact.weights, "descent", tolerance: 1e-5)
  }

  /// With as many coefficients as points, regression is interpolation: the limit of overfitting.
  @Test func interpolationIsTheLimitOfRegression() throws {
    let points = [(-1.0, 0.3), (-0.4, 1.1), (0.2, -0.7), (0.6, 0.5), (1.0, 0.9)].map { (x: $0.0, y: $0.1) }
    let fit = try LinearRegression(
      fitting: Polynomial.features(points.map(\.x), degree: 4), Tensor(points.map(\.y)))
    for x in [-0.9, -0.1, 0.5, 0.8] {
      let predicted = fit.predict(Polynomial.features([x], degree: 4))[flat: 0]
      #expect(abs(predicted - Polynomial.interpolate(points, at: x)) < 1e-9)
    }
    for point in points { #expect(abs(Polynomial.interpolate(points, at: point.x) - point.y) < 1e-14) }
  }

  @Test func dependentFeaturesAreRefused() {
    let features = Tensor<Double>(rows: [[1, 2], [2, 4], [3, 6]])
    #expect(throws: LinearAlgebraError.self) { try LinearRegression(fitting: features, Tensor([1, 2, 3])) }
  }

  /// Features that depend on one another up to rounding, with sizes far apart, are found all the same; a ridge makes them solvable.
  @Test func nearlyDependentFeaturesAreRefused() throws {
    var stream = RandomStream(seed: 4)
    var rows: [[Double]] = []
    for _ in 0..<40 {
      let (a, b) = (stream.normal(), 1000 * stream.normal())
      rows.append([a, b, 3 * a + 0.1 * b])
    }
    let features = Tensor(rows: rows)
    let targets = features.slice(0..<1, along: 1).reshaped([40])
    #expect(throws: LinearAlgebraError.self) { try LinearRegression(fitting: features, targets) }
    #expect(throws: LinearAlgebraError.self) { try LinearRegression(fitting: features * 0 + 0.1, targets) }
    let fit = try LinearRegression(fitting: features, targets, ridge: 1e-6)
    #expect((fit.predict(features) - targets).norm() < 1e-3)
  }

  /// Against the normal equations, where those can be trusted.
  @Test func ridgeLeavesTheBiasAlone() throws {
    var stream = RandomStream(seed: 5)
    let features = Tensor<Double>(normal: 3, deviation: 2, [30, 4], &stream)
    let targets = Tensor<Double>(normal: 10, [30], &stream)
    let fit = try LinearRegression(fitting: features, targets, ridge: 2.5)
    let (_, weights, bias) = fit.loss(features, targets)
    // n/2 times the mean loss's gradient, plus λw, is 0; the bias's own is 0.
    #expect((weights * 15 + fit.weights * 2.5).norm() < 1e-10 && abs(bias) < 1e-12)
  }

  /// On the line itself the perceptron says 1, as the formal neuron does.
  @Test func theLineBelongsToTheFirstClass() {
    #expect(Perceptron<Double>(features: 2).predict(Tensor([1, 2])) == 1)
    #expect(FormalNeuron<Double>(weights: [0, 0], bias: 0)([1, 2]) == 1)
  }

  @Test func adalineWithTanh() {
    var stream = RandomStream(seed: 6)
    let features = Tensor<Double>(normal: 0, [20, 3], &stream)
    let targets = Tensor<Double>(uniform: -0.9..<0.9, [20], &stream)
    var unit = Adaline<Double>(features: 3, link: .tanh)
    unit.weights = Tensor([0.3, -0.2, 0.5])
    let (_, slope, _) = unit.cost(features, targets)
    let expected = differences(of: unit.weights) { weights in
      var moved = unit
      moved.weights = weights
      return moved.cost(features, targets).value
    }
    expectSlopes(slope, expected, "Adaline's cost")
    let before = unit.cost(features, targets).value
    for _ in 0..<200 { _ = unit.learnBatch(features, targets, rate: 0.02) }
    let after = unit.cost(features, targets).value
    unit.learnStochastically(features, targets, rate: 0.001, &stream)
    #expect(after < before && abs(unit.cost(features, targets).value - after) < 0.1)
  }

  @Test func newtonAndDescentAgreeOnLogisticRegression() throws {
    var stream = RandomStream(seed: 5)
    let data: Dataset<Double> = Generators.blobs(80, classes: 2, deviation: 4, &stream)
    let labels = Tensor(data.labels.map { Double($0) })
    var newton = LogisticRegression<Double>(features: 2, ridge: 0.01)
    var lengths: [Double] = []
    for _ in 0..<8 { lengths.append(try newton.newtonStep(data.features, labels)) }
    #expect(lengths.last ?? 1 < 1e-12)
    var descending = LogisticRegression<Double>(features: 2, ridge: 0.01)
    for _ in 0..<5000 { _ = descending.descend(data.features, labels, rate: 0.2) }
    expectClose(descending.weights, newton.weights, "weights", tolerance: 1e-6)
    let (_, slope, _) = newton.loss(data.features, labels)
    #expect(slope.norm() < 1e-12)
  }

  @Test func logisticLossIsFiniteFarOut() {
    var model = LogisticRegression<Double>(features: 1)
    model.weights = Tensor([1000])
    let (value, slope, _) = model.loss(Tensor(rows: [[1], [-1]]), Tensor([0, 1]))
    #expect(value == 1000 && slope[flat: 0] == 1)
  }

  /// Two equal normals: the border is where the log-odds cross the priors' ratio.
  @Test func bayesRuleWeighsThePriors() {
    let rule = BayesRule<Double>([
      .init(prior: 0.2, mean: [0], deviation: [1]), .init(prior: 0.8, mean: [2], deviation: [1]),
    ])
    // (x − 1)·2 = ln(0.2 / 0.8) at the border.
    let border = 1 - 0.5 * 1.3862943611198906
    #expect(rule.predict([border - 1e-6]) == 0)
    #expect(rule.predict([border + 1e-6]) == 1)
    #expect(abs(rule.posterior([border])[0] - 0.5) < 1e-12)
  }

  @Test func newtonSquaresTheError() throws {
    let iterates = Newton.root(of: { x in (x * x - 2, 2 * x) }, from: 2.0)
    let errors = iterates.map { abs($0 - 2.0.squareRoot()) }
    for (before, after) in zip(errors, errors.dropFirst()) where before > 1e-7 {
      #expect(after <= 0.5 * before * before + 1e-15)
    }
    #expect(errors.last ?? 1 < 1e-15)
    // A quadratic bowl is left in one step.
    let bowl = try Newton.minimum(
      of: { x in ((x - 3) * (x - 3) * Variable(Tensor<Double>([1, 5]))).sum() }, from: Tensor([10, -4]))
    expectClose(bowl[1], Tensor([3, 3]), "bowl", tolerance: 1e-12)
  }

  @Test func multinomialRegressionReachesItsMinimum() {
    var stream = RandomStream(seed: 6)
    let data: Dataset<Double> = Generators.blobs(90, deviation: 1.5, &stream)
    var model = MultinomialRegression<Double>(features: 2, classes: 3, ridge: 0.1)
    let early = model.fit(data.features, data.labels, steps: 50)
    let late = model.fit(data.features, data.labels, steps: 500)
    let end = model.fit(data.features, data.labels, steps: 500)
    #expect(late <= early && abs(end - late) < 1e-9)
    let right = zip(model.predict(data.features), data.labels).count { $0 == Int($1) }
    #expect(right > 80)
  }
}
