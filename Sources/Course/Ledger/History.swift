import Foundation

/// All gradings of one submission, the first one first: a file of one JSON object on each line, to which lines are added
/// and from which none is ever taken.
package struct History: Hashable, Sendable {
  package static let file = "history.jsonl"

  /// The file's bytes.
  package private(set) var bytes: [UInt8]
  /// The gradings that can be read; a line that somebody spoilt stays in the file and is none.
  package private(set) var gradings: [PastGrading]

  package init() { (bytes, gradings) = ([], []) }

  package init(bytes: [UInt8]) {
    let decoder = JSONDecoder()
    self.bytes = bytes
    gradings = bytes.split(separator: UInt8(ascii: "\n")).compactMap {
      try? decoder.decode(PastGrading.self, from: Data($0))
    }
  }

  /// Adds a line.
  package mutating func append(_ grading: PastGrading) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let newline = UInt8(ascii: "\n")
    if let last = bytes.last, last != newline { bytes.append(newline) }
    bytes += try encoder.encode(grading) + [newline]
    gradings.append(grading)
  }
}
