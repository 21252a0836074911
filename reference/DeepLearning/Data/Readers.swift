public import Foundation
internal import Tensors

extension Dataset {
  /// Reads comma-separated numbers, one sample in each line, the label (a whole number from 0) in the last field.
  ///
  /// A first line that holds no number is taken as the header; blank lines are skipped; fields may be surrounded by
  /// spaces or quotes.
  ///
  /// - Throws: `DataError` with file and line.
  public static func commaSeparated(_ file: URL) throws -> Dataset {
    try commaSeparated(String(decoding: contents(file), as: UTF8.self), named: file.lastPathComponent)
  }

  /// Reads a text of comma-separated numbers.
  public static func commaSeparated(_ text: String, named file: String) throws(DataError) -> Dataset {
    var elements: [Scalar] = []
    var labels: [Int32] = []
    var width: Int?
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { field in
        String(
          field.drop { $0.isWhitespace || $0 == "\"" }.reversed().drop { $0.isWhitespace || $0 == "\"" }.reversed())
      }
      if width == nil && labels.isEmpty && fields.allSatisfy({ Double($0) == nil }) {
        width = fields.count
        continue
      }
      let expected = width ?? fields.count
      width = expected
      guard fields.count == expected, expected >= 2 else {
        throw .fieldCount(file: file, line: index + 1, expected: Swift.max(expected, 2), found: fields.count)
      }
      for (place, field) in fields.dropLast().enumerated() {
        guard let number = Double(field), number.isFinite else {
          throw .notANumber(file: file, line: index + 1, field: place + 1, text: field)
        }
        elements.append(Scalar(number))
      }
      let last = fields[expected - 1]
      guard let label = Double(last), label >= 0, label <= 1e6, label == label.rounded() else {
        throw .label(file: file, line: index + 1, text: last)
      }
      labels.append(Int32(label))
    }
    guard let width, !labels.isEmpty else { throw .empty(file: file) }
    return Dataset(
      features: Tensor(elements, Shape(labels.count, width - 1)), labels: labels,
      classes: labels.reduce(0) { Swift.max($0, Int($1)) } + 1)
  }

  /// Reads images and labels in the IDX format of MNIST (LeCun, Cortes and Burges), unpacked; grey levels divided by 255:
  /// samples × 1 × height × width.
  ///
  /// - Throws: `DataError`.
  public static func idx(images: URL, labels: URL) throws -> Dataset {
    let pictures = try IDX(contents(images), named: images.lastPathComponent, axes: 3)
    let names = try IDX(contents(labels), named: labels.lastPathComponent, axes: 1)
    guard pictures.lengths[0] == names.lengths[0], pictures.lengths[0] > 0 else {
      throw DataError.counts(images: pictures.lengths[0], labels: names.lengths[0])
    }
    let shape = Shape(pictures.lengths[0], 1, pictures.lengths[1], pictures.lengths[2])
    return Dataset(
      features: Tensor(pictures.bytes.map { Scalar($0) / 255 }, shape), labels: names.bytes.map { Int32($0) },
      classes: names.bytes.reduce(0) { Swift.max($0, Int($1)) } + 1)
  }
}

/// A file's bytes.
private func contents(_ file: URL) throws(DataError) -> Data {
  do {
    return try Data(contentsOf: file)
  } catch {
    let reason = (error as NSError).localizedDescription
    throw .unreadable(file: file.path, reason: reason.hasSuffix(".") ? reason : reason + ".")
  }
}

/// An IDX file of bytes: two zeros, 8 for unsigned bytes, the number of axes, each axis's length as four bytes with the greatest first,
/// the elements.
struct IDX {
  let lengths: [Int]
  let bytes: ArraySlice<UInt8>

  init(_ data: Data, named file: String, axes: Int) throws(DataError) {
    let all = [UInt8](data)
    let header = 4 + 4 * axes
    guard all.count >= header, all[0] == 0, all[1] == 0, all[2] == 8, all[3] == UInt8(axes) else {
      throw .notIDX(file: file)
    }
    lengths = (0..<axes).map { axis in all[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) } }
    let expected = lengths.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max : $0 * $1 }
    guard all.count - header == expected else {
      throw .idxLength(file: file, expected: expected == Int.max ? expected : header + expected, found: all.count)
    }
    bytes = all[header...]
  }
}
