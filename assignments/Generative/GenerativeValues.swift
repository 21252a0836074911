public import LabKit

extension TanhAutoencoder: ValueConvertible {
  public var value: Value {
    .record([
      "encoderWeights": encoderWeights, "encoderBiases": encoderBiases, "decoderWeights": decoderWeights,
      "decoderBiases": decoderBiases,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      encoderWeights: try value.field("encoderWeights"), encoderBiases: try value.field("encoderBiases"),
      decoderWeights: try value.field("decoderWeights"), decoderBiases: try value.field("decoderBiases"))
  }
}

extension DiscriminatorLoss: ValueConvertible {
  public var value: Value { .record(["loss": loss, "real": real, "fake": fake]) }
  public init(value: Value) throws(ValueError) {
    self.init(loss: try value.field("loss"), real: try value.field("real"), fake: try value.field("fake"))
  }
}

extension GeneratorLoss: ValueConvertible {
  public var value: Value { .record(["loss": loss, "fake": fake]) }
  public init(value: Value) throws(ValueError) {
    self.init(loss: try value.field("loss"), fake: try value.field("fake"))
  }
}

extension Adversaries: ValueConvertible {
  public var value: Value {
    .record([
      "generatorWeights": generatorWeights, "generatorBiases": generatorBiases,
      "discriminatorWeights": discriminatorWeights, "discriminatorBias": discriminatorBias,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      generatorWeights: try value.field("generatorWeights"), generatorBiases: try value.field("generatorBiases"),
      discriminatorWeights: try value.field("discriminatorWeights"),
      discriminatorBias: try value.field("discriminatorBias"))
  }
}

extension NoiseSchedule: ValueConvertible {
  public var value: Value { .record(["betas": betas, "alphas": alphas, "alphaBars": alphaBars]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      betas: try value.field("betas"), alphas: try value.field("alphas"), alphaBars: try value.field("alphaBars"))
  }
}

extension NoiseLoss: ValueConvertible {
  public var value: Value { .record(["loss": loss, "gradient": gradient]) }
  public init(value: Value) throws(ValueError) {
    self.init(loss: try value.field("loss"), gradient: try value.field("gradient"))
  }
}

extension GaussianMixture: ValueConvertible {
  public var value: Value { .record(["weights": weights, "means": means, "deviations": deviations]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      weights: try value.field("weights"), means: try value.field("means"), deviations: try value.field("deviations"))
  }
}
