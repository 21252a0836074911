import Tables

/// A list of a class as platforms write it: Moodle's participants or grading worksheet, Canvas's gradebook, GitHub
/// Classroom's roster, or columns of one's own: `id, name, email, section, moodle, canvas, gradescope, git`.
package struct RosterSheet: Sendable {
  /// What a row tells of somebody.
  package struct Listed: Sendable, Hashable {
    /// The school's own number or name of the student, where the row has one.
    package var id: String?
    package var name: String?
    package var email: String?
    package var section: String?
    /// `moodle 1234567`.
    package var accounts: Set<String> = []
    /// When it was handed in, as it is written there.
    package var handedIn: String?

    /// For people.
    package var words: String {
      let id = id ?? email ?? accounts.sorted().first ?? ""
      return name.map { "\($0) (\(id))" } ?? id
    }
  }

  package let rows: [Listed]
  /// Whether there is a column for the times of hand-ins.
  let tellsTimes: Bool

  private static let id = [
    "id", "id number", "numéro d'identification", "numéro d’identification", "identifier", "student", "sis user id",
  ]
  private static let name = ["name", "full name", "nom complet"]
  private static let first = ["first name", "prénom"]
  private static let last = ["last name", "surname", "nom", "nom de famille"]
  private static let email = ["email", "e-mail", "email address", "adresse de courriel"]
  private static let section = ["section", "group", "groups", "groupe", "groupes"]
  static let handedIn = [
    "handed in", "handed_in", "handed-in", "last modified (submission)", "dernière modification (travail remis)",
  ]
  private static let platforms = ["moodle", "canvas", "gradescope", "git", "github_username"]

  package init(_ bytes: [UInt8], name file: String) throws(ExportError) {
    let known =
      Self.id + Self.name + Self.first + Self.last + Self.email + Self.section + Self.platforms
      + Self.handedIn + ["identifiant"]
    let sheet = try Sheet.read(bytes, name: file) { known.contains($0.lowercased()) }
    let heads = sheet.head.map { $0.lowercased() }
    tellsTimes = heads.contains { Self.handedIn.contains($0) }
    if heads.first == "student", heads.contains("id"), heads.contains(where: { $0.hasPrefix("sis ") }) {
      rows = Self.canvas(sheet, heads)
    } else {
      rows = try Self.others(sheet, heads)
    }
    guard !rows.isEmpty else { throw ExportError("\(file) has no students.") }
    for (place, row) in rows.enumerated() where row.id == nil && row.email == nil && row.accounts.isEmpty {
      throw ExportError(
        "student \(place + 1) of \(file) (\(row.name ?? "no name")) has neither an id nor an e-mail address: by a name alone "
          + "nobody is known.")
    }
  }

  private static func canvas(_ sheet: Sheet, _ heads: [String]) -> [Listed] {
    func text(_ row: Int, _ head: String) -> String? {
      heads.firstIndex(of: head).flatMap { column in
        let text = sheet.text(row, column).trimmed
        return text.isEmpty ? nil : text
      }
    }
    return sheet.cells.indices.dropFirst().compactMap { row in
      // The rows of points, and the student that Canvas makes for trials, have no number of the school's.
      guard let number = text(row, "id"), text(row, "student") != "Student, Test" else { return nil }
      let login = text(row, "sis login id")
      return Listed(
        id: text(row, "sis user id") ?? login, name: text(row, "student"),
        email: login.flatMap { $0.contains("@") ? $0 : nil }, section: text(row, "section"),
        accounts: ["canvas \(number)"])
    }
  }

  private static func others(_ sheet: Sheet, _ heads: [String]) throws(ExportError) -> [Listed] {
    func column(_ names: [String]) -> Int? { names.lazy.compactMap { heads.firstIndex(of: $0) }.first }
    let worksheet =
      heads.firstIndex(of: "identifiant")
      ?? (column(MoodleHeads.marks) == nil ? nil : heads.firstIndex(of: "identifier"))
    let idColumn = column(worksheet == nil ? id : Array(id.dropFirst().prefix(3)))
    let (given, family) = (column(first), column(last))
    let columns = (name: column(name), email: column(email), section: column(section))
    guard idColumn != nil || columns.email != nil || worksheet != nil else {
      throw ExportError(
        "\(sheet.name) is no list of a class: it has neither a column id nor email. Its columns are: "
          + "\(sheet.head.prefix(20).joined(separator: ", ")).")
    }
    func text(_ row: Int, _ column: Int?) -> String? {
      let text = column.map { sheet.text(row, $0).trimmed } ?? ""
      return text.isEmpty ? nil : text
    }
    return sheet.cells.indices.dropFirst().map { row in
      let names = [text(row, given), text(row, family)].compactMap(\.self)
      var listed = Listed(
        id: text(row, idColumn), name: text(row, columns.name) ?? (names.isEmpty ? nil : names.joined(separator: " ")),
        email: text(row, columns.email), section: text(row, columns.section))
      listed.handedIn = text(row, column(handedIn))
      for platform in platforms {
        guard let name = text(row, heads.firstIndex(of: platform)) else { continue }
        listed.accounts.insert("\(platform == "github_username" ? "git" : platform) \(name)")
      }
      if let number = text(row, worksheet).map({ String($0.reversed().prefix { $0.isNumber }.reversed()) }),
        !number.isEmpty
      {
        listed.accounts.insert("moodle \(number)")
      }
      return listed
    }
  }
}

/// Heads by which a worksheet for marks is told from a list.
private enum MoodleHeads {
  static let marks = ["grade", "note"]
}
