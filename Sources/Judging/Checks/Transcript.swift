package import LabKit

/// What one submission, or the reference, answered to a whole plan.
package struct Transcript: Hashable, Sendable {
  /// The evidence for each check that was run, by its id.
  package var evidence: [String: Evidence]
  /// For a timing check, what the reference answered in turn with this submission.
  package var opponents: [String: Evidence]

  package init(evidence: [String: Evidence] = [:], opponents: [String: Evidence] = [:]) {
    self.evidence = evidence
    self.opponents = opponents
  }

  /// The file's bytes; the same transcript gives the same bytes.
  package func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    Value.record([
      "format": "gradus transcript 2", "evidence": Self.value(evidence), "opponents": Self.value(opponents),
    ]).write(to: &bytes)
    return bytes
  }

  /// Reads a transcript; throws where the bytes are not those of one.
  package init(bytes: [UInt8]) throws(ValueError) {
    var reader = ByteReader(bytes)
    let file = try Value(from: &reader)
    guard try file.field("format", as: String.self) == "gradus transcript 2" else {
      throw ValueError("not a transcript of format 2")
    }
    self.init(evidence: try Self.read(file["evidence"]), opponents: try Self.read(file["opponents"]))
  }

  private static func value(_ evidence: [String: Evidence]) -> Value {
    .record(evidence.sorted { $0.key < $1.key }.map { Value.Field($0.key, $0.value.value) })
  }

  private static func read(_ value: Value?) throws(ValueError) -> [String: Evidence] {
    guard case .record(let fields)? = value else { throw ValueError("a transcript without evidence") }
    var evidence: [String: Evidence] = [:]
    for field in fields { evidence[field.name] = try Evidence(value: field.value) }
    return evidence
  }
}
