/// Text of strangers made fit to be shown and stored: bounded, and free of what XML 1.0 forbids, of what terminals act
/// upon, and of what reverses the direction of writing.
package enum Clean {
  /// One line of at most `limit` UTF-16 units; where it was cut it ends in `…`.
  package static func line(_ text: String, atMost limit: Int = 300) -> String {
    let (kept, isWhole) = kept(text, atMost: limit, onOneLine: true)
    return isWhole ? trimmed(kept) : trimmed(prefix(of: kept, units: limit - 1)) + "…"
  }

  /// What was made of a name; something to read where nothing of it is left.
  static func orUnnamed(_ name: String) -> String { name.isEmpty ? "(unnamed)" : name }

  /// Lines, at most `limit` UTF-16 units in all; where they were cut a last line says so.
  package static func block(_ text: String, atMost limit: Int) -> String {
    let (kept, isWhole) = kept(text, atMost: limit, onOneLine: false)
    guard !isWhole else { return kept }
    let length = text.unicodeScalars.count
    let note = "\n[cut here: the whole text has \(length) characters, of which at most \(limit) are shown]"
    return prefix(of: kept, units: max(0, limit - note.utf16.count)) + note
  }

  /// The clean scalars of the text, up to the first that goes beyond the limit. Stops there, so that a text of many
  /// megabytes costs no more than a short one.
  private static func kept(_ text: String, atMost limit: Int, onOneLine: Bool) -> (String, isWhole: Bool) {
    var scalars = String.UnicodeScalarView()
    var units = 0
    var filter = ControlFilter()
    for scalar in text.unicodeScalars {
      guard var next = filter.next(scalar) else { continue }
      if onOneLine, next == "\n" || next == "\t" { next = " " }
      scalars.append(next)
      units += next.value > 0xFFFF ? 2 : 1
      if units > limit { return (String(scalars), false) }
    }
    return (String(scalars), true)
  }

  /// The longest prefix of whole characters that fits; of scalars where the very first character does not.
  private static func prefix(of text: String, units limit: Int) -> String {
    var units = 0
    let characters = text.prefix { character in
      units += character.utf16.count
      return units <= limit
    }
    if !characters.isEmpty || limit == 0 { return String(characters) }
    units = 0
    return String(
      text.unicodeScalars.prefix { scalar in
        units += scalar.value > 0xFFFF ? 2 : 1
        return units <= limit
      })
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.first == " " { line = line.dropFirst() }
    while line.last == " " { line = line.dropLast() }
    return String(line)
  }
}

/// Takes control characters out of a stream of scalars, and makes every end of a line a `\n`.
struct ControlFilter {
  private enum State { case text, afterReturn, afterEscape, inSequence }
  private var state = State.text
  private var marks = 0

  /// No script stacks more marks on a letter than this; only mischief does, across the lines above and below.
  private static let marksOnALetter = 8

  /// What to keep in place of this scalar, if anything.
  mutating func next(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch state {
    case .inSequence:
      // A terminal's sequence, such as a colour, ends with its first letter.
      if (0x40...0x7E).contains(scalar.value) { state = .text }
      return nil
    case .afterEscape where scalar == "[":
      state = .inSequence
      return nil
    case .afterReturn where scalar == "\n":
      state = .text
      return nil
    case .text, .afterReturn, .afterEscape: state = .text
    }
    let isMark = scalar.value >= 0x300 && [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    marks = isMark ? marks + 1 : 0
    if marks > Self.marksOnALetter { return nil }
    switch scalar.value {
    case 0x0D:
      state = .afterReturn
      return "\n"
    case 0x1B:
      state = .afterEscape
      return nil
    case 0x0A, 0x2028, 0x2029: return "\n"
    case 0x09: return scalar
    case 0..<0x20, 0x7F...0x9F: return nil
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C: return nil
    case 0xFFFE, 0xFFFF, 0xFEFF: return nil
    default: return scalar
    }
  }
}
