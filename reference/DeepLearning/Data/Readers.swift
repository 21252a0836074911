public import Foundation
internal import Tensors

/// Which column of a table holds the labels.
public enum LabelColumn: String, Sendable, CaseIterable {
  /// The one that the header calls `label`, `class`, `target` or `y`; without one, the last.
  case automatic
  /// The first.
  case first
  /// The last.
  case last
}

extension Dataset {
  /// Reads comma-separated numbers, one sample in each line, with a column of labels (whole numbers from 0).
  ///
  /// A first line without a number is taken as the header, and so is one whose numbers are but the columns' own, as pandas writes it. A
  /// first column without a name (pandas' index) is left out. Blank lines and a byte-order mark are skipped; fields may be surrounded by
  /// spaces or quotes.
  ///
  /// - Parameters:
  ///   - file: where they are.
  ///   - label: the column of labels.
  ///   - progress: called now and then with the part of the file that was read.
  /// - Throws: `DataError` with file and line.
  public static func commaSeparated(
    _ file: URL, label: LabelColumn = .automatic, progress: ((Double) -> Void)? = nil
  ) throws(DataError) -> Dataset {
    try table(try contents(file), label, file.lastPathComponent, progress)
  }

  /// Reads a text of comma-separated numbers.
  public static func commaSeparated(
    _ text: String, named file: String, label: LabelColumn = .automatic
  ) throws(DataError) -> Dataset {
    try table(ByteSource(Data(text.utf8)), label, file, nil)
  }

  /// Reads bytes, whatever they are.
  static func table(
    _ source: ByteSource, _ label: LabelColumn, _ file: String, _ progress: ((Double) -> Void)?
  ) throws(DataError) -> Dataset {
    var table = Table<Scalar>(source, label: label, file: file)
    try table.read(progress)
    return Dataset(
      features: table.features, labels: table.labels, classes: table.labels.reduce(0) { Swift.max($0, Int($1)) } + 1)
  }

  /// Reads images and labels in the IDX format of MNIST (LeCun, Cortes and Burges), unpacked; grey levels divided by 255:
  /// samples × 1 × height × width.
  ///
  /// - Throws: `DataError`.
  public static func idx(images: URL, labels: URL) throws(DataError) -> Dataset {
    try idx(
      IDX(contents(images), named: images.lastPathComponent, axes: 3),
      IDX(contents(labels), named: labels.lastPathComponent, axes: 1))
  }

  static func idx(_ pictures: IDX, _ names: IDX) throws(DataError) -> Dataset {
    guard pictures.lengths[0] == names.lengths[0] else {
      throw DataError.counts(images: pictures.lengths[0], labels: names.lengths[0])
    }
    var features = Tensor<Scalar>(
      uninitialized: Shape(pictures.lengths[0], 1, pictures.lengths[1], pictures.lengths[2]))
    let levels = (0...255).map { Scalar($0) / 255 }
    features.withMutableElements { elements in
      var place = 0
      for byte in pictures.bytes {
        elements[place] = levels[Int(byte)]
        place += 1
      }
    }
    return Dataset(
      features: features, labels: names.bytes.map { Int32($0) },
      classes: names.bytes.reduce(0) { Swift.max($0, Int($1)) } + 1)
  }
}

private func contents(_ file: URL) throws(DataError) -> ByteSource {
  do {
    return try ByteSource(file)
  } catch {
    throw .unreadable(file: file.path, reason: error.reason)
  }
}

/// An IDX file of bytes: two zeros, 8 for unsigned bytes, the number of axes, each axis's length as four bytes with the greatest first,
/// the elements.
struct IDX {
  let lengths: [Int]
  let bytes: [UInt8]

  init(_ source: ByteSource, named file: String, axes: Int) throws(DataError) {
    func piece(_ range: Range<Int>) throws(DataError) -> [UInt8] {
      do {
        return try source.bytes(at: range.lowerBound, count: range.count)
      } catch {
        throw .unreadable(file: file, reason: error.reason)
      }
    }
    let header = 4 + 4 * axes
    let start = try piece(0..<Swift.min(header, source.count))
    guard start.count == header, start[0] == 0, start[1] == 0, start[2] == 8, start[3] == UInt8(axes) else {
      throw .notIDX(file: file)
    }
    lengths = (0..<axes).map { axis in start[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) } }
    guard lengths.allSatisfy({ $0 > 0 && $0 <= Int(Int32.max) }) else { throw .idxShape(file: file, lengths: lengths) }
    let expected = lengths.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max : $0 * $1 }
    guard source.count - header == expected else {
      throw .idxLength(file: file, expected: expected == Int.max ? expected : header + expected, found: source.count)
    }
    bytes = try piece(header..<source.count)
  }
}
