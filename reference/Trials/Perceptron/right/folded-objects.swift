// right: classes and generics: a constant feature for the bias, the label folded into the sample, training at rate 1 and scaled afterwards
import Perceptron

/// A point with a last coordinate 1, so that the bias is a weight like the others.
struct Augmented {
  var c: [Double]
  init(_ x: [Double]) { c = x + [1] }
  init(_ m: LinearModel) { c = m.weights + [m.bias] }
  init(zero count: Int) { c = Array(repeating: 0, count: count + 1) }
  var model: LinearModel { LinearModel(weights: Array(c.dropLast()), bias: c[c.count - 1]) }

  func dot(_ o: Augmented) -> Double {
    // two partial sums
    var even = 0.0, odd = 0.0
    var j = 0
    let n = min(c.count, o.c.count)
    while j + 1 < n {
      even += c[j] * o.c[j]
      odd += c[j + 1] * o.c[j + 1]
      j += 2
    }
    if j < n { even += c[j] * o.c[j] }
    return even + odd
  }
  mutating func add(_ a: Double, _ o: Augmented) {
    for j in c.indices { c[j] += a * o.c[j] }
  }
  mutating func scale(_ a: Double) {
    for j in c.indices { c[j] *= a }
  }
}

final class Rosenblatt {
  var w: Augmented
  private(set) var mistakes = 0
  init(features: Int) { w = Augmented(zero: features) }

  /// `s` is y·(x, 1): right where w·s > 0.
  func see(_ s: Augmented) -> Bool {
    guard w.dot(s) <= 0 else { return true }
    w.add(1, s)
    mistakes += 1
    return false
  }

  func pass(_ all: [Augmented]) -> Bool {
    var clean = true
    for s in all where !see(s) { clean = false }
    return clean
  }
}

final class Adaline {
  var theta: Augmented
  let link: Link
  init(_ m: LinearModel, _ link: Link) {
    theta = Augmented(m)
    self.link = link
  }

  func residual(_ x: Augmented, _ y: Double) -> Double { y - link.value(theta.dot(x)) }

  func slope<S: Sequence>(over data: S) -> Augmented where S.Element == (Augmented, Double) {
    var g = Augmented(zero: theta.c.count - 1)
    for (x, y) in data {
      let z = theta.dot(x)
      let out = link.value(z)
      let prime: Double
      switch link {
      case .identity: prime = 1
      case .tanh: prime = (1 - out) * (1 + out)
      }
      g.add((out - y) * prime, x)
    }
    return g
  }

  func step<S: Sequence>(_ data: S, _ rate: Double) where S.Element == (Augmented, Double) {
    theta.add(-rate, slope(over: data))
  }
}

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    Augmented(model).dot(Augmented(sample)) >= 0 ? 1 : -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    var w = Augmented(model)
    let x = Augmented(sample)
    guard w.dot(x) * Double(label) <= 0 else { return }
    w.add(learningRate * Double(label), x)
    model = w.model
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let learner = Rosenblatt(features: samples.first?.count ?? 0)
    let folded = zip(samples, labels).map { x, y -> Augmented in
      var s = Augmented(x)
      s.scale(Double(y))
      return s
    }
    var done = 0
    var clean = false
    while done < maximumEpochs, !clean {
      clean = learner.pass(folded)
      done += 1
    }
    // From zero weights the rate only stretches w: sums of rate 1, stretched once, are the same model.
    learner.w.scale(learningRate)
    return Training(model: learner.w.model, mistakes: learner.mistakes, converged: clean)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    let a = Adaline(model, link)
    var j = 0.0
    for (x, y) in zip(samples, targets) {
      let r = a.residual(Augmented(x), y)
      j += 0.5 * (r * r)
    }
    return j
  }

  private func pairs(_ samples: [[Double]], _ targets: [Double]) -> [(Augmented, Double)] {
    zip(samples, targets).map { (Augmented($0), $1) }
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    Adaline(model, link).slope(over: pairs(samples, targets)).model
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    let a = Adaline(model, link)
    let data = pairs(samples, targets)
    for _ in 0..<max(epochs, 0) { a.step(data, learningRate) }
    return a.theta.model
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    let a = Adaline(model, link)
    for i in order { a.step(CollectionOfOne((Augmented(samples[i]), targets[i])), learningRate) }
    return a.theta.model
  }
}
