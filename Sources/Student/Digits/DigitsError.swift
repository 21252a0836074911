/// What can be wrong with the embedded digits: only a hand edit of `DigitsText.swift` leads here.
public enum DigitsError: Error, Equatable, CustomStringConvertible {
  /// The text has another length than 1797 lines of 65 characters.
  case length(found: Int)
  /// A character is neither a label in its place nor a grey level from A to Q.
  case character(UInt8, line: Int)

  /// What happened, to what, and what to do next.
  public var description: String {
    let next = "Write DigitsText.swift again: python3 Sources/Student/Digits/derive.py"
    switch self {
    case .length(let found):
      let expected = Digits.count * (Digits.pixelCount + 2) - 1
      return "The embedded digits hold \(found) characters instead of \(expected). \(next)"
    case .character(let code, let line):
      return "The embedded digits have an unexpected character (code \(code)) in line \(line). \(next)"
    }
  }
}
