public import LabKit

/// The Regression lab's operations: each function of the contract by its name, and one that puts functions together.
public enum RegressionLab {
  public static let polynomialFeatures = Operation<Tensor, [Double], Int>("polynomialFeatures")
  public static let predict = Operation<[Double], [Double], Tensor>("predict")
  public static let meanSquaredError = Operation<Double, [Double], Tensor, [Double]>("meanSquaredError")
  public static let gradient = Operation<[Double], [Double], Tensor, [Double]>("gradient")
  public static let descent = Operation<[Double], [Double], Tensor, [Double], Double, Int>("descent")
  public static let solve = Operation<[Double], Tensor, [Double]>("solve")
  public static let closedForm = Operation<[Double], Tensor, [Double]>("closedForm")
  public static let interpolate = Operation<Double, [Double], [Double], Double>("interpolate")
  public static let folds = Operation<[[Int]], [Int], Int>("folds")
  public static let crossValidationError = Operation<Double, [Double], [Double], Int, [[Int]]>("crossValidationError")
  public static let chooseDegree = Operation<Int, [Double], [Double], [Int], [[Int]]>("chooseDegree")

  /// For several sets of points, one x and one y a row: chooseDegree among 0 to 6 by five folds of the order given.
  public static let select = Operation<[Int], Tensor, Tensor, [Int]>("select")

  /// The operations carried out by a submission.
  public static func operations<Submission: RegressionContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      polynomialFeatures.perform { Submission().polynomialFeatures($0, degree: $1) },
      predict.perform { Submission().predict($0, $1) },
      meanSquaredError.perform { Submission().meanSquaredError($0, $1, $2) },
      gradient.perform { Submission().gradient($0, $1, $2) },
      descent.perform { Submission().descent($0, $1, $2, rate: $3, steps: $4) },
      solve.perform { Submission().solve($0, $1) },
      closedForm.perform { Submission().closedForm($0, $1) },
      interpolate.perform { Submission().interpolate($0, $1, at: $2) },
      folds.perform { Submission().folds($0, count: $1) },
      crossValidationError.perform { Submission().crossValidationError($0, $1, degree: $2, folds: $3) },
      chooseDegree.perform { Submission().chooseDegree($0, $1, degrees: $2, folds: $3) },
      select.perform { x, y, order in
        let submission = Submission()
        let folds = submission.folds(order, count: 5)
        return (0..<x.rows).map {
          submission.chooseDegree(x.row($0).values, y.row($0).values, degrees: Array(0...6), folds: folds)
        }
      },
    ]
  }
}
