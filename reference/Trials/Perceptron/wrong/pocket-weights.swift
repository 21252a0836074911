// mistake: answers with the weights of the best pass so far (pocket algorithm) instead of the last ones where samples are not separable
import Perceptron


extension LinearModel {
  fileprivate func z(_ x: [Double]) -> Double { zip(weights, x).reduce(bias) { $0 + $1.0 * $1.1 } }
  fileprivate func moved(_ step: Double, along direction: LinearModel) -> LinearModel {
    LinearModel(
      weights: zip(weights, direction.weights).map { $0 + step * $1 }, bias: bias + step * direction.bias)
  }
}

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int { model.z(sample) < 0 ? -1 : 1 }

  private func isMistake(_ model: LinearModel, _ sample: [Double], _ label: Int) -> Bool {
    Double(label) * model.z(sample) <= 0
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    guard isMistake(model, sample, label) else { return }
    model = model.moved(learningRate * Double(label), along: LinearModel(weights: sample, bias: 1))
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let zero = LinearModel(weights: (samples.first ?? []).map { _ in 0 }, bias: 0)
    var state = Training(model: zero, mistakes: 0, converged: false)
    var best = (model: zero, errors: Int.max)
    for _ in 0..<max(0, maximumEpochs) {
      let before = state.mistakes
      state = zip(samples, labels).reduce(into: state) { state, pair in
        state.mistakes += isMistake(state.model, pair.0, pair.1) ? 1 : 0
        update(&state.model, sample: pair.0, label: pair.1, learningRate: learningRate)
      }
      let errors = zip(samples, labels).filter { isMistake(state.model, $0, $1) }.count
      if errors < best.errors { best = (state.model, errors) }
      state.converged = state.mistakes == before
      if state.converged { break }
    }
    if !state.converged && best.errors < Int.max { state.model = best.model }
    return state
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    zip(samples, targets).map { $1 - link.value(model.z($0)) }.reduce(0) { $0 + $1 * $1 / 2 }
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    let deltas = zip(samples, targets).map { x, y in
      let z = model.z(x)
      return (link.value(z) - y) * link.derivative(z)
    }
    let weights = zip(deltas, samples).reduce(model.weights.map { _ in 0.0 }) { sum, term in
      zip(sum, term.1).map { $0 + term.0 * $1 }
    }
    return LinearModel(weights: weights, bias: deltas.reduce(0, +))
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    (0..<epochs).reduce(model) { m, _ in m.moved(-learningRate, along: gradient(m, link, samples, targets)) }
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    order.reduce(model) { m, i in
      m.moved(-learningRate, along: gradient(m, link, [samples[i]], [targets[i]]))
    }
  }
}
