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
  /// Keeps the rules that marks are made by, and which these are now; without any the lab's own hold.
  package func keep(_ rules: AppliedRules?) throws {
    let current = "\(root)/rules/current"
    guard let rules else {
      Files.remove(current)
      return
    }
    try Files.makeFolder("\(root)/rules")
    let path = "\(root)/rules/\(rules.digest).json"
    if !Files.exists(path) { try Files.write(rules.bytes, to: path) }
    try Files.write(Array(rules.digest.utf8), to: current)
  }

  /// The rules that these results were made by last; nil where they were made by the lab's own.
  package func rules() throws -> LabRules? {
    guard let digest = try? Files.read("\(root)/rules/current") else { return nil }
    let path = "\(root)/rules/\(String(decoding: digest, as: UTF8.self)).json"
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      let bytes = try Files.read(path)
      guard Digest(of: bytes).description.utf8.elementsEqual(digest) else {
        throw FileFault(path, "is not as it was written; `gradus grade` writes it anew")
      }
      return try decoder.decode(LabRules.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw FileFault(path, "cannot be read (\(error)); `gradus grade` writes it anew")
    }
  }
}
