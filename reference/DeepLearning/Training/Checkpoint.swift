public import Foundation
public import Tensors

/// A training as it stands after an epoch, to go on from there bit for bit: model, optimizer, schedule's place, random streams, early
/// stopping and what was measured.
public struct Checkpoint<Scalar: TensorScalar>: Sendable {
  /// All but the tensors.
  struct Progress: Sendable, Codable {
    /// Epochs that were made.
    var epochs = 0
    var history = History()
    var stopping: EarlyStopping?
    var isStopped = false
    /// The rate that the schedule's factors multiply.
    var rate: Double
    /// The orders.
    var stream = RandomStream(seed: 0)
    /// The layers'.
    var streams: [RandomStream] = []
    /// Steps that the optimizer made.
    var optimizerSteps = 0

    init(stopping: EarlyStopping?, rate: Double) { (self.stopping, self.rate) = (stopping, rate) }
  }

  let current: SavedNetwork<Scalar>
  let best: SavedNetwork<Scalar>?
  let memory: SavedOptimizer<Scalar>
  let progress: Progress

  /// How many epochs were made.
  public var epochs: Int { progress.epochs }
  /// What was measured in them.
  public var history: History { progress.history }

  init(_ trainer: Trainer<Scalar>, _ progress: Progress, _ stream: RandomStream, best: SavedNetwork<Scalar>?) {
    current = trainer.network.saved
    memory = trainer.optimizer.memory
    self.best = best
    var progress = progress
    progress.stream = stream
    progress.streams = current.streams
    progress.optimizerSteps = memory.step
    self.progress = progress
  }

  /// Writes a safetensors file, at once or not at all: the model's tensors under their own names after `model.`, so that they can be read
  /// elsewhere too.
  public func save(to file: URL) throws {
    var tensors = current.tensors.map { ("model." + $0.name, $0.value) }
    tensors += memory.tensors.map { ("optimizer." + $0.name, $0.value) }
    tensors += (best?.tensors ?? []).map { ("best." + $0.name, $0.value) }
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "∞", negativeInfinity: "−∞", nan: "NaN")
    let text = String(decoding: try encoder.encode(progress), as: UTF8.self)
    try Safetensors.write(tensors, metadata: ["progress": text], to: file)
  }

  /// Reads what `save` wrote from a trainer with such a model and optimizer.
  ///
  /// - Throws: `SafetensorsError`, or `MissingTensor`.
  public init(contentsOf file: URL, for trainer: Trainer<Scalar>) throws {
    let name = file.lastPathComponent
    let contents = try Safetensors.Contents<Scalar>(file)
    guard let text = contents.metadata["progress"] else {
      throw SafetensorsError.header(file: name, reason: "it holds weights and no training to go on with")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "∞", negativeInfinity: "−∞", nan: "NaN")
    let progress: Progress
    do { progress = try decoder.decode(Progress.self, from: Data(text.utf8)) } catch {
      throw SafetensorsError.header(file: name, reason: "its progress cannot be read: \(error)")
    }
    let model = trainer.network.saved
    guard progress.streams.count == model.streams.count, progress.epochs >= 0, progress.optimizerSteps >= 0 else {
      throw SafetensorsError.header(file: name, reason: "its random streams or steps are not this model's")
    }
    func read(_ prefix: String) throws -> SavedNetwork<Scalar> {
      let tensors = try model.tensors.map {
        ($0.name, try contents.tensor(prefix + $0.name, $0.value.shape))
      }
      return SavedNetwork(tensors: tensors, streams: progress.streams)
    }
    current = try read("model.")
    best = progress.stopping?.best == nil ? nil : try read("best.")
    memory = SavedOptimizer(
      try trainer.optimizer.memory.tensors.map { entry in
        let found = "optimizer." + entry.name
        let shape = trainer.network.parameters.values.shape
        // Before its first step an optimizer has no memory yet.
        return (entry.name, progress.epochs == 0 ? .empty : try contents.tensor(found, shape))
      }, step: progress.optimizerSteps)
    self.progress = progress
  }
}
