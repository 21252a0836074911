import Checks
import Foundation
import HiddenChecks
import LabKit
import Ledger
import TestSupport
import Testing

@testable import Pages

/// A whole site, of a class that means no good.
@Suite struct SiteTests {
  private let lab: Lab
  private let folder: TemporaryFolder

  init() throws {
    lab = try #require(Catalogue.lab("Perceptron"))
    folder = try TemporaryFolder()
  }

  private func made(_ classes: [GradedClass], pictures: [String: WrongTensor] = [:]) throws -> [String] {
    var site = try Site(in: folder.path)
    try site.write(classes) { _, _ in pictures }
    return Fixture.files(in: folder.path)
  }

  /// Every kind of verdict, with the text everywhere that a submission has a say in it.
  private func card(_ text: String, _ folder: String) -> Scorecard {
    let kinds: [Verdict.Kind] = [.passed, .failed, .errored, .skipped, .notAttempted]
    return Fixture.scorecard(
      text, folder: folder, Fixture.verdicts(of: lab, { kinds[$0 % 5] }, text: text), contentKey: folder)
  }

  private func graded(_ cards: [Scorecard]) -> GradedClass {
    GradedClass(
      lab: lab.name, title: lab.title, entries: cards.map { .graded($0, History(), .graded) }, statement: "# T\n\n$x$")
  }

  /// A course whose students see nothing of hidden checks.
  @Test func hiddenChecksCanBeKeptFromStudentsAltogether() throws {
    var card = card("text", "ada")
    card.rules = Scorecard.Rules(digest: "d", hidden: .nothing, changes: ["secret: off"])
    let files = try made([graded([card])])
    for path in files where path.hasSuffix(".html") {
      let page = try String(contentsOfFile: "\(folder.path)/\(path)", encoding: .utf8)
      let told = lab.hiddenChecks.filter { page.contains(Stranger.line($0.title)) || page.contains("secret: off") }
      if path.hasPrefix("students/") { #expect(told.isEmpty && page.contains("hidden checks together"), "\(path)") }
      if path.hasPrefix("instructor/students/") { #expect(told.count == lab.hiddenChecks.count, "\(path)") }
    }
  }

  @Test func nothingOfAStrangerIsMarkupOrAPath() throws {
    let cards = Fixture.hostile.enumerated().map { card($1, $0 % 2 == 0 ? "f\($0)" : "f\($0)\($1)") }
    var entries = graded(cards).entries
    for (place, text) in Fixture.hostile.enumerated() {
      var broken = Fixture.scorecard(text, folder: "b\(place)", build: .init(.compileError, message: text), [])
      broken.provenance.compiler = text
      entries.append(.graded(broken, History(), Standing(.graded, text)))
      entries.append(
        .ungraded(
          Ungraded(
            submission: text, folder: "u\(place)", lab: lab.name, possible: 1, standing: Standing(.notGraded, text),
            at: 0)))
    }
    let classes = GradedClass(lab: lab.name, title: lab.title, entries: entries, statement: nil)
    let files = try made([classes])
    #expect(files.count == 2 * entries.count + 4)
    for file in files where file.hasSuffix(".html") {
      let html = try folder.read(file)
      #expect(
        file.split(separator: "/").count == (file.hasPrefix("students") ? 3 : file.contains("/students/") ? 3 : 2))
      let body = html.replacing(/<script src="[.\/]*table.js"><\/script>/, with: "")
      for sign in ["<script", "<img", "<svg onload", "<style>*", "<!--"] {
        #expect(!body.contains(sign), "\(sign) in \(file)")
      }
      // No attribute begins that our templates do not have.
      for tag in body.matches(of: /<[a-zA-Z][^>]*>/) {
        #expect(!tag.output.contains(/\son[a-z]+=/), "\(tag.output)")
      }
      #expect(!html.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{0}" }, "\(file)")
    }
    let page = try folder.read("instructor/index.html")
    #expect(page.contains("‹U+202E›reversed") && page.contains("{{title}} {{{title}}} {{#rows}}"))
  }

  @Test func whatAStudentMayNotSeeIsOnInstructorsPagesAlone() throws {
    let hidden = try #require(lab.hiddenChecks.first)
    let failed = Fixture.verdicts(of: lab) { _ in .failed }
    let wrong = try #require(
      Fixture.wrong(Tensor([1, 2]), Tensor([1, 3])))
    let visible = try #require(lab.publicChecks.first)
    _ = try made(
      [graded([Fixture.scorecard("Ada", failed, contentKey: "k")])], pictures: [hidden.id: wrong, visible.id: wrong])
    let student = try folder.read("students/ada/index.html")
    let instructor = try folder.read("instructor/students/ada.html")
    #expect(student.contains("secret-public") && !student.contains("secret-hidden"))
    #expect(instructor.contains("secret-hidden"))
    #expect(student.matches(of: /class="cells"/).count == 1)
    #expect(instructor.matches(of: /class="cells"/).count == 2)
    for word in ["5eed", Fixture.key.fingerprint, "c0ffee", "instructor", "table.js", "content key"] {
      #expect(!student.localizedCaseInsensitiveContains(word), "\(word)")
    }
    #expect(student.contains("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"))
    #expect(!student.contains("script-src") && student.contains("<style>"))
  }

  /// As the report has it: one line at which several checks crash is one mistake, and what was not asked is none.
  @Test func aCrashIsToldOnce() throws {
    let verdicts = [
      Fixture.verdict("first", .errored, reason: .crashed, line: 12),
      Fixture.verdict("second", .errored, reason: .crashed, line: 12),
      Fixture.verdict("third", .errored, reason: .spent),
    ]
    _ = try made([graded([Fixture.scorecard("Ada", verdicts)])])
    let page = try folder.read("students/ada/index.html")
    #expect(page.matches(of: /<article/).count == 1)
    #expect(page.contains("The same line ends one other check, 1.00 points: second."))
    #expect(page.contains("<li>one check not asked, since earlier checks had used up"))
  }

  @Test func eachOfSeveralClassesHasAFolder() throws {
    let files = try made([graded([card("a", "a")]), graded([card("b", "b")])])
    for name in [
      "instructor/index.html", "Perceptron/instructor/index.html", "Perceptron-2/students/b/index.html",
      "Perceptron/lab/index.html",
    ] { #expect(files.contains(name), "\(name)") }
  }

  /// Every link and every file that a page wants is there.
  @Test(arguments: [1, 2])
  func linksLeadSomewhere(_ count: Int) throws {
    let classes = (0..<count).map { place in graded(["a", "b"].map { card($0, "\($0)\(place)") }) }
    for file in try made(classes) where file.hasSuffix(".html") {
      let html = try folder.read(file)
      let here = URL(fileURLWithPath: "\(folder.path)/\(file)").deletingLastPathComponent()
      for link in html.matches(of: /(?:href|src)="([^"#]+)"/) {
        let target = here.appending(path: String(link.output.1)).standardizedFileURL.path
        #expect(FileManager.default.fileExists(atPath: target), "\(link.output.1) in \(file)")
      }
      for link in html.matches(of: /href="#([^"]+)"/) { #expect(html.contains("id=\"\(link.output.1)\""), "\(file)") }
    }
  }

  @Test func theSameClassGivesTheSamePages() throws {
    let classes = [graded([card("a", "a"), card("b", "b")])]
    let files = try made(classes)
    let other = try TemporaryFolder()
    var site = try Site(in: other.path)
    try site.write(classes) { _, _ in [:] }
    for file in files { #expect(try folder.read(file) == other.read(file), "\(file)") }
  }

  @Test func theAuditIsForInstructors() throws {
    var own = graded([card("a", "a")])
    own.audit = """
      ok  skeleton skeleton: 0.00 of 10.00
      ok  mutant no-bias: 7.50 of 10.00  fails forward, backward
      BAD mutant lost <b>: 10.00 of 10.00
            seed 0: it survives forward
      Perceptron: 1 seed(s); mutants caught 1 of 2 times
      """
    _ = try made([own])
    let page = try folder.read("instructor/lab.html")
    #expect(
      page.contains("<td>forward, backward</td>") && page.contains("lost &lt;b&gt;")
        && page.contains("mutants caught 1"))
    #expect(try !folder.read("lab/index.html").contains("no-bias"))
  }
}
