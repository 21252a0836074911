import Foundation
import Storage
import TestSupport
import Testing

/// From a graded folder through the gradebook back to the platform, by the commands.
@Suite struct BookCommandTests {
  private let gradus = CommandLineTool(program: CommandLineTool.products.map { "\($0)/gradus-course" })
  private let graded: GradedFolder

  init() throws {
    graded = try GradedFolder([
      .init(id: "1001", name: "Ada Countess Lovelace jr", earned: 7.5),
      .init(id: "1002", name: "Jörg Müller", earned: 10),
      .init(id: "1003", name: "Noor Haddad", earned: nil), .init(id: "1099", name: "Who Else", earned: 1),
    ])
    // Everything was handed in an hour after this.
    try graded.folder.write(
      """
      course: Deep Learning
      zone: UTC
      labs:
        Perceptron: { closes: 2026-10-05 11:00, late: { per day: 10 % } }
      work:
        exam: { out of: 20 }
      final: { out of: 20, mark: 0.5 Perceptron + 0.5 exam }
      """, to: "course.yml")
    try graded.folder.write(Worksheet(hasIDs: true).text(Worksheet.students), to: "w.csv")
  }

  private func run(_ arguments: String..., code: Int32 = 0) throws -> String {
    let outcome = try gradus.run(arguments + ["--course", graded.folder.path])
    #expect(outcome.code == code, "\(arguments): \(outcome.error)")
    return outcome.output + outcome.error
  }

  @Test func theWayThereAndBack() throws {
    let sheet = "\(graded.folder.path)/w.csv"
    #expect(try run("record", graded.results, code: 2).contains("there is no gradebook at"))
    #expect(try run("roster", sheet).contains("5 students, 5 new; entry 1"))
    #expect(try run("roster", sheet).contains("all was known"))
    let recorded = try run("record", graded.results)
    #expect(recorded.contains("Perceptron: 3 attempts, 2 marks; entry 2"))
    #expect(recorded.contains("Who Else (1099)"))
    #expect(try run("record", graded.results).contains("all was known"))
    #expect(try run("mark", "22-1", "exam", "15,5").contains("entry 3"))
    #expect(try run("mark", "1002", "Perceptron", "--excuse", code: 2).contains("wants a reason"))
    #expect(
      try run("mark", "22-1", "exam", "21", code: 2).contains("21.00 is no mark of exam, which is worth 0 to 20.00"))
    #expect(try run("mark", "22-2", "perceptron", "0.5", "--bonus", "--reason", "a slip found").contains("entry 4"))
    #expect(
      try run("gradebook", "--csv", "-").split(whereSeparator: \.isNewline).map(String.init) == [
        "student,id,section,Perceptron,exam,final",
        "\"Ada \"\"Countess\"\" Lovelace, jr.\",22-1,,6.75,15.50,14.5", "Jörg Müller,22-2,,9.50,,",
        "Noor; Haddad,22-3,,,,", "'=Eve Stone,22-4,,0.00,,", "Li Na,22-5,,0.00,,",
      ])
    let told = try run("explain", "ada@example.org")
    for line in [
      "attempt 1 of 1 counts, the last; handed in 1 h late, 1 day begun at 10 % a day: 0.75 points lost",
      "the checks: 7.50 of 10.00", "= 6.75 of 10.00", "exam: 15.50 of 20.00", "= 14.5 of 20",
    ] {
      #expect(told.contains(line), "\(told)")
    }
    #expect(try run("gradebook", "Perceptron", "--pending").contains("nothing gradable: there is report.pdf"))
    #expect(try run("history", "22-2", "--work", "Perceptron").contains("#4"))
    // Back by the gradebook: late, with its bonus, and of who handed in nothing nothing.
    let said = try run("export", graded.results, "--moodle", sheet)
    let rows = try graded.folder.read("graded/export/w.csv").split(whereSeparator: \.isNewline).map(String.init)
    #expect(rows[1].contains(",6.75,10.00,") && rows[1].contains("lateness: &#8722;0.75"), "\(rows[1])")
    #expect(rows[2].contains(",9.50,10.00,") && rows[2].contains("a slip found") == false)
    #expect(rows[2].contains("bonus: +0.50"))
    for row in rows[3...5] { #expect(row.contains(",,10.00,"), "\(row)") }
    #expect(said.contains("Who Else (1099)"))
    #expect(try run("export", graded.results, "--checks-alone", "--csv").contains("3 marks"))
    #expect(try graded.folder.read("graded/export/marks.csv").contains(",7.50,10.00,graded"))
    // What was taken back holds no more, and what was is still told.
    #expect(try run("undo", "4", "--reason", "it was another's").contains("entry 5"))
    #expect(try run("gradebook", "Perceptron", "--csv", "-").contains("Jörg Müller,22-2,,,9.00"))
    #expect(try run("gradebook", "Perceptron", "--csv", "-", "--at", "4").contains("Jörg Müller,22-2,,,9.50"))
  }

  /// Works that people mark are late as labs are, by the times of Moodle's worksheet or a person's word.
  @Test func timesOfHandInsAreTakenAndExplained() throws {
    try graded.folder.write(
      """
      course: Deep Learning
      zone: Europe/Paris
      labs: { Perceptron: {} }
      work: { exam: { out of: 20, closes: 2026-10-05 14:00, late: { grace: 15 min, per day: 10 % } } }
      """, to: "course.yml")
    let sheet = "\(graded.folder.path)/w.csv"
    #expect(try run("roster", sheet).contains("5 new"))
    #expect(try run("handed-in", "Perceptron", sheet, code: 2).contains("gradus collect Perceptron"))
    // The sheet has 2:30 PM for everyone: half an hour late.
    let said = try run("handed-in", "exam", sheet)
    #expect(said.contains("5 times of exam, 0 without one; entry 2"), "\(said)")
    #expect(try run("handed-in", "exam", sheet).contains("all was known"))
    #expect(try run("mark", "22-1", "exam", "15").contains("entry 3"))
    let told = try run("explain", "22-1", "exam")
    for line in ["handed in 30 min late, 1 day begun at 10 % a day: 1.50 points lost", "lateness: −1.50", "= 13.50"] {
      #expect(told.contains(line), "\(told)")
    }
    #expect(try run("gradebook", "exam", "--late").contains("late 1 d"))
    #expect(try run("mark", "22-1", "exam", "--handed-in", "2026-10-05 14:10").contains("12:10 UTC"))
    #expect(try run("explain", "22-1", "exam").contains("within the grace of 15 min"))
    #expect(try run("mark", "22-1", "exam", "--handed-in", "5.10.2026", code: 2).contains("2026-10-12 23:59"))
    #expect(try run("mark", "22-1", "exam", "--closes", "2026-10-06", "--reason", "ill").contains("21:59 UTC"))
    let own = try graded.folder.write(
      "email;handed in\nJM@example.org;2026-10-06 14:20\nwho@x;2026-10-06\n", to: "o.csv")
    #expect(try run("handed-in", "exam", own, code: 2).contains("is no time that is known here"))
    try graded.folder.write(
      "email;handed in\nJM@example.org;2026-10-06 14:20\nwho@x;2026-10-06 10:00\nli@example.org;-\n", to: "o.csv")
    let listed = try run("handed-in", "exam", own)
    #expect(listed.contains("1 times of exam, 1 without one"), "\(listed)")
    #expect(listed.contains("in no roster, and left out: who@x"))
    #expect(try run("history", "22-2", "--work", "exam").contains("handed in 2026-10-06 12:20 UTC"))
  }

  @Test func formsGoOutAndComeBack() throws {
    #expect(try run("roster", "\(graded.folder.path)/w.csv").contains("5 new"))
    let (csv, markdown) = ("\(graded.folder.path)/f.csv", "\(graded.folder.path)/f.md")
    #expect(try run("form", "exam", "--csv", csv, "--markdown", markdown).contains("after entry 1"))
    #expect(try run("form", "exam", "--csv", csv, code: 2).contains("is there already"))
    let form = try graded.folder.read("f.csv")
    #expect(form.contains("22-4,'=Eve Stone,,,exam 1"))
    try graded.folder.write(
      form.replacing("22-4,'=Eve Stone,,,", with: "22-4,'=Eve Stone,\"12,5\",well done,"), to: "f.csv")
    #expect(try run("form", "exam", "--merge", csv, "--author", "ben").contains("1 marks of exam; entry 2"))
    let lines = try graded.folder.read("f.md").replacing("- exam (of 20.00): \n", with: "- exam (of 20.00): 7\n")
    try graded.folder.write(lines, to: "f.md")
    let said = try run("form", "exam", "--merge", markdown, "--author", "zoe", code: 1)
    #expect(said.contains("4 marks of exam; entry 3") && said.contains("22-4, exam: 7.00"), "\(said)")
    #expect(try run("explain", "22-4", "exam").contains("ben"))
    #expect(try run("explain", "22-4", "exam").contains("“well done”"))
    try graded.folder.write(lines.replacing(": 7\n", with: ": 21\n"), to: "f.md")
    #expect(try run("form", "exam", "--merge", markdown, code: 2).contains("nothing was written"))
  }
}
