// right: C-style index loops, bias added last, nothing clever
import Perceptron

func net(_ w: [Double], _ b: Double, _ x: [Double]) -> Double {
  var z = 0.0
  var j = 0
  while j < w.count {
    z += w[j] * x[j]
    j += 1
  }
  return z + b
}

struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    if net(model.weights, model.bias, sample) >= 0 { return 1 }
    return -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    let y = Double(label)
    let z = net(model.weights, model.bias, sample)
    if y * z <= 0 {
      for j in 0..<model.weights.count {
        model.weights[j] = model.weights[j] + learningRate * y * sample[j]
      }
      model.bias = model.bias + learningRate * y
    }
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    let n = samples.count
    let d = n > 0 ? samples[0].count : 0
    var model = LinearModel(weights: [Double](repeating: 0, count: d), bias: 0)
    var mistakes = 0
    var converged = false
    var epoch = 0
    while epoch < maximumEpochs && !converged {
      var errors = 0
      for i in 0..<n {
        let z = net(model.weights, model.bias, samples[i])
        if Double(labels[i]) * z <= 0 {
          update(&model, sample: samples[i], label: labels[i], learningRate: learningRate)
          errors += 1
        }
      }
      mistakes += errors
      if errors == 0 { converged = true }
      epoch += 1
    }
    return Training(model: model, mistakes: mistakes, converged: converged)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<samples.count {
      let e = targets[i] - link.value(net(model.weights, model.bias, samples[i]))
      sum += e * e
    }
    return 0.5 * sum
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    let d = model.weights.count
    var dw = [Double](repeating: 0, count: d)
    var db = 0.0
    for i in 0..<samples.count {
      let z = net(model.weights, model.bias, samples[i])
      let delta = -(targets[i] - link.value(z)) * link.derivative(z)
      for j in 0..<d {
        dw[j] += delta * samples[i][j]
      }
      db += delta
    }
    return LinearModel(weights: dw, bias: db)
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    var m = model
    var epoch = 0
    while epoch < epochs {
      let g = gradient(m, link, samples, targets)
      for j in 0..<m.weights.count {
        m.weights[j] -= learningRate * g.weights[j]
      }
      m.bias -= learningRate * g.bias
      epoch += 1
    }
    return m
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    var m = model
    for i in order {
      let g = gradient(m, link, [samples[i]], [targets[i]])
      for j in 0..<m.weights.count {
        m.weights[j] -= learningRate * g.weights[j]
      }
      m.bias -= learningRate * g.bias
    }
    return m
  }
}
