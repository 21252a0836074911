public import Tensors

/// Polynomials of one variable: features for regression, and the interpolating one as the limit of overfitting.
public enum Polynomial {
  /// (x, x², …, x^degree) for each sample: samples × degree, without the constant.
  public static func features<Scalar>(_ x: [Scalar], degree: Int) -> Tensor<Scalar> {
    require(degree >= 1, "Polynomial.features: the degree \(degree) is not positive")
    var elements: [Scalar] = []
    for value in x {
      var power = Scalar(1)
      for _ in 0..<degree {
        power *= value
        elements.append(power)
      }
    }
    return Tensor(elements, Shape(x.count, degree))
  }

  /// The polynomial of least degree through all points, at `position`: Σᵢ yᵢ Πⱼ≠ᵢ (x − xⱼ)/(xᵢ − xⱼ) (Lagrange 1795).
  ///
  /// The points' x must differ.
  public static func interpolate<Scalar: TensorScalar>(_ points: [(x: Scalar, y: Scalar)], at position: Scalar)
    -> Scalar
  {
    points.indices.reduce(0) { sum, i in
      sum
        + points.indices.reduce(points[i].y) { product, j in
          j == i ? product : product * (position - points[j].x) / (points[i].x - points[j].x)
        }
    }
  }

  /// (1, X): a column of ones before the features.
  static func prependingOnes<Scalar>(_ features: Tensor<Scalar>) -> Tensor<Scalar> {
    let (rows, columns) = (features.shape[0], features.shape[1])
    var result = Tensor<Scalar>(repeating: 1, Shape(rows, columns + 1))
    for row in 0..<rows { result.copy(features, from: row * columns, at: row * (columns + 1) + 1, count: columns) }
    return result
  }
}
