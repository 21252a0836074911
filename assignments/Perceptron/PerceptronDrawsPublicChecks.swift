package import LabKit

/// Random samples, targets and a model to start from.
package struct AdalineProblem {
  package var samples: [[Double]]
  package var targets: [Double]
  package var model: LinearModel

  package init(count: Int, features: Int, _ generator: inout Generator) {
    samples = (0..<count).map { _ in generator.normal(shape: [features]).values }
    targets = generator.normal(shape: [count]).values
    model = LinearModel(weights: generator.normal(shape: [features]).values, bias: generator.normal())
  }

  package func cost(_ link: Link) -> Call { PerceptronLab.cost(model, link, samples, targets) }
  package func gradient(_ link: Link) -> Call { PerceptronLab.gradient(model, link, samples, targets) }

  package func batchDescent(_ link: Link, learningRate: Double, epochs: Int) -> Call {
    PerceptronLab.batchDescent(model, link, samples, targets, learningRate, epochs)
  }

  package func stochasticDescent(_ link: Link, learningRate: Double, order: [Int]) -> Call {
    PerceptronLab.stochasticDescent(model, link, samples, targets, learningRate, order)
  }
}

/// Samples on both sides of a random hyperplane, none of them near it.
package struct SeparableSet {
  package var samples: [[Double]] = []
  package var labels: [Int] = []

  package init(samples: [[Double]], labels: [Int]) { (self.samples, self.labels) = (samples, labels) }

  /// Draws samples with `draw` and keeps those with |w·x + b| ≥ margin, as many of one class as of the other (one more of
  /// the first class where `count` is odd).
  ///
  /// The hyperplane passes the origin at most at distance `offset`: the further, the more passes the perceptron needs.
  package init(
    _ count: Int, features: Int, margin: Double, offset: Double = 0.5, _ generator: inout Generator,
    draw: (inout Generator, Int) -> [Double] = { $0.dyadic($1) }
  ) {
    let normal = generator.normal(shape: [features]).values
    let length = normal.dot(normal).squareRoot()
    let (weights, bias) = (normal.map { $0 / length }, generator.uniform(-offset, offset))
    while samples.count < count {
      let sample = draw(&generator, features)
      let side = weights.dot(sample) + bias
      let wanted = samples.count % 2 == 0 ? 1 : -1
      guard abs(side) >= margin else { continue }
      guard (side > 0) == (wanted > 0) else { continue }
      samples.append(sample)
      labels.append(wanted)
    }
    let order = generator.permutation(count)
    (samples, labels) = (order.map { samples[$0] }, order.map { labels[$0] })
  }

  /// Draws such sets until one takes the perceptron so many passes, the last one without a mistake.
  package static func taking(
    _ passes: ClosedRange<Int>, _ count: Int, features: Int, margin: Double, offset: Double = 0.5,
    _ generator: inout Generator
  ) -> SeparableSet {
    while true {
      let set = SeparableSet(count, features: features, margin: margin, offset: offset, &generator)
      if passes.contains(set.passes) { return set }
    }
  }

  /// How many passes the perceptron makes over this set, the last one without a mistake.
  package var passes: Int {
    var (weights, bias, passes, isChanged) = ([Double](repeating: 0, count: samples[0].count), 0.0, 0, true)
    while isChanged {
      isChanged = false
      passes += 1
      for (sample, label) in zip(samples, labels) where Double(label) * (weights.dot(sample) + bias) <= 0 {
        weights = zip(weights, sample).map { $0 + Double(label) * $1 }
        bias += Double(label)
        isChanged = true
      }
    }
    return passes
  }

  package func train(learningRate: Double, maximumEpochs: Int) -> Call {
    PerceptronLab.train(samples, labels, learningRate, maximumEpochs)
  }
}

extension [Double] {
  package func dot(_ other: [Double]) -> Double { zip(self, other).reduce(0) { $0 + $1.0 * $1.1 } }
}

extension Generator {
  /// A multiple of 1/8 in [−4, 4]: sums of products of such numbers are exact, so no order of adding changes a sign.
  package mutating func dyadic() -> Double { Double(integer(below: 65) - 32) / 8 }

  package mutating func dyadic(_ count: Int) -> [Double] { (0..<count).map { _ in dyadic() } }

  /// A model and a sample with w·x ≠ 0 and w·x + b of the sign given.
  package mutating func sided(_ features: Int, _ sign: Double) -> (model: LinearModel, sample: [Double]) {
    while true {
      let model = LinearModel(weights: dyadic(features), bias: dyadic())
      let sample = dyadic(features)
      let product = model.weights.dot(sample)
      if product != 0, sign * (product + model.bias) > 0 { return (model, sample) }
    }
  }
}
