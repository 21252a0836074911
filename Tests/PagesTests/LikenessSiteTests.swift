import Foundation
import TestSupport
import Testing

@testable import Pages

@Suite struct LikenessSiteTests {
  private func marked(_ source: String, _ parts: [Range<Int>]) -> String {
    MarkedSource(parts: parts.enumerated().map { ($1, $0) }, source: source, side: "l", other: "r").html
  }

  @Test func partsAreMarkedAndTextIsEscaped() {
    #expect(
      marked("a<b>c", [1..<4])
        == "a<mark class=\"part p1\"><a id=\"l1\" href=\"#r1\" title=\"part 1\"><sup>1</sup></a>&lt;b&gt;</mark>c")
  }

  @Test func noPartLiesUponAnotherOrOutside() {
    let html = marked("abcdef", [2..<4, 0..<3, 5..<9, 4..<4])
    #expect(html.components(separatedBy: "<mark").count == 2)
    #expect(html.hasSuffix("</mark>def"))
    // A part that ends within a letter of several bytes shows it broken, and breaks nothing.
    #expect(marked("é", [0..<1]).hasSuffix("</mark>\u{FFFD}"))
  }

  @Test func whatStrangersWroteIsNoMarkup() throws {
    let programs = Fixture.hostile.map { LikenessReport.Program(name: $0, source: $0) }
    let pairs = programs.indices.dropFirst().map { place in
      LikenessReport.Pair(
        left: 0, right: place, likeness: 0.5, expected: 1e-30, isBeyondChance: true,
        matches: [.init(left: 0..<1, right: 0..<1)], remark: Fixture.hostile[place])
    }
    let report = LikenessReport(
      lab: "MLP", programs: programs, pairs: pairs, groups: [Array(programs.indices)], method: Fixture.hostile,
      remarks: Fixture.hostile)
    let folder = try TemporaryFolder()
    try LikenessSite(report).write(in: folder.path)
    let files = Fixture.files(in: folder.path).filter { $0.hasSuffix(".html") }
    #expect(files.count == pairs.count + 1)
    for file in files {
      let html = try folder.read(file)
      for sign in ["<script", "<img", "<svg", "<style>*", "<!--", "javascript:alert(1)\""] {
        #expect(!html.contains(sign), "\(file) holds \(sign)")
      }
      #expect(html.contains("For instructors only: this page names students") && html.contains("Likeness is no proof"))
    }
  }

  @Test func smallNumbersAreToldByTheirMagnitude() {
    #expect(
      [12.4, 0.5, 0.012, 0.0034, 1e-30, 0].map(LikenessSite.chance) == ["12", "0.5", "0.01", "< 10⁻²", "< 10⁻¹¹", "0"])
  }

  @Test func namesAreNotLostWhereThereAreMorePairsThanPages() throws {
    let programs = (0..<40).map { LikenessReport.Program(name: "s\($0)", source: "x") }
    var pairs: [LikenessReport.Pair] = []
    for right in 1..<40 {
      for left in 0..<right {
        pairs.append(
          .init(left: left, right: right, likeness: 0.1, expected: 3, isBeyondChance: false, matches: []))
      }
    }
    let report = LikenessReport(lab: "MLP", programs: programs, pairs: pairs, groups: [], method: [], remarks: [])
    let folder = try TemporaryFolder()
    try LikenessSite(report).write(in: folder.path)
    #expect(Fixture.files(in: folder.path).filter { $0.hasPrefix("pairs/") }.count == LikenessSite.mostPages)
    #expect(try folder.read("index.html").components(separatedBy: "<tr><td").count == pairs.count + 1)
  }
}
