public import LabKit

/// The Autodiff lab's operations: each function of the contract by its name.
public enum AutodiffLab {
  public static let evaluate = Operation<Double, ScalarProgram, [Double]>("evaluate")
  public static let gradient = Operation<[Double], ScalarProgram, [Double]>("gradient")
  public static let hessian = Operation<Tensor, ScalarProgram, [Double]>("hessian")
  public static let derivatives = Operation<[Double], ScalarProgram, Double, Int>("derivatives")
  public static let tensorEvaluate = Operation<Tensor, TensorProgram, [Tensor]>("tensorEvaluate")
  public static let tensorGradient = Operation<[Tensor], TensorProgram, [Tensor]>("tensorGradient")

  /// The operations carried out by a submission.
  public static func operations<Submission: AutodiffContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      evaluate.perform { Submission().evaluate($0, $1) },
      gradient.perform { Submission().gradient($0, $1) },
      hessian.perform { Submission().hessian($0, $1) },
      derivatives.perform { Submission().derivatives($0, at: $1, order: $2) },
      tensorEvaluate.perform { Submission().evaluate($0, $1) },
      tensorGradient.perform { Submission().gradient($0, $1) },
    ]
  }
}
