package import LabKit

/// Random samples with labels of 0 and 1, and a model.
package struct LogisticSet {
  package var model: LogisticModel
  package var samples: Tensor
  package var labels: [Int]

  /// Labels at random, so that no plane separates them (but for a few samples).
  package init(_ count: Int, features: Int, _ generator: inout Generator) {
    model = LogisticModel(weights: generator.normal(shape: [features]).values, bias: generator.normal())
    samples = generator.normal(shape: [count, features])
    labels = generator.classLabels(count, classes: 2)
  }

  /// Samples in pairs that mirror each other, label and all, in few directions of many features of unlike sizes: what does
  /// not hang on the probabilities cancels, and the gradient runs like neither the weights nor the samples. Sums are near 2.
  package static func mirrored(_ generator: inout Generator) -> LogisticSet {
    var set = LogisticSet(0, features: 120, &generator)
    set.samples = generator.mirrored(15, features: 120)
    set.labels = (0..<15).flatMap { [Int](repeating: $0 % 2, count: 2) }
    let column = Tensor(shape: [120, 1], values: set.model.weights)
    let size = (set.samples.matmul(column).map { $0 * $0 }.sum() / 30).squareRoot()
    set.model.weights = set.model.weights.map { 2 / size * $0 }
    return set
  }

  package var loss: Call { LogisticLab.loss(model, samples, labels) }
  package var gradient: Call { LogisticLab.gradient(model, samples, labels) }
  package var hessian: Call { LogisticLab.hessian(model, samples) }
  package var decide: Call { LogisticLab.decide(model, samples) }

  package func descent(rate: Double, steps: Int) -> Call {
    LogisticLab.descent(model, samples, labels, rate, steps)
  }

  package func newton(steps: Int) -> Call { LogisticLab.newton(model, samples, labels, steps) }

  /// With a model of zeros, by which no probability is near 0 or 1.
  package var fromZeros: LogisticSet {
    var set = self
    set.model = LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0)
    return set
  }
}

/// Random samples with labels of several classes, and a model.
package struct MultinomialSet {
  package var model: MultinomialModel
  package var samples: Tensor
  package var labels: [Int]

  package init(_ count: Int, features: Int, classes: Int, _ generator: inout Generator) {
    model = MultinomialModel(
      weights: generator.normal(shape: [classes, features]), bias: generator.normal(shape: [classes]))
    samples = generator.normal(shape: [count, features])
    labels = generator.classLabels(count, classes: classes)
  }

  /// As `LogisticSet.mirrored`, of `pairs` pairs.
  package static func mirrored(
    pairs: Int = 15, features: Int = 60, classes: Int = 3, _ generator: inout Generator
  ) -> MultinomialSet {
    var set = MultinomialSet(0, features: features, classes: classes, &generator)
    set.samples = generator.mirrored(pairs, features: features)
    set.labels = (0..<pairs).flatMap { [Int](repeating: $0 % classes, count: 2) }
    let scores = set.samples.matmul(set.model.weights.transposed())
    let size = (scores.map { $0 * $0 }.sum() / Double(scores.count)).squareRoot()
    set.model.weights = set.model.weights * (2 / size)
    set.model.bias = set.model.bias * 0
    return set
  }

  package var probabilities: Call { LogisticLab.probabilities(model, samples) }
  package var loss: Call { LogisticLab.multinomialLoss(model, samples, labels) }
  package var gradient: Call { LogisticLab.multinomialGradient(model, samples, labels) }
  package var classify: Call { LogisticLab.classify(model, samples) }

  package func descent(rate: Double, steps: Int) -> Call {
    LogisticLab.multinomialDescent(model, samples, labels, rate, steps)
  }
}

extension Generator {
  /// A class for each sample, the first two never the same.
  package mutating func classLabels(_ count: Int, classes: Int) -> [Int] {
    var labels = (0..<count).map { _ in integer(below: classes) }
    if count > 1, classes > 1, labels[0] == labels[1] { labels[1] = (labels[0] + 1) % classes }
    return labels
  }

  /// Samples x and −x in turn, in four directions and hardly any other, features of unlike sizes.
  package mutating func mirrored(_ pairs: Int, features: Int) -> Tensor {
    let sizes = Tensor((0..<features).map { _ in pow(10, uniform(-1, 1)) })
    let half =
      normal(shape: [pairs, 4]).matmul(normal(shape: [4, features])) + normal(shape: [pairs, features]) * 0.1
    let scaled = half * sizes
    return Tensor(rows: (0..<pairs).flatMap { [scaled.row($0).values, (scaled.row($0) * -1).values] })
  }

  /// Probabilities of so many classes, each of at least 0.02.
  package mutating func priors(_ classes: Int) -> [Double] {
    let parts = (0..<classes).map { _ in uniform(0.1, 1) }
    return parts.map { $0 / parts.reduce(0, +) }
  }

  /// Priors and likelihoods of which one class comes out first by a clear margin.
  package mutating func decisiveClasses(_ classes: Int) -> (priors: [Double], logLikelihoods: [Double]) {
    while true {
      let (priors, logLikelihoods) = (priors(classes), normal(shape: [classes]).values)
      let scores = zip(priors, logLikelihoods).map { log($0) + $1 }.sorted(by: >)
      if scores.count < 2 || scores[0] - scores[1] > 0.05 { return (priors, logLikelihoods) }
    }
  }
}
