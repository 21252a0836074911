import ArgumentParser
import CommandSupport
import Export
import Foundation
import Gradebook
import Grading
import Keys
import ProgramSupport
import Storage

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Takes the marks of graded folders into the gradebook.",
    discussion: """
      GRADED is the --out of a `gradus grade`, of a class that `gradus collect` made: with the marks go all attempts and \
      the times of their hand-ins. The same again changes nothing. Whose submissions are in no roster is listed and left out; \
      --add makes students of them.
      """)

  @Argument(help: ArgumentHelp("The folders of results.", valueName: "graded"))
  var graded: [String]
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("The class's folder that was graded, where it was moved.", valueName: "folder"))
  var classFolder: String?
  @Flag(help: "Make students of who is in no roster.")
  var add = false
  @Option(help: ArgumentHelp("The course key, where it is not GRADED/course.key.", valueName: "file"))
  var key: String?
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func run() throws {
    let own = try book.open(makingOne: add)
    let keys = try key.map { [try CourseKey(fileContents: try Files.read($0))] } ?? []
    for folder in graded {
      var source = try HandBacks(try Results(folder, keys: keys), classFolder: classFolder)
      let taking = try Taking(&source, into: try own.gradebook.book(.init(students: [])), isAdding: add)
      let entry = try own.gradebook.write(
        try acting.act("record"), taking.facts, newcomers: add ? .welcome : .refused)
      print(
        "\(source.results.lab.name): \(taking.attempts) attempts, \(taking.marks) marks"
          + (entry.map { "; entry \($0.number)" } ?? "; all was known"))
      if !taking.unknown.isEmpty {
        print("In no roster, and left out (`gradus roster FILE` takes a list in, --add makes students of them):")
        for name in taking.unknown.prefix(20) { print("  \(name)") }
        if taking.unknown.count > 20 { print("  and \(taking.unknown.count - 20) more") }
      }
    }
  }
}

struct RegradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regrade", abstract: "Grades one student's submission again, and writes down why.",
    discussion: """
      The submission of the student in GRADED is graded again, and its mark taken into the gradebook with the reason. What \
      people marked stays: bonuses, overrides, excuses. What the mark was before stays in both histories.
      """)

  @Argument(help: "An id, an e-mail address or a platform's number.")
  var student: String
  @Argument(help: ArgumentHelp("The folder of results.", valueName: "graded"))
  var graded: String
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("The class's folder that was graded, where it was moved.", valueName: "folder"))
  var classFolder: String?
  @Option(help: ArgumentHelp("The course key, where it is not GRADED/course.key.", valueName: "file"))
  var key: String?
  @Option(help: "How code is confined: bubblewrap, or none.")
  var sandbox: SandboxChoice = .bubblewrap
  @OptionGroup var book: BookOptions
  @OptionGroup var acting: ActOptions

  func run() throws {
    let own = try book.open()
    let act = try acting.act("regrade", wantsReasonFor: "Grading again")
    let keys = try key.map { [try CourseKey(fileContents: try Files.read($0))] } ?? []
    let state = try own.gradebook.book(.init(students: []))
    let person = try state.find(student)
    var source = try HandBacks(try Results(graded, keys: keys), classFolder: classFolder)
    let owners = Owners(state)
    let found = try source.submissions().first { submission in
      submission.student.people.contains { owners.id(of: $0, on: submission.student.platform) == person.id }
    }
    guard let found, let path = found.path else {
      throw ExportError(
        "\(graded) has no submission of \(person.words), or its class's folder is not known: --class tells it.")
    }
    try grade(source.results.lab.name, path)
    var again = try HandBacks(try Results(graded, keys: keys), classFolder: classFolder)
    let members = Set(found.student.people.compactMap { owners.id(of: $0, on: found.student.platform) })
    var facts: [Fact] = []
    for member in members.sorted() { facts += try Taking(&again, into: state, only: member, isAdding: false).facts }
    let entry = try own.gradebook.write(act, facts)
    let name = source.results.lab.name
    let mark = own.reckoning.mark(
      try own.gradebook.book(with: person.id).record(ofStudent: person.id, in: name), in: name)
    print("\(person.words), \(name): \(mark.words)" + (entry.map { "; entry \($0.number)" } ?? ""))
  }

  /// By this program, as it is done by hand.
  private func grade(_ lab: String, _ path: String) throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: own)
    process.arguments =
      ["grade", lab, path, "--out", graded, "--again", "--sandbox", sandbox.rawValue]
      + (key.map { ["--key", $0] } ?? [])
    do { try process.run() } catch {
      throw ExportError("\(own) could not be started once more: \(error)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
  }
}
