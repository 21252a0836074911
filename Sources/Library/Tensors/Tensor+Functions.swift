extension Tensor {
  /// eˣ of each element.
  public func exp() -> Tensor { applying(Scalar.kernel.exp) }
  /// ln x of each element: −∞ at 0, NaN below.
  public func log() -> Tensor { applying(Scalar.kernel.log) }
  /// tanh x of each element.
  public func tanh() -> Tensor { applying(Scalar.kernel.tanh) }
  /// 1 / (1 + e⁻ˣ) of each element.
  public func sigmoid() -> Tensor { applying(Scalar.kernel.sigmoid) }
  /// ln(1 + eˣ) of each element.
  public func softplus() -> Tensor { applying(Scalar.kernel.softplus) }
  /// max(0, x) of each element.
  public func relu() -> Tensor { applying(Scalar.kernel.relu) }
  /// √x of each element: NaN below 0.
  public func squareRoot() -> Tensor { applying(Scalar.kernel.square_root) }
  /// |x| of each element.
  public func magnitude() -> Tensor { applying(Scalar.kernel.magnitude) }

  private func applying(_ kernel: (Int, UnsafeRawPointer?, UnsafeMutableRawPointer?) -> Void) -> Tensor {
    let result = Tensor(uninitialized: shape)
    kernel(count, pointer, result.mutablePointer)
    return result
  }
}

/// eˣ of each element.
public func exp<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.exp() }
/// ln x of each element.
public func log<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.log() }
/// tanh x of each element.
public func tanh<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.tanh() }
/// √x of each element.
public func sqrt<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.squareRoot() }
/// |x| of each element.
public func abs<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.magnitude() }
