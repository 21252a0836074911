import Foundation
import TestSupport
import Testing

@testable import Collecting

/// What goes wrong is told in a sentence, and the class's folder is as it was, or as it is to be.
@Suite struct CollectMistakeTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var out: String { "\(folder.path)/class" }

  private func zip(_ files: [(String, String)], _ name: String = "in.zip") throws -> String {
    let path = "\(folder.path)/\(name)"
    try Data(RawZip(files).bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func expectRefused(
    _ from: String, _ words: String, out: String? = nil, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let before = CollectedState.of(self.out)
    let outcome = try gradus.run(["collect", "Perceptron", from, "--out", out ?? self.out])
    #expect(outcome.code == 2, sourceLocation: place)
    #expect(outcome.error.contains(words), "\(outcome.error)", sourceLocation: place)
    #expect(CollectedState.of(self.out) == before, sourceLocation: place)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".collecting") }
    #expect(left.isEmpty, sourceLocation: place)
  }

  @Test func whatIsNoClassIsRefused() throws {
    let good = try zip([("Ada_1_assignsubmission_file_/Perceptron.swift", "x")])
    try expectRefused("\(folder.path)/nowhere.zip", "No such file or directory")
    try expectRefused(try folder.write("Dear all", to: "letter.docx"), "it is no archive that is known")
    try expectRefused(try zip([("photo.jpg", "x")], "photos.zip"), "this is no class as Moodle, Canvas or Gradescope")
    try expectRefused(try zip([("Perceptron.swift", "x")], "one.zip"), "--student")
    try expectRefused(
      try zip([("Ada_1_assignsubmission_file_/a", "x"), ("Eve_1_assignsubmission_file_/a", "x")], "two.zip"),
      "two students have the number 1: Ada and Eve.")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: good))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: "\(folder.path)/cut.zip"))
    try expectRefused("\(folder.path)/cut.zip", "it is damaged or cut off")
    try expectRefused(good, "Not a directory", out: "\(folder.path)/letter.docx/y")
  }

  @Test func aFolderOfOthersIsNotTaken() throws {
    let good = try zip([("Ada_1_assignsubmission_file_/Perceptron.swift", "x")])
    try folder.write("mine", to: "class/thesis.tex")
    try expectRefused(good, "it is not empty, and holds nothing that was collected; choose another --out")
    try FileManager.default.removeItem(atPath: out)
    #expect(try gradus.run(["collect", "MLP", good, "--out", out]).code == 0)
    try expectRefused(good, "it holds what was collected of MLP.swift")
    try FileManager.default.removeItem(atPath: out)
    #expect(try gradus.run(["collect", "Perceptron", good, "--out", out]).code == 0)
    try folder.write("mine", to: "class/graded/grades.csv")
    let new = try zip([("Ada_1_assignsubmission_file_/Perceptron.swift", "y")])
    try expectRefused(new, "move it out of the class's folder")
    try FileManager.default.removeItem(atPath: "\(out)/graded")
    // A file that stands beside goes along.
    try folder.write("mine", to: "class/remarks.txt")
    #expect(try gradus.run(["collect", "Perceptron", new, "--out", out]).code == 0)
    #expect(try folder.read("class/remarks.txt") == "mine")
    #expect(try folder.read("class/Ada 1/Perceptron.swift") == "y")
    let record = try folder.read("class/attempts.jsonl")
    try folder.write(record + "{\"half\": ", to: "class/attempts.jsonl")
    try expectRefused(good, "line 3: it is no attempt as they are written")
  }

  @Test func theFoldersMayNotLieInOneAnother() throws {
    try folder.write("x", to: "class/ada/Perceptron.swift")
    try expectRefused(out, "lie in one another", out: "\(out)/collected")
    try expectRefused(folder.path, "lie in one another")
  }

  @Test func aFolderThatCannotBeWrittenIsTold() throws {
    let good = try zip([("Ada_1_assignsubmission_file_/Perceptron.swift", "x")])
    try expectRefused(good, "the folder cannot be made", out: "/proc/gradus")
    try expectRefused(good, "No such file or directory", out: "\(folder.path)/no/such/folder")
  }

  /// A file system of a quarter of a mebibyte, which only root may make.
  @Test(.enabled(if: geteuid() == 0))
  func aFullDiskLeavesTheFolderAsItWas() throws {
    let small = try zip([("Ada_1_assignsubmission_file_/Perceptron.swift", "// small")], "small.zip")
    let large = try zip(
      [("Ada_1_assignsubmission_file_/Perceptron.swift", String(repeating: "// large\n", count: 60_000))], "large.zip")
    let program = try Confined.program()
    let script = """
      set -e
      mkdir \(folder.path)/disk && mount -t tmpfs -o size=256k none \(folder.path)/disk
      \(program) collect Perceptron \(small) --out \(folder.path)/disk/class > /dev/null
      \(program) collect Perceptron \(large) --out \(folder.path)/disk/class > /dev/null 2> \(folder.path)/said && exit 9
      cat "\(folder.path)/disk/class/Ada 1/Perceptron.swift"; ls -A \(folder.path)/disk
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = ["--mount", "/bin/sh", "-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(said == "// smallclass\n")
    #expect(try folder.read("said").contains("No space left on device"))
  }

  /// Killed at any moment, the folder is what it was or what it is to be, and the next collection ends the work.
  @Test func aKilledCollectionLeavesTheOldOrTheNew() throws {
    func version(_ number: Int) throws -> String {
      try zip(
        (0..<30).map { ("Student_\(1000 + $0)_assignsubmission_file_/Perceptron.swift", "// version \(number) \($0)") },
        "v\(number).zip")
    }
    let program = try Confined.program()
    #expect(try gradus.run(["collect", "Perceptron", try version(0), "--out", out]).code == 0)
    func shown() throws -> Set<String> {
      Set(
        try (0..<30).map { try folder.read("class/Student \(1000 + $0)/Perceptron.swift") }.map {
          $0.split(separator: " ").dropLast().joined(separator: " ")
        })
    }
    var generator = Seeded(state: 99)
    var (old, killed) = (0, 0)
    for number in 1...25 {
      let path = try version(number)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = ["collect", "Perceptron", path, "--out", out]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      // Some at once, which no machine is quick enough for, and the others at any moment.
      usleep(number % 5 == 0 ? 0 : UInt32.random(in: 0...900_000, using: &generator))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { killed += 1 }
      let now = try shown()
      #expect(now.count == 1, "\(number): \(now)")
      let lines = try folder.read("class/attempts.jsonl").split(separator: "\n")
      if now == ["// version \(number)"] {
        old = number
      } else {
        #expect(now == ["// version \(old)"])
      }
      #expect(lines.count % 30 == 0)
    }
    #expect(killed > 0)
    #expect(try gradus.run(["collect", "Perceptron", try version(26), "--out", out]).code == 0)
    #expect(try shown() == ["// version 26"])
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".collecting") }
    #expect(left.isEmpty)
  }
}
