import DeepLearning
import Tensors
import Testing

/// Answers that are known beforehand.
@Suite struct KnownAnswerTests {
  /// A linear autoencoder's best subspace is the principal components' (Baldi and Hornik 1989).
  @Test func linearAutoencoderFindsThePrincipalSubspace() throws {
    var stream = RandomStream(seed: 1)
    let codes = Tensor<Double>(normal: 0, deviation: 1, [60, 2], &stream)
    let mixing = Tensor<Double>(normal: 0, deviation: 1, [2, 5], &stream)
    let noise = Tensor<Double>(normal: 0, deviation: 0.3, [60, 5], &stream)
    let raw = codes.multiplied(by: mixing) + noise
    let data = raw - raw.mean(along: [0])
    let analysis = try PrincipalComponents(data, count: 2)

    let rule = Momentum<Double>(rate: 0.01, momentum: 0.95, nesterov: true)
    var trainer = Trainer<Double>(.autoencoder(5, code: 2, linear: true, seed: 3), rule, loss: .squaredError)
    var loss = 0.0
    for _ in 0..<8000 { loss = trainer.step(data, .values(data)) }
    let residual = data - analysis.decode(analysis.encode(data))
    #expect(abs(loss - residual.dot(residual) / 300) < 1e-6)
    // The decoder's columns lie in the span of the components: projecting changes nothing.
    let decoder = trainer.network.parameters["2.weight"].transposed
    let inside = decoder.multiplied(by: analysis.components, transposingOther: true)
    expectClose(inside.multiplied(by: analysis.components), decoder, "decoder", tolerance: 1e-3)
  }

  @Test func principalComponentsReconstructWhole() throws {
    var stream = RandomStream(seed: 2)
    let data = Tensor<Double>(normal: 3, deviation: 2, [20, 4], &stream)
    let analysis = try PrincipalComponents(data, count: 4)
    expectClose(analysis.decode(analysis.encode(data)), data, "all components", tolerance: 1e-10)
    let centered = data - data.mean(along: [0])
    #expect(abs(analysis.variances.sum() - centered.dot(centered) / 19) < 1e-9)
  }

  /// What stands after a sequence's end changes neither its output nor any gradient.
  @Test func paddingDoesNotMatter() {
    var stream = RandomStream(seed: 3)
    var parameters = Parameters<Double>()
    var layer = Elman<Double>(2, 5, name: "r", in: &parameters, &stream)
    layer.lengths = [4, 2, 3]
    let first = Tensor<Double>(normal: 0, deviation: 1, [3, 6, 2], &stream)
    var second = first
    for (sample, length) in [4, 2, 3].enumerated() {
      for place in (sample * 12 + 2 * length)..<(sample * 12 + 12) { second[flat: place] = stream.normal() }
    }
    let seed = Tensor<Double>(normal: 0, deviation: 1, [3, 5], &stream)
    let results = [first, second].map { input in
      let output = layer.forward(input, parameters, training: true)
      var gradients = parameters.zeros()
      _ = layer.backward(seed, parameters, into: &gradients)
      return (output, gradients.values)
    }
    #expect(first != second)
    #expect(results[0].0 == results[1].0)
    #expect(results[0].1 == results[1].1)
  }

  @Test func functionsAreStableFarOut() {
    for x in [-1000.0, -40, -1, 0, 1, 40, 1000] {
      for d in [
        Functions.sigmoidDerivatives(x), Functions.softplusDerivatives(x), Functions.tanhDerivatives(x),
        Functions.reluDerivatives(x), Functions.leakyReLUDerivatives(x), Functions.identityDerivatives(x),
      ] {
        #expect(d.value.isFinite && d.first.isFinite && d.second.isFinite)
      }
    }
    #expect(Functions.sigmoid(1000.0) == 1 && Functions.sigmoid(-1000.0) == 0)
    #expect(Functions.softplus(1000.0) == 1000 && Functions.softplus(-1000.0) == 0)
    let (value, gradient, hessian) = Functions.logSumExp([1000.0, 1000, -1000])
    #expect(abs(value - 1000.6931471805599) < 1e-12)
    #expect(gradient == [0.5, 0.5, 0] && hessian[0] == [0.25, -0.25, 0])
    #expect(Functions.heavisideDerivatives(0.0).value == 1)
  }

  /// With one number it is softplus, with none ln 1; its gradient sums to less than 1.
  @Test func logSumExpPlus() {
    for x in [-1000.0, -0.7, 0, 2.5, 1000] {
      let (value, gradient, hessian) = Functions.logSumExpPlus([x])
      let expected: Functions.Derivatives<Double> = Functions.softplusDerivatives(x)
      #expect(abs(value - expected.value) <= 1e-15 * max(1, x) && abs(gradient[0] - expected.first) < 1e-15)
      #expect(abs(hessian[0][0] - expected.second) < 1e-15)
    }
    #expect(Functions.logSumExpPlus([Double]()).value == 0)
    let (value, gradient, _) = Functions.logSumExpPlus([0.0, 0, 0])
    #expect(abs(value - 2 * 0.6931471805599453) < 1e-15 && gradient == [0.25, 0.25, 0.25])
  }

  @Test func derivativesByDifferences() {
    let functions: [(Double) -> Functions.Derivatives<Double>] = [
      Functions.sigmoidDerivatives, Functions.softplusDerivatives, Functions.tanhDerivatives,
      Functions.reluDerivatives, { Functions.leakyReLUDerivatives($0) },
    ]
    for function in functions {
      for x in [-3.0, -0.7, 0.4, 2.5] {
        let h = 1e-4
        let slope = (function(x + h).value - function(x - h).value) / (2 * h)
        let bend = (function(x + h).first - function(x - h).first) / (2 * h)
        #expect(abs(function(x).first - slope) < 1e-7 && abs(function(x).second - bend) < 1e-7)
      }
    }
  }

  /// Kept units are divided by 1 − p, so the mean stays; outside training nothing changes.
  @Test func dropoutKeepsTheMean() {
    var stream = RandomStream(seed: 4)
    var layer = Dropout<Double>(0.3, &stream)
    let ones = Tensor<Double>(repeating: 1, [100, 200])
    let output = layer.forward(ones, Parameters(), training: true)
    let kept = output.elements.count { $0 != 0 }
    #expect(output.elements.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-15 })
    // Four standard deviations of a binomial count.
    #expect(abs(Double(kept) - 14000) < 4 * (20000 * 0.3 * 0.7).squareRoot())
    var gradients = Parameters<Double>()
    #expect(layer.backward(ones, Parameters(), into: &gradients) == output)
    #expect(layer.forward(ones, Parameters(), training: false) == ones)
  }

  @Test func earlyStoppingPutsTheBestBack() {
    var stopping = EarlyStopping(patience: 2)
    let losses = [1.0, 0.5, 0.6, 0.55, 0.1]
    let stopped = losses.enumerated().first { stopping.shouldStop($0.element, epoch: $0.offset) }
    #expect(stopped?.offset == 3)
    #expect(stopping.best?.epoch == 1)
  }

  @Test func schedules() {
    #expect((0..<6).map { Schedule.steps(every: 2, factor: 0.5).factor($0) } == [1, 1, 0.5, 0.5, 0.25, 0.25])
    let warm = Schedule.warmUp(steps: 4, then: .cosine(total: 10))
    #expect((0..<4).map(warm.factor) == [0.25, 0.5, 0.75, 1])
    #expect(warm.factor(4) == 1 && abs(warm.factor(9) - 0.5) < 1e-12 && warm.factor(14) < 1e-12)
  }

  /// The adding problem: an LSTM gets well below the variance 1/6 that a constant answer leaves.
  @Test(.enabled(if: isOptimized, "slow without optimisation")) func lstmLearnsToAdd() {
    var stream = RandomStream(seed: 5)
    var trainer = Trainer<Float>(
      .recurrent(.lstm, inputs: 2, size: 32, classes: 1, seed: 1), Adam(rate: 0.01), loss: .squaredError,
      greatestNorm: 1)
    for _ in 0..<800 {
      let (input, target): (Tensor<Float>, Tensor<Float>) = Sequences.adding(64, steps: 20, &stream)
      _ = trainer.step(input, .values(target))
    }
    let (input, target): (Tensor<Float>, Tensor<Float>) = Sequences.adding(500, steps: 20, &stream)
    let error = trainer.network.predict(input) - target
    #expect(error.dot(error) / 500 < 0.02)
  }

  /// The second half of a copied sequence can be predicted, the first cannot: the loss tends to half of ln(symbols).
  @Test(.enabled(if: isOptimized, "slow without optimisation")) func gptLearnsToCopy() {
    var stream = RandomStream(seed: 6)
    let length = 6
    var trainer = Trainer<Float>(
      .gpt(vocabulary: 9, steps: 2 * length, size: 32, heads: 4, blocks: 2, seed: 1),
      AdamW(rate: 0.003),
      loss: .crossEntropy)
    for _ in 0..<1500 {
      let data: Dataset<Float> = Sequences.copying(32, length: length, vocabulary: 9, &stream)
      _ = trainer.step(data.features, .labels(data.labels))
    }
    let data: Dataset<Float> = Sequences.copying(100, length: length, vocabulary: 9, &stream)
    let predicted = trainer.network.predict(data.features).argmax()
    let second = predicted.indices.filter { $0 % (2 * length) >= length }
    let right = second.count { predicted[$0] == Int(data.labels[$0]) }
    #expect(Double(right) > 0.95 * Double(second.count))
  }
}
