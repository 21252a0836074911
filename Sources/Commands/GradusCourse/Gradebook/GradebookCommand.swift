import ArgumentParser
import Checks
import CommandSupport
import CourseRules
import Foundation
import Gradebook
import Reports
import Storage

struct GradebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradebook", abstract: "Shows the marks of the course, or of one lab or work.",
    discussion: """
      Without WORK a column for each lab and work, and the final mark. A dash is no mark yet, which is no zero; EX is excused.
      """)

  @Argument(help: "A lab or a work.")
  var work: String?
  @Option(help: "Only this section.")
  var section: String?
  @Option(help: "Only students whose id, name or address has this in it.")
  var student: String?
  @Flag(help: "Only those without a mark.")
  var pending = false
  @Flag(help: "Only those where a person had a hand: bonus, override, excuse, extension.")
  var touched = false
  @Flag(help: "Only those that were late.")
  var late = false
  @Option(help: ArgumentHelp("Only marks below this.", valueName: "points"))
  var below: String?
  @Option(help: ArgumentHelp("Write a CSV there instead of the table; - is the terminal.", valueName: "file"))
  var csv: String?
  @Option(help: ArgumentHelp("As it was: the number of an entry, or a time.", valueName: "entry"))
  var at: String?
  @OptionGroup var book: BookOptions

  func run() throws {
    let own = try book.open()
    let name = try work.map(own.work)
    let upTo = try at.map(own.entry)
    let state = try own.gradebook.book(.init(upTo: upTo, work: name))
    let limit = try below.map(CourseBook.points)
    let people = state.people.indices.filter { isWanted(state.people[$0]) }
    let table = try name.map { try ofWork($0, own, state, people, limit) } ?? ofCourse(own, state, people, limit)
    guard let csv else {
      print(table.text.lines(width: 120).joined(separator: "\n"))
      print(
        "\n\(table.text.rows.count) of \(state.people.count) students\(upTo == nil ? "" : ", as after entry \(state.last)")"
      )
      return
    }
    let text = CSV.record(table.heads) + table.rows.map { CSV.record(table.cells($0)) }.joined()
    if csv == "-" {
      FileHandle.standardOutput.write(Data(text.utf8))
    } else {
      try Files.write(Array(text.utf8), to: csv)
      print("\(csv): \(table.rows.count) of \(state.people.count) students")
    }
  }

  private func isWanted(_ person: Book.Person) -> Bool {
    if let section, person.section?.lowercased() != section.lowercased() { return false }
    guard let student = student?.lowercased() else { return true }
    return [person.id, person.name ?? "", person.email ?? ""].contains { $0.lowercased().contains(student) }
  }

  private struct Table {
    var heads: [String]
    var rows: [[String]]
    /// How many columns of the rows are numbers, behind the first.
    var numbers: ClosedRange<Int>

    /// For a file: no mark is an empty cell.
    func cells(_ row: [String]) -> [String] {
      row.enumerated().map { numbers.contains($0) ? ($1 == "-" ? "" : $1) : CSV.text($1) }
    }

    var text: TextTable {
      var text = TextTable(
        columns: heads.enumerated().map { .init(title: $1, alignedRight: numbers.contains($0)) })
      text.rows = rows
      return text
    }
  }

  private func isWanted(_ mark: WorkMark, _ limit: Points?) -> Bool {
    if pending { if case .pending = mark.standing {} else { return false } }
    if touched, !mark.flags.contains(where: { ["bonus", "override", "excused", "extension"].contains($0) }) {
      return false
    }
    if late, !mark.flags.contains(where: { $0.hasPrefix("late") || $0 == "too late" }) { return false }
    if let limit { return mark.points.map { $0 < limit } ?? false }
    return true
  }

  private func ofWork(_ name: String, _ own: CourseBook, _ state: Book, _ people: [Int], _ limit: Points?) throws
    -> Table
  {
    var rows: [[String]] = []
    for place in people {
      let mark = own.reckoning.mark(state.record(of: place, in: name), in: name)
      guard isWanted(mark, limit) else { continue }
      let person = state.people[place]
      var remarks = mark.flags
      if case .pending(let why) = mark.standing { remarks.append(why) }
      if case .missing = mark.standing { remarks.append("nothing was handed in") }
      rows.append([
        person.name ?? person.id, person.id, person.section ?? "", person.team(for: name) ?? "", Self.cell(mark),
        mark.possible.description, remarks.joined(separator: ", "),
      ])
    }
    return Table(
      heads: ["student", "id", "section", "team", "points", "possible", "remarks"], rows: rows, numbers: 4...5)
  }

  private func ofCourse(_ own: CourseBook, _ state: Book, _ people: [Int], _ limit: Points?) -> Table {
    let known = own.hasFile ? own.reckoning.works(state) : state.works
    let hasFinal = own.course.final != nil
    var rows: [[String]] = []
    for place in people {
      let person = state.people[place]
      let marks = known.map { own.reckoning.mark(state.record(of: place, in: $0), in: $0) }
      let isFiltered = pending || touched || late || limit != nil
      guard !isFiltered || marks.contains(where: { isWanted($0, limit) }) else { continue }
      var row = [person.name ?? person.id, person.id, person.section ?? ""] + marks.map(Self.cell)
      if hasFinal {
        let override = own.reckoning.override(of: place, in: state).map { "\($0.value)" }
        row.append(
          override ?? own.reckoning.final(of: Dictionary(zip(known, marks)) { first, _ in first })?.mark.map { "\($0)" }
            ?? "-")
      }
      rows.append(row)
    }
    let heads = ["student", "id", "section"] + known + (hasFinal ? ["final"] : [])
    return Table(heads: heads, rows: rows, numbers: 3...max(3, heads.count))
  }

  private static func cell(_ mark: WorkMark) -> String {
    switch mark.standing {
    case .points(let points): points.description
    case .missing: Points.zero.description
    case .pending: "-"
    case .excused: "EX"
    }
  }
}
