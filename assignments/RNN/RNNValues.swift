public import LabKit

extension RecurrentCell: ValueConvertible {
  public var value: Value { .record(["inputWeights": inputWeights, "stateWeights": stateWeights, "bias": bias]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      inputWeights: try value.field("inputWeights"), stateWeights: try value.field("stateWeights"),
      bias: try value.field("bias"))
  }
}

extension RecurrentTensors: ValueConvertible {
  public var value: Value { .record(["cell": cell, "start": start, "x": x]) }
  public init(value: Value) throws(ValueError) {
    self.init(cell: try value.field("cell"), start: try value.field("start"), x: try value.field("x"))
  }
}

extension LSTMCell: ValueConvertible {
  public var value: Value { .record(["inputWeights": inputWeights, "stateWeights": stateWeights, "bias": bias]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      inputWeights: try value.field("inputWeights"), stateWeights: try value.field("stateWeights"),
      bias: try value.field("bias"))
  }
}

extension LSTMState: ValueConvertible {
  public var value: Value { .record(["hidden": hidden, "memory": memory]) }
  public init(value: Value) throws(ValueError) {
    self.init(hidden: try value.field("hidden"), memory: try value.field("memory"))
  }
}

extension SequenceClassifier: ValueConvertible {
  public var value: Value {
    .record(["cell": cell, "outputWeights": outputWeights, "outputBias": outputBias])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      cell: try value.field("cell"), outputWeights: try value.field("outputWeights"),
      outputBias: try value.field("outputBias"))
  }
}

extension SequenceTraining: ValueConvertible {
  public var value: Value {
    .record([
      "units": units, "epochs": epochs, "batchSize": batchSize, "learningRate": learningRate,
      "maximumNorm": maximumNorm, "seed": seed,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      units: try value.field("units"), epochs: try value.field("epochs"), batchSize: try value.field("batchSize"),
      learningRate: try value.field("learningRate"), maximumNorm: try value.field("maximumNorm"),
      seed: try value.field("seed"))
  }
}
