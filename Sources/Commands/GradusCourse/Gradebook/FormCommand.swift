import ArgumentParser
import Checks
import CommandSupport
import CourseRules
import Export
import Foundation
import Gradebook
import Storage

struct FormCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "form", abstract: "Writes forms for those who mark by hand, and takes them back.",
    discussion: """
      gradus form project --csv a.csv --part 1/2      half of the class, for a spreadsheet
      gradus form project --markdown b.md --part 2/2  the other half, for an editor
      gradus form project --merge a.csv --author anna
      gradus form project --merge b.md --author ben

      A form has what is in the gradebook already. Taken back, what was changed in it is written; where the gradebook was \
      changed in the same place meanwhile, or two forms say different things, both are shown, nothing of that is written, and \
      the rest is. Works of teams have one row for each team, whose marks are all members'.

      Exit codes: 0 all was taken; 1 something was in conflict; 2 nothing was written.
      """)

  @Argument(help: "A work of the course's file.")
  var work: String
  @Option(help: ArgumentHelp("Write the form as CSV.", valueName: "file"))
  var csv: String?
  @Option(help: ArgumentHelp("Write the form as Markdown.", valueName: "file"))
  var markdown: String?
  @Option(help: "Only this section.")
  var section: String?
  @Option(help: ArgumentHelp("Only this part of the class: 1/3, 2/3, 3/3.", valueName: "part"))
  var part: String?
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Take these forms back.", valueName: "files"))
  var merge: [String] = []
  @Flag(help: "In conflicts with the gradebook the forms' word counts.")
  var takeForms = false
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func validate() throws {
    guard csv != nil || markdown != nil || !merge.isEmpty else {
      throw ValidationError("Say what to do: --csv FILE, --markdown FILE or --merge FILES.")
    }
    if part != nil, try Self.part(part) == nil { throw ValidationError("--part wants such as 1/3.") }
  }

  private static func part(_ text: String?) throws -> (Int, Int)? {
    let numbers = text?.split(separator: "/").compactMap { Int($0) } ?? []
    return numbers.count == 2 && 1...1000 ~= numbers[1] && 1...numbers[1] ~= numbers[0] ? (numbers[0], numbers[1]) : nil
  }

  func run() throws {
    let own = try book.open()
    let name = try own.work(work)
    guard let rules = own.reckoning.work(name) else {
      throw ValidationError(
        "\(name) is graded by its checks. Works that people mark stand in the course's file under `work:`.")
    }
    let state = try own.gradebook.book(.init(work: name))
    if !merge.isEmpty { return try take(own, rules, state) }
    let form = try form(rules, state)
    for (path, text) in [(csv, form.csv), (markdown, form.markdown)] {
      guard let path else { continue }
      guard !Files.exists(path) else {
        throw ExportError("\(path) is there already, and somebody may have filled it in.")
      }
      try Files.write(Array(text.utf8), to: path)
      print("\(path): \(name), after entry \(state.last)")
    }
  }

  private func form(_ rules: Work, _ state: Book) throws -> MarkForm {
    var seen: Set<Int> = []
    var rows: [MarkForm.Row] = []
    for place in state.people.indices where !seen.contains(place) {
      if let section, state.people[place].section?.lowercased() != section.lowercased() { continue }
      let members = state.members(with: place, for: rules.name)
      seen.formUnion(members)
      let record = state.record(of: place, in: rules.name)
      let words = members.map { state.people[$0].name ?? state.people[$0].id }.joined(separator: ", ")
      rows.append(
        .init(
          student: state.people[place].id, words: words, points: record.manual.mapValues(\.value),
          comment: record.manual.sorted { $0.key < $1.key }.compactMap(\.value.text).first ?? ""))
    }
    if let (number, count) = try Self.part(part) {
      rows = rows.enumerated().filter { $0.offset * count / max(1, rows.count) == number - 1 }.map(\.element)
    }
    return MarkForm(work: rules.name, items: rules.items.map { ($0.name, $0.points) }, rows: rows, base: state.last)
  }

  private func take(_ own: CourseBook, _ rules: Work, _ state: Book) throws {
    var cells: [FormMerge.Cell] = []
    var faults: [String] = []
    for file in merge {
      let filled = try MarkForm.read(try Files.read(file), name: file, work: rules.name, items: rules.items.map(\.name))
      for row in filled {
        guard let place = state.places[row.student] else {
          faults.append("\(row.place): there is no student \(Plain.line(row.student))")
          continue
        }
        for (item, points) in row.points.sorted(by: { $0.key < $1.key }) {
          let most = rules.items.first { $0.name == item }?.points ?? .zero
          if points < .zero || points > most {
            faults.append("\(row.place): \(points) for \(item), which is worth 0 to \(most)")
          }
          for member in state.members(with: place, for: rules.name) {
            cells.append(
              .init(
                student: state.people[member].id, item: item, points: points, comment: Plain.line(row.comment),
                base: row.base, place: row.place))
          }
        }
      }
    }
    guard faults.isEmpty else {
      throw GradebookFault("nothing was written:\n\(faults.prefix(50).joined(separator: "\n"))")
    }
    let bases = try Dictionary(
      uniqueKeysWithValues: Set(cells.map(\.base)).map { base in
        (base, try own.gradebook.book(.init(upTo: base, work: rules.name)))
      })
    let merged = FormMerge(cells, of: rules.name, bases: bases, now: state, prefersForms: takeForms)
    let entry = try own.gradebook.write(try acting.act("form"), merged.facts)
    print("\(merged.facts.count) marks of \(rules.name)" + (entry.map { "; entry \($0.number)" } ?? ", nothing new"))
    guard !merged.conflicts.isEmpty else { return }
    print("In conflict, and not written:")
    for conflict in merged.conflicts { print("  \(conflict)") }
    throw ExitCode(1)
  }
}
