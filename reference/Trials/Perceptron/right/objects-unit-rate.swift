import Foundation
import Perceptron

/// Helper objects; unusual but fair: the bias is a weight of a constant feature, training runs at rate 1 and is scaled at
/// its end (from zero weights the rule only scales with η), tanh's slope is 1/cosh², sums are compensated (Neumaier).
struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    Neuron(model).fires(for: sample) ? 1 : -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    let neuron = Neuron(model)
    if neuron.isMistaken(about: sample, label) {
      neuron.step(learningRate * Double(label), sample)
      model = neuron.model
    }
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let neuron = Neuron(LinearModel(weights: [Double](repeating: 0, count: samples.first?.count ?? 0), bias: 0))
    var teacher = Teacher(neuron: neuron)
    var left = maximumEpochs
    while left > 0 {
      left -= 1
      if teacher.pass(samples, labels) == 0 {
        teacher.isDone = true
        break
      }
    }
    neuron.scale(by: learningRate)
    return Training(model: neuron.model, mistakes: teacher.mistakes, converged: teacher.isDone)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    let neuron = Neuron(model)
    var sum = Sum()
    for (sample, target) in zip(samples, targets) {
      let error = target - link.value(neuron.input(sample))
      sum.add(error * error)
    }
    return 0.5 * sum.value
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    let neuron = Neuron(model)
    let slope = Neuron(LinearModel(weights: [Double](repeating: 0, count: model.weights.count), bias: 0))
    for (sample, target) in zip(samples, targets) {
      let z = neuron.input(sample)
      slope.step((link.value(z) - target) * slopeOf(link, z), sample)
    }
    return slope.model
  }

  private func slopeOf(_ link: Link, _ z: Double) -> Double {
    switch link {
    case .identity: return 1
    case .tanh:
      let c = cosh(z)
      return 1 / c / c
    }
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var now = model
    for _ in stride(from: 0, to: epochs, by: 1) {
      let slope = gradient(now, link, samples, targets)
      let neuron = Neuron(now)
      neuron.add(-learningRate, slope)
      now = neuron.model
    }
    return now
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    let neuron = Neuron(model)
    for index in order {
      let z = neuron.input(samples[index])
      neuron.step(-learningRate * (link.value(z) - targets[index]) * slopeOf(link, z), samples[index])
    }
    return neuron.model
  }
}

/// Weights and bias in one list.
private final class Neuron {
  private var parameters: [Double]

  init(_ model: LinearModel) { parameters = model.weights + [model.bias] }

  var model: LinearModel { LinearModel(weights: Array(parameters.dropLast()), bias: parameters.last ?? 0) }

  func input(_ sample: [Double]) -> Double {
    var sum = Sum()
    for (place, x) in sample.enumerated() { sum.add(parameters[place] * x) }
    sum.add(parameters[parameters.count - 1])
    return sum.value
  }

  func fires(for sample: [Double]) -> Bool { input(sample) >= 0 }

  func isMistaken(about sample: [Double], _ label: Int) -> Bool {
    let z = input(sample)
    return z == 0 || (z > 0) != (label > 0)
  }

  func step(_ amount: Double, _ sample: [Double]) {
    for (place, x) in sample.enumerated() { parameters[place] += amount * x }
    parameters[parameters.count - 1] += amount
  }

  func add(_ factor: Double, _ other: LinearModel) {
    for (place, x) in (other.weights + [other.bias]).enumerated() { parameters[place] += factor * x }
  }

  func scale(by factor: Double) { parameters = parameters.map { factor * $0 } }
}

private struct Teacher {
  let neuron: Neuron
  var mistakes = 0
  var isDone = false

  mutating func pass(_ samples: [[Double]], _ labels: [Int]) -> Int {
    let before = mistakes
    for (sample, label) in zip(samples, labels) where neuron.isMistaken(about: sample, label) {
      neuron.step(Double(label), sample)
      mistakes += 1
    }
    return mistakes - before
  }
}

/// A sum that carries what rounding drops.
private struct Sum {
  private var sum = 0.0
  private var lost = 0.0

  mutating func add(_ x: Double) {
    let next = sum + x
    if next.isFinite { lost += abs(sum) >= abs(x) ? (sum - next) + x : (x - next) + sum }
    sum = next
  }

  var value: Double { sum + lost }
}
