/// The columns of Moodle's grading worksheet that matter here, and what they are called: every head is in the site's
/// language. Other languages are told with `--column`.
package enum MoodleColumn: String, CaseIterable, Sendable {
  case identifier, name, email, idNumber = "id-number", mark, maximum, open, comments

  /// English and French, in lower case.
  private var names: [String] {
    switch self {
    case .identifier: ["identifier", "identifiant"]
    case .name: ["full name", "nom complet"]
    case .email: ["email address", "adresse de courriel"]
    case .idNumber: ["id number", "numéro d'identification", "numéro d’identification"]
    case .mark: ["grade", "note"]
    case .maximum: ["maximum grade", "note maximale"]
    case .open: ["grade can be changed", "la note peut être modifiée"]
    case .comments: ["feedback comments", "feedback par commentaires"]
    }
  }

  func isCalled(_ head: String) -> Bool { names.contains(head.lowercased()) }

  /// Whether any column is called so.
  static func knows(_ head: String) -> Bool { allCases.contains { $0.isCalled(head) } }

  /// The words for a grade that can be changed no more.
  static let closed: Set<String> = ["no", "non"]
}
