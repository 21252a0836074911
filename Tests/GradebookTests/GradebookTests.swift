import Checks
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Gradebook

/// The book is only ever added to, and tells what it said at any time.
@Suite struct GradebookTests {
  @Test func theLastWordHoldsAndEarlierOnesStay() throws {
    let book = try TestBook()
    let first = try #require(try book.write(.exam("ada", 15.5, text: "good")))
    let second = try #require(try book.write(.exam("ada", 16), author: "ben"))
    #expect(try book.record("ada", "exam").manual["exam"]?.value == 16)
    #expect(try book.record("ada", "exam", upTo: first).manual["exam"]?.value == 15.5)
    #expect(try book.record("ada", "exam", upTo: first).manual["exam"]?.text == "good")
    #expect(try book.record("ada", "exam", upTo: first - 1).manual.isEmpty)
    #expect(try book.write(.exam("ada", 16)) == nil, "what is known is no entry")
    let lines = try book.gradebook.history(of: "ada").filter { $0.fact.kind == .manual }
    #expect(lines.map(\.entry.number) == [first, second])
    #expect(lines.map(\.entry.author) == ["anna", "ben"])
    #expect(lines.map { $0.before?.points } == [nil, 15.5])
    try book.write(.exam("ada", nil))
    #expect(try book.record("ada", "exam").manual.isEmpty)
    #expect(try book.record("bo", "exam").manual.isEmpty)
  }

  @Test func anUndoIsANewEntryAndCanBeUndone() throws {
    let book = try TestBook()
    try book.write(.exam("ada", 10))
    let wrong = try #require(try book.write(.exam("ada", 3), .exam("bo", 4)))
    let undo = try book.gradebook.undo(wrong, book.act("undo", reason: "wrong pile"))
    #expect(undo.undoes == wrong)
    #expect(try book.record("ada", "exam").manual["exam"]?.value == 10)
    #expect(try book.record("bo", "exam").manual.isEmpty)
    #expect(try book.record("bo", "exam", upTo: wrong).manual["exam"]?.value == 4)
    #expect(try book.gradebook.history(of: "bo").last?.isUndone == true)
    #expect(throws: GradebookFault.self) { try book.gradebook.undo(wrong, book.act()) }
    #expect(throws: GradebookFault.self) { try book.gradebook.undo(999, book.act()) }
    _ = try book.gradebook.undo(undo.number, book.act("undo"))
    #expect(try book.record("bo", "exam").manual["exam"]?.value == 4)
    // What was taken back can be said again.
    let third = try book.gradebook.undo(wrong, book.act("undo")).number
    #expect(try book.write(.exam("bo", 4)) == third + 1)
  }

  /// The file itself refuses, whoever asks.
  @Test func nothingIsEverChangedOrLost() throws {
    let book = try TestBook()
    try book.write(.exam("ada", 10))
    for statement in [
      "UPDATE fact SET points = 1", "DELETE FROM fact", "DELETE FROM entry", "UPDATE entry SET author = 'x'",
      "DELETE FROM student", "UPDATE student SET id = 'x'", "DELETE FROM detail WHERE 1", "DELETE FROM work",
    ] {
      let isRefused = (try? book.gradebook.queue.write { try $0.execute(sql: statement) }) == nil
      #expect(isRefused || statement.contains("detail"), "\(statement)")
    }
    #expect(throws: DatabaseError.self) {
      try book.gradebook.queue.write {
        try $0.execute(sql: "INSERT INTO fact VALUES (1, 77, 1, '', 1, NULL, NULL, NULL, 'x', NULL, NULL)")
      }
    }
  }

  @Test func anEntryIsWholeOrNotThere() throws {
    let book = try TestBook()
    let before = try book.gradebook.book().last
    #expect(throws: GradebookFault.self) { try book.write(.exam("ada", 10), .exam("nobody", 3)) }
    #expect(throws: GradebookFault.self) { try book.write(.exam("ada", 10), .exam("ada", 11)) }
    #expect(try book.gradebook.book().last == before)
    #expect(try book.record("ada", "exam").manual.isEmpty)
  }

  @Test func studentsAreFoundByWhatIsTheirsAlone() throws {
    let book = try TestBook()
    try book.write(Fact("ada", .account, item: "moodle 1001", text: "moodle 1001"))
    let state = try book.gradebook.book()
    #expect(try state.find("ada").id == "ada")
    #expect(try state.find("ADA@example.org").id == "ada")
    #expect(try state.find("1001").id == "ada")
    #expect { try state.find("Ev") } throws: { "\($0)".contains("say the id: Eve (eve)") }
    #expect { try state.find("zoe") } throws: { "\($0)".contains("lists everyone") }
  }

  @Test func badFilesAreToldInASentence() throws {
    let folder = try TemporaryFolder()
    func refused(_ name: String, patience: Double = 0.1) -> String {
      do throws(GradebookFault) {
        _ = try Gradebook("\(folder.path)/\(name)", makingOne: false, patience: patience)
        return "opened"
      } catch { return error.description }
    }
    #expect(refused("none.sqlite").contains("there is no gradebook at"))
    try folder.write(
      "this is some text that is longer than a head of a database, and no database at all", to: "t.sqlite")
    #expect(refused("t.sqlite").contains("it is no gradebook"))
    try DatabaseQueue(path: "\(folder.path)/other.sqlite").write { try $0.execute(sql: "CREATE TABLE x (y)") }
    #expect(refused("other.sqlite").contains("another program's database"))
    let book = try TestBook()
    try book.gradebook.queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
    #expect { try Gradebook(book.path, makingOne: false) } throws: {
      "\($0)".contains("a gradebook of version 99, and this gradus knows version 2")
    }
  }

  @Test func aLockedBookIsToldAfterAWhile() throws {
    let book = try TestBook()
    let other = try Gradebook(book.path, makingOne: false, patience: 0.2)
    let facts = [Fact.exam("ada", 1)]
    try book.gradebook.queue.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      #expect { try other.write(book.act(), facts) } throws: {
        "\($0)".contains("another gradus is writing to it") && "\($0)".contains("Nothing was written")
      }
      // Who reads need not wait.
      #expect(try other.book().people.count == 3)
      #expect(try Gradebook(book.path, makingOne: false, patience: 0.2).book().people.count == 3)
      try database.execute(sql: "ROLLBACK")
    }
    #expect(try other.write(book.act(), facts) != nil)
  }

  /// A file that may not grow is what a full disk looks like.
  @Test func aFullDiskLosesNothing() throws {
    let book = try TestBook()
    try book.write(.exam("ada", 1))
    try book.gradebook.queue.inDatabase { database in
      let pages = try #require(try Int.fetchOne(database, sql: "PRAGMA page_count"))
      _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)")
    }
    let long = String(repeating: "x", count: 50_000)
    #expect { try book.write(.exam("ada", 2, text: long)) } throws: {
      "\($0)".contains("the disk is full. Nothing was written")
    }
    #expect(try book.record("ada", "exam").manual["exam"]?.value == 1)
  }
}
