@_exported public import LabKit

/// What a submission to the Autodiff lab provides; the statement has the equations.
///
/// Write `struct Submission: AutodiffContract { … }`. No function may remember anything from one call to the next.
/// A program is data: steps that refer to one another by their place in the list, in any order, never in a circle.
public protocol AutodiffContract {
  init()

  /// The value of the program's output.
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double

  /// The derivative of the output in each input, by one sweep back through the program; 0 for inputs it does not use.
  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double]

  /// The second derivatives of the output, a matrix with a row and a column for each input.
  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor

  /// f(x), f′(x), f″(x) and so on up to the derivative of that order, for a program of one input.
  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double]

  /// The value of a tensor program's output.
  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor

  /// The gradient in each input, of its shape, of a tensor program whose output is a single number, of shape `[]`.
  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor]
}

/// One operation on numbers; the integers are places in the list of steps, but for `input`, which counts the inputs.
public enum ScalarStep: Hashable, Sendable {
  case input(Int)
  case constant(Double)
  case add(Int, Int)
  case subtract(Int, Int)
  case multiply(Int, Int)
  /// The first divided by the second.
  case divide(Int, Int)
  case exp(Int)
  /// The natural logarithm.
  case log(Int)
  case sin(Int)
  case cos(Int)
  case tanh(Int)
}

/// Steps in any order, and the place of the one whose value is the result.
public struct ScalarProgram: Hashable, Sendable {
  public var steps: [ScalarStep]
  public var output: Int

  public init(steps: [ScalarStep], output: Int) {
    self.steps = steps
    self.output = output
  }
}

/// One operation on tensors; the integers are places in the list of steps, but for `input`, which counts the inputs.
public enum TensorStep: Hashable, Sendable {
  case input(Int)
  /// Element by element, broadcasting, as `Tensor`'s own operators.
  case add(Int, Int)
  case multiply(Int, Int)
  /// The product of two matrices.
  case matmul(Int, Int)
  case transpose(Int)
  case tanh(Int)
  case exp(Int)
  /// max(0, x).
  case relu(Int)
  /// The sum of all elements, of shape `[]`.
  case sum(Int)
}

/// Steps in any order, and the place of the one whose value is the result.
public struct TensorProgram: Hashable, Sendable {
  public var steps: [TensorStep]
  public var output: Int

  public init(steps: [TensorStep], output: Int) {
    self.steps = steps
    self.output = output
  }
}
