import ArgumentParser
import Checks
import CommandSupport
import CourseRules
import Foundation
import Gradebook

struct MarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark", abstract: "Writes what a person decides into the gradebook.",
    discussion: """
      gradus mark 22-17 exam 15.5                                   points for a work, or for one item of it: --item
      gradus mark 22-17 MLP 0.5 --bonus --reason "found a slip"     points more, or fewer
      gradus mark 22-17 MLP 9 --override --reason "appeal"          counts instead of all else
      gradus mark 22-17 MLP --excuse --reason "ill"                 counts in no sum
      gradus mark 22-17 MLP --closes "2026-10-12 23:59" --reason "ill"
      gradus mark 22-17 project --handed-in "2026-10-12 23:10"       when a work that people mark was handed in
      gradus mark 22-17 final 14 --override --reason "jury"         the final mark itself

      What was there before stays in the history; --withdraw takes a value away again. Grading again never touches any of it.
      """)

  @Argument(help: "An id, an e-mail address or a platform's number.")
  var student: String
  @Argument(help: "A lab, a work of the course's file, or `final`.")
  var work: String
  @Argument(help: "Such as 7.5.")
  var points: String?
  @Option(help: "Which item of the work, where it has several.")
  var item: String?
  @Flag(help: "Points more, or fewer, besides the others.")
  var bonus = false
  @Option(help: "Which bonus, where there are several.")
  var label = ""
  @Flag(help: "These points count instead of what was worked out.")
  var override = false
  @Flag(help: "It counts in no sum.")
  var excuse = false
  @Option(help: ArgumentHelp("A closing time of the student's own, in the course's zone.", valueName: "time"))
  var closes: String?
  @Option(help: ArgumentHelp("When it was handed in, in the course's zone.", valueName: "time"))
  var handedIn: String?
  @Flag(help: "Takes the value away again.")
  var withdraw = false
  @Flag(help: "For all of the student's team.")
  var team = false
  @Option(help: "What is said of it, for the student.")
  var comment: String?
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func validate() throws {
    guard [bonus, override, excuse, closes != nil, handedIn != nil].count(where: \.self) <= 1 else {
      throw ValidationError("One thing at a time: --bonus, --override, --excuse, --closes or --handed-in.")
    }
    guard handedIn == nil || points == nil else {
      throw ValidationError("Points and --handed-in are two things: give them one after the other.")
    }
    guard withdraw || excuse || closes != nil || handedIn != nil || points != nil else {
      throw ValidationError("How many points? Points below zero stand last, behind two dashes: -- -0.5.")
    }
  }

  func run() throws {
    let own = try book.open()
    let state = try own.gradebook.book()
    let isFinal = work == "final"
    guard !isFinal || override else { throw ValidationError("The final mark is worked out; --override says another.") }
    let name = isFinal ? "" : try own.work(work)
    let person = try state.find(student)
    var fact = try fact(own, name)
    if let comment { fact.text = Plain.line(comment) }
    guard let place = state.places[person.id] else { return }
    let members = team ? state.members(with: place, for: name).map { state.people[$0].id } : [person.id]
    let facts = members.map { member in
      var copy = fact
      copy.student = member
      return copy
    }
    let wantsReason = bonus || override || excuse || closes != nil
    let act = wantsReason ? try acting.act("mark", wantsReasonFor: "This") : try acting.act("mark")
    guard let entry = try own.gradebook.write(act, facts) else {
      print("\(person.words): that is what the gradebook says already.")
      return
    }
    print("entry \(entry.number): \(members.joined(separator: ", ")), \(work): \(fact.words)")
  }

  /// What is to be written, within its bounds.
  private func fact(_ own: CourseBook, _ name: String) throws -> Fact {
    let value = try withdraw ? nil : points.map(CourseBook.points)
    if bonus { return Fact("", .bonus, work: name, item: Plain.line(label), points: value) }
    if override {
      let most =
        name.isEmpty
        ? own.course.final.map { "\($0.scale)" }.flatMap { try? CourseBook.points($0) } : own.reckoning.possible(name)
      try Bounds.require(value, most, of: work)
      return Fact("", .override, work: name, points: value)
    }
    if excuse { return Fact("", .excuse, work: name, text: withdraw ? nil : "") }
    if let closes {
      return Fact("", .closing, work: name, time: withdraw ? nil : try own.time(closes, "--closes"))
    }
    if let handedIn {
      try own.requireManual(name)
      return Fact("", .attempt, work: name, time: withdraw ? nil : try own.time(handedIn, "--handed-in"))
    }
    guard let rules = own.reckoning.work(name) else {
      throw ValidationError("\(name) is graded by its checks: --bonus adds to that, --override counts instead.")
    }
    guard let wanted = item ?? (rules.items.count == 1 ? rules.items[0].name : nil),
      let found = rules.items.first(where: { $0.name.lowercased() == wanted.lowercased() })
    else {
      let names = rules.items.map { "“\($0.name)”" }.joined(separator: ", ")
      throw ValidationError("Which item of \(name)? Say --item, one of \(names).")
    }
    try Bounds.require(value, found.points, of: found.name == name ? name : "\(name), \(found.name)")
    return Fact("", .manual, work: name, item: found.name, points: value)
  }
}

enum Bounds {
  /// Marks are from zero to what can be had.
  static func require(_ points: Points?, _ most: Points?, of what: String) throws {
    guard let points, let most else { return }
    guard points >= .zero, points <= most else {
      throw GradebookFault("\(points) is no mark of \(what), which is worth 0 to \(most). Nothing was written.")
    }
  }
}

extension Fact {
  /// For people.
  var words: String {
    let what = item.isEmpty ? "\(kind)" : "\(kind) \(item)"
    switch kind {
    case .excuse: return text == nil ? "no longer excused" : "excused"
    case .closing: return time.map { "closes \(Reckoning.text($0))" } ?? "closes as for all"
    case .attempt where item.isEmpty: return time.map { "handed in \(Reckoning.text($0))" } ?? "no time of hand-in"
    case .attempt: return "handed in" + (time.map { " \(Reckoning.text($0))" } ?? "") + " (\(item))"
    case .automatic: return "graded: \(points?.description ?? "no mark") of \(possible?.description ?? "?") (\(item))"
    case .name, .email, .section, .team: return "\(kind): \(text ?? "none")"
    case .account: return text.map { "account \($0)" } ?? "no longer \(item)"
    case .manual, .bonus, .override: return points.map { "\(what) \($0)" } ?? "\(what) taken away"
    }
  }
}
