import LabKit

/// Why the wrong numbers of a check are wrong.
///
/// A known mistake is named where what it answers explains every number of a failed check; failing that, a slip that
/// relates the wrong numbers of a part to the right ones, such as the sign. So a right answer never gets a diagnosis, and
/// neither does a mistake that nobody has thought of. Nothing hidden is told: the sentence is about the code.
package enum Diagnosis {
  /// The verdicts with a likely cause where there is one. Of several suspects for a check, those come first that fail
  /// the fewest checks which this submission passed, then those that explain most of the failed ones; of two that come
  /// first alike, or three, all are told, of more none.
  package static func adding(
    to verdicts: [Verdict], of plan: Plan, _ transcript: Transcript, reference: Transcript,
    suspects: (_ failed: [PlannedCheck], _ passed: Set<String>) throws -> [Suspect]
  ) rethrows -> [Verdict] {
    let failed = plan.checks.filter { check in
      verdicts.contains { $0.check == check.id && $0.kind == .failed } && check.judge.isDiagnosable
    }
    guard !failed.isEmpty else { return verdicts }
    let passed = Set(verdicts.filter { $0.kind == .passed }.map(\.check))
    let explanations = try suspects(failed, passed).map { suspect in
      var explanation = Explanation(
        mistake: suspect.mistake, contradictions: suspect.fails.count { passed.contains($0) })
      for check in failed {
        guard let own = transcript.evidence[check.id], let right = reference.evidence[check.id] else { continue }
        explanation.checks[check.id] = suspect.explains(check, own, right: right)
      }
      return explanation
    }
    return verdicts.map { verdict in
      guard let check = failed.first(where: { $0.id == verdict.check }), let own = transcript.evidence[check.id],
        let right = reference.evidence[check.id]
      else { return verdict }
      let parts = WrongPart.all(of: check, own, against: right)
      var verdict = verdict
      verdict.diagnosis =
        causes(of: check, explanations, .numbers, parts) ?? slips(in: parts)
        ?? causes(of: check, explanations, .zeros, parts)
      return verdict
    }
  }

  /// A known mistake and the failed checks whose numbers it makes.
  private struct Explanation {
    let mistake: String
    /// How many checks fail by it that did not fail here.
    let contradictions: Int
    var checks: [String: Suspect.Match] = [:]

    var rank: (Int, Int) { (contradictions, -checks.count) }
  }

  /// The mistakes of first rank that explain a check in this way.
  private static func causes(
    of check: PlannedCheck, _ explanations: [Explanation], _ match: Suspect.Match, _ parts: [WrongPart]
  ) -> String? {
    let fitting = explanations.filter { $0.checks[check.id] == match }
    let best = fitting.map(\.rank).min { $0 < $1 }
    var causes: [String] = []
    for one in fitting where one.rank == best ?? one.rank && !causes.contains(one.mistake) {
      causes.append(one.mistake)
    }
    return (1...3).contains(causes.count) ? causes.joined(separator: "; or: ") + seen(in: parts) : nil
  }

  private static func seen(in parts: [WrongPart]) -> String {
    let names = parts.map(\.path).filter { !$0.isEmpty }
    return names.isEmpty ? "" : " (seen in \(list(names)))"
  }

  private static func slips(in parts: [WrongPart]) -> String? {
    var told: [[Slip]] = []
    for slips in parts.map(\.slips) where !slips.isEmpty && !told.contains(slips) { told.append(slips) }
    // What chance makes easily is no cause where it is seen in one part only: of two numbers any is a multiple.
    told.removeAll { slips in
      slips.count == 1 && slips[0].isEasy && !parts.allSatisfy { $0.slips.first?.isAkin(to: slips[0]) == true }
    }
    guard !told.isEmpty else { return nil }
    return told.map { slips in
      let names = parts.filter { $0.slips == slips }.map { $0.path.isEmpty ? "the answer" : $0.path }
      let sentences = slips.map(\.sentence).joined(separator: ", or it ")
      return "\(list(names))\(names.count > 1 ? ": each" : "") \(sentences)"
    }.joined(separator: "; ")
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }
}

/// A part of a check's answers that is wrong, and the slip that its numbers show.
struct WrongPart {
  let path: String
  let slips: [Slip]

  /// The wrong parts of what was answered to a check, in the order of the answers.
  static func all(of check: PlannedCheck, _ evidence: Evidence, against reference: Evidence) -> [WrongPart] {
    let pairings: [Pairing]
    let tolerance: Tolerance
    switch check.judge {
    case .values(let judge):
      tolerance = judge.tolerance
      pairings = judge.cases.flatMap {
        judge.pairings(of: $0, evidence, against: reference, rows: check.calls[$0.call].rows)
      }
    case .differences(let judge):
      tolerance = Tolerance(relative: 1e-4, absolute: 1e-8)
      pairings = judge.pairings(evidence, against: reference, within: tolerance) { check.calls[$0].rows }
    case .accuracy, .loss, .timing, .property, .repeats: return []
    }
    var paths: [String] = []
    for pairing in pairings where !paths.contains(pairing.path) { paths.append(pairing.path) }
    return paths.compactMap { path in
      let own = pairings.filter { $0.path == path }
      guard own.contains(where: { !$0.isRight }) else { return nil }
      return WrongPart(path: path, slips: Slip.relating(own, within: tolerance))
    }
  }
}

extension Value {
  func part(_ name: String?) -> Value? { name.map { self[$0] } ?? self }
}

extension Judge {
  /// Whether its answers are numbers that a mistake can be recognized by.
  package var isDiagnosable: Bool {
    switch self {
    case .values, .differences: true
    case .accuracy, .loss, .timing, .property, .repeats: false
    }
  }
}
