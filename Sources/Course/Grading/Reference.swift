package import Checks
import Keys
import LabKit
import Sandbox

/// Submission zero: the master, built and run as any submission, against which all others are held.
package struct Reference: Sendable {
  /// The path of its program, for timed calls; nil where only its answers are at hand.
  let worker: String?
  package let transcript: Transcript

  /// Builds the master and runs it through the plan, or takes both from the cache.
  static func prepare(
    _ plan: PreparedPlan, master: String, programs: Programs, runner: Runner, cache: Cache
  ) throws -> Reference {
    let lab = plan.plan.lab
    let program = try programs.program(of: master)
    guard program.build.outcome == .built else { throw GradingFault.reference(lab: lab, program.build.message) }
    let worker = program.worker
    let bytes = try cache.bytes("transcripts/\(programs.key(of: master).prefix(16))-\(plan.digest.prefix(32))") {
      try answers(of: worker, to: plan, runner).bytes()
    }
    return Reference(worker: worker, transcript: try Transcript(bytes: bytes))
  }

  /// The reference's answers, with what they must be by its own lower functions tried on itself, and with their slack.
  private static func answers(of worker: String, to plan: PreparedPlan, _ runner: Runner) throws -> Transcript {
    let lab = plan.plan.lab
    var transcript = try runner.run(worker, plan, as: .reference).transcript
    for check in plan.plan.checks {
      guard let evidence = transcript.evidence[check.id] else { continue }
      if let stop = evidence.stop { throw GradingFault.reference(lab: lab, "\(check.id): \(stop.message)") }
      if let broken = check.own?.broken(evidence) {
        throw GradingFault.reference(
          lab: lab, "\(check.id): by its own lower functions the master's “\(broken)” is wrong: mend the follow-through"
        )
      }
    }
    // Twice again with the last bits of what is asked changed.
    for turn in 0..<2 {
      var generator = Generator(seed: UInt64(turn))
      let nudged = plan.plan.nudged(&generator)
      let moved = try runner.run(worker, try PreparedPlan(nudged), as: .suspect).transcript
      for check in nudged.checks {
        guard let other = moved.evidence[check.id], other.stop == nil else { continue }
        transcript.evidence[check.id]?.noteSlack(other)
      }
    }
    return transcript
  }
}
