public import LabKit

/// The bias goes as a tensor without dimensions, so that a gradient's parts are all tensors.
extension RidgeModel: ValueConvertible {
  public var value: Value { .record(["weights": Tensor(weights), "bias": Tensor(shape: [], values: [bias])]) }
  public init(value: Value) throws(ValueError) {
    let bias = try value.field("bias", as: Tensor.self).values
    guard bias.count == 1 else { throw ValueError("a bias of \(bias.count) numbers") }
    self.init(weights: try value.field("weights", as: Tensor.self).values, bias: bias[0])
  }
}

extension BatchNormParameters: ValueConvertible {
  public var value: Value { .record(["gain": gain, "shift": shift]) }
  public init(value: Value) throws(ValueError) {
    self.init(gain: try value.field("gain"), shift: try value.field("shift"))
  }
}

extension RunningStatistics: ValueConvertible {
  public var value: Value { .record(["mean": mean, "variance": variance]) }
  public init(value: Value) throws(ValueError) {
    self.init(mean: try value.field("mean"), variance: try value.field("variance"))
  }
}

extension BatchNormGradients: ValueConvertible {
  public var value: Value { .record(["gain": gain, "shift": shift, "input": input]) }
  public init(value: Value) throws(ValueError) {
    self.init(gain: try value.field("gain"), shift: try value.field("shift"), input: try value.field("input"))
  }
}

/// γ, β and the input, in the order of their gradients.
extension BatchNormPoint: ValueConvertible {
  public var value: Value { .record(["gain": parameters.gain, "shift": parameters.shift, "input": input]) }
  public init(value: Value) throws(ValueError) {
    self.init(parameters: try BatchNormParameters(value: value), input: try value.field("input"))
  }
}

extension BatchNormRun: ValueConvertible {
  public var value: Value { .record(["outputs": outputs, "running": running]) }
  public init(value: Value) throws(ValueError) {
    self.init(outputs: try value.field("outputs"), running: try value.field("running"))
  }
}

extension Stopping: ValueConvertible {
  public var value: Value {
    .record(["epochs": epochs, "isStopped": isStopped, "bestEpoch": bestEpoch, "bestLoss": bestLoss])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      epochs: try value.field("epochs"), isStopped: try value.field("isStopped"),
      bestEpoch: try value.field("bestEpoch"), bestLoss: try value.field("bestLoss"))
  }
}
