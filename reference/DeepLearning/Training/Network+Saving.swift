public import Foundation
public import Tensors

/// What a model is besides its layers' making: parameters and running statistics by name, and random streams.
struct SavedNetwork<Scalar: TensorScalar>: Sendable {
  let tensors: [(name: String, value: Tensor<Scalar>)]
  let streams: [RandomStream]
}

extension Network {
  /// Everything that must be saved: parameters, then running statistics.
  public var savedTensors: [(name: String, value: Tensor<Scalar>)] {
    parameters.slots.map { ($0.name, parameters[$0]) } + stack.layers.flatMap { $0.state }
  }

  /// Saves parameters and running statistics.
  public func save(to file: URL) throws { try Safetensors.write(savedTensors, to: file) }

  /// Loads what `save` or PyTorch wrote; a file that does not fit changes nothing.
  ///
  /// Tensors that the model does not have, such as PyTorch's `num_batches_tracked`, are passed over, whatever their type.
  ///
  /// - Throws: `SafetensorsError`, or `MissingTensor` where a parameter is absent or has another shape.
  public mutating func load(from file: URL) throws {
    let contents = try Safetensors.Contents<Scalar>(file)
    let tensors = try savedTensors.map { ($0.name, try contents.tensor($0.name, $0.value.shape)) }
    restore(SavedNetwork(tensors: tensors, streams: stack.streams))
  }

  /// The model's numbers as they stand.
  var saved: SavedNetwork<Scalar> { SavedNetwork(tensors: savedTensors, streams: stack.streams) }

  /// Takes numbers of the same model.
  mutating func restore(_ saved: SavedNetwork<Scalar>) {
    let byName = Dictionary(saved.tensors.map { ($0.name, $0.value) }) { first, _ in first }
    for slot in parameters.slots { parameters[slot] = byName[slot.name] ?? parameters[slot] }
    for index in stack.layers.indices {
      stack.layers[index].state = stack.layers[index].state.map { ($0.name, byName[$0.name] ?? $0.value) }
    }
    stack.streams = saved.streams
  }
}

/// A file that lacks a model's tensor, or has it in another shape.
public struct MissingTensor: Error, Equatable, CustomStringConvertible {
  /// The tensor's name.
  public let name: String
  /// The shape that the model has.
  public let expected: Shape
  /// The shape in the file, or nil.
  public let found: Shape?

  /// What happened, to what, and what to do next.
  public var description: String {
    let found = found.map { "has the shape \($0)" } ?? "is missing"
    return "\(name) \(found); the model needs \(expected). Load a file that was saved from the same model and sizes."
  }
}
