/// Files that hold files, known by their first bytes whatever they are called.
package enum ArchiveKind: String, Sendable, CaseIterable {
  case zip, gzip, bzip2, xz, zstd, sevenZip = "7z", rar, tar

  /// How many bytes of a file must be seen.
  static let lookedAt = 512

  init?(head: [UInt8]) {
    let starts: [(ArchiveKind, [UInt8])] = [
      (.zip, [0x50, 0x4B, 3, 4]), (.zip, [0x50, 0x4B, 5, 6]), (.gzip, [0x1F, 0x8B]), (.bzip2, [0x42, 0x5A, 0x68]),
      (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
      (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, [0x52, 0x61, 0x72, 0x21, 0x1A, 7]),
    ]
    if let (kind, _) = starts.first(where: { head.starts(with: $0.1) }) {
      self = kind
    } else if head.count >= 262, Array(head[257..<262]) == Array("ustar".utf8) {
      self = .tar
    } else {
      return nil
    }
  }

  /// Documents and programs that are zips inside, and hold nobody's source.
  static func isDocument(_ name: String) -> Bool {
    let endings = [
      "docx", "docm", "xlsx", "pptx", "odt", "ods", "odp", "odg", "epub", "jar", "war", "apk", "ipa", "pages",
      "numbers",
      "key", "npz", "pt", "pth", "keras", "whl", "mlpackage",
    ]
    return endings.contains { name.lowercased().hasSuffix("." + $0) }
  }

  /// The name without the endings of an archive, for what holds one file and does not tell its name.
  static func stem(of name: String) -> String {
    for ending in [".gz", ".bz2", ".xz", ".zst"] where name.lowercased().hasSuffix(ending) && name.count > ending.count
    {
      return String(name.dropLast(ending.count))
    }
    return name
  }
}
