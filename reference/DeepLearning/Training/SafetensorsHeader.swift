/// The JSON header of a safetensors file, read strictly: the format forbids names that stand twice, and bytes that belong to no tensor
/// or to two.
struct SafetensorsHeader {
  /// Where a tensor's elements stand.
  struct Entry {
    let type: String
    let lengths: [Int]
    /// Bytes after the header.
    let places: Range<Int>
  }

  private(set) var entries: [String: Entry] = [:]
  private(set) var metadata: [String: String] = [:]

  /// The most bytes of a header, the format's own limit.
  static let greatestLength = 100_000_000
  /// The bytes of an element; a type that is not here is passed over without comparing its length.
  private static let sizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "F8_E8M0": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2,
    "I32": 4, "U32": 4, "F32": 4, "I64": 8, "U64": 8, "F64": 8, "C64": 8,
  ]

  init(_ bytes: [UInt8], bodyLength: Int, file: String) throws(SafetensorsError) {
    var text = JSONText(bytes)
    do {
      try text.object { name, text throws(JSONText.Mistake) in
        if name == "__metadata__" {
          try text.object { key, text throws(JSONText.Mistake) in metadata[key] = try text.string() }
        } else {
          entries[name] = try SafetensorsHeader.entry(&text)
        }
      }
      try text.end()
    } catch {
      throw .header(file: file, reason: error.reason)
    }
    try check(bodyLength, file)
  }

  private static func entry(_ text: inout JSONText) throws(JSONText.Mistake) -> Entry {
    var (type, lengths, offsets): (String?, [Int]?, [Int]?)
    try text.object { key, text throws(JSONText.Mistake) in
      switch key {
      case "dtype": type = try text.string()
      case "shape": lengths = try text.numbers()
      case "data_offsets": offsets = try text.numbers()
      default: throw text.mistake("the key “\(key)” is not the format's")
      }
    }
    guard let type, let lengths, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw text.mistake("a tensor lacks dtype, shape or data_offsets")
    }
    return Entry(type: type, lengths: lengths, places: offsets[0]..<offsets[1])
  }

  /// Lengths fit shapes, and the tensors follow one another from the first byte to the last.
  private func check(_ bodyLength: Int, _ file: String) throws(SafetensorsError) {
    for (name, entry) in entries {
      guard let size = SafetensorsHeader.sizes[entry.type] else { continue }
      // With a length of 0 the others may be anything, and still nothing overflows.
      var bytes = size
      if entry.lengths.contains(0) { bytes = 0 }
      for length in entry.lengths where bytes > 0 {
        let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
        guard !overflow else { throw .place(file: file, tensor: name) }
        bytes = product
      }
      guard bytes == entry.places.count else { throw .place(file: file, tensor: name) }
    }
    var next = 0
    let ordered = entries.sorted {
      ($0.value.places.lowerBound, $0.value.places.upperBound, $0.key)
        < ($1.value.places.lowerBound, $1.value.places.upperBound, $1.key)
    }
    for (name, entry) in ordered {
      guard entry.places.lowerBound == next, entry.places.upperBound <= bodyLength else {
        throw .place(file: file, tensor: name)
      }
      next = entry.places.upperBound
    }
    guard next == bodyLength else { throw .length(file: file, expected: next, found: bodyLength) }
  }
}
