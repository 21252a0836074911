public import Tensors

/// Newton's method: x − f/f′ for a root, x − H⁻¹∇f for a minimum.
///
/// Near a simple root with a smooth f, the error is squared in every step (Nocedal and Wright 2006, theorem 3.5).
public enum Newton {
  /// The iterates from `start`, until a step is shorter than `tolerance` or `steps` were made.
  public static func root<Scalar: TensorScalar>(
    of function: (Scalar) -> (value: Scalar, slope: Scalar), from start: Scalar, steps: Int = 50,
    tolerance: Scalar = Scalar.ulpOfOne
  ) -> [Scalar] {
    require(steps >= 0, "Newton: \(steps) steps")
    var iterates = [start]
    var x = start
    for _ in 0..<steps {
      let (value, slope) = function(x)
      guard slope != 0 else { break }
      let step = value / slope
      x -= step
      iterates.append(x)
      if abs(step) <= tolerance * max(1, abs(x)) { break }
    }
    return iterates
  }

  /// The iterates from `start` towards a place where the gradient is 0, for a function of few variables: its Hessian is
  /// computed column by column by differentiating the gradient's graph.
  ///
  /// - Throws: `LinearAlgebraError.singular` where the Hessian is.
  public static func minimum<Scalar: TensorScalar>(
    of function: (Variable<Scalar>) -> Variable<Scalar>, from start: Tensor<Scalar>, steps: Int = 50,
    tolerance: Scalar = Scalar.ulpOfOne
  ) throws(LinearAlgebraError) -> [Tensor<Scalar>] {
    require(steps >= 0, "Newton: \(steps) steps")
    var iterates = [start]
    var x = start
    for _ in 0..<steps {
      let variable = Variable(x)
      let value = function(variable)
      let gradient = Differentiation.gradients(of: value, by: [variable])[0]
      let columns = (0..<x.count).map { index in
        var unit = Tensor<Scalar>(zeros: x.shape)
        unit[flat: index] = 1
        return Differentiation.hessianVectorProduct(function, at: x, vector: unit).reshaped([1, x.count])
      }
      let step = try Tensor.concatenating(columns).solving(gradient.value.reshaped([x.count]))
      x -= step.reshaped(x.shape)
      iterates.append(x)
      if step.norm() <= tolerance * max(1, x.norm()) { break }
    }
    return iterates
  }
}
