import Checks
import Foundation
import HiddenChecks
import Ledger
import TestSupport
import Testing

@testable import Pages

/// The pages in a browser.
@Suite(
  .enabled(if: Chromium.path != nil, "no Chromium is installed here: Scripts/setup.sh test installs it"), .serialized)
struct BrowserTests {
  private let folder: TemporaryFolder
  private let lab: Lab

  init() throws {
    folder = try TemporaryFolder()
    lab = try #require(Catalogue.lab("MLP"))
    let path = "\(try toolkitRoot())/assignments/MLP/STATEMENT.md"
    let kinds: [Verdict.Kind] = [.passed, .failed, .errored, .skipped, .notAttempted]
    let names = ["Zoë", "adam <b>", "Bob", String(repeating: "Longname", count: 12), "\u{202E}Eve"]
    let entries = names.enumerated().map { place, name -> GradedClass.Entry in
      let card = Fixture.scorecard(
        name, lab: "MLP", folder: "s\(place)",
        Fixture.verdicts(of: lab) { check in check <= 4 * place ? .passed : kinds[(check + place) % 5] },
        contentKey: place < 2 ? "same" : "\(place)")
      var history = History()
      try? history.append(PastGrading(card, because: [.first], inputs: ""))
      try? history.append(PastGrading(card, because: [.again], inputs: ""))
      return .graded(card, history, .graded)
    }
    let audit = "ok  master master: 10.00 of 10.00\nBAD mutant m: 10.00 of 10.00  fails forward\n"
    var site = try Site(in: folder.path)
    try site.write([
      GradedClass(
        lab: "MLP", title: "t", entries: entries, statement: try String(contentsOfFile: path, encoding: .utf8),
        audit: audit)
    ]) { _, _ in [:] }
  }

  private func toolkitRoot() throws -> String {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.path
  }

  private static let pages = [
    "instructor/index.html", "instructor/lab.html", "instructor/students/s3.html", "students/s0/index.html",
    "students/s4/index.html", "lab/index.html",
  ]

  @Test(arguments: pages)
  func theConsoleIsSilent(_ page: String) throws {
    let outcome = try Chromium.open("\(folder.path)/\(page)")
    #expect(outcome.dom.contains("Made by Gradus"))
    #expect(outcome.console.isEmpty, "\(outcome.console)")
    #expect(!outcome.dom.contains("<merror") && !outcome.dom.contains("parsererror"))
  }

  /// Runs a script at the end of a page, whose policy forbids that, and gives what it returns.
  ///
  /// The page stands in a frame of that width, since no window of a browser is as narrow as a telephone.
  private func probe(_ page: String, width: Int = 1200, _ script: String) throws -> [String: Any] {
    let html = try folder.read(page).replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "").replacing(
      "</body>",
      with: """
        <script>parent.postMessage(JSON.stringify((function () { \(script) })()), "*");</script></body>
        """)
    let file = try folder.write(html, to: page.replacing(".html", with: "-probe.html"))
    let frame = try folder.write(
      """
      <!DOCTYPE html><pre></pre>
      <script>addEventListener("message", (event) => { document.querySelector("pre").textContent = event.data; });</script>
      <iframe src="file://\(file)" style="width: \(width)px; height: 800px; border: 0"></iframe>
      """, to: "frame.html")
    let outcome = try Chromium.open(frame)
    let said = try #require(outcome.dom.firstMatch(of: /<pre>(.+?)<\/pre>/), "\(outcome.console) \(outcome.dom)")
    let text = said.output.1.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: pages)
  func nothingIsWiderThanANarrowWindow(_ page: String) throws {
    let told = try probe(
      page, width: 360,
      """
      const root = document.documentElement;
      for (const details of document.querySelectorAll("details")) { details.open = true; }
      return { inner: window.innerWidth, room: root.clientWidth, scroll: root.scrollWidth };
      """)
    #expect(told["inner"] as? Int == 360)
    #expect(told["scroll"] as? Int ?? .max <= told["room"] as? Int ?? 0, "\(told)")
  }

  @Test func tablesAreSortedFilteredAndSearched() throws {
    let told = try probe(
      "instructor/index.html",
      """
      const table = document.getElementById("submissions-table"), form = document.querySelector("form.filter");
      const names = () => Array.from(table.tBodies[0].rows).filter((row) => !row.hidden)
        .map((row) => row.cells[0].textContent.slice(0, 8));
      const points = () => Array.from(table.tBodies[0].rows).map((row) => Number(row.cells[1].textContent));
      const press = (column) => table.tHead.rows[0].cells[column].querySelector("button").click();
      const set = (search, show) => {
        form.elements.search.value = search; form.elements.show.value = show;
        form.dispatchEvent(new Event("input"));
      };
      const told = { before: names(), isForm: !form.hidden };
      press(1); told.down = points(); told.sort = table.tHead.rows[0].cells[1].getAttribute("aria-sort");
      press(1); told.up = points();
      press(0); told.byName = names();
      press(0); told.byNameDown = names();
      set("BOB", ""); told.search = names(); told.count = form.querySelector("output").textContent;
      set("a errored", ""); told.none = names();
      set("", "person"); told.person = names().length;
      set("", "full"); told.full = names();
      const check = Array.from(form.elements.show.options).find((option) => option.text === "activate");
      set("", check.value); told.lost = names().length;
      set("", "m1"); told.misconception = names().length;
      set("", ""); told.all = names().length;
      const items = document.getElementById("checks-table");
      items.tHead.rows[0].cells[3].querySelector("button").click();
      told.rates = Array.from(items.tBodies[0].rows).map((row) => Number(row.cells[3].dataset.sort));
      return told;
      """)
    func texts(_ name: String) -> [String] { told[name] as? [String] ?? [] }
    func numbers(_ name: String) -> [Double] { (told[name] as? [Double]) ?? [] }
    #expect(texts("before").count == 5 && told["isForm"] as? Bool == true)
    #expect(numbers("down") == numbers("down").sorted(by: >) && numbers("up") == numbers("up").sorted())
    #expect(Set(numbers("down")).count > 2)
    #expect(told["sort"] as? String == "descending")
    #expect(texts("byName").firstIndex(of: "adam <b>") ?? 9 < texts("byName").firstIndex(of: "Bob") ?? 0)
    #expect(texts("byNameDown") == texts("byName").reversed())
    #expect(texts("search") == ["Bob"] && told["count"] as? String == "1 of 5 shown")
    #expect(texts("none").isEmpty)
    #expect(told["person"] as? Int == 5)
    #expect(texts("full").isEmpty)
    #expect(told["lost"] as? Int == 0)
    #expect(told["misconception"] as? Int ?? 0 > 0)
    #expect(told["all"] as? Int == 5)
    #expect(numbers("rates").count == lab.publicChecks.count + lab.hiddenChecks.count)
    #expect(numbers("rates") == numbers("rates").sorted(by: >))
  }

  /// What a keyboard and a reader of screens need.
  @Test(arguments: pages)
  func isUsableWithoutAMouse(_ page: String) throws {
    let told = try probe(
      page,
      """
      const nameless = Array.from(document.querySelectorAll("a, button, input, select, summary, [role=region]"))
        .filter((element) => !(element.textContent.trim() || element.getAttribute("aria-label")
          || (element.labels && element.labels.length)));
      const drawings = Array.from(document.querySelectorAll("svg"))
        .filter((svg) => svg.getAttribute("aria-hidden") !== "true" && !svg.querySelector("title"));
      const scrolled = Array.from(document.querySelectorAll(".scroll")).filter((element) => element.tabIndex !== 0);
      const levels = Array.from(document.querySelectorAll("h1, h2, h3, h4")).map((head) => Number(head.tagName[1]));
      const skipped = levels.filter((level, place) => place > 0 && level > levels[place - 1] + 1).length;
      const ids = Array.from(document.querySelectorAll("[id]")).map((element) => element.id);
      return { nameless: nameless.length, drawings: drawings.length, scrolled: scrolled.length, skipped: skipped,
        first: levels[0], heads: levels.filter((level) => level === 1).length, lang: document.documentElement.lang,
        twins: ids.length - new Set(ids).size, heading: document.querySelectorAll("th:not([scope])").length };
      """)
    #expect(told["lang"] as? String == "en")
    #expect(told["first"] as? Int == 1 && told["heads"] as? Int == 1)
    for fault in ["nameless", "drawings", "scrolled", "skipped", "twins", "heading"] {
      #expect(told[fault] as? Int == 0, "\(fault): \(told)")
    }
  }
}
