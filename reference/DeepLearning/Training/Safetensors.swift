public import Foundation
public import Tensors

/// Named tensors in a file that PyTorch, NumPy and JAX read: the safetensors format
/// (https://github.com/huggingface/safetensors, version 0.x of its README): eight bytes with the header's length, little-endian; the
/// header, JSON with each tensor's element type, shape and place; the elements.
public enum Safetensors {
  /// Writes the tensors, their elements as F32 or F64.
  ///
  /// - Throws: `SafetensorsError.name` for a name that stands twice, or Foundation's error where the file cannot be written.
  public static func write<Scalar>(_ tensors: [(name: String, value: Tensor<Scalar>)], to file: URL) throws {
    try data(tensors).write(to: file, options: .atomic)
  }

  /// The file's bytes, with texts by name beside the tensors where there are any.
  public static func data<Scalar>(
    _ tensors: [(name: String, value: Tensor<Scalar>)], metadata: [String: String] = [:]
  ) throws -> Data {
    let size = MemoryLayout<Scalar>.size
    var header: [String: Field] = metadata.isEmpty ? [:] : ["__metadata__": .texts(metadata)]
    var start = 0
    for (name, value) in tensors {
      let end = start + value.count * size
      let place = Place(dtype: size == 4 ? "F32" : "F64", shape: Array(value.shape), data_offsets: [start, end])
      guard name != "__metadata__", header.updateValue(.tensor(place), forKey: name) == nil else {
        throw SafetensorsError.name(name)
      }
      start = end
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var json = try encoder.encode(header)
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var result = Data(capacity: 8 + json.count + start)
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { result.append(contentsOf: $0) }
    result.append(json)
    for (_, value) in tensors {
      value.withElements { elements in
        if let first = elements.baseAddress { result.append(UnsafeBufferPointer(start: first, count: elements.count)) }
      }
    }
    return result
  }

  /// Reads a file's tensors of F32 and F64, converted to the element type asked for; those of other types are passed over.
  ///
  /// - Throws: `SafetensorsError`, or Foundation's error where the file cannot be read.
  public static func read<Scalar: TensorScalar>(_ file: URL, as type: Scalar.Type) throws -> [String: Tensor<Scalar>] {
    try read(try Data(contentsOf: file, options: .mappedIfSafe), named: file.lastPathComponent, as: type)
  }

  /// Reads a file's bytes.
  public static func read<Scalar: TensorScalar>(
    _ data: Data, named name: String, as type: Scalar.Type
  ) throws -> [String: Tensor<Scalar>] {
    try Contents<Scalar>(data, named: name).tensors()
  }

  /// A file whose header was checked; elements are read when they are asked for.
  struct Contents<Scalar: TensorScalar> {
    let metadata: [String: String]
    private let entries: [String: SafetensorsHeader.Entry]
    private let data: Data
    private let base: Int
    private let name: String

    init(_ data: Data, named name: String) throws(SafetensorsError) {
      guard data.count >= 8 else { throw .truncated(file: name, needed: 8, found: data.count) }
      let declared = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard declared <= UInt64(data.count - 8) else {
        throw .truncated(file: name, needed: Int(clamping: declared), found: data.count - 8)
      }
      let end = 8 + Int(declared)
      let header = try SafetensorsHeader(
        [UInt8](data.dropFirst(8).prefix(Int(declared))), bodyLength: data.count - end, file: name)
      (metadata, entries) = (header.metadata, header.entries)
      (self.data, self.name, base) = (data, name, end)
    }

    /// All tensors of F32 and F64.
    func tensors() throws(SafetensorsError) -> [String: Tensor<Scalar>] {
      var result: [String: Tensor<Scalar>] = [:]
      for (tensor, entry) in entries where entry.type == "F32" || entry.type == "F64" {
        result[tensor] = try read(tensor, entry)
      }
      return result
    }

    /// The tensor of a name and a shape.
    ///
    /// - Throws: `SafetensorsError.elementType`, or `MissingTensor`.
    func tensor(_ tensor: String, _ shape: Shape) throws -> Tensor<Scalar> {
      guard let entry = entries[tensor] else { throw MissingTensor(name: tensor, expected: shape, found: nil) }
      guard entry.type == "F32" || entry.type == "F64" else {
        throw SafetensorsError.elementType(file: name, tensor: tensor, type: entry.type)
      }
      let value = try read(tensor, entry)
      guard value.shape == shape else { throw MissingTensor(name: tensor, expected: shape, found: value.shape) }
      return value
    }

    private func read(_ tensor: String, _ entry: SafetensorsHeader.Entry) throws(SafetensorsError) -> Tensor<Scalar> {
      guard entry.lengths.count <= Shape.greatestRank, entry.lengths.allSatisfy({ $0 <= Int(Int32.max) }) else {
        throw .shape(file: name, tensor: tensor, lengths: entry.lengths)
      }
      var result = Tensor<Scalar>(uninitialized: Shape(entry.lengths))
      let isWide = entry.type == "F64"
      let body = data.dropFirst(base + entry.places.lowerBound).prefix(entry.places.count)
      body.withUnsafeBytes { bytes in
        result.withMutableElements { elements in
          if isWide == (Scalar.self == Double.self) {
            UnsafeMutableRawBufferPointer(elements).copyMemory(from: bytes)
          } else if isWide {
            for place in elements.indices {
              elements[place] = Scalar(bytes.loadUnaligned(fromByteOffset: 8 * place, as: Double.self))
            }
          } else {
            for place in elements.indices {
              elements[place] = Scalar(bytes.loadUnaligned(fromByteOffset: 4 * place, as: Float.self))
            }
          }
        }
      }
      return result
    }
  }

  /// What stands under a name in the header.
  private enum Field: Encodable {
    case tensor(Place)
    case texts([String: String])

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .tensor(let place): try place.encode(to: encoder)
      case .texts(let texts): try texts.encode(to: encoder)
      }
    }
  }

  /// One tensor in the header; the fields bear the format's names.
  private struct Place: Encodable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]
  }
}
