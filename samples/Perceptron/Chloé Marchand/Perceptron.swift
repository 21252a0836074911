import Foundation
import Perceptron

// Le biais est le poids d'une entrée qui vaut toujours 1.

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    if score(homogeneous(model), [1] + sample) < 0 { return -1 }
    return 1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    var w = homogeneous(model)
    let x = [1] + sample
    if Double(label) * score(w, x) <= 0 {
      for j in 0..<w.count { w[j] = w[j] + learningRate * Double(label) * x[j] }
      model = linear(w)
    }
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    var features = 0
    if samples.count > 0 { features = samples[0].count }
    var w = [Double](repeating: 0, count: features + 1)
    var mistakes = 0
    var epoch = 0
    var clean = false
    while epoch < maximumEpochs && !clean {
      clean = true
      for i in 0..<samples.count {
        let x = [1] + samples[i]
        let y = Double(labels[i])
        if y * score(w, x) <= 0 {
          for j in 0..<w.count { w[j] += learningRate * y * x[j] }
          mistakes += 1
          clean = false
        }
      }
      epoch += 1
    }
    return Training(model: linear(w), mistakes: mistakes, converged: clean)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    let w = homogeneous(model)
    var total = 0.0
    for i in 0..<samples.count {
      let output = link.value(score(w, [1] + samples[i]))
      total += 0.5 * (output - targets[i]) * (output - targets[i])
    }
    return total
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    let w = homogeneous(model)
    var g = [Double](repeating: 0, count: w.count)
    for i in 0..<samples.count {
      let x = [1] + samples[i]
      let z = score(w, x)
      for j in 0..<w.count { g[j] += (link.value(z) - targets[i]) * link.derivative(z) * x[j] }
    }
    return linear(g)
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var w = homogeneous(model)
    for _ in 0..<epochs {
      var step = [Double](repeating: 0, count: w.count)
      for i in 0..<samples.count {
        let x = [1] + samples[i]
        let z = score(w, x)
        let error = (link.value(z) - targets[i]) * link.derivative(z)
        for j in 0..<w.count { step[j] += error * x[j] }
      }
      for j in 0..<w.count { w[j] -= learningRate * step[j] }
    }
    return linear(w)
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    var w = homogeneous(model)
    for i in order {
      let x = [1] + samples[i]
      let z = score(w, x)
      let error = (link.value(z) - targets[i]) * link.derivative(z)
      for j in 0..<w.count { w[j] -= learningRate * error * x[j] }
    }
    return linear(w)
  }

  private func homogeneous(_ model: LinearModel) -> [Double] { [model.bias] + model.weights }

  private func linear(_ w: [Double]) -> LinearModel { LinearModel(weights: Array(w[1...]), bias: w[0]) }

  private func score(_ w: [Double], _ x: [Double]) -> Double {
    var sum = 0.0
    for j in 0..<w.count { sum += w[j] * x[j] }
    return sum
  }
}
