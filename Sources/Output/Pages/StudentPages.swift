package import Checks
package import Ledger

/// Single students' pages, each a file that needs no other, to be sent to that student.
package struct StudentPages {
  private let templates: Templates
  private var rows = CheckRows()

  package init() throws { templates = try Templates() }

  /// What this student may see of their own submission, as `Site` has it.
  package mutating func page(
    of card: Scorecard, _ history: History, _ standing: Standing, pictures: [String: WrongTensor]
  ) throws -> String {
    let name = Stranger.line(card.submission)
    let head = PageHead(title: "\(name): \(Stranger.line(card.lab))", root: "", isAlone: true)
    let drawn = try StudentPage.Drawn(card, history, pictures, &rows, templates)
    return try templates.render(
      .student, StudentPage(card, history, standing, for: .student, drawn).values(head, name: name))
  }
}
