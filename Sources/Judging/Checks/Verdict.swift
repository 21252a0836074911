/// What a check came to for one submission.
package struct Verdict: Hashable, Sendable, Codable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case passed
    /// Wrong, or over its budget.
    case failed
    /// Crashed, timed out, out of memory, malformed: no answer to judge.
    case errored
    /// A check that it builds on did not pass.
    case skipped
    /// The function says that it is still to be written.
    case notAttempted
  }

  package var check: String
  package var title: String
  /// How it is judged: value, gradient, accuracy, timing, property.
  package var judge: String
  package var kind: Kind
  package var earned: Points
  package var points: Points
  package var audience: Audience
  package var hint: String
  /// One line, safe for students.
  package var summary: String
  /// The known mistake that the wrong numbers are those of, in a sentence about the code.
  package var diagnosis: String?
  /// Measured facts; for students only where the check is public.
  package var details: [String]
  /// Where it errored, why, in a word.
  package var reason: Stop.Reason?
  /// Where it crashed at a line of the student's file that is known, which.
  package var line: Int?
  package var inconclusive: Bool
  /// CPU seconds of the submission's process for this check.
  package var seconds: Double
  package var seed: String
  /// Where it was skipped because another check did not pass, which one.
  package var waitsFor: String?
}

extension Verdict {
  /// Turns a failure into one that another check's mistake may be the cause of: that is to be mended first.
  package mutating func wait(for mistake: String) {
    (kind, waitsFor) = (.skipped, mistake)
    summary = "builds on \(mistake), which is not right yet: mend that first (grading goes by your own functions here)"
    (details, diagnosis, earned, reason, line) = ([], nil, .zero, nil, nil)
  }
}

extension PlannedCheck {
  /// The verdict where there is no program to ask.
  package var unbuilt: Verdict {
    Verdict(
      check: id, title: title, judge: judge.kind, kind: .skipped, earned: .zero, points: points, audience: audience,
      hint: hint, summary: "not run, since the submission was not built", diagnosis: nil, details: [], reason: nil,
      inconclusive: false,
      seconds: 0, seed: String(seed, radix: 16))
  }

  /// The verdict on one submission. Fails closed: without the reference's evidence it throws, and gives no mark.
  package func verdict(_ transcript: Transcript, reference: Transcript, _ groundwork: Groundwork) throws(JudgingError)
    -> Verdict
  {
    var verdict = unbuilt
    if let obstacle = groundwork.obstacle(for: self) {
      verdict.summary = obstacle.sentence
      verdict.waitsFor = obstacle.check
      return verdict
    }
    guard let evidence = transcript.evidence[id] else {
      verdict.kind = .errored
      verdict.summary = "there is no answer to judge"
      verdict.reason = .notStarted
      return verdict
    }
    verdict.seconds = evidence.seconds.reduce(0, +)
    if let stop = evidence.stop {
      verdict.kind = stop.reason == .notAttempted ? .notAttempted : .errored
      verdict.summary =
        caseName(ofCall: evidence.answers.count, stop).map { "in \($0): \(stop.message)" } ?? stop.message
      verdict.reason = stop.reason
      verdict.line = stop.line
      return verdict
    }
    guard let theirs = transcript.opponents[id] ?? reference.evidence[id], theirs.stop == nil else {
      throw JudgingError(check: id, reason: reference.evidence[id]?.stop?.message ?? "it has no evidence")
    }
    if case .timing = judge {
      guard evidence.answers.count == theirs.answers.count else {
        throw JudgingError(check: id, reason: "it answered another number of rounds")
      }
    } else {
      let count = judge.isAskedTwice ? 2 * calls.count : calls.count
      guard evidence.answers.count == count, theirs.answers.count == count else {
        throw JudgingError(check: id, reason: "its transcript belongs to another plan")
      }
    }
    let ruling = ruling(evidence, against: theirs, groundwork)
    verdict.earned = points.fraction(ruling.share)
    verdict.kind = ruling.share >= 1 ? .passed : .failed
    verdict.summary = ruling.summary
    verdict.details = ruling.details
    if !hint.isEmpty, let advice = ruling.advice { verdict.hint = advice }
    verdict.inconclusive = ruling.inconclusive
    return verdict
  }
}

extension PlannedCheck {
  /// What the judge finds, with the follow-through where a check that this one builds on failed.
  package func ruling(_ evidence: Evidence, against reference: Evidence, _ groundwork: Groundwork) -> Ruling {
    judge.rule(
      evidence, against: reference,
      given: Circumstances(
        self, evidence, against: reference, isBuiltOnMistake: groundwork.isBuiltOnMistake(self)))
  }

  /// The case that the call belongs to at which a program was stopped, where the call has one and was made.
  private func caseName(ofCall call: Int, _ stop: Stop) -> String? {
    switch stop.reason {
    case .notAttempted, .notStarted, .spent, .slept: return nil
    default: break
    }
    guard case .values(let judge) = judge else { return nil }
    return judge.cases.first { $0.call == call }.map { judge.title(of: $0) }
  }
}

/// The reference did not do what every reference must: a fault of the lab, never of a submission.
package struct JudgingError: Error, CustomStringConvertible {
  package let check: String
  package let reason: String

  package var description: String {
    "the reference has no usable answer for \(check): \(reason). No mark was given; `gradus audit` shows what is wrong."
  }
}

extension Plan {
  /// The verdicts on a whole transcript, in the plan's order; a check is judged after its prerequisites.
  package func judge(_ transcript: Transcript, reference: Transcript) throws(JudgingError) -> [Verdict] {
    var groundwork = Groundwork()
    var verdicts: [Verdict] = []
    for check in checks {
      let verdict = try check.verdict(transcript, reference: reference, groundwork)
      groundwork.note(check, verdict.kind, verdict.reason)
      verdicts.append(verdict)
    }
    return verdicts
  }
}
