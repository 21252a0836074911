import ArgumentParser
import CommandSupport
import Export
import Foundation
import Gradebook
import Storage

struct HandedInCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handed-in", abstract: "Takes the times at which a work that people mark was handed in.",
    discussion: """
      gradus handed-in project worksheet.csv

      FILE is Moodle's grading worksheet of the assignment in which the work is handed in, or your own CSV with the columns \
      id (or email) and handed in, such as 2026-10-12 23:10. From these the late rule of the work takes off what it costs; \
      who is not told of is late by nobody's word. Of a team the last of its members' times holds. The same again changes \
      nothing; `gradus mark STUDENT WORK --handed-in TIME` tells a single one.

      Of labs `gradus collect` takes the times.
      """)

  @Argument(help: "A work of the course's file.")
  var work: String
  @Argument(help: "Moodle's worksheet, or your own list.")
  var files: [String]
  @Option(help: ArgumentHelp("The time zone of the worksheet; the course's unless told.", valueName: "zone"))
  var zone: String?
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func validate() throws {
    guard zone.map({ TimeZone(identifier: $0) != nil }) ?? true else {
      throw ValidationError("--zone wants a name such as Europe/Paris.")
    }
  }

  func run() throws {
    let own = try book.open()
    let name = try own.work(work)
    try own.requireManual(name)
    let clock = zone.flatMap { TimeZone(identifier: $0) } ?? own.zone
    for file in files {
      let times = try HandInTimes(try Files.read(file), name: file, zone: clock)
      let owners = Owners(try own.gradebook.book(.init(students: [])))
      var facts: [Fact] = []
      var unknown: [String] = []
      for (row, seconds) in times.rows {
        if let id = owners.id(of: row) {
          facts.append(Fact(id, .attempt, work: name, time: seconds))
        } else {
          unknown.append(row.words)
        }
      }
      let entry = try own.gradebook.write(try acting.act("handed-in"), facts)
      print(
        "\(file): \(facts.count) times of \(name), \(times.without) without one"
          + (entry.map { "; entry \($0.number)" } ?? "; all was known"))
      for line in unknown.prefix(20) { print("  in no roster, and left out: \(Plain.line(line))") }
      if unknown.count > 20 { print("  and \(unknown.count - 20) more") }
    }
  }
}

extension Owners {
  /// Who a row of a list means; nil where nobody is known by it, or its columns mean several.
  func id(of row: RosterSheet.Listed) -> String? {
    let words = [row.id, row.email].compactMap(\.self) + row.accounts
    let found = Set(words.compactMap { id(ofKey: $0) })
    return found.count == 1 ? found.first : nil
  }
}
