import DeepLearning
import Labs
import Tensors

/// The Logistic lab by `LogisticRegression`, a network of one dense layer and `BayesRule`; the Hessian by automatic
/// differentiation.
///
/// The library's mean over no samples is 0 / 0, the lab's is 0.
struct LogisticOracle: LogisticContract {
  func sigmoid(_ z: Double) -> Double { Functions.sigmoid(z) }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    // A hair below the line the library's probability is rounded to one half: there the sum says more.
    (0..<samples.rows).map { row in
      zip(model.weights, samples.row(row).values).reduce(model.bias) { $0 + $1.0 * $1.1 } >= 0 ? 1 : 0
    }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    labels.isEmpty ? 0 : regression(model).loss(samples.library, numbers(labels)).value
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    guard !labels.isEmpty else { return LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0) }
    let slope = regression(model).loss(samples.library, numbers(labels))
    return LogisticModel(weights: slope.weights.elements, bias: slope.bias)
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var regression = regression(model)
    for _ in 0..<(labels.isEmpty ? 0 : steps) {
      _ = regression.descend(samples.library, numbers(labels), rate: rate)
    }
    return LogisticModel(weights: regression.weights.elements, bias: regression.bias)
  }

  /// Column by column, H times a unit vector. Labels add to the loss what is linear in the model, so none are needed.
  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let design = Tensor(rows: (0..<samples.rows).map { samples.row($0).values + [1] })
    let size = model.weights.count + 1
    let place = LibraryTensor(model.weights + [model.bias], [size, 1])
    let columns = (0..<size).map { index in
      var unit = LibraryTensor(zeros: [size, 1])
      unit[flat: index] = 1
      return Differentiation.hessianVectorProduct(
        { Variable(design).multiplied(by: $0).softplus().mean() }, at: place, vector: unit
      ).elements
    }
    return Tensor(rows: columns).transposed()
  }

  /// Without a step, which is wrong, where the library refuses.
  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    var regression = regression(model)
    for _ in 0..<steps { _ = try? regression.newtonStep(samples.library, numbers(labels)) }
    return LogisticModel(weights: regression.weights.elements, bias: regression.bias)
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    var probabilities = LibraryTensor.empty
    probabilities.setSoftmax(of: dense(model).output(samples).library)
    return probabilities.lab
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    labels.isEmpty ? 0 : dense(model).crossEntropy(samples, labels).loss
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    guard !labels.isEmpty else { return MultinomialModel(weights: 0 * model.weights, bias: 0 * model.bias) }
    let slopes = dense(model).crossEntropy(samples, labels).parameters
    return MultinomialModel(weights: slopes[0], bias: slopes[1])
  }

  /// `MultinomialRegression` descends with momentum from zeros only; plain descent is SGD's on all samples.
  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var (model, parameters) = (model, Parameters([model.weights, model.bias]))
    var rule = SGD<Double>(rate: rate)
    for _ in 0..<steps {
      let slope = multinomialGradient(model, samples, labels)
      rule.update(&parameters, along: Parameters([slope.weights, slope.bias]))
      let moved = parameters.tensors
      model = MultinomialModel(weights: moved[0], bias: moved[1])
    }
    return model
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    dense(model).output(samples).library.argmax()
  }

  /// The library refuses a prior of 0; such a class has the posterior 0.
  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    let possible = priors.indices.filter { priors[$0] > 0 }
    var posteriors = priors.map { _ in 0.0 }
    for (place, posterior) in zip(possible, rule(possible, priors, logLikelihoods).posterior(Self.sample)) {
      posteriors[place] = posterior
    }
    return posteriors
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let possible = priors.indices.filter { priors[$0] > 0 }
    return possible[rule(possible, priors, logLikelihoods).predict(Self.sample)]
  }

  private static let sample = [0.0, 0, 0, 0]

  /// The library's classes are normal distributions, of whose logarithm at the mean −Σ ln deviation is left: with four
  /// features of deviation e^(−ℓ/4) the log-likelihood is ℓ, and nothing overflows at ℓ = ±1000.
  private func rule(_ classes: [Int], _ priors: [Double], _ logLikelihoods: [Double]) -> BayesRule<Double> {
    BayesRule(
      classes.map { place in
        BayesRule.Class(
          prior: priors[place], mean: Self.sample, deviation: Self.sample.map { _ in exp(-logLikelihoods[place] / 4) })
      })
  }

  private func regression(_ model: LogisticModel) -> LogisticRegression<Double> {
    var regression = LogisticRegression<Double>(features: model.weights.count)
    (regression.weights, regression.bias) = (model.weights.library, model.bias)
    return regression
  }

  private func dense(_ model: MultinomialModel) -> Layers {
    Layers([model.weights, model.bias]) { parameters, stream in
      [Dense(model.weights.columns, model.weights.rows, name: "0", in: &parameters, &stream)]
    }
  }

  private func numbers(_ labels: [Int]) -> LibraryTensor { labels.map(Double.init).library }
}
