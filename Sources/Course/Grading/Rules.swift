import Checks

/// Today's rules for the questions of a saved plan, and what has become of its checks.
package struct Rules: Sendable {
  let plan: PreparedPlan
  let reference: Transcript
  /// The checks that ask something else today: they are judged as they were.
  package var changed: [String] = []
  /// Those that are no more: neither their verdicts nor their points count.
  package var removed: [String] = []
  /// Those that nothing was asked of: they do not count.
  package var added: [String] = []

  init(of saved: (plan: Plan, reference: Transcript), lab: Lab) throws {
    let today = lab.publicChecks.map { ($0, Audience.everyone) } + lab.hiddenChecks.map { ($0, Audience.instructors) }
    var checks: [PlannedCheck] = []
    // In today's order, in which every check comes after those that it builds on.
    for (check, audience) in today {
      guard let old = saved.plan.checks.first(where: { $0.id == check.id }) else {
        added.append(check.id)
        continue
      }
      var new = PlannedCheck(check, audience: audience, seed: old.seed)
      let isTheSame = new.calls == old.calls && new.judge.isAskedTwice == old.judge.isAskedTwice
      if !isTheSame { changed.append(old.id) }
      // What was asked of the lower functions was asked then.
      if new.own?.steps != old.own?.steps { new.own = old.own }
      checks.append(isTheSame ? new : old)
    }
    let ids = Set(checks.map(\.id))
    removed = saved.plan.checks.map(\.id).filter { !ids.contains($0) }
    // No check waits for one that is not judged.
    for index in checks.indices {
      checks[index].prerequisites.removeAll { !ids.contains($0) }
      checks[index].needs.removeAll { !ids.contains($0) }
    }
    plan = try PreparedPlan(Plan(lab: saved.plan.lab, checks: checks))
    reference = saved.reference
  }

  /// Judges a transcript by these rules. `before` is what was said of it.
  func judge(_ transcript: Transcript, before: [Verdict]) throws -> [Verdict] {
    let verdicts = try plan.plan.judge(transcript, reference: reference)
    return Diagnosis.adding(to: verdicts, of: plan.plan, transcript, reference: reference, suspects: { _, _ in [] })
      .map { verdict in
        let old = before.first { $0.check == verdict.check }
        var verdict = verdict
        // The numbers are the same, so what they were recognized as stays.
        if verdict.kind == .failed, let known = old?.diagnosis { verdict.diagnosis = known }
        // It was not run, so there is nothing new to say of it.
        if transcript.evidence[verdict.check] == nil, let old {
          (verdict.kind, verdict.summary, verdict.reason) = (old.kind, old.summary, old.reason)
        }
        return verdict
      }
  }
}
