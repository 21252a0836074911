import Checks

/// Choices that the statement leaves open: signs, starts of iterations, directions without variance, an early end.
enum UnsupervisedVariants {
  static let all: [Variant] = []
}
