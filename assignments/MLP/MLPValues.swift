public import LabKit

extension Layer: ValueConvertible {
  public var value: Value { .record(["weights": weights, "bias": bias]) }
  public init(value: Value) throws(ValueError) {
    self.init(weights: try value.field("weights"), bias: try value.field("bias"))
  }
}

extension Network: ValueConvertible {
  public var value: Value { .record(["layers": layers, "activation": activation]) }
  public init(value: Value) throws(ValueError) {
    self.init(layers: try value.field("layers"), activation: try value.field("activation"))
  }
}

extension LossAndGradients: ValueConvertible {
  public var value: Value { .record(["loss": loss, "gradients": gradients]) }
  public init(value: Value) throws(ValueError) {
    self.init(loss: try value.field("loss"), gradients: try value.field("gradients"))
  }
}

extension Activation: ValueConvertible {
  public var value: Value { .integer(rawValue) }
  public init(value: Value) throws(ValueError) {
    guard let activation = Activation(rawValue: try Int(value: value)) else {
      throw ValueError(expected: "an activation", found: value)
    }
    self = activation
  }
}

extension FitOptions: ValueConvertible {
  public var value: Value {
    .record(["epochs": epochs, "batchSize": batchSize, "learningRate": learningRate, "seed": seed])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      epochs: try value.field("epochs"), batchSize: try value.field("batchSize"),
      learningRate: try value.field("learningRate"), seed: try value.field("seed"))
  }
}
