import Logistic

/// Matrix products throughout. Both models are seen as a matrix with the bias as the last column, samples get a column of ones.
struct Submission: LogisticContract {
  func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int] {
    sums(model, samples).values.map { $0 < 0 ? 0 : 1 }
  }

  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    // −y ln p − (1 − y) ln(1 − p) = ln(1 + e^(−u)), where u is z for label 1 and −z for label 0.
    let signs = Tensor(column: labels.map { Double(2 * $0 - 1) })
    let losses = (sums(model, samples) * signs).map { (u: Double) -> Double in
      u > 0 ? log1p(exp(-u)) : log1p(exp(u)) - u
    }
    return losses.sum() / Double(max(1, labels.count))
  }

  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel {
    let residuals = sums(model, samples).map(sigmoid) - Tensor(column: labels.map(Double.init))
    let slopes = residuals.transposed().matmul(extended(samples)) / Double(max(1, labels.count))
    return unpack(slopes.values)
  }

  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel {
    var theta = Tensor(pack(model))
    var made = 0
    while made < steps {
      theta -= rate * Tensor(pack(logisticGradient(unpack(theta.values), samples, labels)))
      made += 1
    }
    return unpack(theta.values)
  }

  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    let x = extended(samples)
    let curvatures = sums(model, samples).map { (z: Double) -> Double in
      // σ(z) σ(−z) = e^(−|z|) / (1 + e^(−|z|))².
      let e = exp(-abs(z))
      return e / ((1 + e) * (1 + e))
    }
    return x.transposed().matmul(x * curvatures) / Double(max(1, samples.rows))
  }

  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel {
    var theta = pack(model)
    for _ in 0..<steps {
      let here = unpack(theta)
      let step = eliminated(logisticHessian(here, samples), pack(logisticGradient(here, samples, labels)))
      theta = zip(theta, step).map { $0 - $1 }
    }
    return unpack(theta)
  }

  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    logProbabilities(model, samples).map { exp($0) }
  }

  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double {
    let logs = logProbabilities(model, samples)
    let own = labels.enumerated().map { logs[$0.offset, $0.element] }
    return -own.reduce(0, +) / Double(max(1, labels.count))
  }

  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel {
    var residuals = probabilities(model, samples)
    for (i, label) in labels.enumerated() { residuals[i, label] -= 1 }
    let n = Double(max(1, labels.count))
    return MultinomialModel(
      weights: residuals.transposed().matmul(samples) / n, bias: residuals.sum(axis: 0) / n)
  }

  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel {
    (0..<steps).reduce(model) { here, _ in
      let gradient = multinomialGradient(here, samples, labels)
      return MultinomialModel(
        weights: here.weights - rate * gradient.weights, bias: here.bias - rate * gradient.bias)
    }
  }

  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int] { scores(model, samples).argmaxOfRows() }

  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double] {
    // P(k | x) = 1 / Σ over l of (π_l / π_k) exp(ℓ_l − ℓ_k), for a prior that is not 0.
    priors.indices.map { (k: Int) -> Double in
      if priors[k] == 0 { return 0 }
      var sum = 0.0
      for l in priors.indices where priors[l] > 0 {
        sum += exp((logLikelihoods[l] - logLikelihoods[k]) + (log(priors[l]) - log(priors[k])))
      }
      return 1 / sum
    }
  }

  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int {
    let possible = priors.indices.filter { priors[$0] > 0 }
    let ranked = possible.map { (k: Int) -> (value: Double, index: Int) in (logLikelihoods[k] + log(priors[k]), k) }
    let sorted = ranked.sorted { $0.value != $1.value ? $0.value > $1.value : $0.index < $1.index }
    return sorted.first?.index ?? 0
  }

  // MARK: helpers

  private func pack(_ model: LogisticModel) -> [Double] { model.weights + [model.bias] }

  private func unpack(_ theta: [Double]) -> LogisticModel {
    LogisticModel(weights: Array(theta.dropLast()), bias: theta[theta.count - 1])
  }

  /// The samples with a column of ones at the end.
  private func extended(_ samples: Tensor) -> Tensor {
    var values: [Double] = []
    let d = samples.columns
    values.reserveCapacity(samples.rows * (d + 1))
    for i in 0..<samples.rows {
      values += samples.values[i * d..<(i + 1) * d]
      values.append(1)
    }
    return Tensor(shape: [samples.rows, d + 1], values: values)
  }

  private func sums(_ model: LogisticModel, _ samples: Tensor) -> Tensor {
    extended(samples).matmul(Tensor(column: pack(model)))
  }

  private func scores(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    samples.matmul(model.weights.transposed()) + model.bias
  }

  private func logProbabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor {
    let s = scores(model, samples)
    let below = s - s.maximum(axis: 1).reshaped([s.rows, 1])
    let sums = below.map { exp($0) }.sum(axis: 1).map { log($0) }
    return below - sums.reshaped([s.rows, 1])
  }

  /// Gauss and Jordan on the matrix with the right side as another column, dividing by the largest number of a column.
  private func eliminated(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    var lines = right.indices.map { matrix.row($0).values + [right[$0]] }
    for c in right.indices {
      var pivot = c
      for r in c..<right.count where abs(lines[r][c]) > abs(lines[pivot][c]) { pivot = r }
      lines.swapAt(c, pivot)
      let head = lines[c][c]
      lines[c] = lines[c].map { $0 / head }
      for r in right.indices where r != c {
        let factor = lines[r][c]
        for k in c...right.count { lines[r][k] -= factor * lines[c][k] }
      }
    }
    return lines.map { $0[right.count] }
  }
}
