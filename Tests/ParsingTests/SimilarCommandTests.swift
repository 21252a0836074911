import Foundation
import Grading
import TestSupport
import Testing

/// `gradus similar` as an instructor runs it.
@Suite struct SimilarCommandTests {
  private let folder: TemporaryFolder
  private let tool = CommandLineTool()

  init() throws { folder = try TemporaryFolder() }

  private func put(_ text: String, _ path: String) throws {
    let file = URL(fileURLWithPath: "\(folder.path)/\(path)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func solution(_ name: String) throws -> String {
    let root = try Toolkit.locate().root
    return try String(contentsOfFile: "\(root)/reference/Trials/Perceptron/right/\(name).swift", encoding: .utf8)
  }

  private func similar(_ arguments: String...) throws -> CommandLineTool.Outcome {
    try tool.run(["similar", "Perceptron"] + arguments)
  }

  @Test func aClassWithACopyATeamAndWhatCannotBeRead() throws {
    let copied = try solution("numpy-port")
    // The same functions in another order, under other names, at the end of the file.
    try put(copied, "class/Ada/Perceptron.swift")
    try put("// mine\n" + copied.replacing("  ", with: "\t"), "class/<b>Bob/Perceptron.swift")
    try put(try solution("functional"), "class/Cleo/Perceptron.swift")
    try put(try solution("functional"), "class/Dan/Perceptron.swift")
    try put("", "class/Empty/Perceptron.swift")
    try put("struct { let", "class/Torn/Perceptron.swift")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/class/Binary", withIntermediateDirectories: true)
    try Data([0xFF, 0xFE, 0x41, 0xC3]).write(to: URL(fileURLWithPath: "\(folder.path)/class/Binary/Perceptron.swift"))
    try put("student,team\nCleo,1\nDan,1\nZoe,2\n", "teams.csv")
    let (site, jplag) = ("\(folder.path)/site", "\(folder.path)/jplag")
    let outcome = try similar(
      "\(folder.path)/class", "--out", site, "--teams", "\(folder.path)/teams.csv", "--jplag", jplag)
    #expect(outcome.code == 0, "\(outcome.error)")
    for sentence in [
      "1 pair is more alike", "<b>Bob  Ada", "Binary: Perceptron.swift is not UTF-8 text",
      "Empty was not compared: it holds no code", "Torn was not compared", "The teams tell of who is not here: Zoe.",
      "Likeness is no proof",
    ] {
      #expect(outcome.output.contains(sentence), "\(sentence)\n\(outcome.output)")
    }
    let index = try folder.read("site/index.html")
    #expect(index.contains("Likeness is no proof") && index.contains("&lt;b&gt;Bob") && !index.contains("<b>Bob"))
    #expect(!index.contains("Dan</bdi>") && !index.contains("<script"))
    let pair = try folder.read("site/pairs/1.html")
    #expect(
      pair.contains("<mark class=\"part p1\"><a id=\"l1\" href=\"#r1\"") && pair.contains("id=\"r1\" href=\"#l1\""))
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(jplag)/submissions").sorted()
    #expect(names == ["Ada", "Cleo", "Dan", "Empty", "Torn", "_b_Bob"])
    #expect(FileManager.default.fileExists(atPath: "\(jplag)/base/1/Perceptron.swift"))
    // The same again is the same, and replaces its own pages.
    let again = try similar("\(folder.path)/class", "--out", site, "--teams", "\(folder.path)/teams.csv")
    #expect(again.output == outcome.output)
    #expect(try folder.read("site/index.html") == index)
    // What was given to all is no copy.
    try put(copied, "given.swift")
    let given = try similar("\(folder.path)/class", "--out", site, "--given", "\(folder.path)/given.swift")
    // Short ends of it stay, which say nothing.
    #expect(given.output.contains("1 pair is more alike") && given.output.contains("Cleo  Dan"), "\(given.output)")
    #expect(given.output.contains("have too: <b>Bob, Ada."), "\(given.output)")
  }

  @Test func mistakesAreToldInASentence() throws {
    try put(try solution("functional"), "one/Ada/Perceptron.swift")
    try put("Perceptron", "graded/lab")
    try put("", "graded/students/Ada/report.md")
    try put("CNN", "other/lab")
    try put("", "other/students/Ada/submission.swift")
    try put("mine", "taken/file")
    try put(try solution("functional"), "two/Ada/Perceptron.swift")
    try put(try solution("functional"), "two/Bob/Perceptron.swift")
    let root = folder.path
    for (arguments, sentence) in [
      (["\(root)/one", "--out", "\(root)/a"], "holds one submission that can be compared; likeness wants two."),
      (["\(root)/one"], "--out DIR"),
      (["\(root)/graded"], "holds no submissions that can be compared"),
      (["\(root)/other"], "holds results of CNN, not of Perceptron. Say: gradus similar CNN"),
      (["\(root)/nowhere", "--out", "\(root)/a"], "cannot be read"),
      (["\(root)/two", "--out", "\(root)/taken"], "holds something that is no site of ours"),
    ] {
      let outcome = try tool.run(["similar", "Perceptron"] + arguments)
      #expect(outcome.code == 2 && outcome.error.contains(sentence), "\(sentence)\n\(outcome.error)")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(root)/a"))
  }
}
