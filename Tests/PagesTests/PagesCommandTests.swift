import Checks
import Foundation
import Grading
import HiddenChecks
import Storage
import TestSupport
import Testing

/// `gradus pages` as it is used.
@Suite struct PagesCommandTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder
  let lab: Lab

  init() throws {
    folder = try TemporaryFolder()
    lab = try #require(Catalogue.lab("Perceptron"))
    let cards = ["Ada", "<b>Bob</b>"].enumerated().map { place, name in
      Fixture.scorecard(
        name, folder: "s\(place)", Fixture.verdicts(of: lab) { $0 < 3 ? .passed : .failed }, contentKey: "\(place)")
    }
    try Fixture.graded(cards, in: out, lab: lab.name)
  }

  private var out: String { "\(folder.path)/out" }

  private var left: [String] {
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (inside + ((try? FileManager.default.contentsOfDirectory(atPath: out)) ?? [])).filter {
      $0.contains("partial")
    }
  }

  @Test func makesASiteAndReplacesIt() throws {
    let first = try gradus.run(["pages", out])
    #expect(first.code == 0 && first.error.isEmpty, "\(first.error)")
    #expect(first.output.contains("2 submissions: open \(out)/site/instructor/index.html"))
    try folder.write("old", to: "out/site/students/gone/index.html")
    #expect(try gradus.run(["pages", out]).code == 0)
    #expect(!Files.exists("\(out)/site/students/gone"))
    #expect(try folder.read("out/site/instructor/index.html").contains("&lt;b&gt;Bob&lt;/b&gt;"))
    #expect(try folder.read("out/site/students/s0/index.html").contains(#"class="curve""#))
    #expect(try folder.read("out/site/lab/index.html").contains("<math"))
    #expect(left.isEmpty)
  }

  @Test func severalFoldersWantASite() throws {
    let outcome = try gradus.run(["pages", out, out])
    #expect(outcome.code == 2 && outcome.error.contains("--site DIR"))
    let both = try gradus.run(["pages", out, out, "--site", "\(folder.path)/site"])
    #expect(both.code == 0, "\(both.error)")
    #expect(Files.exists("\(folder.path)/site/Perceptron-2/students/s1/index.html"))
  }

  /// One that cannot be read is told in a line, and the others have their pages.
  @Test(arguments: ["{", "", "{\"format\": 1}"])
  func anUnreadableScorecardIsOneLine(_ text: String) throws {
    try folder.write(text, to: "out/students/s0/scorecard.json")
    let outcome = try gradus.run(["pages", out])
    #expect(outcome.code == 0)
    #expect(outcome.error == "no mark: s0: its scorecard.json cannot be read; `gradus grade` grades it again\n")
    #expect(try folder.read("out/site/instructor/index.html").contains("seal broken"))
    #expect(try folder.read("out/site/students/s0/index.html").contains("There is no mark for this submission yet"))
    #expect(try folder.read("out/site/students/s1/index.html").contains("points"))
  }

  @Test func aMarkThatWasChangedIsNone() throws {
    let card = try folder.read("out/students/s0/scorecard.json")
    try folder.write(
      card.replacing("\"submission\" : \"Ada\"", with: "\"submission\" : \"Eve\""), to: "out/students/s0/scorecard.json"
    )
    let outcome = try gradus.run(["pages", out])
    #expect(outcome.error.contains("its scorecard or history is not as it was written"))
    #expect(try folder.read("out/site/instructor/index.html").contains("seal broken"))
  }

  @Test func aWrongFolderIsASentence() throws {
    try folder.write("mine", to: "other/file.txt")
    try folder.write("Nosuch", to: "strange/lab")
    let nothing = try gradus.run(["pages", "\(folder.path)/other"])
    #expect(nothing.code == 2 && nothing.error.contains("holds no results; give the folder that was --out"))
    let absent = try gradus.run(["pages", "\(folder.path)/absent"])
    #expect(absent.code == 2 && absent.error.contains("holds no results"))
    let strange = try gradus.run(["pages", "\(folder.path)/strange"])
    #expect(strange.code == 2 && strange.error.contains("Use the gradus of the course that graded it."))
    try FileManager.default.removeItem(atPath: "\(out)/course.key")
    let keyless = try gradus.run(["pages", out])
    #expect(keyless.code == 2 && keyless.error.contains("Give its file with --key."))
  }

  /// Nothing but a site is ever replaced, and nothing half made stays.
  @Test func noPlaceIsTakenThatIsNotASites() throws {
    let file = try folder.write("mine", to: "other/file.txt")
    for place in ["\(folder.path)/other", out, folder.path, file, "\(out)/students/site", "\(out)/./students"] {
      let outcome = try gradus.run(["pages", out, "--site", place])
      #expect(outcome.code == 2 && outcome.error.contains("Choose another --site."), "\(outcome.error)")
    }
    #expect(try folder.read("other/file.txt") == "mine")
    for place in ["/dev/null/site", "/proc/site"] {
      let unwritable = try gradus.run(["pages", out, "--site", place])
      #expect(
        unwritable.code == 2 && unwritable.error.contains("no folder can be made beside \(place)"),
        "\(unwritable.error)")
    }
    #expect(left.isEmpty)
  }
}
