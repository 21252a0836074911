public import LabKit

extension WeightsAndBias: ValueConvertible {
  public var value: Value { .record(["weights": weights, "bias": bias]) }
  public init(value: Value) throws(ValueError) {
    self.init(weights: try value.field("weights"), bias: try value.field("bias"))
  }
}

extension ConvolutionTensors: ValueConvertible {
  public var value: Value { .record(["x": x, "kernels": kernels]) }
  public init(value: Value) throws(ValueError) {
    self.init(x: try value.field("x"), kernels: try value.field("kernels"))
  }
}

extension ConvolutionalNetwork: ValueConvertible {
  public var value: Value { .record(["blocks": blocks, "dense": dense]) }
  public init(value: Value) throws(ValueError) {
    self.init(blocks: try value.field("blocks"), dense: try value.field("dense"))
  }
}

extension ImageTraining: ValueConvertible {
  public var value: Value {
    .record(["epochs": epochs, "batchSize": batchSize, "learningRate": learningRate, "seed": seed])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      epochs: try value.field("epochs"), batchSize: try value.field("batchSize"),
      learningRate: try value.field("learningRate"), seed: try value.field("seed"))
  }
}
