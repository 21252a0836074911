import LabKit

/// Predictions on samples whose labels the submission's process never saw, against the reference's on the same samples.
///
/// With s and r the marks (1 right, 0 wrong) of submission and reference on a sample, d = s − ratio · r. Several trainings
/// that are judged on the same samples are not independent, so d is first averaged over them: n samples give n numbers
/// whatever the number of trainings. The check fails where mean(d) + z · sd(d)/√n < 0: where the accuracy is shown to be
/// too low. The same samples are used for both sides, so the difficulty of a split cancels.
public struct AccuracyJudge: Hashable, Sendable, Codable {
  /// A training: the call that answers with predictions, and the labels to hold against them.
  public struct Trial: Hashable, Sendable, Codable {
    public var call: Int
    public var labels: [Int]

    public init(call: Int, labels: [Int]) {
      self.call = call
      self.labels = labels
    }
  }

  public var trials: [Trial]
  /// The share of the reference's accuracy that is asked for.
  public var ratio: Double
  /// The normal quantile of the one-sided confidence bound; 2.326 is 99 %.
  public var quantile: Double

  public init(trials: [Trial], ratio: Double, quantile: Double = 2.326) {
    self.trials = trials
    self.ratio = ratio
    self.quantile = quantile
  }

  func rule(_ submission: Evidence, against reference: Evidence) -> Ruling {
    let isOneSet = trials.allSatisfy { $0.labels == trials.first?.labels }
    var differences: [Double] = []
    var (right, referenceRight, count) = (0, 0, 0)
    for (number, trial) in trials.enumerated() {
      guard case .integers(let predicted) = submission.answers[trial.call],
        case .integers(let wanted) = reference.answers[trial.call]
      else { return .failed("no list of classes came back") }
      guard predicted.count == trial.labels.count, wanted.count == trial.labels.count else {
        return .failed(
          "not one prediction for each sample",
          ["training \(number + 1): \(predicted.count) predictions for \(trial.labels.count) samples"])
      }
      for (index, label) in trial.labels.enumerated() {
        let (own, theirs) = (predicted[index] == label ? 1.0 : 0, wanted[index] == label ? 1.0 : 0)
        right += Int(own)
        referenceRight += Int(theirs)
        count += 1
        let difference = own - ratio * theirs
        if isOneSet, index < differences.count {
          differences[index] += difference
        } else {
          differences.append(difference)
        }
      }
    }
    guard differences.count > 1 else { return .failed("there are too few samples to judge by") }
    if isOneSet { differences = differences.map { $0 / Double(trials.count) } }
    let bound = Self.upperBound(differences, quantile: quantile)
    let n = Double(max(count, 1))
    let details = [
      """
      accuracy \((Double(right) / n).short) over \(trials.count) trainings and \(count) predictions; \
      reference \((Double(referenceRight) / n).short), asked for \(ratio.short) of it; \
      99 % bound of the margin \(bound.short)
      """
    ]
    return bound >= 0
      ? .passed("the trained model's accuracy on unseen samples is high enough", details)
      : .failed("the trained model's accuracy on unseen samples is too low", details)
  }

  /// mean + quantile · standard error.
  static func upperBound(_ sample: [Double], quantile: Double) -> Double {
    let n = Double(sample.count)
    let mean = sample.reduce(0, +) / n
    let variance = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    return mean + quantile * (variance / n).squareRoot()
  }
}
