import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum UnsupervisedMutants {
  static let all: [Mutant] = []
}
