package import Checks
import LabKit
import Sandbox

/// Runs a built submission through a plan: the only thing that comes back is a transcript.
package struct Runner: Sendable {
  let toolchain: Toolchain
  let confinement: Confinement
  let cell: Cell
  var limits = Limits(cpuSeconds: 180, memoryBytes: 1 << 30, processes: 32, fileBytes: 16 << 20)
  /// CPU seconds that one submission may use for all its checks together.
  var total = 60.0
  /// Seconds for which it may sleep, all checks together, while it is asked something.
  var idle = 30.0

  /// What a run came to.
  package struct Record: Sendable {
    package var transcript: Transcript
    /// What the submission printed, for its own log.
    package var printed: [UInt8]
  }

  /// For whom a plan is run.
  enum Role {
    /// The master: it is asked every follow-through too, so that others' can be held against it.
    case reference
    /// A known mistake: only its answers are wanted.
    case suspect
    /// A submission; timed calls are made in turn with the reference's program, and not at all without one.
    case submission(against: Transcript, opponent: String?)

    var reference: Transcript? { if case .submission(let reference, _) = self { reference } else { nil } }
    var opponent: String? { if case .submission(_, let opponent) = self { opponent } else { nil } }
  }

  /// Asks `worker` every call of the plan. A check that builds on one that was stopped is not run; after a stop a new process
  /// goes on with the next check. Where a check that builds on a mistake has wrong answers, its follow-through is asked.
  /// What a submission answered to a check goes to `judging` before it is judged.
  func run(
    _ worker: String, _ plan: PreparedPlan, as role: Role, judging: (Transcript) throws -> Void = { _ in }
  ) throws -> Record {
    var interview = Interview(runner: self, worker: worker, plan: plan, role: role)
    for place in plan.plan.checks.indices { try interview.ask(place, judging) }
    return interview.finish()
  }

  /// Starts a program of its own sandbox.
  func open(_ worker: String) throws -> Session {
    var mounts = [Job.Mount(host: worker, inside: "/submission/worker")]
    mounts.append(.same(toolchain.libraries))
    // An arena of malloc reserves 64 MiB of addresses for each thread, of which the limit would soon be reached.
    let environment = [
      "SWIFT_DETERMINISTIC_HASHING": "1", "MALLOC_ARENA_MAX": "1", "SWIFT_BACKTRACE": "enable=no",
    ]
    let job = Job(
      executable: confinement == .none ? worker : "/submission/worker", mounts: mounts,
      environment: environment, limits: limits,
      rules: cell.rules(.submission))
    return try Session(job, in: confinement)
  }
}
