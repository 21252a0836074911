/// Rows of RFC 4180, safe to open in a spreadsheet.
package enum CSV {
  /// One record with its end of line. Texts of strangers go through `text` first.
  package static func record(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\r\n" }

  /// A stranger's text that no spreadsheet takes for a formula: where it begins like one, also after spaces or in the
  /// wide forms that some editions read, it gets a leading apostrophe, which spreadsheets show as "this is text".
  package static func text(_ text: String) -> String {
    let blanks: Set<Unicode.Scalar> = ["\t", "\r", "\n"]
    let kept = String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || blanks.contains($0) })
    guard let start = kept.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" }) else { return kept }
    let signs: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
    return signs.contains(start) ? "'" + kept : kept
  }

  private static func quoted(_ field: String) -> String {
    // By scalars: a carriage return and a line feed together are one `Character`, which equals neither.
    let special: Set<Unicode.Scalar> = ["\"", ",", "\r", "\n"]
    let isPlain = !field.unicodeScalars.contains { special.contains($0) } && field.first != " " && field.last != " "
    return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
