import LabKit

/// Scores of classes that the submission's process was never told, against what a simple rival makes of the same samples.
///
/// With ℓ = −ln softmax(scores)[label] and r the rival's loss on each of n samples, all trials together, the mean of
/// d = ℓ − ratio · r must not be shown to lie above 0: the check fails where mean(d) − z · sd(d)/√n > 0. The rival's losses
/// are known when the check is drawn, so a rival such as an n-gram needs no process.
///
/// Each loss is cut at twice that of chance, 2 ln(classes): one absurd sample then counts as a bad one, and cannot widen
/// the bound until anything passes. Learning lies far below.
public struct LossJudge: Hashable, Sendable, Codable {
  /// A training: the call that answers with a matrix of scores, a row for each sample, the labels, the rival's losses.
  public struct Trial: Hashable, Sendable, Codable {
    public var call: Int
    public var labels: [Int]
    public var rival: [Double]

    public init(call: Int, labels: [Int], rival: [Double]) {
      self.call = call
      self.labels = labels
      self.rival = rival
    }
  }

  public var trials: [Trial]
  /// How many classes there are.
  public var classes: Int
  /// The share of the rival's loss that is asked for.
  public var ratio: Double
  /// The normal quantile of the one-sided confidence bound; 2.326 is 99 %.
  public var quantile: Double

  public init(trials: [Trial], classes: Int, ratio: Double, quantile: Double = 2.326) {
    self.trials = trials
    self.classes = classes
    self.ratio = ratio
    self.quantile = quantile
  }

  func rule(_ submission: Evidence, against reference: Evidence) -> Ruling {
    var differences: [Double] = []
    var (own, theirs, rival) = (0.0, 0.0, 0.0)
    for trial in trials {
      guard let found = losses(submission.answers[trial.call], trial) else {
        return .failed("not one row of finite scores for each sample")
      }
      theirs += losses(reference.answers[trial.call], trial)?.reduce(0, +) ?? .nan
      for (loss, other) in zip(found, trial.rival) {
        own += loss
        rival += other
        differences.append(loss - ratio * other)
      }
    }
    guard differences.count > 1 else { return .failed("there are too few samples to judge by") }
    let bound = -AccuracyJudge.upperBound(differences.map { -$0 }, quantile: quantile)
    let n = Double(differences.count)
    let details = [
      """
      mean loss \((own / n).short) over \(trials.count) trainings and \(differences.count) samples; reference \
      \((theirs / n).short), rival \((rival / n).short), asked for \(ratio.short) of the rival's; 99 % bound of the \
      margin \(bound.short)
      """
    ]
    return bound <= 0
      ? .passed("the trained model's loss on unseen samples is low enough", details)
      : .failed("the trained model's loss on unseen samples is too high", details)
  }

  /// −ln softmax(scores)[label] of each sample, or nil where the answer is no such matrix of finite numbers.
  private func losses(_ answer: Value, _ trial: Trial) -> [Double]? {
    guard case .tensor(let scores) = answer, scores.shape == [trial.labels.count, classes],
      scores.values.allSatisfy(\.isFinite)
    else { return nil }
    let worst = 2 * log(Double(max(classes, 2)))
    return trial.labels.enumerated().map { row, label in
      let values = scores.row(row).values
      let largest = values.max() ?? 0
      let loss = (largest - values[label]) + log(values.reduce(0) { $0 + exp($1 - largest) })
      return loss <= worst ? loss : worst
    }
  }
}
