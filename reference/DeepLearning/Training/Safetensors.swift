public import Foundation
public import Tensors

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Named tensors in a file that PyTorch, NumPy and JAX read: the safetensors format
/// (https://github.com/huggingface/safetensors, version 0.x of its README): eight bytes with the header's length, little-endian; the
/// header, JSON with each tensor's element type, shape and place; the elements.
public enum Safetensors {
  /// Writes the tensors, their elements as F32 or F64, with texts by name beside them where there are any; the whole file or nothing.
  ///
  /// - Throws: `SafetensorsError.name` for a name that stands twice, or Foundation's error where the file cannot be written.
  public static func write<Scalar>(
    _ tensors: [(name: String, value: Tensor<Scalar>)], metadata: [String: String] = [:], to file: URL
  ) throws {
    let start = try header(tensors, metadata)
    // An empty file of another name first, which takes this one's place when it is complete: no copy of all in memory.
    let draft = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).\(UUID().uuidString)")
    try Data().write(to: draft)
    do {
      let handle = try FileHandle(forWritingTo: draft)
      try handle.write(contentsOf: start)
      for (_, value) in tensors where value.count > 0 {
        try value.withElements { elements in
          guard let first = elements.baseAddress else { return }
          let bytes = elements.count * MemoryLayout<Scalar>.size
          try handle.write(
            contentsOf: Data(
              bytesNoCopy: UnsafeMutableRawPointer(mutating: first), count: bytes, deallocator: .none))
        }
      }
      try handle.close()
      guard rename(draft.path, file.path) == 0 else {
        throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path])
      }
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw error
    }
  }

  /// The file's bytes.
  public static func data<Scalar>(
    _ tensors: [(name: String, value: Tensor<Scalar>)], metadata: [String: String] = [:]
  ) throws -> Data {
    var result = try header(tensors, metadata)
    for (_, value) in tensors {
      value.withElements { elements in
        if let first = elements.baseAddress { result.append(UnsafeBufferPointer(start: first, count: elements.count)) }
      }
    }
    return result
  }

  /// What stands before the elements.
  private static func header<Scalar>(
    _ tensors: [(name: String, value: Tensor<Scalar>)], _ metadata: [String: String]
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
    return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
  }

  /// Reads a file's tensors of F32 and F64, converted to the element type asked for; those of other types are passed over.
  ///
  /// - Throws: `SafetensorsError`.
  public static func read<Scalar: TensorScalar>(_ file: URL, as type: Scalar.Type) throws -> [String: Tensor<Scalar>] {
    try Contents<Scalar>(file).tensors()
  }

  /// Reads a file's bytes.
  public static func read<Scalar: TensorScalar>(
    _ data: Data, named name: String, as type: Scalar.Type
  ) throws -> [String: Tensor<Scalar>] {
    try Contents<Scalar>(ByteSource(data), named: name).tensors()
  }

  /// A file whose header was checked; elements are read when they are asked for.
  struct Contents<Scalar: TensorScalar> {
    let metadata: [String: String]
    private let entries: [String: SafetensorsHeader.Entry]
    private let source: ByteSource
    private let base: Int
    private let name: String

    init(_ file: URL) throws(SafetensorsError) {
      let source: ByteSource
      do { source = try ByteSource(file) } catch {
        throw .unreadable(file: file.path, reason: error.reason)
      }
      try self.init(source, named: file.lastPathComponent)
    }

    init(_ source: ByteSource, named name: String) throws(SafetensorsError) {
      func piece(_ offset: Int, _ count: Int) throws(SafetensorsError) -> [UInt8] {
        do { return try source.bytes(at: offset, count: count) } catch {
          throw .unreadable(file: name, reason: error.reason)
        }
      }
      guard source.count >= 8 else { throw .truncated(file: name, needed: 8, found: source.count) }
      let declared = try piece(0, 8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard declared <= UInt64(source.count - 8) else {
        throw .truncated(file: name, needed: Int(clamping: declared), found: source.count - 8)
      }
      let length = Int(declared)
      guard length <= SafetensorsHeader.greatestLength else {
        throw .header(file: name, reason: "it would have \(length) bytes")
      }
      base = 8 + length
      let header = try SafetensorsHeader(try piece(8, length), bodyLength: source.count - base, file: name)
      (metadata, entries) = (header.metadata, header.entries)
      (self.source, self.name) = (source, name)
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
      var (mistake, fits): (ByteSource.Mistake?, Bool) = (nil, true)
      result.withMutableElements { elements in
        do throws(ByteSource.Mistake) {
          let start = base + entry.places.lowerBound
          if isWide == (Scalar.self == Double.self) {
            try source.read(into: UnsafeMutableRawBufferPointer(elements), at: start)
          } else if isWide {
            fits = try convert(Double.self, from: start, elements)
          } else {
            fits = try convert(Float.self, from: start, elements)
          }
        } catch {
          mistake = error
        }
      }
      if let mistake { throw .unreadable(file: name, reason: mistake.reason) }
      if !fits { throw .range(file: name, tensor: tensor) }
      return result
    }

    /// Elements of the other type, by blocks; false where a finite one became infinite.
    private func convert<Element: TensorScalar>(
      _ type: Element.Type, from start: Int, _ elements: UnsafeMutableBufferPointer<Scalar>
    ) throws(ByteSource.Mistake) -> Bool {
      let size = MemoryLayout<Element>.size
      var fits = true
      for first in stride(from: 0, to: elements.count, by: 1 << 16) {
        let count = min(1 << 16, elements.count - first)
        try source.bytes(at: start + first * size, count: count * size).withUnsafeBytes { bytes in
          for place in 0..<count {
            let element = bytes.loadUnaligned(fromByteOffset: size * place, as: Element.self)
            elements[first + place] = Scalar(element)
            if elements[first + place].isInfinite && element.isFinite { fits = false }
          }
        }
      }
      return fits
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
