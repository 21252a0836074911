/// What can be wrong with a safetensors file.
public enum SafetensorsError: Error, Equatable, CustomStringConvertible {
  /// The file ends too early.
  case truncated(file: String, needed: Int, found: Int)
  /// The header is not what the format says.
  case header(file: String, reason: String)
  /// The elements are neither F32 nor F64.
  case elementType(file: String, tensor: String, type: String)
  /// A tensor's place does not fit its shape or the file.
  case place(file: String, tensor: String)

  /// What happened, to what, and what to do next.
  public var description: String {
    switch self {
    case .truncated(let file, let needed, let found):
      "\(file) ends too early: \(needed) bytes are announced, \(found) are there. Copy or save it again."
    case .header(let file, let reason):
      "\(file) has no safetensors header (\(reason)). Save it with `gradus train` or Python's safetensors."
    case .elementType(let file, let tensor, let type):
      "\(file): \(tensor) has elements of type \(type). Convert them to float32 or float64 before saving."
    case .place(let file, let tensor):
      "\(file): the place of \(tensor) does not fit its shape or the file. Save it again."
    }
  }
}
