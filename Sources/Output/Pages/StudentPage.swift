import Checks
import Ledger
import Reports

/// One submission's page: mistakes first. What its reader may not see was taken out before, by `Shown`.
struct StudentPage {
  private let card: Scorecard
  private let reader: Reader
  private let history: History
  private let standing: Standing
  private let drawn: Drawn

  /// What both pages of a submission have alike, as markup: made once.
  struct Drawn {
    fileprivate let checks: String
    fileprivate let attempts: String
    /// The pictures of wrong tensors, by their checks.
    fileprivate let pictures: [String: String]

    init(
      _ card: Scorecard, _ history: History, _ tensors: [String: WrongTensor], _ rows: inout CheckRows,
      _ templates: Templates
    ) throws {
      checks = try templates.render(
        .checks,
        [
          "rows": try card.verdicts.map { try rows.row($0, templates) }.joined(), "earned": card.earned.description,
          "possible": card.possible.description,
        ])
      attempts = AttemptsPlot(history.gradings).figure
      pictures = tensors.mapValues { TensorPicture($0).figure }
    }
  }

  init(_ card: Scorecard, _ history: History, _ standing: Standing, for reader: Reader, _ drawn: Drawn) {
    self.card = Shown(card, to: reader).scorecard
    self.reader = reader
    self.history = history
    self.standing = standing
    self.drawn = drawn
  }

  private var isPrivate: Bool { reader == .instructor }

  func values(_ head: PageHead, name: String) -> [String: Any] {
    let isBuilt = card.build.outcome == .built
    let mistakes = isBuilt ? self.mistakes : []
    let open = isBuilt ? self.open : []
    let passed = isPrivate && isBuilt ? card.verdicts.filter { $0.kind == .passed } : []
    let groups = card.verdicts.mistakes.count
    let attempts = self.attempts
    let page: [String: Any] = [
      "lab": Stranger.line(card.lab), "name": name, "hasMark": true, "earned": card.earned.description,
      "possible": card.possible.description, "when": AttemptsPlot.when(card.gradedAt),
      "mistakeCount": groups > 0 && isBuilt ? groups.counted("mistake") : false as Any, "meter": meter,
      "remarks": remarks, "notBuilt": isBuilt ? false : notBuilt as Any, "mistakes": mistakes,
      "hasMistakes": !mistakes.isEmpty, "open": open, "hasOpen": !open.isEmpty,
      "inconclusive": inconclusive ?? false as Any, "checks": drawn.checks, "hasChecks": !card.verdicts.isEmpty,
      "attempts": attempts, "hasAttempts": attempts.count > 1, "plot": drawn.attempts,
      "passed": passed.map(right), "hasPassed": !passed.isEmpty,
      "passedCount": passed.count.counted("check"), "facts": facts, "hasFacts": true,
    ]
    return page.merging(head.values) { own, _ in own }
  }

  /// The page of a submission without a mark. Why that is, its student need not be told by a page.
  static func values(_ ungraded: Ungraded, _ head: PageHead, name: String, for reader: Reader) -> [String: Any] {
    let remark =
      reader == .instructor
      ? "\(ungraded.standing.status.words): \(ungraded.standing.remark)"
      : "There is no mark for this submission yet. That is no zero: ask your instructor."
    let page: [String: Any] = [
      "lab": Stranger.line(ungraded.lab), "name": name, "hasMark": false, "when": false, "mistakeCount": false,
      "remarks": [Stranger.line(remark, atMost: 2_000)], "notBuilt": false, "hasMistakes": false, "hasOpen": false,
      "inconclusive": false, "hasChecks": false, "hasAttempts": false, "hasPassed": false, "hasFacts": false,
    ]
    return page.merging(head.values) { own, _ in own }
  }

  // MARK: - What cost points

  private var mistakes: [[String: Any]] {
    card.verdicts.mistakes.flatMap { group -> [[String: Any]] in
      // One line at which all crash says it all.
      if group[0].line != nil, group[0].diagnosis == nil {
        return [mistake(group[0], cause: nil, also: Array(group.dropFirst()))]
      }
      return group.enumerated().map { place, verdict in
        mistake(verdict, cause: place == 0 ? verdict.diagnosis : "the same as above")
      }
    }
  }

  private func mistake(_ verdict: Verdict, cause: String?, also others: [Verdict] = []) -> [String: Any] {
    let also =
      "The same line ends \(others.count.counted("other check")), \(others.lost) points: \(list(others))."
    let findings = verdict.findings.map { Stranger.line($0) }.filter { !$0.isEmpty }
    return [
      "title": Stranger.line(verdict.title), "check": Stranger.line(verdict.check), "kind": verdict.kind.rawValue,
      "words": verdict.kind.words, "earned": verdict.earned.description, "points": verdict.points.description,
      "isHiddenCheck": verdict.audience == .instructors, "reason": verdict.reason?.rawValue ?? false as Any,
      "cause": cause.map { Stranger.line($0) } ?? false as Any,
      "advice": verdict.advice.map { Stranger.line($0, atMost: 1_000) } ?? false as Any,
      "also": others.isEmpty ? false : also as Any, "isEvidenceHidden": verdict.isEvidenceHidden,
      "hiddenNote": Verdict.hiddenNote,
      "findings": Array(findings.prefix(Self.most)), "hasFindings": !findings.isEmpty,
      "more": findings.count > Self.most ? "\(findings.count - Self.most)" : false as Any,
      "picture": picture(verdict), "judged": isPrivate ? judged(verdict) : false as Any,
    ]
  }

  private static let most = 50

  private func judged(_ verdict: Verdict) -> String {
    "Judged by: \(Stranger.line(verdict.judge)); seed \(Stranger.line(verdict.seed)); "
      + "\(SVG.number(verdict.seconds, decimals: 3)) s CPU"
  }

  /// What was measured where nothing was wrong, in a line.
  private func right(_ verdict: Verdict) -> [String: Any] {
    let findings = verdict.findings.prefix(Self.most).joined(separator: "; ")
    return [
      "title": Stranger.line(verdict.title), "told": "\(Stranger.line(findings, atMost: 2_000)). \(judged(verdict))",
    ]
  }

  /// A picture is evidence: of a hidden check only the instructor has it.
  private func picture(_ verdict: Verdict) -> String {
    isPrivate || verdict.audience == .everyone ? drawn.pictures[verdict.check] ?? "" : ""
  }

  private var open: [String] { card.verdicts.unjudged { Stranger.line($0) } }

  private func list(_ verdicts: [Verdict]) -> String { verdicts.list { Stranger.line($0) } }

  private var inconclusive: String? {
    let noisy = card.verdicts.filter(\.inconclusive)
    return noisy.isEmpty ? nil : "\(Verdict.inconclusiveNote) Checks: \(list(noisy))."
  }

  private var notBuilt: [String: Any] {
    let message = Stranger.block(card.build.message)
    return ["words": card.build.outcome.words, "message": message.isEmpty ? false : message as Any]
  }

  // MARK: - Everything

  /// The mark as a bar; the heading says it in numbers.
  private var meter: String {
    guard card.possible > .zero else { return "" }
    let share = Double(card.earned.hundredths) / Double(card.possible.hundredths)
    return "<p>\(SVG.bar(share, width: 280, height: 12))</p>"
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if card.provenance.sandbox == "none" {
      remarks.append(
        "sandbox: none: this submission ran without confinement, so this mark holds only as far as its code is trusted."
      )
    }
    if isPrivate, !standing.remarks.isEmpty { remarks.append(Stranger.line(standing.remark, atMost: 2_000)) }
    return remarks
  }

  private var attempts: [[String: Any]] {
    history.gradings.enumerated().map { place, grading in
      let kept = grading.kept.map { " (\($0))" } ?? ""
      return [
        "number": "\(place + 1)", "when": AttemptsPlot.when(grading.gradedAt), "earned": grading.earned.description,
        "possible": grading.possible.description,
        "why": Stranger.line(grading.reasons.map(\.words).joined(separator: ", ") + kept),
      ]
    }
  }

  private var facts: [[String: Any]] {
    let rules = card.rules.map { rules in
      [("Rules of the course", rules.digest)] + (isPrivate ? rules.changes.map { ("Rule", $0) } : [])
    }
    let facts = [
      ("Compiler", card.provenance.compiler), ("Sandbox", card.provenance.sandbox),
      ("Content key", card.provenance.contentKey), ("Plan", card.provenance.plan),
      ("Course key's fingerprint", card.provenance.keyFingerprint), ("Folder", card.folder),
    ]
    let node = card.provenance.node.map { [("Node", $0)] } ?? []
    return (facts + node + (rules ?? [])).map { ["name": $0.0, "value": Stranger.line($0.1)] }
  }
}
