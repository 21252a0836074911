package import Checks
import LabKit
import Labs

extension Lab {
  /// Logistic and multinomial regression.
  package static let logistic = Lab(
    name: "Logistic", title: "Logistic regression: two classes, several, Newton's method, Bayes' rule",
    publicChecks: LogisticPublicChecks.all, hiddenChecks: LogisticHiddenChecks.all, mutants: LogisticMutants.all)
}

/// What only the instructor checks.
enum LogisticHiddenChecks {
  static let all: [Check] = [
    sigmoidExtreme, decideEdges, lossExtreme, gradientEdges, gradientDifferences, descentEdges, hessianEdges,
    hessianDifferences, newtonMany, probabilitiesExtreme, multinomialLossExtreme, multinomialGradientEdges,
    multinomialGradientDifferences, multinomialDescentEdges, classifyTies, posteriorsExtreme, mapTies, repeats, signs,
    timing,
  ]
}
