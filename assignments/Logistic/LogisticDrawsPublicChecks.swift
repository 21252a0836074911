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

  package var loss: Call { LogisticLab.loss(model, samples, labels) }
  package var gradient: Call { LogisticLab.gradient(model, samples, labels) }
  package var hessian: Call { LogisticLab.hessian(model, samples) }
  package var decide: Call { LogisticLab.decide(model, samples) }

  package func descent(rate: Double, steps: Int) -> Call {
    LogisticLab.descent(model, samples, labels, rate, steps)
  }

  /// From zeros, where no probability is near 0 or 1.
  package func newton(steps: Int) -> Call {
    let zero = LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0)
    return LogisticLab.newton(zero, samples, labels, steps)
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
