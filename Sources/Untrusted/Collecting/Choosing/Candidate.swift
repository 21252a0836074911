import Intake
import Keys

/// A file that may be the lab's.
struct Candidate {
  /// How a name speaks for a file.
  enum Bearing: Int, Comparable {
    /// Just the lab's.
    case exact
    /// The lab's, in other letters.
    case letters
    /// One with the lab's name in it.
    case renamed
    case other

    static func < (left: Bearing, right: Bearing) -> Bool { left.rawValue < right.rawValue }
  }

  let found: Found
  let raw: [UInt8]
  let source: SourceText
  let digest: Digest
  let bearing: Bearing
  /// Whether it holds the type that a grader begins with.
  let declares: Bool
  /// Whether something in it is left to write.
  let isUnfinished: Bool

  init(_ found: Found, _ raw: [UInt8], _ source: SourceText, file: String) {
    self.found = found
    self.raw = raw
    self.source = source
    digest = Digest(of: source.bytes)
    let (name, lab) = (found.path.name, file.dropLast(".swift".count))
    bearing =
      name == file
      ? .exact
      : name.lowercased() == file.lowercased()
        ? .letters : name.lowercased().contains(lab.lowercased()) ? .renamed : .other
    declares = Self.declares(source.bytes)
    isUnfinished = source.bytes.firstRange(of: Array("notImplemented()".utf8)) != nil
  }

  /// Whether the name stands behind a word that declares a type. Bytes, since there may be a lot of them.
  private static func declares(_ bytes: [UInt8]) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        || byte > 0x7F
    }
    let name = Array("Submission".utf8)
    let words = ["struct", "class", "actor", "enum"].map { Array($0.utf8) }
    var start = 0
    while let range = bytes[start...].firstRange(of: name) {
      start = range.upperBound
      if range.upperBound < bytes.count, isLetter(bytes[range.upperBound]) { continue }
      let before = bytes[..<range.lowerBound]
      let blanks = before.suffix(100).reversed().prefix { [9, 10, 13, 32].contains($0) }.count
      let word = before.dropLast(blanks).suffix(20).reversed().prefix { isLetter($0) }.reversed()
      if blanks > 0, words.contains(Array(word)) { return true }
    }
    return false
  }

  /// How far below the top it lies; a handout's place for it counts as the top.
  var depth: Int {
    var folders = found.path.parts.dropLast()
    if folders.suffix(2) == ["Sources", "Submission"] { folders = folders.dropLast(2) }
    return folders.count
  }

  /// The name without a number at its end, and that number: `MLP (2)`, `MLP-2`, `MLP_v2`.
  var version: (stem: String, number: Int) {
    let stem = found.path.name.lowercased().replacing(/\.swift$/, with: "")
    guard let match = stem.firstMatch(of: /[ _-]*[(]?v?(\d{1,6})[)]?$/), let number = Int(match.1) else {
      return (stem, 0)
    }
    return (String(stem[..<match.range.lowerBound]), number)
  }
}
