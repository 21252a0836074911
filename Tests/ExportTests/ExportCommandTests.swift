import Foundation
import Storage
import TestSupport
import Testing

/// The command as an instructor gives it.
@Suite struct ExportCommandTests {
  private let gradus = CommandLineTool()

  private static func moodle() throws -> GradedFolder {
    try GradedFolder([
      .init(id: "1001", name: "Ada Countess Lovelace jr", earned: 7.5),
      .init(id: "1002", name: "Jörg Müller", earned: 10),
      .init(id: "1003", name: "Noor Haddad", earned: nil),
      .init(id: "1004", name: "Eve Stone", earned: 3, isStale: true),
      .init(id: "1005", name: "Li Na", isNew: true), .init(id: "1006", name: "Not There", earned: 1),
    ])
  }

  private func files(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  @Test func moodleGetsItsWorksheetAndTheFeedback() throws {
    let graded = try Self.moodle()
    let sheet = try graded.folder.write(Worksheet(language: "fr", delimiter: ";").text(Worksheet.students), to: "w.csv")
    let outcome = try gradus.run(["export", graded.results, "--moodle", sheet])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(files("\(graded.results)/export") == ["feedback.zip", "w.csv"])
    let filled = try graded.folder.read("graded/export/w.csv")
    let rows = filled.split(whereSeparator: \.isNewline).map(String.init)
    #expect(rows[1].contains(";7,50;10,00;"))
    #expect(rows[1].contains("7.50 of 10.00 points") && rows[1].contains("&#60;sign&#62; is &#8220;wrong&#8221;"))
    #expect(rows[2].contains(";10,00;10,00;"))
    for row in rows[3...5] { #expect(row.contains(";;10,00;"), "\(row)") }
    #expect(!filled.contains("secret-hidden"))
    for told in [
      "Noor Haddad (1003): nothing gradable: there is report.pdf", "Eve Stone (1004): a later attempt was collected",
      "Li Na (1005): collected, and not graded yet", "Not There (1006)", "2 marks",
    ] {
      #expect(outcome.output.contains(told), "\(outcome.output)")
    }
    struct File: Decodable { var name, file, text: String }
    let found: [String: [File]] = try Python.read("moodle_feedback.py", ["\(graded.results)/export/feedback.zip"])
    #expect(Set(found.keys) == ["1001", "1002"])
    #expect(found["1001"]?.map(\.file) == ["report.html", "report.md"])
    #expect(found["1001"]?.allSatisfy { !$0.text.contains("secret-hidden") } == true)
    #expect(found["1001"]?.first?.text.contains("default-src 'none'") == true)
  }

  @Test func withoutAPlatformItIsATable() throws {
    let graded = try GradedFolder([
      .init(platform: "gradescope", id: "S1", name: "=Ada", earned: 7.5, others: [("S2", "two@example.org")])
    ])
    #expect(try gradus.run(["export", graded.results]).code == 0)
    let rows = try graded.folder.read("graded/export/marks.csv").split(whereSeparator: \.isNewline)
    #expect(rows.count == 3)
    #expect(rows[1] == "'=Ada,S1,s1@example.org,student-S1,7.50,10.00,graded,,student-S1")
    #expect(rows[2] == "'=Ada,S2,two@example.org,student-S1,7.50,10.00,graded,,student-S1")
  }

  @Test func gradescopeGetsResults() throws {
    let graded = try GradedFolder([.init(platform: "gradescope", id: "S1", name: "Ada", earned: 7.5)])
    let path = "\(graded.folder.path)/results.json"
    #expect(try gradus.run(["export", graded.results, "--gradescope", "--results", path]).code == 0)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
    #expect(json["score"] as? Double == 7.5)
    #expect(json["stdout_visibility"] as? String == "hidden")
    let tests = try #require(json["tests"] as? [[String: Any]])
    #expect(tests.compactMap { $0["score"] as? Double }.reduce(0) { $0 + ($1 * 100).rounded() } == 750)
    #expect(tests.compactMap { $0["max_score"] as? Double }.reduce(0) { $0 + ($1 * 100).rounded() } == 1000)
    #expect(Set(tests.compactMap { $0["visibility"] as? String }) == ["visible", "after_published"])
    #expect(Set(tests.compactMap { $0["status"] as? String }) == ["passed", "failed"])
    #expect(!String(decoding: try Files.read(path), as: UTF8.self).contains("secret-hidden"))
  }

  @Test func theAutograderIsWhole() throws {
    let graded = try GradedFolder([.init(id: "1", name: "Ada", earned: 7.5)])
    let folder = "\(graded.folder.path)/autograder"
    let outcome = try gradus.run(["export", graded.results, "--autograder", folder])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(files(folder) == ["course.key", "gradus", "run_autograder", "setup.sh"])
    for script in ["setup.sh", "run_autograder"] {
      #expect(FileManager.default.isExecutableFile(atPath: "\(folder)/\(script)"))
      let check = Process()
      check.executableURL = URL(fileURLWithPath: "/bin/bash")
      check.arguments = ["-n", "\(folder)/\(script)"]
      try check.run()
      check.waitUntilExit()
      #expect(check.terminationStatus == 0)
    }
    for file in ["Package.swift", "Scripts/setup.sh", "Sources/Student/LabKit", "grading", "Tests"] {
      #expect(Files.exists("\(folder)/gradus/\(file)"))
    }
    #expect(!Files.exists("\(folder)/gradus/.build") && !Files.exists("\(folder)/gradus/.git"))
    #expect(try gradus.run(["export", graded.results, "--autograder", folder]).error.contains("is there already"))
  }

  @Test func whatIsWrongIsToldAndNothingIsWritten() throws {
    let graded = try Self.moodle()
    func refused(_ arguments: [String]) throws -> String {
      let outcome = try gradus.run(["export", graded.results] + arguments)
      #expect(outcome.code == 2)
      #expect(files("\(graded.results)/export").isEmpty)
      return outcome.error
    }
    let other = try graded.folder.write(
      Worksheet().text([.init(number: "88", name: "Who Else"), .init(number: "89", name: "Nobody Here")]), to: "o.csv")
    #expect(try refused(["--moodle", other, "--csv"]).contains("is not the worksheet of this assignment"))
    #expect(try refused(["--moodle", "/no/such.csv"]).contains("does not exist"))
    #expect(try refused(["--moodle", other, "--column", "mark"]).contains("--column wants"))
    let book = try graded.folder.write("Student,ID,MLP (1)\n    Points Possible,,10\n", to: "c.csv")
    #expect(try refused(["--canvas", book]).contains("no assignment that has Perceptron in its name"))
  }

  /// A file system of a few pages, which only root may make.
  @Test(.enabled(if: geteuid() == 0)) func aFullDiskLeavesWhatWasThere() throws {
    let graded = try Self.moodle()
    let sheet = try graded.folder.write(Worksheet().text(Worksheet.students), to: "w.csv")
    let disk = "\(graded.folder.path)/disk"
    let program = "\(try #require(CommandLineTool.products))/gradus"
    let script = """
      mkdir \(disk) && mount -t tmpfs -o size=16k none \(disk) && mkdir \(disk)/out && echo old > \(disk)/out/w.csv
      \(program) export \(graded.results) --moodle \(sheet) --out \(disk)/out > /dev/null 2> \(graded.folder.path)/said && exit 9
      ls -A \(disk)/out; cat \(disk)/out/w.csv
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = ["--mount", "/bin/sh", "-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(said == "w.csv\nold\n")
    let error = try graded.folder.read("said")
    #expect(error.contains("No space left on device"), "\(error)")
  }
}
