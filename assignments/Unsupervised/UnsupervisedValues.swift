public import LabKit

extension Clustering: ValueConvertible {
  public var value: Value { .record(["centres": centres, "assignments": assignments]) }
  public init(value: Value) throws(ValueError) {
    self.init(centres: try value.field("centres"), assignments: try value.field("assignments"))
  }
}

extension SingularDirections: ValueConvertible {
  public var value: Value { .record(["values": values, "directions": directions]) }
  public init(value: Value) throws(ValueError) {
    self.init(values: try value.field("values"), directions: try value.field("directions"))
  }
}

extension PrincipalComponents: ValueConvertible {
  public var value: Value { .record(["mean": mean, "components": components, "variances": variances]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      mean: try value.field("mean"), components: try value.field("components"),
      variances: try value.field("variances"))
  }
}

extension LinearAutoencoder: ValueConvertible {
  public var value: Value { .record(["encoder": encoder, "decoder": decoder]) }
  public init(value: Value) throws(ValueError) {
    self.init(encoder: try value.field("encoder"), decoder: try value.field("decoder"))
  }
}

/// What does not hang on the signs of orthonormal rows, nor, without `lines`, on the choice of rows that span the same.
extension Tensor {
  /// V Vᵀ: the identity where the rows are orthonormal. What has not the wanted shape is handed on as it is.
  func gram(_ count: Int, of size: Int) -> Tensor {
    shape == [count, size] ? matmul(transposed()) : self
  }

  /// VᵀV: where orthonormal rows span what they are to span, the projection on that.
  func projector(_ count: Int, of size: Int) -> Tensor {
    shape == [count, size] ? transposed().matmul(self) : self
  }

  /// v vᵀ for each row, `[k, d, d]`: the line that it spans.
  func lines(_ count: Int, of size: Int) -> Tensor {
    guard shape == [count, size] else { return self }
    let products = (0..<count).flatMap { place -> [Double] in
      let row = row(place).reshaped([1, size])
      return row.transposed().matmul(row).values
    }
    return Tensor(shape: [count, size, size], values: products)
  }
}
