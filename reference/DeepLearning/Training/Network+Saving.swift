public import Foundation
public import Tensors

extension Network {
  /// Everything that must be saved: parameters, then running statistics.
  public var savedTensors: [(name: String, value: Tensor<Scalar>)] {
    parameters.slots.map { ($0.name, parameters[$0]) } + stack.layers.flatMap { $0.state }
  }

  /// Saves parameters and running statistics.
  public func save(to file: URL) throws { try Safetensors.write(savedTensors, to: file) }

  /// Loads what `save` or PyTorch wrote.
  ///
  /// - Throws: `SafetensorsError`, or `MissingTensor` where a parameter is absent or has another shape.
  public mutating func load(from file: URL) throws {
    let tensors = try Safetensors.read(file, as: Scalar.self)
    func find(_ name: String, _ shape: Shape) throws -> Tensor<Scalar> {
      guard let value = tensors[name], value.shape == shape else {
        throw MissingTensor(name: name, expected: shape, found: tensors[name]?.shape)
      }
      return value
    }
    for slot in parameters.slots { parameters[slot] = try find(slot.name, slot.shape) }
    for index in stack.layers.indices {
      stack.layers[index].state = try stack.layers[index].state.map { ($0.name, try find($0.name, $0.value.shape)) }
    }
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
