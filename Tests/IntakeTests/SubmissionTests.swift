import Foundation
import Glibc
import Intake
import TestSupport
import Testing

@Suite struct SubmissionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func rejection(_ path: String) throws -> String? {
    guard case .rejected(let reason) = try Submission(path: "\(folder.path)/\(path)", file: "Lab.swift").content else {
      return nil
    }
    return reason
  }

  /// Why there is nothing to grade, which is no mark.
  private func nothing(_ path: String) throws -> String? {
    guard case .nothing(let reason) = try Submission(path: "\(folder.path)/\(path)", file: "Lab.swift").content else {
      return nil
    }
    return reason
  }

  private func source(_ path: String) throws -> String? {
    guard case .source(let bytes, _) = try Submission(path: "\(folder.path)/\(path)", file: "Lab.swift").content else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func findsTheFileWhereStudentsPutIt() throws {
    try folder.write("top", to: "a/Lab.swift")
    try folder.write("deep", to: "b/x/y/Lab.swift")
    try folder.write("renamed", to: "c/my lab (1).swift")
    try folder.write("package", to: "c/Package.swift")
    try folder.write("alone", to: "d.swift")
    #expect(try source("a") == "top")
    #expect(try source("b") == "deep")
    #expect(try source("c") == "renamed")
    #expect(try source("d.swift") == "alone")
  }

  @Test func theTopFileWinsOverCopies() throws {
    try folder.write("mine", to: "a/Lab.swift")
    try folder.write("old", to: "a/backup/Lab.swift")
    #expect(try source("a") == "mine")
  }

  @Test func tellsWhatIsMissing() throws {
    try folder.write("", to: "a/notes.txt")
    try folder.write("", to: "b/x/Lab.swift")
    try folder.write("", to: "b/y/Lab.swift")
    try folder.write("", to: "c/One.swift")
    try folder.write("", to: "c/Two.swift")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/d", withIntermediateDirectories: true)
    #expect(try nothing("a")?.contains("Lab.swift is missing") == true)
    #expect(try nothing("b")?.contains("2 files") == true)
    #expect(try nothing("c")?.contains("One.swift, Two.swift") == true)
    #expect(try nothing("d")?.contains("no Swift file at all") == true)
  }

  @Test func followsNoLink() throws {
    try folder.write("secret", to: "secret.swift")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/a", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/a/Lab.swift", withDestinationPath: "\(folder.path)/secret.swift")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/b", withDestinationPath: folder.path)
    #expect(try rejection("a")?.contains("links are not followed") == true)
    #expect(try rejection("b")?.contains("links are not followed") == true)
  }

  @Test func readsNoPipe() throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/a", withIntermediateDirectories: true)
    #expect(mkfifo("\(folder.path)/a/Lab.swift", 0o644) == 0)
    #expect(try rejection("a")?.contains("no regular file") == true)
  }

  @Test func boundsTheSource() throws {
    try folder.write(String(repeating: "x", count: Submission.largest + 1), to: "a/Lab.swift")
    try folder.write(String(repeating: "x", count: Submission.largest), to: "b/Lab.swift")
    #expect(try rejection("a")?.contains("at most") == true)
    #expect(try source("b")?.count == Submission.largest)
  }

  @Test func wantsText() throws {
    let file = try folder.write("", to: "a/Lab.swift")
    try Data([0x66, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: file))
    #expect(try rejection("a")?.contains("UTF-8") == true)
  }

  @Test func aWrongPathIsTheCommandsMistake() {
    #expect(throws: IntakeError.self) { try Submission(path: "\(folder.path)/nowhere", file: "Lab.swift") }
    #expect(throws: IntakeError.self) { try Submission.names(inClass: folder.path) }
  }

  /// The kernel answers a reader of this file with an error of the disk's kind.
  @Test func whatTheDiskDoesNotGiveIsNobodysMark() {
    let file = "/proc/self/mem"
    #expect {
      try Submission(path: file, file: "Lab.swift")
    } throws: {
      guard case .notRead(file, EIO)? = $0 as? IntakeError else { return false }
      return true
    }
  }

  @Test func manyFilesHideNoneThatIsNamed() throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/a", withIntermediateDirectories: true)
    for number in 0..<1500 {
      #expect(FileManager.default.createFile(atPath: "\(folder.path)/a/\(number).txt", contents: nil))
    }
    #expect(
      try nothing("a")
        == "Lab.swift is missing; there is no Swift file at all among the first of its many files; hand in Lab.swift alone"
    )
    // Made last, so that a folder is read to its end before it comes.
    try folder.write("mine", to: "a/Lab.swift")
    #expect(try source("a") == "mine")
    try FileManager.default.moveItem(
      atPath: "\(folder.path)/a/Lab.swift", toPath: "\(folder.path)/Lab.swift")
    try folder.write("kept", to: "a/Sources/Submission/Lab.swift")
    #expect(try source("a") == "kept")
  }

  @Test func followsNoLinkToThePlaceOfAHandout() throws {
    try folder.write("secret", to: "elsewhere/Submission/Lab.swift")
    try folder.write("", to: "a/notes.txt")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/a/Sources", withDestinationPath: "\(folder.path)/elsewhere")
    #expect(try nothing("a")?.contains("Lab.swift is missing") == true)
  }

  @Test func tellsWhatAClassLeavesOut() throws {
    for name in ["ada", ".x", "...", ".git"] { try folder.write("", to: "class/\(name)/Lab.swift") }
    for name in ["bob.swift", "eve.zip", ".swift", ".DS_Store"] { try folder.write("", to: "class/\(name)") }
    #expect(try Submission.names(inClass: "\(folder.path)/class").map(\.display) == ["ada", "bob.swift"])
    #expect(Submission.leftOut(inClass: "\(folder.path)/class").map(\.display) == ["...", ".swift", ".x", "eve.zip"])
  }

  @Test func knowsAClassFromASubmission() throws {
    for name in ["ada", "bob/Sources/Submission"] { try folder.write("", to: "class/\(name)/Lab.swift") }
    try folder.write("", to: "class/eve/Other.swift")
    #expect(Submission.submissionCount(in: "\(folder.path)/class", file: "Lab.swift") == 2)
    #expect(Submission.submissionCount(in: "\(folder.path)/class/ada", file: "Lab.swift") == 0)
    for own in ["Package.swift", "Sources/x.swift", "Lab.swift"] {
      for name in ["x", "y"] { try folder.write("", to: "\(own.prefix(3))-in/\(name)/Lab.swift") }
      try folder.write("", to: "\(own.prefix(3))-in/\(own)")
      #expect(Submission.submissionCount(in: "\(folder.path)/\(own.prefix(3))-in", file: "Lab.swift") == 0, "\(own)")
    }
  }

  @Test func tellsASolutionOfAnotherLab() throws {
    func meant(_ source: String) -> String? {
      let submission = Submission(name: "ada", source: Array(source.utf8))
      guard case .rejected(let reason) = submission.meant(for: "CNN", among: ["CNN", "MLP"]).content else { return nil }
      return reason
    }
    #expect(
      meant("import Foundation\n  import MLP // kit\nstruct Submission {}")?.contains("a solution of MLP") == true)
    #expect(meant("@testable import MLP\r\n")?.contains("Hand in CNN.swift") == true)
    for source in ["import CNN", "import MLP\nimport CNN", "import Foundation", "", "let important = MLP"] {
      #expect(meant(source) == nil, "\(source)")
    }
  }

  @Test func readsNamesThatAreNotText() throws {
    let name = Array("\(folder.path)/".utf8) + [0xFF, 0xC3, 0x28]
    #expect(mkdir((name + [0]).map { CChar(bitPattern: $0) }, 0o755) == 0)
    let names = try Submission.names(inClass: folder.path)
    #expect(names.map(\.bytes) == [[0xFF, 0xC3, 0x28]])
    let submission = try Submission(names[0], inClass: folder.path, file: "Lab.swift")
    guard case .nothing(let reason) = submission.content else { throw CocoaError(.fileReadUnknown) }
    #expect(reason.contains("missing"))
  }

  @Test func tellsWhatTheCollectorSaid() throws {
    try folder.write("mine", to: "class/ada/Lab.swift")
    try folder.write("", to: "class/bob/notes.txt")
    try folder.write("Lab (1).swift was taken\n\u{1B}[31mred\n", to: "class/.collected/notes/ada")
    try folder.write("there are a.pdf and b.pdf", to: "class/.collected/notes/bob")
    try folder.write("", to: "class/attempts.jsonl")
    let read = { (name: String) in
      try Submission(UntrustedName(bytes: Array(name.utf8)), inClass: "\(folder.path)/class", file: "Lab.swift")
    }
    #expect(try read("ada").notes == ["Lab (1).swift was taken", " [31mred"])
    guard case .nothing(let reason) = try read("bob").content else { throw CocoaError(.fileReadUnknown) }
    #expect(reason == "there are a.pdf and b.pdf")
    #expect(Submission.leftOut(inClass: "\(folder.path)/class").isEmpty)
    #expect(try Submission.names(inClass: "\(folder.path)/class").map(\.display) == ["ada", "bob"])
  }
}

@Suite struct UntrustedNameTests {
  private func name(_ text: String) -> UntrustedName { UntrustedName(bytes: Array(text.utf8)) }

  @Test(arguments: ["ada", "Lovelace_2", "a.b-c"])
  func plainNamesStay(_ text: String) { #expect(name(text).folder == text) }

  @Test(arguments: [
    "José", "a b", "a\nb", "🎓", "..", ".hidden", "-rf", "a/../b", "", String(repeating: "x", count: 300),
  ])
  func otherNamesBecomeSafeFolders(_ text: String) {
    let folder = name(text).folder
    #expect(folder.utf8.count < 100)
    #expect(folder.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-~".contains($0)) })
    #expect(folder.first != "." && folder.first != "-")
    #expect(folder != text)
  }

  @Test func differentNamesNeverShareAFolder() {
    let names = ["a b", "a_b", "a  b", "A b", "a\tb", "é", "e\u{301}", "è"].map { name($0).folder }
    #expect(Set(names).count == names.count)
  }

  @Test func isShownOnOneLine() {
    #expect(name("a\nb\u{1B}[31mc\u{202E}d").display.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
    #expect(name(String(repeating: "x", count: 500)).display.count == 100)
    #expect(name("José 🎓").display == "José 🎓")
  }
}
