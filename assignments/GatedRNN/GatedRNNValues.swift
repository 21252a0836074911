public import LabKit

extension LSTMWeights: ValueConvertible {
  public var value: Value { .record(["inputWeights": inputWeights, "stateWeights": stateWeights, "bias": bias]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      inputWeights: try value.field("inputWeights"), stateWeights: try value.field("stateWeights"),
      bias: try value.field("bias"))
  }
}

extension LSTMStates: ValueConvertible {
  public var value: Value { .record(["hidden": hidden, "memory": memory]) }
  public init(value: Value) throws(ValueError) {
    self.init(hidden: try value.field("hidden"), memory: try value.field("memory"))
  }
}

extension LSTMGradient: ValueConvertible {
  public var value: Value { .record(["weights": weights, "start": start, "x": x]) }
  public init(value: Value) throws(ValueError) {
    self.init(weights: try value.field("weights"), start: try value.field("start"), x: try value.field("x"))
  }
}

extension GRUWeights: ValueConvertible {
  public var value: Value {
    .record([
      "inputWeights": inputWeights, "stateWeights": stateWeights, "inputBias": inputBias, "stateBias": stateBias,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      inputWeights: try value.field("inputWeights"), stateWeights: try value.field("stateWeights"),
      inputBias: try value.field("inputBias"), stateBias: try value.field("stateBias"))
  }
}

extension GRUGradient: ValueConvertible {
  public var value: Value { .record(["weights": weights, "start": start, "x": x]) }
  public init(value: Value) throws(ValueError) {
    self.init(weights: try value.field("weights"), start: try value.field("start"), x: try value.field("x"))
  }
}

extension GatedClassifier: ValueConvertible {
  public var value: Value {
    .record(["weights": weights, "outputWeights": outputWeights, "outputBias": outputBias])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      weights: try value.field("weights"), outputWeights: try value.field("outputWeights"),
      outputBias: try value.field("outputBias"))
  }
}

extension SequenceLoss: ValueConvertible {
  public var value: Value { .record(["loss": loss, "gradient": gradient]) }
  public init(value: Value) throws(ValueError) {
    self.init(loss: try value.field("loss"), gradient: try value.field("gradient"))
  }
}

extension GatedTraining: ValueConvertible {
  public var value: Value {
    .record([
      "units": units, "classes": classes, "batchSize": batchSize, "steps": steps, "learningRate": learningRate,
      "seed": seed,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      units: try value.field("units"), classes: try value.field("classes"), batchSize: try value.field("batchSize"),
      steps: try value.field("steps"), learningRate: try value.field("learningRate"), seed: try value.field("seed"))
  }
}
