import ArgumentParser
import CommandSupport
import Foundation
import Gradebook

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Shows all that the gradebook ever said of a student.",
    discussion:
      "What was taken back, and by whom, is shown too. `gradus gradebook --at ENTRY` shows the whole book as it was.")

  @Argument(help: "An id, an e-mail address or a platform's number.")
  var student: String
  @Option(help: "Only this lab or work.")
  var work: String?
  @OptionGroup var book: BookOptions

  func run() throws {
    let own = try book.open()
    let person = try own.gradebook.book(.init(students: [])).find(student)
    let name = try work.map(own.work)
    let lines = try own.gradebook.history(of: person.id).filter { name == nil || $0.fact.work == name }
    let undoings = Dictionary(
      try own.gradebook.undoings(of: Set(lines.map(\.entry.number))).map { ($0.undoes ?? 0, $0) }
    ) { $1 }
    print(person.words)
    var last = 0
    for line in lines {
      let entry = line.entry
      if entry.number != last {
        let reason = entry.reason.isEmpty ? "" : ": \(entry.reason)"
        print("#\(entry.number)  \(Reckoning.text(entry.at))  \(entry.author), \(entry.command)\(reason)")
        if let undoing = undoings[entry.number] {
          let why = undoing.reason.isEmpty ? "" : ": \(undoing.reason)"
          print(
            "    \(line.isUndone ? "taken back" : "taken back and given again") by \(undoing.author), "
              + "\(Reckoning.text(undoing.at)), #\(undoing.number)\(why)")
        }
        last = entry.number
      }
      let before = line.before.map { "   (before: \($0.words))" } ?? ""
      print("    \(line.fact.work.isEmpty ? "" : "\(line.fact.work): ")\(line.fact.words)\(before)")
    }
  }
}

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Takes an entry of the gradebook back, by a new entry.",
    discussion: "Taking back what takes something back gives it again. `gradus history STUDENT` tells the numbers.")

  @Argument(help: "The number of the entry.")
  var entry: Int
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func run() throws {
    let own = try book.open()
    let done = try own.gradebook.undo(entry, try acting.act("undo", wantsReasonFor: "Taking back"))
    print("entry \(done.number): entry \(entry) holds no more")
  }
}
