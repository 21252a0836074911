import ArgumentParser
import CommandSupport
import Foundation
import Gradebook

struct TeamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "team", abstract: "Says who hands in together, or lists the teams.",
    discussion: """
      gradus team                                  lists all teams
      gradus team red 22-17 22-18 --work project   the team `red` for the project is these two
      gradus team red                              who they are
      gradus team red --dissolve                   there is no such team any more

      What one of a team handed in is everyone's. Without --work it is a team for everything.
      """)

  @Argument(help: "What it is called.")
  var name: String?
  @Argument(help: "Its members, by id, e-mail address or a platform's number.")
  var members: [String] = []
  @Option(help: "A lab or work that it is for.")
  var work: String?
  @Flag(help: "Take members out of the teams that they are in.")
  var move = false
  @Flag(help: "There is no such team any more.")
  var dissolve = false
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func run() throws {
    let own = try book.open()
    let state = try own.gradebook.book(.init(students: []))
    let level = try work.map(own.work) ?? ""
    guard let name, !members.isEmpty || dissolve else { return list(state) }
    let ids = try members.map { try state.find($0).id }
    let rule = dissolve ? nil : own.course.lab(level)?.team ?? own.reckoning.work(level)?.team
    let team = try Team(Plain.line(name), of: ids, for: level, rule: own.hasFile ? rule : nil)
    let facts = try team.facts(against: state, isMoving: move)
    guard let entry = try own.gradebook.write(try acting.act("team"), facts) else {
      return print("That is what the gradebook says already.")
    }
    let words = ids.isEmpty ? "dissolved" : ids.joined(separator: ", ")
    print("entry \(entry.number): \(team.name)\(level.isEmpty ? "" : " for \(level)"): \(words)")
  }

  private func list(_ state: Book) {
    var count = 0
    for (level, teams) in state.teams.sorted(by: { $0.key < $1.key }) {
      for (team, places) in teams.sorted(by: { $0.key < $1.key }) where name == nil || team == name {
        let members = places.map { state.people[$0].words }.joined(separator: ", ")
        print("\(team)\(level.isEmpty ? "" : " (\(level))"): \(members)")
        count += 1
      }
    }
    if count == 0 { print(name.map { "There is no team \($0)." } ?? "There are no teams.") }
  }
}
