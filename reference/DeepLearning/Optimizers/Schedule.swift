internal import Tensors

/// How the learning rate changes from step to step.
public enum Schedule: Sendable {
  /// η.
  case constant
  /// η·factorᵏ after every `every` steps: k = ⌊step / every⌋.
  case steps(every: Int, factor: Double)
  /// From η to `floor`·η along half a cosine over `total` steps (Loshchilov and Hutter 2017, without restarts).
  case cosine(total: Int, floor: Double = 0)
  /// From η/warmUp to η in `warmUp` steps, then the other schedule from its beginning (Goyal and others 2017).
  indirect case warmUp(steps: Int, then: Schedule)

  /// What η is multiplied by in a step, counted from 0.
  public func factor(_ step: Int) -> Double {
    switch self {
    case .constant: return 1
    case .steps(let every, let factor):
      require(every > 0, "Schedule.steps: every \(every) steps")
      return Elementary.power(factor, step / every)
    case .cosine(let total, let floor):
      require(total > 0, "Schedule.cosine: \(total) steps")
      let part = min(Double(step) / Double(total), 1)
      return floor + (1 - floor) * (1 + Elementary.cos(Double.pi * part)) / 2
    case .warmUp(let steps, let then):
      require(steps > 0, "Schedule.warmUp: \(steps) steps")
      return step < steps ? Double(step + 1) / Double(steps) : then.factor(step - steps)
    }
  }
}
