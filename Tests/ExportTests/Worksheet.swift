import Checks
import Foundation
import Testing

@testable import Export

/// A grading worksheet as a site of one language and setting writes it, with the cells that are to be filled in.
struct Worksheet: Sendable, CustomTestStringConvertible {
  var language = "en"
  var delimiter = ","
  var lineEnd = "\r\n"
  var hasMark = false
  /// Whether every cell has quotes, or only those that want them.
  var isAllQuoted = false
  var hasIDs = false

  static let kinds: [Worksheet] = [
    Worksheet(), Worksheet(delimiter: ";", lineEnd: "\n"), Worksheet(delimiter: "\t", hasMark: true),
    Worksheet(lineEnd: "\n", isAllQuoted: true), Worksheet(language: "fr", hasMark: true, hasIDs: true),
    Worksheet(language: "fr", delimiter: ";", lineEnd: "\n", hasMark: true),
    Worksheet(language: "fr", delimiter: "\t", isAllQuoted: true),
  ]

  var testDescription: String { "\(language) \(delimiter.debugDescription) \(lineEnd.debugDescription)" }

  struct Student {
    var number: String
    var name: String
    var mark = ""
    var comment = ""
    var isOpen = true
    var email: String?
    var id = ""
  }

  static let students = [
    Student(number: "1001", name: "Ada \"Countess\" Lovelace, jr.", email: "ada@example.org", id: "22-1"),
    Student(number: "1002", name: "Jörg Müller", email: "jm@example.org", id: "22-2"),
    Student(number: "1003", name: "Noor; Haddad", email: "noor@example.org", id: "22-3"),
    Student(number: "1004", name: "=Eve Stone", email: "eve@example.org", id: "22-4"),
    Student(number: "1005", name: "Li\tNa", email: "li@example.org", id: "22-5"),
  ]

  private var isFrench: Bool { language == "fr" }

  func text(_ students: [Student], maximum: String? = nil) -> String {
    let head =
      isFrench
      ? ["Identifiant", "Nom complet", "Adresse de courriel"] + (hasIDs ? ["Numéro d'identification"] : [])
        + [
          "Statut", "Note", "Note maximale", "La note peut être modifiée", "Dernière modification (travail remis)",
          "Dernière modification (note)", "Feedback par commentaires",
        ]
      : ["Identifier", "Full name", "Email address"] + (hasIDs ? ["ID number"] : [])
        + [
          "Status", "Grade", "Maximum grade", "Grade can be changed", "Last modified (submission)",
          "Last modified (grade)", "Feedback comments",
        ]
    let rows = students.map { student in
      [(isFrench ? "Participant" : "Participant ") + student.number, student.name, student.email ?? ""]
        + (hasIDs ? [student.id] : [])
        + [
          isFrench ? "Remis pour évaluation -  - " : "Submitted for grading -  - ", student.mark,
          maximum ?? (isFrench ? "10,00" : "10.00"),
          student.isOpen ? (isFrench ? "Oui" : "Yes") : (isFrench ? "Non" : "No"),
          "Monday, 5 October 2026, 2:30 PM", "-", student.comment,
        ]
    }
    let lines = ([head] + rows).map { $0.map(quoted).joined(separator: delimiter) + lineEnd }
    return (hasMark ? "\u{FEFF}" : "") + lines.joined()
  }

  func bytes(_ students: [Student] = Self.students, maximum: String? = nil) -> [UInt8] {
    Array(text(students, maximum: maximum).utf8)
  }

  /// As PHP puts quotes, where there is a delimiter, a quote, or a blank; of our own cells, not for a blank.
  private func quoted(_ cell: String) -> String {
    let isOwn = cell.hasPrefix("<p>Gradus: ") && !cell.contains { "\"\t\n".contains($0) || String($0) == delimiter }
    let wants = isAllQuoted || !isOwn && quotes(cell)
    return wants ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
  }

  private func quotes(_ cell: String) -> Bool {
    cell.contains { "\" \t\n".contains($0) || String($0) == delimiter }
  }
}

/// Marks as `gradus export` makes them of what was collected from Moodle.
func mark(_ number: String, _ name: String?, _ result: HandBack.Result, comment: String? = nil) -> HandBack {
  HandBack(
    .init(numbers: ["moodle": number], name: name), submission: "\(name ?? "") \(number)", folder: number, possible: 10,
    result: result, comment: comment.map { Comment(mark: $0, lines: []) })
}
