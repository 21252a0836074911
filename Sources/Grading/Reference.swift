package import Checks
import Keys
import Sandbox

/// Submission zero: the master, built and run as any submission, against which all others are held.
package struct Reference: Sendable {
  /// The path of its program, for timed calls.
  let worker: String
  package let transcript: Transcript

  /// Builds the master and runs it through the plan, or takes both from the cache.
  package static func prepare(
    _ plan: PreparedPlan, master: String, builder: Builder, runner: Runner, cache: Cache
  ) throws -> Reference {
    let lab = plan.plan.lab
    let key = Digest(parts: [("sdk", Array(builder.sdk.key.utf8)), ("master", Array(master.utf8))]).description
    let folder = try cache.folder("masters/\(lab)-\(key.prefix(16))") { partial in
      let workspace = try Workspace()
      let build = try builder.build(Array(master.utf8), in: workspace)
      guard build.outcome == .built else { throw GradingFault.reference(lab: lab, build.message) }
      try Files.write(try Files.read("\(workspace.path)/build/worker"), to: "\(partial)/worker", mode: 0o755)
      try Files.makeReadableByAll(partial)
    }
    let worker = "\(folder)/worker"
    let bytes = try cache.bytes("transcripts/\(key.prefix(16))-\(plan.digest.prefix(32))") {
      let record = try runner.run(worker, plan, expecting: nil, opponent: nil)
      for check in plan.plan.checks {
        if let stop = record.transcript.evidence[check.id]?.stop {
          throw GradingFault.reference(lab: lab, "\(check.id): \(stop.message)")
        }
      }
      return record.transcript.bytes()
    }
    return Reference(worker: worker, transcript: try Transcript(bytes: bytes))
  }
}
