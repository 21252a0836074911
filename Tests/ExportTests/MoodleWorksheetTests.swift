import Checks
import Foundation
import TestSupport
import Testing

@testable import Export

/// A worksheet is filled in place: Moodle takes the marks, and nothing else of it is touched.
@Suite struct MoodleWorksheetTests {
  private struct Imported: Decodable {
    var changes: [String: Double]
    var comments: [String: String]
    var othersAreSame: Bool
  }

  private let marks = [
    mark("1001", "Ada Countess Lovelace jr", .points(7.5), comment: "7.50 of 10.00 points"),
    mark("1002", "Jörg Müller", .points(10), comment: "tolle Lösung <b>"),
    mark("1003", "Noor Haddad", .points(0), comment: "0.00"), mark("1004", "Eve Stone", .none("nothing gradable")),
  ]

  /// Every byte but those of the cells that are filled in is as it was.
  @Test(arguments: Worksheet.kinds) func everyKindIsFilledInPlace(kind: Worksheet) throws {
    var students = Worksheet.students
    students[3].mark = kind.language == "fr" ? "3,00" : "3.00"
    students[4].mark = kind.language == "fr" ? "4,50" : "4.50"
    students[4].comment = "<p>by hand</p>"
    var sheet = try MoodleWorksheet(kind.bytes(students), name: "worksheet.csv")
    let filling = try sheet.fill(marks)
    #expect(filling.filled == 3)
    #expect(filling.without == ["Eve Stone (1004): nothing gradable"])
    #expect(filling.rowsWithout.count == 1)
    var expected = students
    let comma = kind.language == "fr"
    expected[0].mark = comma ? "7,50" : "7.50"
    expected[1].mark = comma ? "10,00" : "10.00"
    expected[2].mark = comma ? "0,00" : "0.00"
    expected[3].mark = ""
    expected[0].comment = "<p>Gradus: 7.50 of 10.00 points.</p>"
    expected[1].comment = "<p>Gradus: tolle L&#246;sung &#60;b&#62;.</p>"
    expected[2].comment = "<p>Gradus: 0.00.</p>"
    #expect(String(decoding: sheet.written, as: UTF8.self) == kind.text(expected))

    let folder = try TemporaryFolder()
    let (before, after) = ("\(folder.path)/before.csv", "\(folder.path)/after.csv")
    try Data(kind.bytes(students)).write(to: URL(fileURLWithPath: before))
    try Data(sheet.written).write(to: URL(fileURLWithPath: after))
    let imported: Imported = try Python.read("moodle_worksheet.py", [before, after, kind.language, kind.delimiter])
    #expect(imported.othersAreSame)
    #expect(imported.changes == ["1001": 7.5, "1002": 10, "1003": 0])
    #expect(imported.comments["1002"] == "<p>Gradus: tolle L&#246;sung &#60;b&#62;.</p>")
    #expect(imported.comments["1005"] == "<p>by hand</p>")
    // Filled again it stays as it is.
    var again = try MoodleWorksheet(sheet.written, name: "worksheet.csv")
    _ = try again.fill(marks)
    #expect(again.written == sheet.written)
  }

  @Test func theOrderOfColumnsDoesNotMatter() throws {
    let text = """
      Feedback comments,Maximum grade,Grade,Full name,Identifier
      ,10.00,,Ada,Participant 1001
      """
    var sheet = try MoodleWorksheet(Array(text.utf8), name: "w.csv")
    _ = try sheet.fill([mark("1001", "Ada", .points(7.5), comment: "x")])
    #expect(
      String(decoding: sheet.written, as: UTF8.self).hasSuffix("\n<p>Gradus: x.</p>,10.00,7.50,Ada,Participant 1001"))
  }

  @Test func anotherLanguageIsTold() throws {
    let text = "ID;Vollständiger Name;Bewertung;Bestwertung\nTeilnehmer/in1001;Ada;;10,00\n"
    #expect { try MoodleWorksheet(Array(text.utf8), name: "w.csv") } throws: {
      "\($0)".contains("is no grading worksheet of Moodle") && "\($0)".contains("Bewertung")
    }
    var options = MoodleWorksheet.Options()
    options.columns = [.identifier: "ID", .mark: "Bewertung", .maximum: "Bestwertung"]
    var sheet = try MoodleWorksheet(Array(text.utf8), name: "w.csv", options: options)
    _ = try sheet.fill([mark("1001", "Ada", .points(7.5))])
    #expect(String(decoding: sheet.written, as: UTF8.self).hasSuffix("Teilnehmer/in1001;Ada;7,50;10,00\n"))
  }

  /// Who was collected elsewhere is found by a number or an address that is theirs alone, and never by the name.
  @Test func nobodyIsMatchedByNameAlone() throws {
    let kind = Worksheet(hasIDs: true)
    var students = Worksheet.students
    students[4].email = students[3].email
    var sheet = try MoodleWorksheet(kind.bytes(students), name: "w.csv")
    func other(_ ids: Set<String> = [], emails: Set<String> = [], name: String?) -> HandBack {
      HandBack(
        .init(ids: ids, emails: emails, name: name), submission: "s", folder: "f", possible: 10, result: .points(5))
    }
    let filling = try sheet.fill([
      other(["22-1"], name: nil), other(emails: ["JM@example.org"], name: "Jörg Müller"),
      other(name: "Noor Haddad"), other(emails: ["eve@example.org"], name: "Eve Stone"),
    ])
    #expect(filling.filled == 2)
    #expect(filling.unmatched == ["Noor Haddad", "Eve Stone (eve@example.org)"])
    #expect(filling.rowsWithout.count == 3)
  }

  @Test func whatIsLockedOrSomebodyElsesIsLeft() throws {
    var students = Worksheet.students
    students[0].isOpen = false
    students[0].mark = "1.00"
    students[1].comment = "<p>see me</p>"
    students[2].comment = "<p>Gradus: 2.00 of 10.00 points.</p>"
    var sheet = try MoodleWorksheet(Worksheet().bytes(students), name: "w.csv")
    let filling = try sheet.fill(marks)
    #expect(filling.left == ["Ada Countess Lovelace jr (1001): the sheet says that the mark can be changed no more"])
    #expect(filling.remarks == ["Jörg Müller (1002): the comment that somebody wrote there was left"])
    let text = String(decoding: sheet.written, as: UTF8.self)
    #expect(text.contains(",1.00,") && text.contains("<p>see me</p>") && !text.contains("Gradus: 2.00"))
  }

  @Test func whatCannotBeFilledIsToldInASentence() throws {
    func refused(_ bytes: [UInt8], _ marks: [HandBack], _ options: MoodleWorksheet.Options = .init()) -> String {
      do throws(ExportError) {
        var sheet = try MoodleWorksheet(bytes, name: "w.csv", options: options)
        _ = try sheet.fill(marks)
        return "taken"
      } catch { return error.description }
    }
    let sheet = Worksheet().bytes()
    let others = (0..<4).map { mark("90\($0)", "Ada", .points(1)) }
    #expect(refused(sheet, others).contains("is not the worksheet of this assignment"))
    // The same numbers at another site are other people's.
    let strangers = ["1001", "1002", "1003"].map { mark($0, "Zoé Zander", .points(1)) }
    #expect(refused(sheet, strangers).contains("is not the worksheet of this assignment"))
    #expect(refused(sheet, [mark("1001", nil, .points(10.5))]).contains("above the maximum, and nothing was written"))
    #expect(refused(sheet, [mark("1001", nil, .points(-1))]).contains("below zero"))
    #expect(refused(Worksheet().bytes(maximum: "100.00"), marks).contains("--scale makes 100.00 of 10.00"))
    #expect(refused(Worksheet().bytes(maximum: "A to E"), marks).contains("is no number"))
    #expect(refused(Worksheet().bytes(Worksheet.students + [Worksheet.students[0]]), marks).contains("same identifier"))
    #expect(refused(Array(sheet.dropLast(40)), marks).contains("the head has"))
    #expect(refused(Array("Identifier,Grade\n\"Participant 1,\n".utf8), marks).contains("never closed"))
    #expect(
      refused(Array("Identifier,Grade,Grade\nParticipant 1,,\n".utf8), marks).contains("two columns called Grade"))
    #expect(refused([0xFF, 0xFE, 65, 0], marks).contains("UTF-16"))
    #expect(refused([], marks).contains("is empty"))
    #expect(refused(Array("name,points\nx,1\n".utf8), marks).contains("no column for the identifier"))
  }

  @Test func marksAreScaledAndCutWhereThatIsSaid() throws {
    var options = MoodleWorksheet.Options()
    options.isScaled = true
    var sheet = try MoodleWorksheet(Worksheet(language: "fr").bytes(maximum: "100,00"), name: "w.csv", options: options)
    _ = try sheet.fill([mark("1001", nil, .points(3.33))])
    #expect(
      String(decoding: sheet.written, as: UTF8.self).contains(",\"33,30\",")
        || String(decoding: sheet.written, as: UTF8.self).contains("33,30"))
    options.isCapped = true
    sheet = try MoodleWorksheet(Worksheet().bytes(), name: "w.csv", options: options)
    _ = try sheet.fill([mark("1001", nil, .points(12))])
    #expect(String(decoding: sheet.written, as: UTF8.self).contains(",10.00,10.00,"))
    #expect(MarkText.scaled(1, of: 3, to: 1000) == 3.33)
    #expect(MarkText.scaled(2, of: 3, to: 1000) == 6.67)
    #expect(MarkText.hundredths("7,50000") == 750)
    #expect(MarkText.hundredths("7.505") == nil)
  }
}
