import Foundation

/// `submission_metadata.yml` of a Gradescope export, as far as it tells who handed in what, and when.
///
/// The file is YAML as Ruby writes it. Only the few lines that are wanted are read, by their indentation, and all else
/// is passed over; what is read must be as it is known to be.
struct GradescopeMetadata {
  struct Submission: Hashable {
    var submitters: [Student.Person] = []
    var created: Int64?
  }

  /// By folder: `submission_123`.
  private(set) var submissions: [String: Submission] = [:]
  /// Folders that are told of twice.
  private(set) var repeated: Set<String> = []

  init(_ text: String) {
    var folder: String?
    var section = ""
    for line in text.split(whereSeparator: \.isNewline) where line.utf8.count < 2000 {
      let indent = line.prefix { $0 == " " }.count
      let words = line.drop { $0 == " " }
      if indent == 0, words.hasPrefix("submission_"), words.hasSuffix(":") {
        let name = String(words.dropLast())
        if submissions.updateValue(Submission(), forKey: name) != nil { repeated.insert(name) }
        (folder, section) = (name, "")
        continue
      }
      guard let folder else { continue }
      if indent == 2, words.hasPrefix(":") {
        section = String(words.dropFirst().prefix { $0 != ":" })
        if section == "created_at" { submissions[folder]?.created = Self.seconds(Self.value(of: words)) }
      } else if section == "submitters" {
        let isNew = words.hasPrefix("- ")
        if isNew { submissions[folder]?.submitters.append(Student.Person()) }
        let pair = isNew ? words.dropFirst(2) : words
        guard let count = submissions[folder]?.submitters.count, count > 0, pair.hasPrefix(":") else { continue }
        let value = Self.value(of: pair)
        switch pair.dropFirst().prefix(while: { $0 != ":" }) {
        case "name": submissions[folder]?.submitters[count - 1].name = value
        case "sid": submissions[folder]?.submitters[count - 1].id = value
        case "email": submissions[folder]?.submitters[count - 1].email = value
        default: break
        }
      }
    }
  }

  /// What follows `:key:`, without quotes; nil for nothing.
  private static func value(of pair: Substring) -> String? {
    guard let colon = pair.dropFirst().firstIndex(of: ":") else { return nil }
    var text = pair[pair.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    for quote in ["'", "\""] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
      text = String(text.dropFirst().dropLast())
      text = quote == "'" ? text.replacing("''", with: "'") : Self.unescaped(text)
      return text.isEmpty ? nil : text
    }
    return ["", "null", "~"].contains(text) ? nil : text
  }

  /// A text in double quotes, in which Ruby writes `\"`, `\\`, `\xE9` and `\u00E9`.
  private static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.popFirst() else {
        result.append(character)
        continue
      }
      let digits = ["x": 2, "u": 4, "U": 8][next] ?? 0
      if digits > 0, let code = UInt32(rest.prefix(digits), radix: 16), let scalar = Unicode.Scalar(code) {
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(digits)
      } else {
        result.append(next == "n" || next == "t" ? " " : next)
      }
    }
    return result
  }

  /// `2026-10-01 12:00:00.123456789 Z`, or with an offset such as `-07:00`, or `2026-10-01T12:00:00Z`.
  static func seconds(_ text: String?) -> Int64? {
    guard
      let match = text?.wholeMatch(
        of: /(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|UTC|[+-]\d\d:?\d\d)/)
    else { return nil }
    let zone = ["Z", "UTC"].contains(match.3) ? "Z" : String(match.3)
    guard let date = try? Date("\(match.1)T\(match.2)\(zone)", strategy: .iso8601) else { return nil }
    return Int64(date.timeIntervalSince1970)
  }
}
