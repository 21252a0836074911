import Foundation
import TestSupport
import Testing

@testable import Collecting

/// The command as an instructor gives it: what a platform sends, a class's folder, and marks.
@Suite struct CollectCommandTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder
  let master: String

  init() throws {
    folder = try TemporaryFolder()
    master = try SmallLab.master()
  }

  private var out: String { "\(folder.path)/class" }

  @discardableResult
  private func put(_ bytes: [UInt8], _ name: String) throws -> String {
    let path = "\(folder.path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func collect(_ from: [String], _ more: [String] = []) throws -> CommandLineTool.Outcome {
    try gradus.run(["collect", "Perceptron"] + from + ["--out", out] + more)
  }

  private func attempts() throws -> [[String: Any]] {
    try folder.read("class/attempts.jsonl").split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// Every file below the class's folder with its content.
  private func state() -> [String: String] { CollectedState.of(out) }

  private func moodle(_ files: [(String, [UInt8])]) -> [UInt8] {
    var zip = RawZip()
    zip.entries = files.map { RawZip.Entry($0.0, bytes: $0.1) }
    return zip.bytes
  }

  /// A right solution has its full mark whatever it was wrapped in, and what holds none has no mark.
  @Test func whatMoodleSendsIsCollectedAndGraded() throws {
    let source = Array(master.utf8)
    let own = try WrittenArchive.bytes(
      .tarGzip,
      [
        .init("handout/Package.swift", "// swift-tools-version: 6.0"), .init("handout/Perceptron.swift", master),
        .init("handout/Gradus/Perceptron/PerceptronContract.swift", "public protocol PerceptronContract {}"),
      ])
    let utf16 =
      ([0xFF, 0xFE] as [UInt8]) + master.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let nested = moodle([("inner.7z", try WrittenArchive.bytes(.sevenZip, [.init("my/Perceptron.swift", master)]))])
    let zip = try put(
      moodle([
        ("Ada Brandt_1001_assignsubmission_file_/Perceptron.swift", source),
        ("Müller Jörg_1002_assignsubmission_file_/Perceptron (1).swift", utf16),
        ("Tomas Lind_1003_assignsubmission_file_/work.tar.gz", own),
        ("Noor Haddad_1004_assignsubmission_file_/all.zip", nested),
        ("Eve Stone_1005_assignsubmission_file_/report.pdf", Array("%PDF-1.4".utf8)),
        ("Eve Stone_1005_assignsubmission_onlinetext_/onlinetext.html", Array("<p>see report</p>".utf8)),
      ]), "moodle.zip")
    let outcome = try collect([zip])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.output.contains("5 students (moodle); 5 new attempts"))
    #expect(
      outcome.output.contains(
        "Eve Stone (1005): there is no Swift file of theirs; there is onlinetext.html, report.pdf"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(out)/Eve Stone 1005").isEmpty)

    let graded = try gradus.run(["grade", "Perceptron", "--class", out, "--out", "\(folder.path)/graded"])
    #expect(graded.code == 0, "\(graded.error)")
    #expect(!graded.error.contains("left out"))
    let rows = try folder.read("graded/grades.csv").split(whereSeparator: \.isNewline).map(String.init)
    for name in ["Ada Brandt 1001", "Müller Jörg 1002", "Tomas Lind 1003", "Noor Haddad 1004"] {
      let row = try #require(rows.first { $0.hasPrefix(name) })
      #expect(row.contains(",Perceptron,10.00,10.00,graded,"), "\(row)")
    }
    let nobody = try #require(rows.first { $0.hasPrefix("Eve Stone 1005") })
    #expect(nobody.contains(",Perceptron,,10.00,notGraded,\"nothing gradable: there is no Swift file of theirs;"))
    let junit = try folder.read("graded/junit.xml")
    #expect(junit.contains("not graded: nothing gradable: there is no Swift file of theirs"))
    let students = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/graded/students")
    #expect(students.count == 4)
    let jörg = try #require(students.first { $0.hasPrefix("M") })
    let report = try folder.read("graded/students/\(jörg)/report.md")
    #expect(report.contains("Perceptron (1).swift is graded as Perceptron.swift"))
    #expect(report.contains("it was converted to UTF-8; it was UTF-16"))
    // With a gate, who has nothing to grade is below it; and a class of nobody gradable is no success.
    let gated = try gradus.run([
      "grade", "Perceptron", "--class", out, "--out", "\(folder.path)/graded", "--fail-under", "10",
    ])
    #expect(gated.code == 1)
    let alone = try gradus.run([
      "grade", "Perceptron", "\(out)/Eve Stone 1005", "--out", "\(folder.path)/alone",
    ])
    #expect(alone.code == 2)
    #expect(alone.error.contains("nothing gradable"))
  }

  @Test func theSameTwiceChangesNothing() throws {
    let zip = try put(
      moodle([
        ("Ada_1_assignsubmission_file_/Perceptron.swift", Array(master.utf8)),
        ("Bo_2_assignsubmission_file_/x.pdf", [1]),
      ]), "moodle.zip")
    #expect(try collect([zip]).code == 0)
    let before = state()
    var information = stat()
    stat(out, &information)
    let inode = information.st_ino
    let again = try collect([zip])
    #expect(again.code == 0)
    #expect(again.output.contains("0 new attempts, 2 as before"))
    #expect(state() == before)
    stat(out, &information)
    #expect(information.st_ino == inode)
    #expect(try collect([zip, zip]).output.contains("0 new attempts, 4 as before"))
  }

  @Test func aNewVersionIsANewAttemptAndTheLastIsShown() throws {
    func version(_ text: String, day: UInt16) throws -> String {
      var zip = RawZip([("Ada_1_assignsubmission_file_/Perceptron.swift", text)])
      zip.entries[0].date = 46 << 9 | 10 << 5 | day
      return try put(zip.bytes, "moodle \(day).zip")
    }
    let (first, second) = (try version("// one", day: 3), try version("// two", day: 5))
    #expect(try collect([second], ["--zone", "Europe/Paris"]).code == 0)
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "// two")
    // An older one that is collected later is an attempt, and is not shown.
    #expect(try collect([first], ["--zone", "Europe/Paris"]).output.contains("1 new attempt,"))
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "// two")
    let third = try version("// three", day: 6)
    #expect(try collect([third], ["--zone", "Europe/Paris"]).code == 0)
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "// three")
    let attempts = try attempts()
    #expect(
      attempts.map { ($0["handedIn"] as? [String: String])?["at"] } == [
        "2026-10-05T12:30:20Z", "2026-10-03T12:30:20Z", "2026-10-06T12:30:20Z",
      ])
    #expect(Set(attempts.compactMap { $0["attempt"] as? String }).count == 3)
    // `printf '// two' | sha256sum`
    #expect(
      (attempts.first?["chosen"] as? [String: String])?["digest"]
        == "7fbc17ef1f70d7f0747db5c37c315d25084ee927f4e2a155fc558becf93ea656")
  }

  private func worksheet(_ times: [Int: String]) throws -> String {
    let rows = times.sorted { $0.key < $1.key }.map { "Participant \($0),Student,s\($0)@x,\"\($1)\",\n" }
    return try folder.write(
      "Identifier,\"Full name\",\"Email address\",\"Last modified (submission)\",Grade\n" + rows.joined(),
      to: "worksheet.csv")
  }

  private func times() throws -> [String] {
    try attempts().map { attempt in
      let time = attempt["handedIn"] as? [String: String]
      return "\(time?["at"] ?? "-") \(time?["source"] ?? "-")"
    }
  }

  /// What Moodle sends has the time of its packing; when each handed in stands in the grading worksheet.
  @Test func moodlesWorksheetTellsWhenEachHandedIn() throws {
    func version(_ text: String, day: UInt16) throws -> String {
      var zip = RawZip([
        ("Ada_1_assignsubmission_file_/Perceptron.swift", text),
        ("Bo_2_assignsubmission_file_/Perceptron.swift", "// bo"),
      ])
      for place in zip.entries.indices { zip.entries[place].date = 46 << 9 | 10 << 5 | day }
      return try put(zip.bytes, "moodle \(day).zip")
    }
    let first = try version("// one", day: 5)
    let untimed = try collect([first], ["--zone", "Europe/Paris"])
    #expect(untimed.output.contains("Of 2 nobody tells when they handed in"), "\(untimed.output)\(untimed.error)")
    let sheet = try worksheet([1: "Sunday, 4 October 2026, 2:30 PM", 2: "dimanche 4 octobre 2026, 23:05"])
    let timed = try collect([first], ["--zone", "Europe/Paris", "--worksheet", sheet])
    #expect(timed.output.contains("0 new attempts, 2 as before"), "\(timed.output)\(timed.error)")
    #expect(!timed.output.contains("nobody tells"))
    #expect(
      try times() == [
        "2026-10-05T12:30:20Z archive", "2026-10-05T12:30:20Z archive", "2026-10-04T12:30:00Z platform",
        "2026-10-04T21:05:00Z platform",
      ])
    // The same again changes nothing, and a later version has the worksheet's time of then.
    let before = state()
    #expect(try collect([first], ["--zone", "Europe/Paris", "--worksheet", sheet]).code == 0)
    #expect(state() == before)
    let later = try worksheet([1: "Tuesday, 6 October 2026, 9:00 AM", 2: "Tuesday, 6 October 2026, 9:01 AM"])
    let second = try version("// two", day: 7)
    #expect(try collect([second], ["--zone", "Europe/Paris", "--worksheet", later]).output.contains("1 new attempt,"))
    #expect(try times().dropFirst(4) == ["2026-10-06T07:00:00Z platform"])
    // What was handed in before is not of that time.
    #expect(try collect([first], ["--zone", "Europe/Paris", "--worksheet", later]).output.contains("0 new attempts"))
    #expect(try times().count == 5)
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "// two")
    // Whoever mends a file makes nobody late.
    try folder.write("// mended", to: "class/Ada 1/Perceptron.swift")
    #expect(try collect([second], ["--zone", "Europe/Paris"]).code == 0)
    #expect(try times().last == "2026-10-06T07:00:00Z platform")
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "// mended")
  }

  @Test func canvasTellsWhoWasLate() throws {
    let zip = try put(
      RawZip([
        ("brandtada_4711_100_Perceptron.swift", master), ("lindtomas_LATE_4712_101_Perceptron-1.swift", master),
      ]).bytes, "submissions.zip")
    let outcome = try collect([zip])
    #expect(outcome.output.contains("2 students (canvas)"))
    #expect(outcome.output.contains("1 late by the platform's word"))
    #expect(try attempts().map { $0["late"] as? Bool } == [false, true])
    #expect(try attempts().allSatisfy { $0["handedIn"] == nil })
    #expect(try folder.read("class/lindtomas 4712/Perceptron.swift") == master)
  }

  @Test func gradescopesTeamsAreOne() throws {
    let yaml = """
      ---
      submission_7:
        :submitters:
        - :name: Tomas Lind
          :sid: '1002'
          :email: tomas@example.org
        - :name: Ada Brandt
          :sid: '1001'
          :email: ada@example.org
        :created_at: 2026-10-01 12:00:00.5 Z
      """
    try folder.write(yaml, to: "export/submission_metadata.yml")
    try folder.write(master, to: "export/submission_7/Perceptron.swift")
    let outcome = try collect(["\(folder.path)/export"])
    #expect(outcome.code == 0, "\(outcome.error)")
    let attempt = try #require(try attempts().first)
    let student = try #require(attempt["student"] as? [String: Any])
    #expect(student["id"] as? String == "1001+1002")
    #expect(
      (student["people"] as? [[String: String]])?.map { $0["email"] } == ["ada@example.org", "tomas@example.org"])
    let time = attempt["handedIn"] as? [String: String]
    #expect(time == ["at": "2026-10-01T12:00:00Z", "source": "platform"])
    // The unpacked folder and its archive are the same attempt.
    let zip = try put(
      RawZip([("e/submission_metadata.yml", yaml), ("e/submission_7/Perceptron.swift", master)]).bytes, "export.zip")
    #expect(try collect([zip]).output.contains("0 new attempts, 1 as before"))
  }

  @Test func plainFoldersAndSingleFilesAreCollected() throws {
    try folder.write(master, to: "work/ada/Sources/Submission/Perceptron.swift")
    try folder.write(master, to: "work/bob.swift")
    try put(RawZip([("Perceptron.swift", master)]).bytes, "work/eve.zip")
    try folder.write("remember", to: "work/notes.txt")
    let outcome = try collect(["\(folder.path)/work"])
    #expect(outcome.output.contains("3 students (plain)"), "\(outcome.output)\(outcome.error)")
    #expect(outcome.output.contains("Nobody's, and left out: notes.txt"))
    for name in ["ada", "bob", "eve"] { #expect(try folder.read("class/\(name)/Perceptron.swift") == master) }
    // One file of the lab's name is nobody's until somebody says whose.
    let single = try folder.write(master, to: "one/Perceptron.swift")
    let refused = try collect([single])
    #expect(refused.code == 2)
    #expect(refused.error.contains("whose is it? Say so with --student ID"))
    #expect(try collect([single], ["--student", "zoe"]).code == 0)
    #expect(try folder.read("class/zoe/Perceptron.swift") == master)
  }

  @Test func aPersonsChoiceIsKept() throws {
    let zip = try put(
      RawZip([
        ("Ada_1_assignsubmission_file_/one.swift", "struct Submission {}"),
        ("Ada_1_assignsubmission_file_/two.swift", "struct Submission { }"),
      ]).bytes, "moodle.zip")
    #expect(try collect([zip]).output.contains("nobody can tell which of 2 files"))
    #expect(try collect([zip], ["--choose", "1=two.swift"]).code == 0)
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "struct Submission { }")
    #expect(try collect([zip]).output.contains("0 new attempts, 1 as before"))
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "struct Submission { }")
    #expect(try attempts().count == 2)
    let stranger = try collect([zip], ["--choose", "9=two.swift"])
    #expect(stranger.code == 2)
    #expect(stranger.error.contains("--choose names 9, who is not among those"))
  }

  /// What a person changed in the class's folder is no lost work.
  @Test func aFileThatWasChangedByHandIsAnAttempt() throws {
    let zip = try put(RawZip([("Ada_1_assignsubmission_file_/Perceptron.swift", "// theirs")]).bytes, "moodle.zip")
    #expect(try collect([zip]).code == 0)
    try folder.write("// mended", to: "class/Ada 1/Perceptron.swift")
    let outcome = try collect([zip])
    #expect(outcome.output.contains("Changed by hand in \(out), and kept as an attempt: Ada (1)"))
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "// mended")
    #expect(try attempts().last.flatMap { ($0["chosen"] as? [String: String])?["rule"] } == "byHand")
    let before = state()
    #expect(try collect([zip]).code == 0)
    #expect(state() == before)
    #expect(state().values.contains("// theirs"))
    // What is nobody's is not thrown away.
    try folder.write("mine", to: "class/Ada 1/notes.txt")
    let refused = try collect([zip])
    #expect(refused.code == 2)
    #expect(refused.error.contains("it was not put there by `gradus collect`; move it away"))
    #expect(try folder.read("class/Ada 1/notes.txt") == "mine")
  }
}

/// What stands in a folder.
enum CollectedState {
  static func of(_ folder: String) -> [String: String] {
    var state: [String: String] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      state[name] = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "(a folder)"
    }
    return state
  }
}
