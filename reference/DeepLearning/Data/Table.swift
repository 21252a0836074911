internal import Tensors

/// A table of comma-separated numbers, read from its bytes in one pass into memory of the right size.
struct Table<Scalar: TensorScalar> {
  private(set) var features = Tensor<Scalar>.empty
  private(set) var labels: [Int32] = []
  private let bytes: UnsafeRawBufferPointer
  private let file: String
  private let label: LabelColumn
  private var place = 0
  private var line = 0
  /// The line's fields, without the spaces and quotes around them.
  private var fields: [Range<Int>] = []
  /// Columns in a line, the label's, and whether the first one is an index.
  private var (width, labelColumn, hasIndex) = (0, 0, false)

  init(_ bytes: UnsafeRawBufferPointer, label: LabelColumn, file: String) {
    (self.bytes, self.label, self.file) = (bytes, label, file)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  mutating func read(_ progress: ((Double) -> Void)?) throws(DataError) {
    guard nextLine() else { throw .empty(file: file) }
    try checkSeparator()
    width = fields.count
    let names = fields.map { text($0).lowercased() }
    let isHeader = names.indices.allSatisfy { column in
      // pandas numbers columns without a name; behind its index, from 0 again.
      guard let number = number(fields[column]) else { return true }
      return number == Double(names[0].isEmpty ? column - 1 : column)
    }
    let isTable = isHeader && names.contains { Double($0) == nil }
    hasIndex = isTable && width > 2 && (names[0].isEmpty || names[0] == "unnamed: 0")
    let named = isTable ? names.indices.filter { ["label", "class", "target", "y"].contains(names[$0]) } : []
    switch label {
    case .automatic: labelColumn = named.count == 1 ? named[0] : width - 1
    case .first: labelColumn = hasIndex ? 1 : 0
    case .last: labelColumn = width - 1
    }
    if isTable { guard nextLine() else { throw .empty(file: file) } }
    guard width >= 2 else { throw .fieldCount(file: file, line: line, expected: 2, found: fields.count) }
    let columns = width - 1 - (hasIndex ? 1 : 0)
    let rows = greatestRowCount
    guard rows <= Int(Int32.max), columns <= Int(Int32.max) else { throw .empty(file: file) }
    var storage = Tensor<Scalar>(uninitialized: Shape(rows, columns))
    labels.reserveCapacity(rows)
    var told = 0
    repeat {
      try readRow(into: &storage, columns)
      if let progress, place * 100 / bytes.count > told {
        told = place * 100 / bytes.count
        progress(Double(told) / 100)
      }
    } while nextLine()
    features = storage.rows(0..<labels.count)
  }

  private mutating func readRow(into storage: inout Tensor<Scalar>, _ columns: Int) throws(DataError) {
    guard fields.count == width else {
      throw .fieldCount(file: file, line: line, expected: width, found: fields.count)
    }
    var mistake: DataError?
    let start = labels.count * columns
    storage.withMutableElements { elements in
      var target = start
      for column in fields.indices where column != labelColumn && !(hasIndex && column == 0) {
        guard let number = number(fields[column]), number.isFinite else {
          mistake = .notANumber(file: file, line: line, field: column + 1, text: text(fields[column]))
          return
        }
        let element = Scalar(number)
        guard element.isFinite else {
          mistake = .tooLarge(file: file, line: line, field: column + 1, text: text(fields[column]))
          return
        }
        elements[target] = element
        target += 1
      }
    }
    if let mistake { throw mistake }
    guard let label = number(fields[labelColumn]), label >= 0, label <= 1e6, label == label.rounded() else {
      throw .label(file: file, line: line, text: text(fields[labelColumn]))
    }
    labels.append(Int32(label))
  }

  /// No more lines than there are ends of lines, and no more than there are bytes for.
  private var greatestRowCount: Int {
    var ends = 1
    for byte in bytes[Swift.min(place, bytes.count)...] where byte == 0x0A || byte == 0x0D { ends += 1 }
    return Swift.min(ends + 1, bytes.count / (2 * width - 1) + 1)
  }

  private func checkSeparator() throws(DataError) {
    guard fields.count == 1, let field = fields.first else { return }
    for (byte, name) in [(UInt8(ascii: ";"), "semicolons"), (UInt8(ascii: "\t"), "tabs")]
    where bytes[field].contains(byte) {
      throw .separator(file: file, line: line, name: name)
    }
  }

  /// The fields of the next line that is not blank; false at the end.
  private mutating func nextLine() -> Bool {
    while place < bytes.count {
      line += 1
      splitLine()
      let isBlank = fields.count == 1 && fields[0].isEmpty
      if !isBlank { return true }
    }
    return false
  }

  private mutating func splitLine() {
    fields.removeAll(keepingCapacity: true)
    var (start, isQuoted) = (place, false)
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == 0x0A || byte == 0x0D { break }
      if byte == UInt8(ascii: ","), !isQuoted {
        fields.append(trimmed(start..<place))
        start = place + 1
      }
      place += 1
    }
    fields.append(trimmed(start..<place))
    // A carriage return and the line feed after it are one end.
    if place < bytes.count {
      place += bytes[place] == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A ? 2 : 1
    }
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    func isOutside(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: "\"") }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isOutside(bytes[start]) { start += 1 }
    while start < end, isOutside(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// A field as it is shown in a message.
  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.lowerBound..<Swift.min(range.upperBound, range.lowerBound + 60)], as: UTF8.self)
  }

  /// A decimal number. Fifteen digits over a power of ten up to 15 are exact in one operation (Clinger 1990); the rest is left to
  /// the standard library.
  private func number(_ range: Range<Int>) -> Double? {
    var at = range.lowerBound
    let end = range.upperBound
    guard at < end, end - at <= 400 else { return nil }
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
    var (digits, count, decimals, afterPoint) = (0, 0, 0, false)
    while at < end {
      let byte = bytes[at]
      if byte == UInt8(ascii: "."), !afterPoint {
        afterPoint = true
      } else if byte >= 0x30, byte <= 0x39, count < 15 {
        digits = digits * 10 + Int(byte - 0x30)
        count += 1
        if afterPoint { decimals += 1 }
      } else {
        return Double(String(decoding: bytes[range], as: UTF8.self))
      }
      at += 1
    }
    guard count > 0 else { return nil }
    let value = decimals == 0 ? Double(digits) : Double(digits) / powersOfTen[decimals]
    return isNegative ? -value : value
  }
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]
