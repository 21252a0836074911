/// What can be wrong with a safetensors file.
public enum SafetensorsError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(file: String, reason: String)
  /// The file ends too early.
  case truncated(file: String, needed: Int, found: Int)
  /// The header is not what the format says.
  case header(file: String, reason: String)
  /// The elements are neither F32 nor F64.
  case elementType(file: String, tensor: String, type: String)
  /// A tensor's place does not fit its shape or the file.
  case place(file: String, tensor: String)
  /// Bytes follow the last tensor.
  case length(file: String, expected: Int, found: Int)
  /// A tensor has more axes, or longer ones, than tensors here can have.
  case shape(file: String, tensor: String, lengths: [Int])
  /// An element has no place in the type that is read into.
  case range(file: String, tensor: String)
  /// A name stands twice among tensors to be saved, or is the format's own.
  case name(String)

  /// What happened, to what, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file) cannot be read: \(reason) Check the name and who may read it."
    case .truncated(let file, let needed, let found):
      "\(file) ends too early: \(needed) bytes are announced, \(found) are there. Copy or save it again."
    case .header(let file, let reason):
      "\(file) has no safetensors header (\(reason)). Save it with `gradus train` or Python's safetensors."
    case .elementType(let file, let tensor, let type):
      "\(file): \(tensor) has elements of type \(type). Convert them to float32 or float64 before saving."
    case .place(let file, let tensor):
      "\(file): the place of \(tensor) does not fit its shape, its neighbours or the file. Save it again."
    case .length(let file, let expected, let found):
      "\(file): the tensors need \(expected) bytes and \(found) are there. Save it again."
    case .shape(let file, let tensor, let lengths):
      "\(file): \(tensor) has the shape \(lengths); tensors here have at most eight axes of fewer than 2³¹. Reshape it before saving."
    case .range(let file, let tensor):
      "\(file): \(tensor) has a number that is too large for float32. Scale it, or read the file as Double."
    case .name(let name): "Two tensors would be saved as \(name), or it is the format's own name. Give each a name."
    }
  }
}
