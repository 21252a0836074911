public import Tensors

// Each operation next to its pull-back, from the gradient g and the result y.

extension Variable {
  /// x + y, broadcast.
  ///
  /// Pull-back: g to both, summed over what was stretched.
  public static func + (x: Variable, y: Variable) -> Variable {
    Variable(x.value + y.value, "+", [x, y]) { g, _ in [g.sum(to: x.shape), g.sum(to: y.shape)] }
  }

  /// x − y, broadcast.
  ///
  /// Pull-back: g and −g.
  public static func - (x: Variable, y: Variable) -> Variable {
    Variable(x.value - y.value, "−", [x, y]) { g, _ in [g.sum(to: x.shape), (-g).sum(to: y.shape)] }
  }

  /// x·y, broadcast.
  ///
  /// Pull-back: g·y and g·x.
  public static func * (x: Variable, y: Variable) -> Variable {
    Variable(x.value * y.value, "×", [x, y]) { g, _ in [(g * y).sum(to: x.shape), (g * x).sum(to: y.shape)] }
  }

  /// x/y, broadcast.
  ///
  /// Pull-back: g/y and −g·x/y².
  public static func / (x: Variable, y: Variable) -> Variable {
    Variable(x.value / y.value, "÷", [x, y]) { g, _ in
      [(g / y).sum(to: x.shape), (-(g * x) / (y * y)).sum(to: y.shape)]
    }
  }

  /// −x.
  public static prefix func - (x: Variable) -> Variable { Variable(-x.value, "−", [x]) { g, _ in [-g] } }
  /// x + number.
  public static func + (x: Variable, y: Scalar) -> Variable { x + Variable(y) }
  /// number + x.
  public static func + (x: Scalar, y: Variable) -> Variable { Variable(x) + y }
  /// x − number.
  public static func - (x: Variable, y: Scalar) -> Variable { x - Variable(y) }
  /// number − x.
  public static func - (x: Scalar, y: Variable) -> Variable { Variable(x) - y }
  /// x·number.
  public static func * (x: Variable, y: Scalar) -> Variable { x * Variable(y) }
  /// number·x.
  public static func * (x: Scalar, y: Variable) -> Variable { Variable(x) * y }
  /// x/number.
  public static func / (x: Variable, y: Scalar) -> Variable { x / Variable(y) }
  /// number/x.
  public static func / (x: Scalar, y: Variable) -> Variable { Variable(x) / y }

  /// eˣ.
  ///
  /// Pull-back: g·eˣ.
  public func exp() -> Variable {
    Variable(value.inDouble(Elementary.exp), "exp", [self]) { g, y in [g * y] }
  }

  /// ln x.
  ///
  /// Pull-back: g/x.
  public func log() -> Variable { Variable(value.inDouble(Elementary.log), "ln", [self]) { g, _ in [g / self] } }

  /// sin x.
  ///
  /// Pull-back: g·cos x.
  public func sin() -> Variable {
    Variable(value.inDouble(Elementary.sin), "sin", [self]) { g, _ in [g * self.cos()] }
  }

  /// cos x.
  ///
  /// Pull-back: −g·sin x.
  public func cos() -> Variable {
    Variable(value.inDouble(Elementary.cos), "cos", [self]) { g, _ in [-(g * self.sin())] }
  }

  /// tanh x.
  ///
  /// Pull-back: g·(1 − tanh² x).
  public func tanh() -> Variable {
    Variable(value.inDouble(Elementary.tanh), "tanh", [self]) { g, y in [g * (1 - y * y)] }
  }

  /// σ(x).
  ///
  /// Pull-back: g·σ(x)·σ(−x), which does not cancel.
  public func sigmoid() -> Variable {
    Variable(value.map { Functions.sigmoid($0) }, "σ", [self]) { g, y in [g * y * (-self).sigmoid()] }
  }

  /// ln(1 + eˣ).
  ///
  /// Pull-back: g·σ(x).
  public func softplus() -> Variable {
    Variable(value.map { Functions.softplus($0) }, "softplus", [self]) { g, _ in [g * self.sigmoid()] }
  }

  /// max(0, x).
  ///
  /// Pull-back: g where x > 0.
  public func relu() -> Variable {
    Variable(value.relu(), "ReLU", [self]) { g, _ in
      [g * Variable(self.value.map { $0 <= 0 ? 0 : 1 }, .constant, name: "x > 0")]
    }
  }

  /// √x.
  ///
  /// Pull-back: g/(2√x).
  public func squareRoot() -> Variable {
    Variable(value.squareRoot(), "√", [self]) { g, y in [g / (2 * y)] }
  }

  /// |x|.
  ///
  /// Pull-back: g·sign(x), 0 at 0.
  public func magnitude() -> Variable {
    Variable(value.magnitude(), "| |", [self]) { g, _ in
      [g * Variable(self.value.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 * $0 }, .constant, name: "sign")]
    }
  }

  /// xⁿ for a whole n.
  ///
  /// Pull-back: g·n·xⁿ⁻¹.
  public func power(_ n: Int) -> Variable {
    require(n > .min, "Variable.power: \(n) has no exponent below")
    return Variable(value.inDouble { Elementary.power($0, n) }, "^\(n)", [self]) { g, _ in
      n == 0 ? [g * 0] : [g * Scalar(n) * self.power(n - 1)]
    }
  }

  /// X·Y for matrices.
  ///
  /// Pull-back: G·Yᵀ and Xᵀ·G.
  public func multiplied(by other: Variable) -> Variable {
    require(
      shape.rank == 2 && other.shape.rank == 2 && shape[1] == other.shape[0],
      "Variable.multiplied: \(shape) by \(other.shape)")
    return Variable(value.multiplied(by: other.value), "·", [self, other]) { g, _ in
      [g.multiplied(by: other.transposed), self.transposed.multiplied(by: g)]
    }
  }

  /// Xᵀ.
  ///
  /// Pull-back: Gᵀ.
  public var transposed: Variable { Variable(value.transposed, "ᵀ", [self]) { g, _ in [g.transposed] } }

  /// The same elements under another shape.
  ///
  /// Pull-back: back to the former shape.
  public func reshaped(_ shape: Shape) -> Variable {
    Variable(value.reshaped(shape), "reshape", [self]) { g, _ in [g.reshaped(self.shape)] }
  }

  /// Σ of all elements.
  ///
  /// Pull-back: g everywhere.
  public func sum() -> Variable { sum(to: Shape()) }

  /// The mean of all elements.
  public func mean() -> Variable { sum() / Scalar(value.count) }

  /// The sums that undo a broadcast from `shape`.
  ///
  /// Pull-back: the broadcast.
  public func sum(to shape: Shape) -> Variable {
    if shape == self.shape { return self }
    return Variable(value.sum(to: shape), "Σ", [self]) { g, _ in [g.broadcast(to: self.shape)] }
  }

  /// The sums along axes (−1 is the last one), which stay as axes of length 1.
  public func sum(along axes: [Int]) -> Variable {
    var kept = shape
    for axis in axes { kept[axis < 0 ? axis + shape.rank : axis] = 1 }
    return sum(to: kept)
  }

  /// Stretched to a shape.
  ///
  /// Pull-back: the sums over what was stretched.
  public func broadcast(to shape: Shape) -> Variable {
    if shape == self.shape { return self }
    return Variable(value.broadcast(to: shape), "broadcast", [self]) { g, _ in [g.sum(to: self.shape)] }
  }

  /// ln Σⱼ e^{xⱼ} of each row, as a column: stable, because the row's largest element (a constant: its gradient cancels) is
  /// taken off first.
  public func logSumExp() -> Variable {
    require(shape.rank == 2, "Variable.logSumExp: the shape \(shape) is not a matrix's")
    // An infinite one is left: ∞ − ∞ would be no number, and ln ∞ and ln 0 are the answers.
    let largest = Variable(
      value.max(along: [1], keepingAxes: true).map { $0.isInfinite ? 0 : $0 }, .constant, name: "max")
    return (self - largest).exp().sum(along: [1]).log() + largest
  }
}

extension Tensor {
  /// A function of each element, computed in Double.
  func inDouble(_ function: (Double) -> Double) -> Tensor { map { Scalar(function(Double($0))) } }
}
