import Foundation
import GRDB
import TestSupport
import Testing

@testable import Gradebook

/// The commands as instructors give them: two at once, and killed at any moment.
@Suite struct KilledTests {
  private static let rules = """
    course: Deep Learning
    zone: UTC
    labs: { MLP: {} }
    work: { exam: { out of: 20 }, talk: { out of: 20 } }
    final: { out of: 20, mark: exam }
    """

  private let folder: TemporaryFolder
  private var path: String { "\(folder.path)/gradebook.sqlite" }

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.rules, to: "course.yml")
    let ids = (0..<20).map { RosterStudent(id: "s\($0)") }
    let book = try Gradebook("\(folder.path)/gradebook.sqlite", makingOne: true)
    let facts = try Roster(ids, named: "r").facts(against: Book()) + ids.map { Fact($0.id, .section, text: "A") }
    try book.write(Act("roster", author: "a", at: 0), facts, newcomers: .welcome)
  }

  private func start(_ student: String, _ work: String, _ points: Int) throws -> Process {
    let program = CommandLineTool.products.map { "\($0)/gradus-course" }
    return try CommandLineTool(program: program).start(["mark", student, work, "\(points)", "--course", folder.path])
  }

  private func require(isWhole book: Gradebook) throws {
    try book.queue.read { database in
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
      #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
      let empty = try Int.fetchOne(
        database, sql: "SELECT COUNT(*) FROM entry WHERE number NOT IN (SELECT entry FROM fact)")
      #expect(empty == 0, "an entry without what it says")
    }
  }

  /// Commands that are killed, each at another moment: what was acknowledged is there, and nothing is half there.
  /// `make fuzz` kills two hundred.
  @Test func whatIsKilledLosesNothing() throws {
    var usual = 0.0
    for number in 0..<3 {
      let began = Date()
      let process = try start("s\(number)", "exam", number)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      usual = max(usual, min(0.5, Date().timeIntervalSince(began)))
    }
    var acknowledged: [(Int, Int)] = []
    var killed = 0
    let count = ProcessInfo.processInfo.environment["GRADUS_KILLS"].flatMap { Int($0) } ?? 25
    for number in 0..<count {
      // The moments are spread over all of a command's time.
      let process = try start("s\(number % 20)", "talk", number % 21)
      usleep(UInt32(usual * 1_100_000 * Double(number % 25) / 25))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .exit {
        #expect(process.terminationStatus == 0)
        acknowledged.append((number % 20, number % 21))
      } else {
        killed += 1
      }
    }
    #expect(killed > 0)
    #expect(killed + acknowledged.count == count)
    let book = try Gradebook(path, makingOne: false)
    try require(isWhole: book)
    let history = try (0..<20).map { try book.history(of: "s\($0)") }
    for (student, points) in acknowledged {
      #expect(history[student].contains { $0.fact.work == "talk" && $0.fact.points?.hundredths == points * 100 })
    }
    #expect(history[0].contains { $0.fact.kind == .section })
  }

  @Test func commandsAtOnceWaitForEachOther() throws {
    let processes = try (0..<12).map { try start("s\($0)", "exam", $0) }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let book = try Gradebook(path, makingOne: false)
    try require(isWhole: book)
    let state = try book.book()
    for number in 0..<12 {
      #expect(state.record(ofStudent: "s\(number)", in: "exam").manual["exam"]?.value.hundredths == number * 100)
    }
  }

  /// A file system of half a mebibyte, which only root may make.
  @Test(.enabled(if: geteuid() == 0))
  func aFullDiskIsToldAndLosesNothing() throws {
    let program = try #require(CommandLineTool.products.map { "\($0)/gradus-course" })
    let script = """
      set -e
      mkdir \(folder.path)/disk && mount -t tmpfs -o size=512k none \(folder.path)/disk && cd \(folder.path)/disk
      cp ../course.yml . && printf 'id\n1\n' > r.csv && \(program) roster r.csv > /dev/null
      \(program) mark 1 exam 12 > /dev/null
      head -c 2000000 /dev/zero > fill 2> /dev/null || true
      \(program) mark 1 exam 13 > /dev/null 2> \(folder.path)/said && exit 9
      rm fill && \(program) gradebook exam --csv -
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = ["--mount", "/bin/sh", "-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(said.contains(",12.00,20.00,"), "\(said)")
    #expect(try folder.read("said").contains("the disk is full. Nothing was written"))
  }

  /// Two that make the book at once make one.
  @Test func twoMayMakeTheBook() throws {
    let place = try TemporaryFolder()
    try place.write("id,name\n1,Ada\n2,Bo\n", to: "r.csv")
    let processes = try (0..<4).map { _ in
      try CommandLineTool().start(["roster", "\(place.path)/r.csv", "--course", place.path])
    }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try Gradebook("\(place.path)/gradebook.sqlite", makingOne: false).book().people.count == 2)
  }
}
