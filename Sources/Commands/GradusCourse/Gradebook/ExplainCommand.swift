import ArgumentParser
import CommandSupport
import Foundation
import Gradebook

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Shows the way from a student's checks to the final mark.")

  @Argument(help: "An id, an e-mail address or a platform's number.")
  var student: String
  @Argument(help: "Only this lab or work.")
  var work: String?
  @Option(help: ArgumentHelp("As it was: the number of an entry, or a time.", valueName: "entry"))
  var at: String?
  @OptionGroup var book: BookOptions

  func run() throws {
    let own = try book.open()
    let upTo = try at.map(own.entry)
    let person = try own.gradebook.book(.init(upTo: upTo, students: [])).find(student)
    let state = try own.gradebook.book(with: person.id, upTo: upTo)
    guard let place = state.places[person.id] else { return }
    print(person.words + (person.section.map { ", section \($0)" } ?? ""))
    let names = try work.map { [try own.work($0)] } ?? own.reckoning.works(state)
    var marks: [(String, WorkMark)] = []
    for name in names {
      let mark = own.reckoning.mark(state.record(of: place, in: name), in: name, isTold: true)
      if case .pending = mark.standing, mark.lines.count < 2, work == nil, !own.hasFile { continue }
      marks.append((name, mark))
    }
    let override = own.reckoning.override(of: place, in: state)
    let numbers = Set(marks.flatMap { $0.1.lines.compactMap(\.entry) } + [override?.entry].compactMap(\.self))
    let entries = try own.gradebook.entries(numbers)
    func source(_ number: Int?) -> String {
      guard let number, let entry = entries[number] else { return "" }
      let reason = entry.reason.isEmpty ? "" : ": \(entry.reason)"
      return "   [\(entry.author), \(Reckoning.text(entry.at)), #\(number)\(reason)]"
    }
    for (name, mark) in marks {
      print("\n\(name)")
      let team = state.members(with: place, for: name)
      if team.count > 1 {
        print("  in a team with \(team.filter { $0 != place }.map { state.people[$0].words }.joined(separator: ", "))")
      }
      for line in mark.lines {
        print("  \(line.text)\(source(line.entry))")
        if let remark = line.remark, !remark.isEmpty { print("    “\(remark)”") }
        if line.text.hasPrefix("the checks: "), let attempt = mark.attempt, let entry = line.entry {
          let detail = try own.gradebook.detail(of: attempt.id, in: name, entry: entry)
          for check in detail?.split(separator: "\n") ?? [] { print("    \(check)") }
        }
      }
    }
    guard work == nil, let final = own.reckoning.final(of: place, in: state) else { return }
    print("\nFinal mark")
    for step in final.steps { print("  \(step.name): \(step.text)") }
    if let override {
      print("  override: \(override.value) counts instead\(source(override.entry))")
    } else if let mark = final.mark {
      print("  = \(mark)" + (own.course.final.map { " of \($0.scale)" } ?? ""))
    } else {
      print("  = no mark yet: \(final.pending.joined(separator: "; "))")
    }
  }
}
