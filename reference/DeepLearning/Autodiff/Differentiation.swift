public import Tensors

/// Derivatives by the graph.
public enum Differentiation {
  /// ∂(seed·output)/∂x for each x, as variables that can be differentiated again; zeros where the output does not depend on x.
  ///
  /// - Parameters:
  ///   - output: the number (or, with a seed, the tensor) to differentiate.
  ///   - variables: what to differentiate by.
  ///   - seed: the weights of the output's elements; 1 for a single number. This is the vector-Jacobian product's vector.
  public static func gradients<Scalar>(
    of output: Variable<Scalar>, by variables: [Variable<Scalar>], seed: Variable<Scalar>? = nil
  ) -> [Variable<Scalar>] {
    require(
      seed != nil || output.value.count == 1, "gradients: the output \(output.shape) is not one number; give a seed")
    require(
      seed.map { $0.shape == output.shape } ?? true,
      "gradients: the seed \(seed?.shape ?? Shape()) for the output \(output.shape)")
    var sums: [ObjectIdentifier: Variable<Scalar>] = [:]
    sums[output.identity] = seed ?? Variable(Tensor(repeating: 1, output.shape), .constant, name: "1")
    for variable in output.ancestors.reversed() {
      guard let gradient = sums[variable.identity], let pullBack = variable.node.pullBack else { continue }
      for (parent, part) in zip(variable.node.parents, pullBack(gradient, variable)) {
        // A value that is used twice gets the sum of both gradients.
        sums[parent.identity] = sums[parent.identity].map { $0 + part } ?? part
      }
    }
    return variables.map { sums[$0.identity] ?? Variable(Tensor(zeros: $0.shape), .constant, name: "0") }
  }

  /// Jᵀ·v at x: the vector-Jacobian product of reverse mode.
  public static func vectorJacobianProduct<Scalar>(
    _ function: (Variable<Scalar>) -> Variable<Scalar>, at x: Tensor<Scalar>, vector: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    let variable = Variable(x)
    return gradients(of: function(variable), by: [variable], seed: Variable(vector))[0].value
  }

  /// J·v at x: the Jacobian-vector product of forward mode, by two reverse passes: Jᵀ·u is linear in u, and its derivative by
  /// u along v is J·v (Townsend 2017).
  public static func jacobianVectorProduct<Scalar>(
    _ function: (Variable<Scalar>) -> Variable<Scalar>, at x: Tensor<Scalar>, vector: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    let variable = Variable(x)
    let output = function(variable)
    let u = Variable(Tensor<Scalar>(zeros: output.shape))
    let pulled = gradients(of: output, by: [variable], seed: u)[0]
    return gradients(of: pulled, by: [u], seed: Variable(vector))[0].value
  }

  /// H·v at x for a function to one number: the gradient of ∇f·v (Pearlmutter 1994).
  public static func hessianVectorProduct<Scalar>(
    _ function: (Variable<Scalar>) -> Variable<Scalar>, at x: Tensor<Scalar>, vector: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    let variable = Variable(x)
    let value = function(variable)
    let gradient = gradients(of: value, by: [variable])[0]
    let along = (gradient * Variable(vector)).sum()
    return gradients(of: along, by: [variable])[0].value
  }
}
