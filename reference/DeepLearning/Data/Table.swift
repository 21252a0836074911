internal import Tensors

/// A table of comma-separated numbers, read in blocks: once to count the lines, and once into memory of the right size.
struct Table<Scalar: TensorScalar> {
  private(set) var features = Tensor<Scalar>.empty
  private(set) var labels: [Int32] = []
  private let source: ByteSource
  private let file: String
  private let label: LabelColumn
  /// Whole lines of the file, and the beginning of one at the end; where reading stands in them, and how much of the file they reach.
  private var bytes: [UInt8] = []
  private var place = 0
  private var reached = 0
  private var line = 0
  /// The line's fields, without the spaces and quotes around them.
  private var fields: [Range<Int>] = []
  /// Columns in a line, the label's, and whether the first one is an index.
  private var (width, labelColumn, hasIndex) = (0, 0, false)

  /// How many bytes a block has: more only where a line is longer.
  private let block: Int

  init(_ source: ByteSource, label: LabelColumn, file: String, block: Int = 1 << 20) {
    (self.source, self.label, self.file, self.block) = (source, label, file, block)
  }

  mutating func read(_ progress: ((Double) -> Void)?) throws(DataError) {
    let mark = try piece(at: 0, count: Swift.min(2, source.count))
    guard mark != [0xFF, 0xFE], mark != [0xFE, 0xFF] else { throw .encoding(file: file) }
    guard try nextLine() else { throw .empty(file: file) }
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
    if isTable { guard try nextLine() else { throw .empty(file: file) } }
    guard width >= 2 else { throw .fieldCount(file: file, line: line, expected: 2, found: fields.count) }
    let columns = width - 1 - (hasIndex ? 1 : 0)
    let rows = try greatestRowCount()
    guard rows <= Int(Int32.max), columns <= Int(Int32.max) else { throw .empty(file: file) }
    var storage = Tensor<Scalar>(uninitialized: Shape(rows, columns))
    labels.reserveCapacity(rows)
    var told = 0
    repeat {
      guard labels.count < rows else { throw .unreadable(file: file, reason: "It changed while it was read.") }
      try readRow(into: &storage, columns)
      let read = (reached - bytes.count + place) * 100 / max(source.count, 1)
      if let progress, read > told {
        told = read
        progress(Double(read) / 100)
      }
    } while try nextLine()
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

  /// No more lines than there are ends of lines in the file, and no more than there are bytes for.
  private func greatestRowCount() throws(DataError) -> Int {
    var (ends, at) = (1, 0)
    while at < source.count {
      let part = try piece(at: at, count: Swift.min(block, source.count - at))
      for byte in part where byte == 0x0A || byte == 0x0D { ends += 1 }
      at += part.count
    }
    return Swift.min(ends + 1, source.count / (2 * width - 1) + 1)
  }

  private func piece(at offset: Int, count: Int) throws(DataError) -> [UInt8] {
    do {
      return try source.bytes(at: offset, count: count)
    } catch {
      throw .unreadable(file: file, reason: error.reason)
    }
  }

  /// Reads on until a whole line stands in `bytes`, or the file ends.
  private mutating func fill() throws(DataError) {
    var searched = place
    while reached < source.count {
      // The end of a line counts where its second byte, if it has one, must be there too.
      while searched < bytes.count - 1 {
        if bytes[searched] == 0x0A || bytes[searched] == 0x0D { return }
        searched += 1
      }
      bytes.removeFirst(place)
      (searched, place) = (searched - place, 0)
      let part = try piece(at: reached, count: Swift.min(Swift.max(block, bytes.count), source.count - reached))
      if reached == 0, part.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
      bytes += part
      reached += part.count
      searched = Swift.max(searched, place)
    }
  }

  private func checkSeparator() throws(DataError) {
    guard fields.count == 1, let field = fields.first else { return }
    let others: [(Unicode.Scalar, String)] = [(";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (" ", "spaces")]
    for (other, name) in others where bytes[field].contains(UInt8(ascii: other)) {
      throw .separator(file: file, line: line, name: name)
    }
  }

  /// The fields of the next line that is not blank; false at the end.
  private mutating func nextLine() throws(DataError) -> Bool {
    while true {
      try fill()
      guard place < bytes.count else { return false }
      line += 1
      splitLine()
      let isBlank = fields.count == 1 && fields[0].isEmpty
      if !isBlank { return true }
    }
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
        // Hexadecimal numbers are the standard library's alone.
        let isHexadecimal = bytes[range].contains { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }
        return isHexadecimal ? nil : Double(String(decoding: bytes[range], as: UTF8.self))
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
