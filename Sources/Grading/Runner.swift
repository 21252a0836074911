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
    /// A submission; timed calls are made in turn with the reference's program.
    case submission(against: Transcript, opponent: String)

    var reference: Transcript? { if case .submission(let reference, _) = self { reference } else { nil } }
    var opponent: String? { if case .submission(_, let opponent) = self { opponent } else { nil } }
  }

  /// Asks `worker` every call of the plan. A check that builds on one that was stopped is not run; after a stop a new process
  /// goes on with the next check. Where a check that builds on a mistake has wrong answers, its follow-through is asked.
  /// What a submission answered to a check goes to `judging` before it is judged.
  func run(
    _ worker: String, _ plan: PreparedPlan, as role: Role, judging: (Transcript) throws -> Void = { _ in }
  ) throws -> Record {
    var record = Record(transcript: Transcript(), printed: [])
    var session: Session?
    var used = 0.0
    var slept = 0.0
    var groundwork = Groundwork()
    var racers: Racers?
    let (reference, opponent) = (role.reference, role.opponent)
    for (place, (check, frames)) in zip(plan.plan.checks, plan.frames).enumerated() {
      guard groundwork.obstacle(for: check) == nil else {
        groundwork.note(check, .skipped)
        continue
      }
      guard used < total else {
        record.transcript.evidence[check.id] = Evidence(
          stop: Stop(.spent, "earlier checks used up the submission's CPU time"))
        groundwork.note(check, .errored)
        continue
      }
      guard slept < idle else {
        record.transcript.evidence[check.id] = Evidence(
          stop: Stop(.wallTime, "the submission slept for more than \(idle.short) s in earlier checks"))
        groundwork.note(check, .errored)
        continue
      }
      func once() throws -> (Session, Evidence) {
        if case .timing(let judge) = check.judge, let opponent {
          let pair = try racers ?? open(worker, opponent)
          racers = nil
          let race = Race(
            own: pair.own, other: pair.other, judge: judge, budget: check.budget, largest: largest(check, reference))
          let (own, other) = try race.run(frames)
          record.transcript.opponents[check.id] = other
          return (pair.own, own)
        }
        let running = try session ?? open(worker)
        session = running
        // The programs of a race that comes next start up meanwhile.
        if let opponent, racers == nil, let next = plan.plan.checks.dropFirst(place + 1).first,
          case .timing = next.judge, groundwork.obstacle(for: next) == nil
        {
          racers = try open(worker, opponent)
        }
        var evidence = try ask(running, frames, check, reference)
        if check.judge.isAskedTwice, evidence.stop == nil {
          // Elsewhere and the other way round.
          let second = try ask(try open(worker), frames.reversed(), check, reference)
          evidence.answers += second.answers.reversed()
          evidence.seconds += second.seconds.reversed()
          evidence.stop = second.stop
        }
        return (running, evidence)
      }
      if case .timing = check.judge, opponent == nil {
        groundwork.note(check, .passed)
        continue
      }
      let (asked, before) = (session, session?.idleSeconds ?? 0)
      var (running, evidence) = try once()
      if evidence.stop?.reason == .killed {
        // Not by us: the machine may have run out of memory by someone else's doing, so it is asked once more.
        session = nil
        (running, evidence) = try once()
      }
      slept += running.idleSeconds - (running === asked ? before : 0)
      if evidence.stop != nil {
        record.printed += printed(running)
        if running === session { session = nil }
      }
      used += evidence.stop.map { [.cpuTime, .wallTime].contains($0.reason) } == true ? check.budget : 0
      used += evidence.seconds.reduce(0, +)
      if case .submission = role {
        let opponents = record.transcript.opponents.filter { $0.key == check.id }
        try judging(Transcript(evidence: [check.id: evidence], opponents: opponents))
      }
      let kind = kind(of: check, evidence, role, record.transcript.opponents[check.id], groundwork)
      if evidence.stop == nil, let own = check.own,
        role.follows(kind, isBuiltOnMistake: groundwork.isBuiltOnMistake(check))
      {
        evidence.followed = follow(own, evidence, running, check)
        if !running.isAlive, running === session { session = nil }
      }
      groundwork.note(check, self.kind(of: check, evidence, role, record.transcript.opponents[check.id], groundwork))
      record.transcript.evidence[check.id] = evidence
    }
    if let session { record.printed += printed(session) }
    return record
  }

  /// What the check came to so far, as far as those who come after it want to know.
  private func kind(
    of check: PlannedCheck, _ evidence: Evidence, _ role: Role, _ opponent: Evidence?, _ groundwork: Groundwork
  ) -> Verdict.Kind {
    if let stop = evidence.stop { return stop.reason == .notAttempted ? .notAttempted : .errored }
    guard let theirs = opponent ?? role.reference?.evidence[check.id], theirs.stop == nil else { return .passed }
    return check.ruling(evidence, against: theirs, groundwork).share < 1 ? .failed : .passed
  }

  /// The answers to the calls of a follow-through, as far as they go.
  private func follow(
    _ own: FollowThrough, _ evidence: Evidence, _ session: Session, _ check: PlannedCheck
  ) -> [Value] {
    var followed: [Value] = []
    _ = own.values(evidence.answers) { call in
      let next = session.ask([call.frame()], budget: check.budget, largest: 16 << 20)
      guard next.stop == nil, let answer = next.answers.first else { return nil }
      followed.append(answer)
      return answer
    }
    return followed
  }

  private func ask(
    _ session: Session, _ frames: [[UInt8]], _ check: PlannedCheck, _ reference: Transcript?
  ) throws -> Evidence {
    if !session.isStarted, let stop = try session.start() { return Evidence(stop: stop) }
    return session.ask(frames, budget: check.budget, largest: largest(check, reference))
  }

  /// Both sides of a race, started afresh, so that neither has the warmer memory.
  private struct Racers {
    let own: Session
    let other: Session
  }

  private func open(_ worker: String, _ opponent: String) throws -> Racers {
    Racers(own: try open(worker), other: try open(opponent))
  }

  private func open(_ worker: String) throws -> Session {
    var mounts = [Job.Mount(host: worker, inside: "/submission/worker")]
    mounts.append(.same(toolchain.libraries))
    let job = Job(
      executable: confinement == .none ? worker : "/submission/worker", mounts: mounts,
      environment: ["SWIFT_DETERMINISTIC_HASHING": "1"], limits: limits,
      rules: cell.rules(.submission))
    return try Session(job, in: confinement)
  }

  /// The longest answer that is taken, in bytes: a few times the reference's.
  private func largest(_ check: PlannedCheck, _ reference: Transcript?) -> Int {
    guard let answers = reference?.evidence[check.id]?.answers else {
      return reference == nil ? Frame.largest : 16 << 20
    }
    var bytes: [UInt8] = []
    var longest = 0
    for answer in answers {
      bytes.removeAll(keepingCapacity: true)
      answer.write(to: &bytes)
      longest = max(longest, bytes.count)
    }
    return 4 * longest + 65536
  }

  private func printed(_ session: Session) -> [UInt8] {
    let (output, error) = session.printed
    return Printable.lines(output + error)
  }
}

extension Runner.Role {
  /// Whether the follow-through of a check is asked.
  fileprivate func follows(_ kind: Verdict.Kind, isBuiltOnMistake: Bool) -> Bool {
    switch self {
    case .reference: true
    case .suspect: false
    case .submission: kind == .failed && isBuiltOnMistake
    }
  }
}
