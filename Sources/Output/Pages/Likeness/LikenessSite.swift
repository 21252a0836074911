import Foundation
import Reports

/// The pages of a class's likenesses: the ranking with its groups, and each pair side by side. For instructors only.
package struct LikenessSite {
  /// So many pairs have a page; of the others the ranking tells no more than their numbers.
  package static let mostPages = 500

  private let report: LikenessReport
  private let names: [String]

  package init(_ report: LikenessReport) {
    self.report = report
    names = report.programs.map { Stranger.name($0.name) }
  }

  /// Writes all pages into an empty folder.
  package func write(in folder: String) throws {
    let templates = try Templates()
    let files = PageFolder(folder)
    try files.write("gradus site 1\n", to: Site.mark)
    try files.write(StyleSheet.text, to: StyleSheet.file)
    try files.write(templates.render(.likeness, index), to: "index.html")
    for number in report.pairs.indices.prefix(Self.mostPages) {
      try files.write(templates.render(.likePair, page(of: number)), to: "pairs/\(number + 1).html")
    }
  }

  private func head(_ title: String, root: String, crumbs: [(text: String, href: String?)] = []) -> PageHead {
    var head = PageHead(title: title, root: root, crumbs: crumbs, isPrivate: true)
    head.secret = "this page names students and shows their code"
    return head
  }

  private var title: String { "\(Stranger.line(report.lab)): likeness" }

  // MARK: - The ranking

  private var index: [String: Any] {
    let rows = report.pairs.indices.map { row($0) }
    let beyond = rows.count { $0["isBeyond"] as? Bool == true }
    let groups = report.groups.enumerated().map { number, members -> [String: Any] in
      ["number": "\(number + 1)", "count": "\(members.count)", "members": members.map { ["name": names[$0]] }]
    }
    let values: [String: Any] = [
      "summary": summary(beyond), "pairs": rows, "hasPairs": !rows.isEmpty, "groups": groups,
      "hasGroups": !groups.isEmpty, "method": report.method.map { Stranger.line($0, atMost: 1000) },
      "remarks": report.remarks.map { Stranger.line($0, atMost: 1000) }, "hasRemarks": !report.remarks.isEmpty,
    ]
    return values.merging(head(title, root: "").values) { own, _ in own }
  }

  private func summary(_ beyond: Int) -> String {
    let count = "\(report.programs.count.counted("submission")) compared"
    return beyond == 0
      ? "\(count); no pair is more alike than chance explains"
      : "\(count); \(beyond.counted("pair")) more alike than chance explains"
  }

  private func row(_ number: Int) -> [String: Any] {
    let pair = report.pairs[number]
    return [
      "number": "\(number + 1)", "left": names[pair.left], "right": names[pair.right],
      "href": number < Self.mostPages ? "pairs/\(number + 1).html" as Any : false,
      "likeness": percent(pair.likeness), "expected": Self.chance(pair.expected), "parts": "\(pair.matches.count)",
      "isBeyond": pair.isBeyondChance, "remark": pair.remark.isEmpty ? false : Stranger.line(pair.remark) as Any,
    ]
  }

  // MARK: - A pair

  private func page(of number: Int) -> [String: Any] {
    let pair = report.pairs[number]
    let (left, right) = (report.programs[pair.left], report.programs[pair.right])
    let matches = pair.matches.enumerated()
    let sides = [
      (
        left, names[pair.left],
        MarkedSource(parts: matches.map { ($1.left, $0) }, source: left.source, side: "l", other: "r")
      ),
      (
        right, names[pair.right],
        MarkedSource(parts: matches.map { ($1.right, $0) }, source: right.source, side: "r", other: "l")
      ),
    ].map { program, name, marked -> [String: Any] in
      ["name": name, "code": marked.html, "lines": "\(program.source.utf8.count { $0 == 10 } + 1)"]
    }
    let heading = "\(names[pair.left]) and \(names[pair.right])"
    let values: [String: Any] = row(number).merging(["heading": heading, "sides": sides]) { own, _ in own }
    let head = head(
      "\(title): \(heading)", root: "../", crumbs: [(title, "../index.html"), ("Pair \(number + 1)", nil)])
    return values.merging(head.values) { own, _ in own }
  }

  private func percent(_ share: Double) -> String { "\(SVG.number(100 * share, decimals: 0)) %" }

  /// A number of pairs to be expected: what is far below one is told by its magnitude.
  static func chance(_ expected: Double) -> String {
    guard expected.isFinite, expected > 0 else { return "0" }
    if expected >= 10 { return SVG.number(expected, decimals: 0) }
    if expected >= 0.01 { return SVG.number(expected, decimals: 2) }
    let power = max(-12, Int(log10(expected).rounded(.down)))
    return "< 10" + String(power + 1).map { Self.raised[$0] ?? "" }.joined()
  }

  private static let raised: [Character: String] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
  ]
}
