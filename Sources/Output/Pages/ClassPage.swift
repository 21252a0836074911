import Checks
import Foundation
import Ledger
import Reports

/// The instructor's page of a class: its marks, its checks, its misconceptions, and what needs a person.
struct ClassPage {
  let graded: GradedClass
  /// The names as they are shown, in the order of the entries.
  let names: [String]
  /// The folders of the entries' pages, in the same order.
  let slugs: [String]
  let histogram: Histogram
  let possible: Points
  let doubts: Doubts
  private let misconceptions: Misconceptions
  private let analysis: ItemAnalysis

  init(_ graded: GradedClass) {
    self.graded = graded
    var lookAlikes = LookAlikes()
    for entry in graded.entries { lookAlikes.add(entry.submission, folder: entry.folder) }
    let shown = graded.entries.map { lookAlikes.shown($0.submission, folder: $0.folder) }
    let alike = graded.entries.indices.filter { shown[$0] != graded.entries[$0].submission }
    names = shown.map { Stranger.name($0) }
    slugs = graded.entries.map { Stranger.slug($0.folder) }
    doubts = Doubts(graded.entries, names: names, lookAlikes: Set(alike))
    misconceptions = Misconceptions(graded.entries)
    let ofClass = graded.entries.compactMap { entry -> Scorecard? in
      if case .graded(let card, _, let standing) = entry, standing.isOfClass { card } else { nil }
    }
    analysis = ItemAnalysis(ofClass)
    possible = graded.entries.map(\.possible).max() ?? .zero
    histogram = Histogram(ofClass.map(\.earned), of: possible)
  }

  /// `labPage` is the address of the lab's page, nil where there is none.
  func values(_ head: PageHead, labPage: String?) -> [String: Any] {
    let needing = doubts.groups.map { group -> [String: Any] in
      [
        "what": group.what, "count": "\(group.who.count)", "isShort": group.who.count <= 12,
        "who": group.who.map { place, why -> [String: Any] in
          ["href": href(place), "name": names[place], "why": why.isEmpty ? false : why as Any]
        },
      ]
    }
    let items = items
    let told = told
    let page: [String: Any] = [
      "lab": Stranger.line(graded.lab), "summary": summary, "possible": possible.description,
      "labPage": labPage ?? false as Any, "needing": needing,
      "histogram": histogram.figure, "rows": rows, "misconceptions": told, "hasMisconceptions": !told.isEmpty,
      "items": items, "hasItems": !items.isEmpty, "itemNote": itemNote,
    ]
    return page.merging(head.values) { own, _ in own }
  }

  private func href(_ place: Int) -> String { "students/\(slugs[place]).html" }

  private var summary: String {
    var parts = [graded.entries.count.counted("submission")]
    if let median = histogram.median, let mean = histogram.mean { parts.append("median \(median), mean \(mean)") }
    let unbuilt = graded.entries.count { $0.isUnbuilt }
    if unbuilt > 0 { parts.append("\(unbuilt) not built") }
    for status in Standing.Status.allCases where status != .graded {
      let count = graded.entries.count { $0.standing.status == status }
      if count > 0 { parts.append("\(count) \(status.words)") }
    }
    return parts.joined(separator: " · ")
  }

  // MARK: - Submissions

  private var rows: [[String: Any]] {
    var tags = graded.entries.indices.map { place in doubts.reasons[place] == nil ? [] : ["person"] }
    for (number, one) in misconceptions.all.enumerated() {
      for place in one.who { tags[place].append("m\(number + 1)") }
    }
    let numbers = Dictionary(uniqueKeysWithValues: analysis.items.enumerated().map { ($1.check, $0 + 1) })
    return graded.entries.enumerated().map { place, entry in
      var row: [String: Any] = ["href": href(place), "name": names[place]]
      for kind in Verdict.Kind.allCases { row[kind.rawValue] = "–" }
      switch entry {
      case .graded(let card, _, let standing):
        var counts: [Verdict.Kind: Int] = [:]
        for verdict in card.verdicts {
          counts[verdict.kind, default: 0] += 1
          if verdict.lost > .zero, let number = numbers[verdict.check] { tags[place].append("c\(number)") }
        }
        for kind in Verdict.Kind.allCases { row[kind.rawValue] = "\(counts[kind] ?? 0)" }
        if card.build.outcome != .built { tags[place].append("unbuilt") }
        if card.earned == card.possible { tags[place].append("full") }
        let states = [
          card.build.outcome == .built ? nil : card.build.outcome.words,
          standing.status == .graded ? nil : standing.status.words,
        ]
        row["state"] = states.compactMap(\.self).joined(separator: ", ")
        row["points"] = card.earned.description
        row["when"] = AttemptsPlot.when(card.gradedAt)
      case .ungraded(let ungraded):
        tags[place].append("nomark")
        row["state"] = ungraded.standing.status.words
        row["points"] = "–"
        row["when"] = "–"
      }
      row["tags"] = tags[place].joined(separator: " ")
      return row
    }
  }

  // MARK: - Misconceptions and checks

  private var told: [[String: Any]] {
    misconceptions.all.enumerated().map { place, one in
      [
        "number": "\(place + 1)", "cause": Stranger.line(one.cause),
        "label": Stranger.line(one.cause, atMost: 70), "lost": one.lost.description,
        "many": one.who.count.counted("submission"), "isShort": one.who.count <= 12,
        "checks": one.checks.map { Stranger.line($0) }.joined(separator: ", "),
        "who": one.who.map { ["href": href($0), "name": names[$0]] },
      ]
    }
  }

  private var items: [[String: Any]] {
    analysis.items.enumerated().map { place, item in
      let discrimination = item.discrimination.map { SVG.fixed($0) }
      var row: [String: Any] = [
        "number": "\(place + 1)", "check": Stranger.line(item.check), "title": Stranger.line(item.title, atMost: 120),
        "audience": item.audience.rawValue, "judge": Stranger.line(item.judge), "points": item.points.description,
        "rate": "\(SVG.number(100 * item.rate, decimals: 0)) %", "rateValue": SVG.number(item.rate, decimals: 6),
        "bar": SVG.bar(item.rate), "discrimination": discrimination?.replacing("-", with: "−") ?? "–",
        "discriminationValue": discrimination ?? "", "lost": item.lost.description,
        "isPoor": (item.discrimination ?? 1) < 0,
      ]
      for kind in Verdict.Kind.allCases { row[kind.rawValue] = "\(item.kinds[kind] ?? 0)" }
      return row
    }
  }

  private var itemNote: String {
    """
    Over the \(analysis.count.counted("submission")) that were built and have something written. Rate: the share of a \
    check's points that was earned. Discrimination: the correlation of a check's points with those of all other checks \
    together; near 1 who is good elsewhere is good here too, below 0 something is wrong with the check or its statement\
    \(analysis.count < 30 ? ", but of so few submissions it says little" : ""). Points lost: by all of them together.
    """
  }
}

extension GradedClass.Entry {
  var lab: String {
    switch self {
    case .graded(let card, _, _): card.lab
    case .ungraded(let ungraded): ungraded.lab
    }
  }

  var possible: Points {
    switch self {
    case .graded(let card, _, _): card.possible
    case .ungraded(let ungraded): ungraded.possible
    }
  }

  var standing: Standing {
    switch self {
    case .graded(_, _, let standing): standing
    case .ungraded(let ungraded): ungraded.standing
    }
  }

  var isUnbuilt: Bool {
    if case .graded(let card, _, _) = self { card.build.outcome != .built } else { false }
  }
}
