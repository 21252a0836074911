package import Checks
package import CourseRules
package import Foundation
import Keys
import Storage

/// The course's rules for one lab, with what tells them from others and what they change.
package struct AppliedRules: Sendable {
  package let rules: LabRules
  /// SHA-256 of the rules' file.
  package let digest: String
  /// As they are kept beside the results.
  let bytes: [UInt8]
  private let changes: [String]

  /// `lab` is the lab as it is without them.
  package init(_ rules: LabRules, of lab: Lab) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    bytes = Array(try encoder.encode(rules)) + [10]
    digest = Digest(of: bytes).description
    self.rules = rules
    changes = lab.changes(under: rules)
  }

  /// What a scorecard that is written at `date` says of them.
  package func recorded(at date: Date) -> Scorecard.Rules {
    Scorecard.Rules(digest: digest, hidden: rules.shown(at: date), changes: changes)
  }
}

extension OutputFolder {
  /// Keeps the rules that marks were made by, once.
  package func keep(_ rules: AppliedRules) throws {
    try Files.makeFolder("\(root)/rules")
    let path = "\(root)/rules/\(rules.digest).json"
    if !Files.exists(path) { try Files.write(rules.bytes, to: path) }
  }
}
