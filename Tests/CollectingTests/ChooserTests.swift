import Foundation
import Testing

@testable import Collecting

/// Which file is graded, by the rules as the guide states them.
@Suite struct ChooserTests {
  private static let done = "import MLP\nstruct Submission: MLPContract {}\n"
  private static let started = "import MLP\nstruct Submission: MLPContract { func f() { notImplemented() } }\n"

  /// Contents stand in place of their paths.
  private func choose(_ files: KeyValuePairs<String, String>, wanted: String? = nil) -> Choice {
    let found = files.map { path, text in
      Found(
        path: EntryPath(archived: Array(path.utf8)), kind: .file,
        content: Found.Content(path: Array(text.utf8), size: text.utf8.count))
    }
    return Chooser(file: "MLP.swift").choose(found, wanted: wanted) { $0.path }
  }

  private func expect(
    _ files: KeyValuePairs<String, String>, _ path: String, _ rule: Choice.Rule, isDoubtful: Bool = false,
    _ place: SourceLocation = #_sourceLocation
  ) {
    let choice = choose(files)
    #expect(choice.chosen?.path.text == path, sourceLocation: place)
    #expect(choice.chosen?.rule == rule, sourceLocation: place)
    #expect(choice.isDoubtful == isDoubtful, "\(choice.warnings)", sourceLocation: place)
  }

  @Test func theLabsFileIsFoundByItsName() {
    let (done, other) = (Self.done, Self.done + "// other")
    expect(["MLP.swift": done], "MLP.swift", .exactName)
    expect(["a/b/MLP.swift": done, "a/notes.pdf": ""], "a/b/MLP.swift", .exactName)
    expect(["mlp.Swift": done], "mlp.Swift", .otherLetters)
    expect(["MLP (1).swift": done], "MLP (1).swift", .renamed)
    expect(["MLP-final.swift": done, "helper.swift": "func f() {}"], "MLP-final.swift", .renamed)
    expect(["solution.swift": done], "solution.swift", .onlySwiftFile)
    expect(["solution.swift": done, "helper.swift": "func f() {}"], "solution.swift", .declaresSubmission)
    expect(["MLP.swift.txt": done], "MLP.swift.txt", .textFile)
    expect(["MLP.swift": done, "mlp.swift": other], "MLP.swift", .exactName, isDoubtful: true)
    // What does not compile is the student's, and is graded as it is.
    expect(["MLP.swift": "no Swift at all"], "MLP.swift", .exactName)
  }

  @Test func ofSeveralVersionsOneIsChosenWhereARuleTells() {
    let (done, other) = (Self.done, Self.done + "// other")
    expect(["MLP.swift": done, "old/MLP.swift": other], "MLP.swift", .nearestToTop, isDoubtful: true)
    expect(["MLP.swift": done, "copy/MLP.swift": done], "MLP.swift", .exactName)
    expect(["MLP.swift": done, "MLP (1).swift": other], "MLP.swift", .exactName, isDoubtful: true)
    expect(["MLP_v1.swift": done, "MLP_v2.swift": other], "MLP_v2.swift", .highestNumber, isDoubtful: true)
    expect(["MLP (9).swift": done, "MLP (10).swift": other], "MLP (10).swift", .highestNumber, isDoubtful: true)
    // The skeleton as it was given out, and what became of it under another name.
    expect(["MLP.swift": Self.started, "MLP-final.swift": done], "MLP-final.swift", .finished, isDoubtful: true)
    expect(["MLP.swift": Self.started, "helper.swift": "func f() {}"], "MLP.swift", .exactName)
    expect(
      ["p/Sources/Submission/MLP.swift": done, "p/Sources/Other/MLP.swift": other], "p/Sources/Submission/MLP.swift",
      .nearestToTop, isDoubtful: true)
  }

  @Test func aWholePackageIsTheStudentsOneFile() {
    expect(
      [
        "h/Package.swift": "", "h/MLP.swift": Self.done, "h/Gradus/MLP/MLPContract.swift": "protocol MLPContract {}",
        "h/Gradus/check/main.swift": "", "h/Tests/MLPTests.swift": "struct Submission {}",
        "h/.build/checkouts/MLP.swift": "struct Submission {}", "__MACOSX/h/MLP.swift": "junk", "h/._MLP.swift": "junk",
      ], "h/MLP.swift", .exactName)
  }

  @Test func whatNobodyCanTellIsNoMark() {
    let (done, other) = (Self.done, Self.done + "// other")
    func reason(_ files: KeyValuePairs<String, String>) -> String? {
      let choice = choose(files)
      #expect(choice.chosen == nil)
      return choice.reason
    }
    #expect(reason([:]) == "nothing was handed in")
    #expect(
      reason(["report.pdf": "%PDF", "notes.txt": "hello"])
        == "there is no Swift file of theirs; there is notes.txt, report.pdf")
    #expect(
      reason(["a/MLP.swift": done, "b/MLP.swift": other])
        == "nobody can tell which of 2 files is to be graded: a/MLP.swift, b/MLP.swift")
    #expect(reason(["MLP-mine.swift": done, "MLP-yours.swift": other]) != nil)
    #expect(reason(["one.swift": done, "two.swift": other]) != nil)
    #expect(reason(["one.swift": "func a() {}", "two.swift": "func b() {}"]) != nil)
    #expect(reason(["Package.swift": "", "main.swift": ""]) != nil)
    #expect(reason(["MLP.swift": "\u{1}\u{2}\0\u{3}"])?.contains("too large, or no text") == true)
  }

  @Test func manyFilesAreNotAllLookedAt() {
    let found = (0..<300).map { number in
      Found(
        path: EntryPath(parts: ["f\(1000 + number).swift"]), kind: .file,
        content: Found.Content(path: Array("struct Submission { \(number) }".utf8), size: 40))
    }
    var read = 0
    let choice = Chooser(file: "MLP.swift").choose(found) { content in
      read += 1
      return content.path
    }
    #expect(choice.chosen == nil)
    #expect(choice.warnings == ["there are more Swift files than are looked at"])
    #expect(read == 201)
  }

  @Test(arguments: [
    ("struct Submission {}", true), ("final class  Submission: P {}", true), ("enum\n\tSubmission{}", true),
    ("struct SubmissionHelper {}", false), ("struct MySubmission {}", false), ("substruct Submission", false),
    ("// the Submission", false), ("let x = Submission()", false), ("Submission struct", false), ("", false),
    ("let Submission = 1\nactor Submission {}", true),
  ])
  func declarationsAreSeen(_ text: String, _ isOne: Bool) {
    let other = "struct Submission { let other = 1 }"
    let choice = choose(["one.swift": text, "two.swift": other])
    #expect(choice.chosen?.path.text == (isOne ? nil : "two.swift"))
  }

  @Test func aPersonMayChoose() {
    let files: KeyValuePairs = ["one.swift": Self.done, "two.swift": Self.done + "// other"]
    #expect(choose(files, wanted: "two.swift").chosen?.path.text == "two.swift")
    #expect(choose(files, wanted: "two.swift").chosen?.rule == .byHand)
    #expect(choose(files, wanted: "three.swift").reason?.contains("one.swift, two.swift") == true)
  }

  /// `é` is C3 A9 in UTF-8, E9 in Latin-1 and 00E9 in UTF-16; the quote `’` is 92 in Windows-1252, E2 80 99 in UTF-8.
  @Test func textsBecomeUTF8() {
    let wanted = Array("// ".utf8) + [0xC3, 0xA9]
    let latin = Array("// ".utf8) + [0xE9]
    let little: [UInt8] = [0x2F, 0, 0x2F, 0, 0x20, 0, 0xE9, 0]
    let big: [UInt8] = [0, 0x2F, 0, 0x2F, 0, 0x20, 0, 0xE9]
    for (raw, from) in [
      (wanted, nil), ([0xEF, 0xBB, 0xBF] + wanted, "UTF-8 with a mark of its order"), (latin, "Latin-1"),
      ([0xFF, 0xFE] + little, "UTF-16"), ([0xFE, 0xFF] + big, "UTF-16"),
      (little, "UTF-16 without a mark of its order"), (big, "UTF-16 without a mark of its order"),
      ([0xFF, 0xFE, 0, 0, 0x2F, 0, 0, 0, 0x2F, 0, 0, 0, 0x20, 0, 0, 0, 0xE9, 0, 0, 0], "UTF-32"),
    ] as [([UInt8], String?)] {
      #expect(SourceText(raw)?.bytes == wanted, "\(raw)")
      #expect(SourceText(raw)?.conversion == from, "\(raw)")
    }
    #expect(SourceText([0x92, 0xE9])?.bytes == [0xE2, 0x80, 0x99, 0xC3, 0xA9])
    #expect(SourceText([0x92, 0xE9])?.conversion == "Windows-1252")
    for wrong in [[0xFF, 0xFE, 0], [0xFF, 0xFE, 0, 0xD8], [0x81, 0xE9], [0xE9, 1], [0x7F, 0xE9], [65, 0, 65]]
      as [[UInt8]]
    {
      #expect(SourceText(wrong) == nil, "\(wrong)")
    }
    #expect(SourceText([UInt8](repeating: 65, count: (1 << 20) + 1)) == nil)
  }
}
