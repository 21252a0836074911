/// What can be wrong with data that is read.
public enum DataError: Error, Equatable, CustomStringConvertible {
  /// A file cannot be read.
  case unreadable(file: String, reason: String)
  /// A split would leave a part without samples.
  case tooFew(samples: Int, part: String)
  /// A text is shorter than one window.
  case tooShort(characters: Int, needed: Int)
  /// A file of comma-separated values has no line of numbers.
  case empty(file: String)
  /// The text is UTF-16, as a spreadsheet's “Unicode text” is.
  case encoding(file: String)
  /// The fields are not separated by commas.
  case separator(file: String, line: Int, name: String)
  /// A line has another number of fields than the first one.
  case fieldCount(file: String, line: Int, expected: Int, found: Int)
  /// A field is not a number.
  case notANumber(file: String, line: Int, field: Int, text: String)
  /// The label column holds something else than whole numbers from 0.
  case label(file: String, line: Int, text: String)
  /// A number has no place in the element type.
  case tooLarge(file: String, line: Int, field: Int, text: String)
  /// The first four bytes are not those of an IDX file of bytes.
  case notIDX(file: String)
  /// An IDX file is shorter or longer than its header says.
  case idxLength(file: String, expected: Int, found: Int)
  /// The lengths in an IDX file's header are 0 or too large.
  case idxShape(file: String, lengths: [Int])
  /// Images and labels do not belong together.
  case counts(images: Int, labels: Int)

  /// What happened, to what, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file) cannot be read: \(reason) Check the name and who may read it."
    case .tooFew(let samples, let part):
      "\(samples) samples are too few to split: the \(part) part would be empty. Give more samples of each class, or another fraction."
    case .tooShort(let characters, let needed):
      "The text has \(characters) characters, one window needs \(needed). Give a longer text or fewer steps."
    case .empty(let file): "\(file) has no line of numbers. Give a file with one sample in each line."
    case .encoding(let file): "\(file) is written in UTF-16. Save it as comma-separated values in UTF-8."
    case .separator(let file, let line, let name):
      "\(file), line \(line): the fields are separated by \(name). Write it with commas between the fields."
    case .tooLarge(let file, let line, let field, let text):
      "\(file), line \(line), field \(field): “\(text)” is too large for the element type. Scale the column, or read it as Double."
    case .fieldCount(let file, let line, let expected, let found):
      "\(file), line \(line): \(found) fields instead of \(expected). Every line needs as many as the first."
    case .notANumber(let file, let line, let field, let text):
      "\(file), line \(line), field \(field): “\(text)” is not a number. Write it as a decimal number or drop the column."
    case .label(let file, let line, let text):
      "\(file), line \(line): the label “\(text)” is not a whole number from 0. Number the classes from 0."
    case .notIDX(let file):
      "\(file) is not an IDX file of bytes. Give the unpacked file (gunzip it first), such as train-images-idx3-ubyte."
    case .idxLength(let file, let expected, let found):
      "\(file) has \(found) bytes instead of \(expected). Fetch or unpack it again."
    case .idxShape(let file, let lengths):
      "\(file) announces the lengths \(lengths.map(String.init).joined(separator: " × ")). Every axis needs a length from 1 to 2³¹ − 1."
    case .counts(let images, let labels):
      "There are \(images) images and \(labels) labels. Give the two files of the same set."
    }
  }
}
