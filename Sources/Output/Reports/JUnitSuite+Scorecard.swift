import Checks
import Ledger

extension JUnitSuite {
  /// The building, then every check of the scorecard, in its order.
  init(_ shown: Shown, className: String) {
    let card = shown.scorecard
    self.className = className
    timestamp = Moment.timestamp(card.gradedAt)
    properties = [
      "lab": Clean.line(card.lab, atMost: JUnitLimit.name),
      "submission": Clean.line(card.submission, atMost: JUnitLimit.name),
      "folder": Clean.line(card.folder, atMost: JUnitLimit.name),
      "earned": card.earned.description,
      "possible": card.possible.description,
      "sandbox": Clean.line(card.provenance.sandbox, atMost: JUnitLimit.name),
    ]
    var names = UniqueNames()
    cases = ([JUnitCase(card.build)] + card.verdicts.map { JUnitCase($0, lab: card.lab) }).map { each in
      var each = each
      each.name = names.unique(each.name)
      return each
    }
  }

  /// One case, which could not be answered: what is at fault is not the submission.
  init(_ ungraded: Ungraded, className: String) {
    self.className = className
    timestamp = Moment.timestamp(ungraded.at)
    properties = [
      "lab": Clean.line(ungraded.lab, atMost: JUnitLimit.name),
      "submission": Clean.line(ungraded.submission, atMost: JUnitLimit.name),
      "folder": Clean.line(ungraded.folder, atMost: JUnitLimit.name),
    ]
    let words = "\(ungraded.standing.status.words): \(ungraded.standing.remark)"
    let problem = JUnitCase.Problem(
      type: ungraded.standing.status.rawValue, message: Clean.line(words, atMost: JUnitLimit.message),
      text: Clean.block(words, atMost: JUnitLimit.failure))
    cases = [JUnitCase(name: "grading", milliseconds: 0, outcome: .error(problem))]
  }

  /// What this submission's cases have in common. Jenkins takes what is before the last dot for the package, so the
  /// name itself has none.
  static func className(of submission: String, lab: String) -> String {
    let name = Clean.line(submission, atMost: JUnitLimit.name).replacing(".", with: "_")
    let lab = Clean.line(lab, atMost: JUnitLimit.name).replacing(".", with: "_")
    return "\(lab).\(name.isEmpty ? "unnamed" : name)"
  }
}

extension JUnitCase {
  init(_ build: Scorecard.Build) {
    name = "build"
    milliseconds = Moment.milliseconds(build.seconds)
    if build.outcome == .built {
      outcome = .passed
      output = Clean.block(build.message, atMost: JUnitLimit.output)
    } else {
      let text = Clean.block(build.message, atMost: JUnitLimit.build)
      let lines = text.split(separator: "\n")
      let cause = lines.first { $0.contains("error:") } ?? lines.first
      let message = cause.map { "\(build.outcome.words): \($0)" } ?? build.outcome.words
      outcome = .error(
        Problem(
          type: build.outcome.rawValue, message: Clean.line(message, atMost: JUnitLimit.message),
          text: text.isEmpty ? build.outcome.words : text))
      location = CodeLine(ofFirstErrorIn: text)
    }
  }

  init(_ verdict: Verdict, lab: String) {
    let id = Clean.line(verdict.check, atMost: JUnitLimit.name)
    let title = Clean.line(verdict.subject, atMost: JUnitLimit.name)
    name = [id, title].filter { !$0.isEmpty }.joined(separator: ": ")
    if name.isEmpty { name = "unnamed" }
    milliseconds = Moment.milliseconds(verdict.seconds)
    let message = Clean.line(verdict.headline, atMost: JUnitLimit.message)
    let problem = Problem(
      type: verdict.kind.rawValue, message: message,
      text: Clean.block(verdict.account, atMost: JUnitLimit.failure))
    switch verdict.kind {
    case .passed:
      outcome = .passed
      output = Clean.block(verdict.remarks, atMost: JUnitLimit.output)
    case .failed, .notAttempted: outcome = .failure(problem)
    case .errored:
      outcome = .error(
        Problem(type: verdict.reason?.rawValue ?? "errored", message: message, text: problem.text))
    case .skipped: outcome = .skipped(message: message)
    }
    location = verdict.line.map { CodeLine(file: "\(Clean.line(lab, atMost: JUnitLimit.name)).swift", line: $0) }
    properties = [
      "earned": verdict.earned.description,
      "possible": verdict.points.description,
      "audience": verdict.audience.rawValue,
      "judge": Clean.line(verdict.judge, atMost: JUnitLimit.name),
      "inconclusive": verdict.inconclusive ? "true" : "false",
    ]
  }
}
