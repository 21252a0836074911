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
  /// - Parameter progress: called now and then with the part of the file that was read.
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
    try table(Data(text.utf8), label, file, nil)
  }

  /// Reads a file's bytes, whatever they are.
  static func table(
    _ data: Data, _ label: LabelColumn, _ file: String, _ progress: ((Double) -> Void)?
  ) throws(DataError) -> Dataset {
    let result: Result<Dataset, DataError> = data.withUnsafeBytes { bytes in
      var table = Table<Scalar>(bytes, label: label, file: file)
      do throws(DataError) {
        try table.read(progress)
        return .success(
          Dataset(
            features: table.features, labels: table.labels,
            classes: table.labels.reduce(0) { Swift.max($0, Int($1)) } + 1))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
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
      pictures.bytes.withUnsafeBytes {
        for byte in $0 {
          elements[place] = levels[Int(byte)]
          place += 1
        }
      }
    }
    return Dataset(
      features: features, labels: names.bytes.map { Int32($0) },
      classes: names.bytes.reduce(0) { Swift.max($0, Int($1)) } + 1)
  }
}

/// A file's bytes.
private func contents(_ file: URL) throws(DataError) -> Data {
  do {
    return try Data(contentsOf: file, options: .mappedIfSafe)
  } catch {
    let reason = (error as NSError).localizedDescription
    throw .unreadable(file: file.path, reason: reason.hasSuffix(".") ? reason : reason + ".")
  }
}

/// An IDX file of bytes: two zeros, 8 for unsigned bytes, the number of axes, each axis's length as four bytes with the greatest first,
/// the elements.
struct IDX {
  let lengths: [Int]
  let bytes: Data

  init(_ data: Data, named file: String, axes: Int) throws(DataError) {
    let header = 4 + 4 * axes
    let start = [UInt8](data.prefix(header))
    guard start.count == header, start[0] == 0, start[1] == 0, start[2] == 8, start[3] == UInt8(axes) else {
      throw .notIDX(file: file)
    }
    lengths = (0..<axes).map { axis in start[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) } }
    guard lengths.allSatisfy({ $0 > 0 && $0 <= Int(Int32.max) }) else { throw .idxShape(file: file, lengths: lengths) }
    let expected = lengths.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max : $0 * $1 }
    guard data.count - header == expected else {
      throw .idxLength(file: file, expected: expected == Int.max ? expected : header + expected, found: data.count)
    }
    bytes = data.dropFirst(header)
  }
}
