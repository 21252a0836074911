package import Checks
import LabKit

/// What the functions of two classes must answer by the submission's own lower functions.
extension LogisticSet {
  /// w·x + b of each sample.
  private var sums: [Double] {
    (0..<samples.rows).map { row in
      model.weights.indices.reduce(model.bias) { $0 + model.weights[$1] * samples[row, $1] }
    }
  }

  /// The samples with a 1 behind each.
  private var extended: Tensor {
    Tensor(rows: (0..<samples.rows).map { samples.row($0).values + [1] })
  }

  private var ones: Term { .of(Tensor(labels.map(Double.init))) }
  private var share: Double { 1 / Double(samples.rows) }

  /// Its own σ of each sample's sum, `[n]`.
  private func ownProbabilities(_ own: inout FollowThrough) -> Term {
    var probabilities: [Term] = []
    for sum in sums { probabilities.append(own.ask(LogisticLab.sigmoid, .of(sum))) }
    return own.work(.vector(probabilities))
  }

  /// 1 where its own probability is more than a half; no sample lies on the line.
  package func ownDecisions(_ own: inout FollowThrough) -> [Term] {
    let column = ownProbabilities(&own).reshaped([samples.rows, 1])
    return [Term.beside([.of(1.0) - column, column]).argmaxOfRows]
  }

  /// The cross-entropy of its own probabilities.
  package func ownLoss(_ own: inout FollowThrough) -> [Term] {
    let p = ownProbabilities(&own)
    let gains = ones * p.logarithm + (.of(1.0) - ones) * (.of(1.0) - p).logarithm
    return [(-share * gains.sumOfColumns).number]
  }

  /// The mean of its own errors times features.
  package func ownGradient(_ own: inout FollowThrough) -> [Term] {
    let errors = own.work(share * (ownProbabilities(&own) - ones))
    let weights = Term.of(samples.transposed()).matmul(errors.reshaped([samples.rows, 1]))
    return [.record(["weights": weights.reshaped([model.weights.count]), "bias": errors.sumOfColumns])]
  }

  /// X̃ᵀ with each sample weighed by its own p (1 − p) / n, times X̃.
  private func ownBends(_ own: inout FollowThrough) -> Term {
    let p = ownProbabilities(&own)
    let factors = own.work((share * p * (.of(1.0) - p)).reshaped([samples.rows, 1]))
    return (factors * .of(extended)).transposed
  }

  package func ownHessian(_ own: inout FollowThrough) -> [Term] { [ownBends(&own).matmul(.of(extended))] }

  /// The Hessian times a direction.
  package func ownBend(_ own: inout FollowThrough, along direction: LogisticModel) -> [Term] {
    let column = Tensor(shape: [direction.weights.count + 1, 1], values: direction.weights + [direction.bias])
    let bent = own.work(ownBends(&own).matmul(.of(extended.matmul(column))).transposed)
    let count = direction.weights.count
    return [
      .record([
        "weights": bent.columns(0..<count).reshaped([count]), "bias": bent.columns(count..<count + 1).reshaped([]),
      ])
    ]
  }

  /// So many steps by its own gradient, which must be an attempt at one `beside` these steps too.
  package func ownDescent(
    _ own: inout FollowThrough, rate: Double, steps: Int, beside other: LogisticSet
  ) -> [Term] {
    _ = own.ask(LogisticLab.gradient, .of(other.model), .of(other.samples), .of(other.labels))
    var moved = Term.of(model)
    for _ in 0..<steps {
      moved = own.work(moved - rate * own.ask(LogisticLab.gradient, moved, .of(samples), .of(labels)))
    }
    return [moved]
  }

  /// H (θ before − θ after) = ∇ for each step, by its own Hessian and gradient, attempts `beside` these steps too; the steps
  /// are those that it makes itself.
  package func ownNewton(
    _ own: inout FollowThrough, _ name: String, steps: Int, beside other: LogisticSet
  ) -> [Term] {
    _ = own.ask(LogisticLab.gradient, .of(other.model), .of(other.samples), .of(other.labels))
    _ = own.ask(LogisticLab.hessian, .of(other.model), .of(other.samples))
    func row(_ model: Term) -> Term {
      .beside([model["weights"].reshaped([1, self.model.weights.count]), model["bias"].reshaped([1, 1])])
    }
    var model = Term.of(model)
    for step in 1...max(steps, 1) {
      let hessian = own.ask(LogisticLab.hessian, model, .of(samples))
      let gradient = own.ask(LogisticLab.gradient, model, .of(samples), .of(labels))
      let next = own.ask(LogisticLab.newton, .of(self.model), .of(samples), .of(labels), .of(step))
      own.require(name, (row(model) - row(next)).matmul(hessian.transposed), equals: row(gradient))
      model = next
    }
    return [model]
  }
}

/// What the functions of several classes must answer by the submission's own lower functions.
extension MultinomialSet {
  private var oneHot: Tensor {
    var oneHot = Tensor(shape: [labels.count, model.bias.count])
    for (row, label) in labels.enumerated() { oneHot[row, label] = 1 }
    return oneHot
  }

  private func ownProbabilities(_ own: inout FollowThrough) -> Term {
    own.ask(LogisticLab.probabilities, .of(model), .of(samples))
  }

  /// The mean of −ln of its own probability of the label.
  package func ownLoss(_ own: inout FollowThrough) -> [Term] {
    let likelihoods = (ownProbabilities(&own) * .of(oneHot)).sumOfColumns
    return [(-1 / Double(labels.count) * likelihoods.logarithm.sumOfColumns).number]
  }

  /// Its own probabilities less the labels, times the samples.
  package func ownGradient(_ own: inout FollowThrough) -> [Term] {
    let delta = own.work(1 / Double(labels.count) * (ownProbabilities(&own) - .of(oneHot)))
    return [.record(["weights": delta.transposed.matmul(.of(samples)), "bias": delta.sumOfRows])]
  }

  /// The class of its own highest probability; these must be attempts `beside` these samples too.
  package func ownClasses(_ own: inout FollowThrough, beside other: MultinomialSet) -> [Term] {
    _ = other.ownProbabilities(&own)
    return [ownProbabilities(&own).argmaxOfRows]
  }

  /// So many steps by its own gradient, which must be an attempt at one `beside` these steps too.
  package func ownDescent(
    _ own: inout FollowThrough, rate: Double, steps: Int, beside other: MultinomialSet
  ) -> [Term] {
    _ = own.ask(LogisticLab.multinomialGradient, .of(other.model), .of(other.samples), .of(other.labels))
    var moved = Term.of(model)
    let x = own.work(.of(samples))
    for _ in 0..<steps {
      moved = own.work(moved - rate * own.ask(LogisticLab.multinomialGradient, moved, x, .of(labels)))
    }
    return [moved]
  }
}

/// The class of its own highest posterior; these must hang on the likelihoods `beside` it, where all priors are equal.
package func ownMapClass(
  _ own: inout FollowThrough, _ priors: [Double], _ logLikelihoods: [Double], beside other: Tensor
) -> [Term] {
  let equal = [Double](repeating: 1 / Double(other.count), count: other.count)
  _ = own.ask(LogisticLab.posteriors, .of(equal), .of(other.values))
  let posteriors = own.ask(LogisticLab.posteriors, .of(priors), .of(logLikelihoods))
  return [posteriors.reshaped([1, priors.count]).argmaxOfRows[0]]
}
