import Intake

/// A path as an archive or a folder tells it: words, by which nothing is ever opened or made.
package struct EntryPath: Sendable, Hashable, Comparable {
  /// Without empty parts and dots.
  package var parts: [String]
  /// Whether it is absolute, leads above its own folder, or is deeper than anyone's work is.
  package var climbs: Bool

  private static let deepest = 64

  package init(parts: [String], climbs: Bool = false) {
    self.parts = parts
    self.climbs = climbs
  }

  /// Reads a path of an archive. Both slashes part it, since archives of Windows programs have either.
  package init(archived bytes: [UInt8]) {
    let text = String(validating: bytes, as: UTF8.self) ?? String(bytes.map(CodePage437.character))
    let all = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.map(String.init)
    let named = all.filter { $0 != "" && $0 != "." && $0 != ".." }
    parts = named.suffix(Self.deepest)
    let isDrive = all.first.map { $0.count == 2 && $0.last == ":" } ?? false
    climbs =
      named.count > Self.deepest || all.contains("..") || (all.count > 1 && all[0].isEmpty) || isDrive
      || text.contains("\0")
  }

  package var name: String { parts.last ?? "" }
  package var text: String { parts.joined(separator: "/") }

  /// For people: on one line, and bounded.
  package var display: String { UntrustedName(bytes: Array(text.utf8)).line(atMost: 200) }

  /// What follows the first parts.
  package func dropping(_ count: Int) -> EntryPath { EntryPath(parts: Array(parts.dropFirst(count)), climbs: climbs) }

  package static func / (folder: EntryPath, path: EntryPath) -> EntryPath {
    EntryPath(parts: folder.parts + path.parts, climbs: folder.climbs || path.climbs)
  }

  package static func < (left: EntryPath, right: EntryPath) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts) { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }
}

/// The letters of old zips, from 0x80 on: IBM's code page 437.
enum CodePage437 {
  private static let upper: [Character] = Array(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}"
  )

  static func character(_ byte: UInt8) -> Character {
    byte < 0x80 ? Character(Unicode.Scalar(byte)) : upper[Int(byte) - 0x80]
  }
}
