import ArgumentParser
import CommandSupport
import Export
import Foundation
import Gradebook
import Storage

struct RosterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster", abstract: "Takes a list of the class into the gradebook.",
    discussion: """
      FILE is a CSV: Moodle's participants or grading worksheet, Canvas's gradebook, GitHub Classroom's roster, or your own \
      with the columns id, name, email, section, moodle, canvas, gradescope, git; at least an id or an e-mail address. \
      Who is in the gradebook already is known by id, address or account, and what is new of them is added. Nobody is \
      taken out.

      Moodle numbers students anew in each assignment: give the worksheet of each, so that its submissions have owners.
      """)

  @Argument(help: "Lists of the class.")
  var files: [String]
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func run() throws {
    let sheets = try files.map { ($0, try RosterSheet(try Files.read($0), name: $0)) }
    let own = try book.open(makingOne: true)
    for (file, sheet) in sheets {
      let before = try own.gradebook.book()
      let roster = try Roster(sheet.rows.map { try Self.student($0, before) }, named: file)
      let entry = try own.gradebook.write(
        try acting.act("roster"), try roster.facts(against: before), newcomers: .welcome)
      let new = roster.students.count { before.places[$0.id] == nil }
      print(
        "\(file): \(roster.students.count) students, \(new) new"
          + (entry.map { "; entry \($0.number)" } ?? "; all was known"))
    }
  }

  /// Whom of the book a row means, or whom it makes.
  private static func student(_ row: RosterSheet.Listed, _ book: Book) throws -> RosterStudent {
    var known: String?
    if let id = row.id, book.places[id] != nil { known = id }
    if known == nil, let email = row.email?.lowercased() {
      known = book.people.first { $0.email?.lowercased() == email }?.id
    }
    if known == nil { known = book.people.first { !$0.accounts.isDisjoint(with: row.accounts) }?.id }
    if let known, let id = row.id, known != id {
      throw GradebookFault(
        "\(row.name ?? id) is \(known) in the gradebook, and \(id) in the list. Nothing was written.")
    }
    let id = known ?? row.id ?? row.email ?? row.accounts.sorted().first ?? ""
    return RosterStudent(
      id: Plain.line(id), name: row.name.map(Plain.line), email: row.email.map(Plain.line),
      section: row.section.map(Plain.line), accounts: Set(row.accounts.map(Plain.line)))
  }
}
