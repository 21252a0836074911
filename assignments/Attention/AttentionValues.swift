public import LabKit

extension AttentionTensors: ValueConvertible {
  public var value: Value { .record(["q": q, "k": k, "v": v]) }
  public init(value: Value) throws(ValueError) {
    self.init(q: try value.field("q"), k: try value.field("k"), v: try value.field("v"))
  }
}

extension LayerNormTensors: ValueConvertible {
  public var value: Value { .record(["x": x, "gain": gain, "shift": shift]) }
  public init(value: Value) throws(ValueError) {
    self.init(x: try value.field("x"), gain: try value.field("gain"), shift: try value.field("shift"))
  }
}

extension HeadWeights: ValueConvertible {
  public var value: Value { .record(["queries": queries, "keys": keys, "values": values, "output": output]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      queries: try value.field("queries"), keys: try value.field("keys"), values: try value.field("values"),
      output: try value.field("output"))
  }
}

extension MultiHeadTensors: ValueConvertible {
  public var value: Value { .record(["weights": weights, "x": x]) }
  public init(value: Value) throws(ValueError) {
    self.init(weights: try value.field("weights"), x: try value.field("x"))
  }
}

extension LanguageModel: ValueConvertible {
  public var value: Value {
    .record([
      "embedding": embedding, "positions": positions, "gain": gain, "shift": shift, "attention": attention,
      "outputWeights": outputWeights, "outputBias": outputBias,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      embedding: try value.field("embedding"), positions: try value.field("positions"),
      gain: try value.field("gain"), shift: try value.field("shift"), attention: try value.field("attention"),
      outputWeights: try value.field("outputWeights"), outputBias: try value.field("outputBias"))
  }
}

extension LanguageTraining: ValueConvertible {
  public var value: Value {
    .record([
      "vocabulary": vocabulary, "features": features, "heads": heads, "epochs": epochs, "batchSize": batchSize,
      "learningRate": learningRate, "seed": seed,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      vocabulary: try value.field("vocabulary"), features: try value.field("features"),
      heads: try value.field("heads"), epochs: try value.field("epochs"), batchSize: try value.field("batchSize"),
      learningRate: try value.field("learningRate"), seed: try value.field("seed"))
  }
}
