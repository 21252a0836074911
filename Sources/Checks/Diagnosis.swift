import LabKit

/// Why the wrong numbers of a check are wrong.
///
/// A known mistake is named where what it answers explains every number of a failed check; failing that, a slip that
/// relates the wrong numbers of a part to the right ones, such as the sign. So a right answer never gets a diagnosis, and
/// neither does a mistake that nobody has thought of. Nothing hidden is told: the sentence is about the code.
package enum Diagnosis {
  /// The verdicts with a likely cause where there is one. Of several suspects for a check, those come first that fail
  /// the fewest checks which this submission passed, then those that explain most of the failed ones, then the first.
  package static func adding(
    to verdicts: [Verdict], of plan: Plan, _ transcript: Transcript, reference: Transcript,
    suspects: ([PlannedCheck]) throws -> [Suspect]
  ) rethrows -> [Verdict] {
    let failed = plan.checks.filter { check in
      verdicts.contains { $0.check == check.id && $0.kind == .failed } && check.judge.isDiagnosable
    }
    guard !failed.isEmpty else { return verdicts }
    let passed = Set(verdicts.filter { $0.kind == .passed }.map(\.check))
    let explanations = try suspects(failed).map { suspect in
      Explanation(
        mistake: suspect.mistake, contradictions: suspect.fails.count { passed.contains($0) },
        checks: Set(
          failed.filter { check in transcript.evidence[check.id].map { suspect.explains(check, $0) } ?? false }
            .map(\.id)))
    }
    return verdicts.map { verdict in
      guard let check = failed.first(where: { $0.id == verdict.check }), let own = transcript.evidence[check.id],
        let right = reference.evidence[check.id]
      else { return verdict }
      let cause = explanations.filter { $0.checks.contains(check.id) }.min { $0.rank < $1.rank }
      let parts = WrongPart.all(of: check, own, against: right)
      var verdict = verdict
      verdict.diagnosis = cause.map { $0.mistake + seen(in: parts) } ?? slips(in: parts)
      return verdict
    }
  }

  /// A known mistake and the failed checks whose numbers it makes.
  private struct Explanation {
    let mistake: String
    /// How many checks fail by it that did not fail here.
    let contradictions: Int
    let checks: Set<String>

    var rank: (Int, Int) { (contradictions, -checks.count) }
  }

  private static func seen(in parts: [WrongPart]) -> String {
    let names = parts.map(\.path).filter { !$0.isEmpty }
    return names.isEmpty ? "" : " (seen in \(list(names)))"
  }

  private static func slips(in parts: [WrongPart]) -> String? {
    var slips: [Slip] = []
    for case let slip? in parts.map(\.slip) where !slips.contains(slip) { slips.append(slip) }
    guard !slips.isEmpty else { return nil }
    return slips.map { slip in
      let names = parts.filter { $0.slip == slip }.map { $0.path.isEmpty ? "the answer" : $0.path }
      return "\(list(names))\(names.count > 1 ? ": each" : "") \(slip.sentence)"
    }.joined(separator: "; ")
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }
}

/// A part of a check's answers that is wrong, and the slip that its numbers show.
struct WrongPart {
  let path: String
  let slip: Slip?

  /// The wrong parts of what was answered to a check, in the order of the answers.
  static func all(of check: PlannedCheck, _ evidence: Evidence, against reference: Evidence) -> [WrongPart] {
    let pairings: [Pairing]
    let tolerance: Tolerance
    switch check.judge {
    case .values(let judge):
      tolerance = judge.tolerance
      pairings = judge.cases.flatMap { trial -> [Pairing] in
        guard let found = evidence.answers[trial.call].part(trial.part),
          let expected = reference.answers[trial.call].part(trial.part)
        else { return [] }
        return found.pairings(with: expected, path: trial.part ?? "", rows: check.calls[trial.call].rows)
      }
    case .differences(let judge):
      tolerance = Tolerance(relative: 1e-4, absolute: 1e-8)
      pairings = judge.pairings(evidence, against: reference) { check.calls[$0].rows }
    case .accuracy, .loss, .timing, .property, .repeats: return []
    }
    var paths: [String] = []
    for pairing in pairings where !paths.contains(pairing.path) { paths.append(pairing.path) }
    return paths.compactMap { path in
      let own = pairings.filter { $0.path == path }
      guard own.contains(where: { !$0.isRight(within: tolerance) }) else { return nil }
      return WrongPart(path: path, slip: Slip.relating(own, within: tolerance))
    }
  }
}

extension Value {
  fileprivate func part(_ name: String?) -> Value? { name.map { self[$0] } ?? self }
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
