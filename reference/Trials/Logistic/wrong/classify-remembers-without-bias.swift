// mistake: the classes of the last question are remembered, and answered again where weights and samples are the same, whatever the bias is
// against: “No function may remember anything from one call to the next”
import Logistic

final class Question {
  var weights: Tensor?
  var samples: Tensor?
  var classes: [Int] = []
}

let last = Question()

// Plain loops, everything by hand.
struct Submission: LogisticContract {
  func net(_ model: LogisticModel, _ samples: Tensor, _ i: Int) -> Double {
    let d = model.weights.count
    var z = model.bias
    for j in 0..<d { z += model.weights[j] * samples.values[i * d + j] }
    return z
  }

  func sigmoid(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    var answer: [Int] = []
    for i in 0..<samples.shape[0] {
      if net(model, samples, i) < 0 { answer.append(0) } else { answer.append(1) }
    }
    return answer
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let n = samples.shape[0]
    if n == 0 { return 0 }
    var sum = 0.0
    for i in 0..<n {
      let z = net(model, samples, i)
      // −y ln p − (1 − y) ln(1 − p) = ln(1 + eᶻ) − y z
      if labels[i] == 1 {
        sum += z > 0 ? log1p(exp(-z)) : log1p(exp(z)) - z
      } else {
        sum += z > 0 ? z + log1p(exp(-z)) : log1p(exp(z))
      }
    }
    return sum / Double(n)
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let n = samples.shape[0]
    let d = samples.shape[1]
    var w = [Double](repeating: 0, count: d)
    var b = 0.0
    if n == 0 { return LogisticModel(weights: w, bias: b) }
    for i in 0..<n {
      let z = net(model, samples, i)
      let error = labels[i] == 1 ? -sigmoid(-z) : sigmoid(z)
      for j in 0..<d { w[j] += error * samples.values[i * d + j] }
      b += error
    }
    for j in 0..<d { w[j] /= Double(n) }
    return LogisticModel(weights: w, bias: b / Double(n))
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var now = model
    var step = 0
    while step < steps {
      let slope = logisticGradient(now, samples, labels)
      for j in 0..<now.weights.count { now.weights[j] -= rate * slope.weights[j] }
      now.bias -= rate * slope.bias
      step += 1
    }
    return now
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let n = samples.shape[0]
    let d = samples.shape[1]
    var h = Tensor(shape: [d + 1, d + 1])
    if n == 0 { return h }
    var long = [Double](repeating: 1, count: d + 1)
    for i in 0..<n {
      let e = exp(-abs(net(model, samples, i)))
      let share = e / ((1 + e) * (1 + e)) / Double(n)
      for j in 0..<d { long[j] = samples.values[i * d + j] }
      for j in 0...d {
        for k in 0...j { h.values[j * (d + 1) + k] += share * long[j] * long[k] }
      }
    }
    for j in 0...d { for k in 0..<j { h.values[k * (d + 1) + j] = h.values[j * (d + 1) + k] } }
    return h
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    var now = model
    var step = 0
    while step < steps {
      let slope = logisticGradient(now, samples, labels)
      let move = solveLinearSystem(logisticHessian(now, samples), slope.weights + [slope.bias])
      for j in 0..<now.weights.count { now.weights[j] -= move[j] }
      now.bias -= move[now.weights.count]
      step += 1
    }
    return now
  }

  // The scores of one sample.
  func scores(_ model: MultinomialModel, _ samples: Tensor, _ i: Int) -> [Double] {
    let c = model.weights.shape[0]
    let d = model.weights.shape[1]
    var s = [Double](repeating: 0, count: c)
    for k in 0..<c {
      var sum = 0.0
      for j in 0..<d { sum += model.weights.values[k * d + j] * samples.values[i * d + j] }
      s[k] = sum + model.bias.values[k]
    }
    return s
  }

  func softmax(_ s: [Double]) -> [Double] {
    var p = s
    var top = -Double.infinity
    for x in s where x > top { top = x }
    var sum = 0.0
    for k in 0..<s.count {
      p[k] = exp(s[k] - top)
      sum += p[k]
    }
    for k in 0..<s.count { p[k] /= sum }
    return p
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let n = samples.shape[0]
    let c = model.weights.shape[0]
    var p: [Double] = []
    for i in 0..<n { p += softmax(scores(model, samples, i)) }
    return Tensor(shape: [n, c], values: p)
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let n = samples.shape[0]
    if n == 0 { return 0 }
    var loss = 0.0
    for i in 0..<n {
      let s = scores(model, samples, i)
      var top = s[0]
      for x in s where x > top { top = x }
      var sum = 0.0
      for x in s { sum += exp(x - top) }
      loss += log(sum) + (top - s[labels[i]])
    }
    return loss / Double(n)
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    let n = samples.shape[0]
    let c = model.weights.shape[0]
    let d = model.weights.shape[1]
    var w = [Double](repeating: 0, count: c * d)
    var b = [Double](repeating: 0, count: c)
    for i in 0..<n {
      let p = softmax(scores(model, samples, i))
      for k in 0..<c {
        let error = (p[k] - (labels[i] == k ? 1 : 0)) / Double(n)
        for j in 0..<d { w[k * d + j] += error * samples.values[i * d + j] }
        b[k] += error
      }
    }
    return MultinomialModel(weights: Tensor(shape: [c, d], values: w), bias: Tensor(b))
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    var now = model
    var step = 0
    while step < steps {
      let slope = multinomialGradient(now, samples, labels)
      for i in 0..<now.weights.values.count { now.weights.values[i] -= rate * slope.weights.values[i] }
      for i in 0..<now.bias.values.count { now.bias.values[i] -= rate * slope.bias.values[i] }
      step += 1
    }
    return now
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] {
    if last.weights == model.weights && last.samples == samples { return last.classes }
    defer { (last.weights, last.samples) = (model.weights, samples) }
    var answer: [Int] = []
    defer { last.classes = answer }
    for i in 0..<samples.shape[0] {
      let s = scores(model, samples, i)
      var best = 0
      for k in 0..<s.count where s[k] > s[best] { best = k }
      answer.append(best)
    }
    return answer
  }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    var top = -Double.infinity
    for k in 0..<priors.count where priors[k] > 0 && logLikelihoods[k] > top { top = logLikelihoods[k] }
    var p = [Double](repeating: 0, count: priors.count)
    var sum = 0.0
    for k in 0..<priors.count where priors[k] > 0 {
      p[k] = priors[k] * exp(logLikelihoods[k] - top)
      sum += p[k]
    }
    for k in 0..<priors.count { p[k] /= sum }
    return p
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    var best = -1
    for k in 0..<priors.count {
      if priors[k] <= 0 { continue }
      if best < 0 || log(priors[k]) + logLikelihoods[k] > log(priors[best]) + logLikelihoods[best] { best = k }
    }
    return max(best, 0)
  }
}
