import Yams

/// A place where a file repeats another part of itself: `*name`, for what stands behind `&name`.
///
/// A few lines of these, each of which repeats the one above it, stand for more nodes than any machine has, and the YAML
/// reader goes through all of them where one is a key. A course file has no need of them, so none gets as far as that.
enum Alias {
  /// The line of the first, from 1; nil where there is none, or another mistake stands before it.
  ///
  /// The reader itself is asked, since it alone knows what is quoted, a comment or in the midst of a text: no value may
  /// begin with `@`, so that of the same file with `@` for each `*` it tells the first that begins one, and stops there.
  static func firstLine(in text: String) -> Int? {
    guard text.unicodeScalars.contains("*") else { return nil }
    // Both may begin nothing. With one that the file has not yet, no two of its names become one.
    let free = (["@", "`"] as [Unicode.Scalar]).first { !text.unicodeScalars.contains($0) }
    do {
      _ = try compose(yaml: String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "*" ? free ?? "@" : $0 })))
      return nil
    } catch YamlError.scanner(_, _, let mark, _) {
      return scalar(of: text, at: mark) == "*" ? mark.line : nil
    } catch YamlError.duplicatedKeysInMapping(_, let context) where free == nil {
      return context.mark.line
    } catch {
      return nil
    }
  }

  /// Lines and columns are counted as the reader does.
  private static func scalar(of text: String, at mark: Mark) -> Unicode.Scalar? {
    let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    let lines = text.replacing("\r\n", with: "\n").unicodeScalars.split(omittingEmptySubsequences: false) {
      breaks.contains($0)
    }
    guard lines.indices.contains(mark.line - 1) else { return nil }
    return lines[mark.line - 1].dropFirst(mark.column - 1).first
  }
}
