import DeepLearning
import Foundation
import Tensors
import Testing

/// A training that was left and taken up again is, bit for bit, the one that went through.
@Suite struct CheckpointTests {
  @Test(arguments: ["sgd", "momentum", "adagrad", "rmsprop", "adam", "adamw"]) func resumesBitForBit(
    _ name: String
  ) throws {
    try check(name, Float.self)
    try check(name, Double.self)
  }

  private func check<Scalar: TensorScalar>(_ name: String, _ type: Scalar.Type) throws {
    var stream = RandomStream(seed: 3)
    let data: Dataset<Scalar> = Generators.moons(60, &stream)
    let (train, validation) = try data.split(test: 0.3, &stream)
    let plan = Plan(
      epochs: 9, batch: 8, schedule: .warmUp(steps: 7, then: .cosine(total: 40)), stopping: EarlyStopping(patience: 7))
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }

    var whole = trainer(name, type)
    var order = RandomStream(seed: 9)
    let expected = try whole.fit(train, validation: validation, plan, &order) { checkpoint in
      if checkpoint.epochs == 4 { try checkpoint.save(to: file) }
    }

    // Another process: nothing but the file, and a trainer made as before, even with other first weights.
    var resumed = trainer(name, type, seed: 77)
    var other = RandomStream(seed: 1234)
    let checkpoint = try Checkpoint(contentsOf: file, for: resumed)
    #expect(checkpoint.epochs == 4 && checkpoint.history.epochs.count == 4)
    let history = resumed.fit(train, validation: validation, plan, &other, from: checkpoint)
    #expect(history == expected)
    #expect(resumed.network.parameters.values == whole.network.parameters.values)
    for (a, b) in zip(resumed.network.savedTensors, whole.network.savedTensors) {
      #expect(a.value == b.value, "\(a.name)")
    }
    #expect(order == other && resumed.optimizer.rate == whole.optimizer.rate)
  }

  /// Batch norm and dropout: running statistics and a random stream of its own.
  private func trainer<Scalar: TensorScalar>(_ name: String, _ type: Scalar.Type, seed: UInt64 = 5) -> Trainer<Scalar> {
    var stream = RandomStream(seed: seed)
    var parameters = Parameters<Scalar>()
    let layers: [any Layer<Scalar>] = [
      Dense(2, 12, name: "0", in: &parameters, &stream), BatchNorm(12, name: "1", in: &parameters), Activation(.relu),
      Dropout(0.2, &stream), Dense(12, 2, name: "4", in: &parameters, &stream),
    ]
    let rule: any Optimizer<Scalar> =
      switch name {
      case "sgd": SGD(rate: 0.1)
      case "momentum": Momentum(rate: 0.05, nesterov: true)
      case "adagrad": AdaGrad(rate: 0.1)
      case "rmsprop": RMSProp(rate: 0.01)
      case "adam": Adam(rate: 0.01)
      default: AdamW(rate: 0.01)
      }
    return Trainer(Network(parameters, layers), rule, loss: .crossEntropy, greatestNorm: 3)
  }

  @Test func weightsAloneAreNoCheckpoint() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let trainer = trainer("adam", Float.self)
    try trainer.network.save(to: file)
    #expect(throws: SafetensorsError.self) { try Checkpoint(contentsOf: file, for: trainer) }
  }

  /// NaN is never the best, and a loss that is worse than the best before it is not either.
  @Test func earlyStoppingPassesOverNaN() {
    var stopping = EarlyStopping(patience: 3)
    let losses = [.nan, 1, 0.5, .nan, 0.6, 0.7]
    let stopped = losses.enumerated().first { stopping.shouldStop($0.element, epoch: $0.offset + 1) }
    #expect(stopping.best?.loss == 0.5 && stopping.best?.epoch == 3 && stopped?.offset == 5)
    var hopeless = EarlyStopping(patience: 2)
    #expect(!hopeless.shouldStop(.nan, epoch: 1) && hopeless.shouldStop(.infinity, epoch: 2) && hopeless.best == nil)
  }

  @Test func earlyStoppingNeedsValidation() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1)
      let data: Dataset<Double> = Generators.blobs(30, &stream)
      var trainer = Trainer<Double>(.mlp([2, 3], seed: 1), SGD(), loss: .crossEntropy)
      trainer.fit(data, Plan(epochs: 6, stopping: EarlyStopping(patience: 1)), &stream)
    }
    expectMessage(result, ["early stopping needs validation samples"])
  }
}
