import Checks
import Ledger
import Reports

/// What a person has to look at: whatever no program can settle.
struct Doubts {
  struct Reason: Equatable {
    var what: String
    var why = ""
  }

  /// By the places of the class's entries; in the order of their weight.
  private(set) var reasons: [Int: [Reason]] = [:]

  /// `names` are the entries' as they are shown.
  init(_ entries: [GradedClass.Entry], names: [String], lookAlikes: Set<Int>) {
    for (place, entry) in entries.enumerated() {
      var own = Self.reasons(entry)
      if lookAlikes.contains(place) { own.append(Reason(what: "a name like another's")) }
      if !own.isEmpty { reasons[place] = own }
    }
    for twins in Self.twins(entries) {
      for place in twins {
        let others = twins.filter { $0 != place }.map { names[$0] }
        let told = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? " and \(others.count - 5) more" : "")
        reasons[place, default: []].append(Reason(what: "duplicate", why: "the same file as \(told)"))
      }
    }
  }

  /// The same by what there is to look at, what weighs most first: whose mark is doubtful or missing, then what is only
  /// to be known.
  var groups: [(what: String, who: [(place: Int, why: String)])] {
    var groups: [String: [(place: Int, why: String)]] = [:]
    for (place, own) in reasons.sorted(by: { $0.key < $1.key }) {
      for reason in own { groups[reason.what, default: []].append((place, reason.why)) }
    }
    func weight(_ what: String) -> Int { Self.order.firstIndex(of: what) ?? Self.order.count }
    return groups.map { ($0.key, $0.value) }.sorted { (weight($0.0), $0.0) < (weight($1.0), $1.0) }
  }

  private static let order = [
    Standing.Status.sealBroken.words, Standing.Status.notGraded.words, Standing.Status.otherKey.words, "duplicate",
    "nothing gradable", "does not compile", "nothing is written", "timed out", "killed from outside",
    "timing inconclusive", "ran without confinement",
  ]

  private static func reasons(_ entry: GradedClass.Entry) -> [Reason] {
    guard case .graded(let card, _, let standing) = entry else {
      guard case .ungraded(let ungraded) = entry else { return [] }
      return [Reason(what: ungraded.standing.status.words, why: Stranger.line(ungraded.standing.remark))]
    }
    var reasons: [Reason] = []
    switch card.build.outcome {
    case .built: break
    case .rejected:
      reasons.append(Reason(what: "nothing gradable", why: Stranger.line(card.build.message, atMost: 300)))
    case .compileError: reasons.append(Reason(what: "does not compile", why: firstError(card.build.message)))
    case .timedOut, .outOfMemory: reasons.append(Reason(what: card.build.outcome.words))
    }
    if card.build.outcome == .built, !ItemAnalysis.isAttempt(card) {
      reasons.append(Reason(what: "nothing is written", why: "no function of it was attempted"))
    }
    let late = checks(card) { [.cpuTime, .wallTime, .spent, .slept].contains($0.reason) }
    if !late.isEmpty { reasons.append(Reason(what: "timed out", why: late)) }
    let killed = checks(card) { $0.reason == .killed }
    if !killed.isEmpty { reasons.append(Reason(what: "killed from outside", why: killed)) }
    if standing.status != .graded || !standing.remarks.isEmpty {
      let status = standing.status == .graded ? "to be known" : standing.status.words
      reasons.append(Reason(what: status, why: Stranger.line(standing.remark)))
    }
    let noisy = checks(card, \.inconclusive)
    if !noisy.isEmpty { reasons.append(Reason(what: "timing inconclusive", why: noisy)) }
    if card.provenance.sandbox == "none" { reasons.append(Reason(what: "ran without confinement")) }
    return reasons
  }

  private static func firstError(_ message: String) -> String {
    let line = message.split(separator: "\n").first { $0.contains("error:") } ?? message.split(separator: "\n").first
    return Stranger.line(line.map(String.init) ?? "", atMost: 200)
  }

  private static func checks(_ card: Scorecard, _ isMeant: (Verdict) -> Bool) -> String {
    let names = card.verdicts.filter(isMeant).map { Stranger.line($0.check) }
    return names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }

  /// Those with one and the same file, of the same lab and checks: their content keys say so. What holds nothing that
  /// was written for it is nobody's copy.
  private static func twins(_ entries: [GradedClass.Entry]) -> [[Int]] {
    var places: [String: [Int]] = [:]
    for (place, entry) in entries.enumerated() {
      guard case .graded(let card, _, _) = entry, !card.provenance.contentKey.isEmpty,
        card.build.outcome == .compileError || ItemAnalysis.isAttempt(card)
      else { continue }
      places[card.provenance.contentKey, default: []].append(place)
    }
    return places.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }
}
