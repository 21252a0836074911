public import Foundation
public import Tensors

/// Named tensors in a file that PyTorch, NumPy and JAX read: the safetensors format
/// (https://github.com/huggingface/safetensors, version 0.x of its README): eight bytes with the header's length, little-endian; the
/// header, JSON with each tensor's element type, shape and place; the elements.
public enum Safetensors {
  /// Writes the tensors, their elements as F32 or F64.
  public static func write<Scalar>(_ tensors: [(name: String, value: Tensor<Scalar>)], to file: URL) throws {
    try data(tensors).write(to: file, options: .atomic)
  }

  /// The file's bytes.
  public static func data<Scalar>(_ tensors: [(name: String, value: Tensor<Scalar>)]) throws -> Data {
    let size = MemoryLayout<Scalar>.size
    var header: [String: Entry] = [:]
    var start = 0
    for (name, value) in tensors {
      let end = start + value.count * size
      header[name] = Entry(dtype: size == 4 ? "F32" : "F64", shape: Array(value.shape), data_offsets: [start, end])
      start = end
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var json = try encoder.encode(header)
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var result = Data()
    /// The lowest bytes, the least first.
    func append(_ bits: UInt64, bytes: Int) {
      for byte in 0..<bytes { result.append(UInt8(truncatingIfNeeded: bits >> (8 * UInt64(byte)))) }
    }
    append(UInt64(json.count), bytes: 8)
    result.append(json)
    result.reserveCapacity(result.count + start)
    for (_, value) in tensors {
      for element in value.elements {
        append(size == 4 ? UInt64(Float(element).bitPattern) : Double(element).bitPattern, bytes: size)
      }
    }
    return result
  }

  /// Reads a file's tensors of F32 and F64, converted to the element type asked for.
  ///
  /// - Throws: `SafetensorsError`, or Foundation's error where the file cannot be read.
  public static func read<Scalar: TensorScalar>(_ file: URL, as type: Scalar.Type) throws -> [String: Tensor<Scalar>] {
    try read(try Data(contentsOf: file), named: file.lastPathComponent, as: type)
  }

  /// Reads a file's bytes.
  public static func read<Scalar: TensorScalar>(
    _ data: Data, named name: String, as type: Scalar.Type
  ) throws -> [String: Tensor<Scalar>] {
    let bytes = [UInt8](data)
    guard bytes.count >= 8 else { throw SafetensorsError.truncated(file: name, needed: 8, found: bytes.count) }
    let declared = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard declared <= UInt64(bytes.count - 8) else {
      throw SafetensorsError.truncated(file: name, needed: Int(clamping: declared), found: bytes.count - 8)
    }
    let base = 8 + Int(declared)
    let header: [String: Entry]
    do {
      header = try JSONDecoder().decode([String: Entry].self, from: Data(bytes[8..<base]))
    } catch {
      throw SafetensorsError.header(file: name, reason: "\(error)")
    }
    var result: [String: Tensor<Scalar>] = [:]
    for (tensor, entry) in header where tensor != "__metadata__" {
      result[tensor] = try read(entry, tensor, bytes[base...], file: name)
    }
    return result
  }

  private static func read<Scalar>(
    _ entry: Entry, _ tensor: String, _ bytes: ArraySlice<UInt8>, file: String
  ) throws -> Tensor<Scalar> {
    guard let dtype = entry.dtype, let lengths = entry.shape, let places = entry.data_offsets, places.count == 2 else {
      throw SafetensorsError.header(file: file, reason: "\(tensor) lacks dtype, shape or data_offsets")
    }
    guard let size = ["F32": 4, "F64": 8][dtype] else {
      throw SafetensorsError.elementType(file: file, tensor: tensor, type: dtype)
    }
    guard lengths.count <= Shape.greatestRank, lengths.allSatisfy({ (0...Int(Int32.max)).contains($0) }) else {
      throw SafetensorsError.header(file: file, reason: "\(tensor) has the shape \(lengths)")
    }
    let shape = Shape(lengths)
    guard places[0] >= 0, places[1] <= bytes.count, places[1] - places[0] == shape.elementCount * size else {
      throw SafetensorsError.place(file: file, tensor: tensor)
    }
    let start = bytes.startIndex + places[0]
    let elements = (0..<shape.elementCount).map { index -> Scalar in
      let word = bytes[(start + index * size)..<(start + (index + 1) * size)].reversed()
      if size == 4 { return Scalar(Float(bitPattern: word.reduce(0) { $0 << 8 | UInt32($1) })) }
      return Scalar(Double(bitPattern: word.reduce(0) { $0 << 8 | UInt64($1) }))
    }
    return Tensor(elements, shape)
  }

  /// One tensor in the header; the fields bear the format's names.
  ///
  /// All are absent from `__metadata__`.
  private struct Entry: Codable {
    var dtype: String?
    var shape: [Int]?
    var data_offsets: [Int]?
  }
}
