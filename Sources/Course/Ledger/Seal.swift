package import Keys

/// The seal on one submission's results: HMAC-SHA-256 under the course key over all that its mark rests on.
///
/// The seal is taken over the files' own bytes (the writer of scorecards writes the same bytes for the same scorecard),
/// together with the folder's name, so that nobody's scorecard can be put in another's place. Large files go in by their
/// digests, which stand in the seal's file: a mark is checked without reading them, and they where they are used.
package struct Seal: Hashable, Sendable {
  package static let file = "seal"
  /// These are read wherever a mark is.
  package static let small = ["scorecard.json", History.file]
  /// These only where they are used.
  package static let large = ["submission.swift", "transcript"]

  private let digests: [Line]
  private let code: String

  private struct Line: Hashable {
    var file: String
    var digest: String
  }

  /// Seals what `read` gives for each name, nil for a file that is not there.
  package init(_ folder: String, by key: CourseKey, read: (String) -> [UInt8]?) {
    digests = Self.large.compactMap { file in read(file).map { Line(file: file, digest: "\(Digest(of: $0))") } }
    code = Self.code(folder, digests, by: key, read: read)
  }

  private static func code(
    _ folder: String, _ digests: [Line], by key: CourseKey, read: (String) -> [UInt8]?
  ) -> String {
    let parts = [("folder", Array(folder.utf8))] + small.map { ($0, read($0) ?? []) }
    let digest = Digest(parts: parts + digests.map { ($0.file, Array($0.digest.utf8)) })
    return key.seal(digest.bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Reads a seal's file; nil where it is none.
  package init?(text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard lines.popFirst() == "gradus seal 1", lines.popLast() == "", let code = lines.popLast() else { return nil }
    var digests: [Line] = []
    for line in lines {
      let words = line.split(separator: " ")
      guard words.count == 2 else { return nil }
      digests.append(Line(file: String(words[0]), digest: String(words[1])))
    }
    self.digests = digests
    self.code = String(code)
  }

  /// The seal's file.
  package var text: String {
    (["gradus seal 1"] + digests.map { "\($0.file) \($0.digest)" } + [code, ""]).joined(separator: "\n")
  }

  /// Whether scorecard and history are those that were sealed.
  package func holds(for folder: String, by key: CourseKey, read: (String) -> [UInt8]?) -> Bool {
    code == Self.code(folder, digests, by: key, read: read)
  }

  /// Whether this is the large file that was sealed; true only of one whose digest the seal holds.
  package func holds(for bytes: [UInt8], of file: String) -> Bool {
    digests.contains { $0.file == file && $0.digest == "\(Digest(of: bytes))" }
  }
}
