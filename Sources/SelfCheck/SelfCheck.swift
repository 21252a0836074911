package import Checks
import Foundation
package import LabKit
import Worker

/// The self-check of a handout: the real checks on public inputs, against the reference's saved answers.
///
/// The program starts itself again as the process that hosts the student's code, so that a crash or an endless loop is
/// told like any other failure.
package enum SelfCheck {
  /// Runs as checker, or as host where the checker started it. `folder` holds the plan and the reference's answers.
  package static func main(
    lab: String, folder: String, hidden: Int, hiddenPoints: Points, operations: [BoundOperation]
  ) -> Never {
    if CommandLine.arguments.contains("--host") {
      // Calls come on standard input, answers go to standard output; what the student prints goes to standard error.
      dup2(0, 3)
      dup2(1, 4)
      dup2(2, 1)
      serveGradusCalls(operations)
    }
    do {
      let plan = try Plan(bytes: try read("\(folder)/public.plan"))
      let reference = try Transcript(bytes: try read("\(folder)/public.reference"))
      let transcript = try run(plan, against: reference)
      let verdicts = Diagnosis.adding(
        to: try plan.judge(transcript, reference: reference), of: plan, transcript, reference: reference,
        suspects: { _ in [] })
      let report = SelfReport(lab: lab, verdicts: verdicts, hidden: hidden, hiddenPoints: hiddenPoints)
      print(report.text)
      exit(report.isPassed ? 0 : 1)
    } catch {
      FileHandle.standardError.write(Data("The self-check itself failed: \(error)\n".utf8))
      exit(2)
    }
  }

  private static func run(_ plan: Plan, against reference: Transcript) throws -> Transcript {
    var transcript = Transcript()
    var host: Host?
    var groundwork = Groundwork()
    for check in plan.checks {
      guard groundwork.obstacle(for: check) == nil else {
        groundwork.note(check, .skipped)
        continue
      }
      let running = try host ?? Host()
      host = running
      var evidence = running.ask(check.calls, seconds: check.budget)
      if let stop = evidence.stop {
        groundwork.note(check, stop.reason == .notAttempted ? .notAttempted : .errored)
        host = nil
      } else if let theirs = reference.evidence[check.id] {
        let isRight = check.ruling(evidence, against: theirs, groundwork).share == 1
        if !isRight, let own = check.own, groundwork.isBuiltOnMistake(check) {
          _ = own.values(evidence.answers) { call in
            let next = running.ask([call], seconds: check.budget)
            if next.stop != nil { host = nil }
            evidence.followed += next.answers
            return next.answers.first
          }
        }
        groundwork.note(check, check.ruling(evidence, against: theirs, groundwork).share == 1 ? .passed : .failed)
      }
      transcript.evidence[check.id] = evidence
    }
    host?.end()
    return transcript
  }

  private static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValueError("\(path) is missing; take the handout again")
    }
    return Array(data)
  }
}
