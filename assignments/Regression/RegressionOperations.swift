public import LabKit

/// The Regression lab's operations: each function of the contract, and one that puts functions together.
public enum RegressionLab {
  public typealias Its = any RegressionContract

  public static let polynomialFeatures = ContractOperation("polynomialFeatures") { (it: Its) in it.polynomialFeatures }
  public static let predict = ContractOperation("predict") { (it: Its) in it.predict }
  public static let meanSquaredError = ContractOperation("meanSquaredError") { (it: Its) in it.meanSquaredError }
  public static let gradient = ContractOperation("gradient") { (it: Its) in it.gradient }
  public static let descent = ContractOperation("descent") { (it: Its) in it.descent }
  public static let solve = ContractOperation("solve") { (it: Its) in it.solve }
  public static let closedForm = ContractOperation("closedForm") { (it: Its) in it.closedForm }
  public static let interpolate = ContractOperation("interpolate") { (it: Its) in it.interpolate }
  public static let folds = ContractOperation("folds") { (it: Its) in it.folds }
  public static let crossValidationError = ContractOperation("crossValidationError") { (it: Its) in
    it.crossValidationError
  }
  public static let chooseDegree = ContractOperation("chooseDegree") { (it: Its) in it.chooseDegree }

  /// For several sets of points, one x and one y a row: chooseDegree among 0 to 6 by five folds of the order given.
  public static let select = ContractOperation("select") { (it: Its) in
    { (x: Tensor, y: Tensor, order: [Int]) in
      let folds = it.folds(order, count: 5)
      return (0..<x.rows).map {
        it.chooseDegree(x.row($0).values, y.row($0).values, degrees: Array(0...6), folds: folds)
      }
    }
  }

  /// The operations carried out by a submission.
  public static func operations<Submission: RegressionContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    bound(
      [
        polynomialFeatures, predict, meanSquaredError, gradient, descent, solve, closedForm, interpolate, folds,
        crossValidationError, chooseDegree, select,
      ]) { Submission() }
  }
}
