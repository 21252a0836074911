import Checks
import LabKit
import Sandbox

/// One program's way through a plan: what it has answered, used and slept so far.
struct Interview {
  let runner: Runner
  let worker: String
  let plan: PreparedPlan
  let role: Runner.Role
  private var record = Runner.Record(transcript: Transcript(), printed: [])
  private var session: Session?
  private var racers: Racers?
  private var used = 0.0
  private var slept = 0.0
  private var groundwork = Groundwork()

  init(runner: Runner, worker: String, plan: PreparedPlan, role: Runner.Role) {
    (self.runner, self.worker, self.plan, self.role) = (runner, worker, plan, role)
  }

  /// Asks the check at a place of the plan; they are asked in its order.
  mutating func ask(_ place: Int, _ judging: (Transcript) throws -> Void) throws {
    let check = plan.plan.checks[place]
    guard groundwork.obstacle(for: check) == nil else { return groundwork.note(check, .skipped) }
    if case .timing = check.judge, role.opponent == nil { return groundwork.note(check, .passed) }
    if let stop = spent {
      record.transcript.evidence[check.id] = Evidence(stop: stop)
      return groundwork.note(check, .errored)
    }
    let (asked, before) = (session, session?.idleSeconds ?? 0)
    var (running, evidence) = try answers(place)
    if evidence.stop?.reason == .killed {
      // Not by us: the machine may have run out of memory by someone else's doing, so it is asked once more.
      session = nil
      (running, evidence) = try answers(place)
    }
    slept += running.idleSeconds - (running === asked ? before : 0)
    used += evidence.seconds.reduce(0, +)
    if let stop = evidence.stop {
      if [.cpuTime, .wallTime].contains(stop.reason) { used += check.budget }
      record.printed += Self.printed(running)
      if running === session { session = nil }
    }
    if case .submission = role {
      let opponents = record.transcript.opponents.filter { $0.key == check.id }
      try judging(Transcript(evidence: [check.id: evidence], opponents: opponents))
    }
    var kind = kind(of: check, evidence)
    if evidence.stop == nil, let own = check.own,
      role.follows(kind, isBuiltOnMistake: groundwork.isBuiltOnMistake(check))
    {
      evidence.followed = try follow(own, evidence, running, check)
      kind = self.kind(of: check, evidence)
      if !running.isAlive, running === session { session = nil }
    }
    groundwork.note(check, kind, evidence.stop?.reason)
    record.transcript.evidence[check.id] = evidence
  }

  /// What the run came to.
  mutating func finish() -> Runner.Record {
    if let session { record.printed += Self.printed(session) }
    session = nil
    return record
  }

  /// Why it is asked nothing further, where it has used up what all checks together may take.
  private var spent: Stop? {
    if used >= runner.total { return Stop(.spent, Stop.Reason.spent.sentence) }
    if slept >= runner.idle {
      return Stop(
        .slept, "not asked, since the submission slept for more than \(runner.idle.short) s in earlier checks")
    }
    return nil
  }

  /// The answers to the check at a place, and the session that gave them.
  private mutating func answers(_ place: Int) throws -> (Session, Evidence) {
    let (check, frames) = (plan.plan.checks[place], plan.frames[place])
    if case .timing(let judge) = check.judge, let opponent = role.opponent {
      let result = try Race.result(frames) {
        let pair = try racers ?? race(against: opponent)
        racers = nil
        return Race(own: pair.own, other: pair.other, judge: judge, budget: check.budget, largest: largest(check))
      }
      used += result.seconds - result.own.seconds.reduce(0, +)
      record.transcript.opponents[check.id] = result.other
      return (result.program, result.own)
    }
    let running = try session ?? runner.open(worker)
    session = running
    // The programs of a race that comes next start up meanwhile.
    if let opponent = role.opponent, racers == nil, let next = plan.plan.checks.dropFirst(place + 1).first,
      case .timing = next.judge, groundwork.obstacle(for: next) == nil
    {
      racers = try race(against: opponent)
    }
    var evidence = try answers(running, frames, check)
    if check.judge.isAskedTwice, evidence.stop == nil {
      // Elsewhere and the other way round.
      let second = try answers(try runner.open(worker), frames.reversed(), check)
      evidence.answers += second.answers.reversed()
      evidence.seconds += second.seconds.reversed()
      evidence.stop = second.stop
    }
    return (running, evidence)
  }

  private func answers(_ session: Session, _ frames: [[UInt8]], _ check: PlannedCheck) throws -> Evidence {
    if !session.isStarted, let stop = try session.start() { return Evidence(stop: stop) }
    return try session.ask(frames, budget: check.budget, largest: largest(check))
  }

  /// What the check came to so far, as far as those who come after it want to know.
  private func kind(of check: PlannedCheck, _ evidence: Evidence) -> Verdict.Kind {
    if let stop = evidence.stop { return stop.reason == .notAttempted ? .notAttempted : .errored }
    guard let theirs = record.transcript.opponents[check.id] ?? role.reference?.evidence[check.id], theirs.stop == nil
    else { return .passed }
    return check.ruling(evidence, against: theirs, groundwork).share < 1 ? .failed : .passed
  }

  /// The answers to the calls of a follow-through, as far as they go.
  private func follow(
    _ own: FollowThrough, _ evidence: Evidence, _ session: Session, _ check: PlannedCheck
  ) throws -> [Value] {
    var followed: [Value] = []
    _ = try own.values(evidence.answers) { call in
      let next = try session.ask([call.frame()], budget: check.budget, largest: 16 << 20)
      guard next.stop == nil, let answer = next.answers.first else { return nil }
      followed.append(answer)
      return answer
    }
    return followed
  }

  /// Both sides of a race, started afresh, so that neither has the warmer memory.
  private struct Racers {
    let own: Session
    let other: Session
  }

  private func race(against opponent: String) throws -> Racers {
    Racers(own: try runner.open(worker), other: try runner.open(opponent))
  }

  /// The longest answer that is taken, in bytes: a few times the reference's.
  private func largest(_ check: PlannedCheck) -> Int {
    guard let answers = role.reference?.evidence[check.id]?.answers else {
      return role.reference == nil ? Frame.largest : 16 << 20
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

  private static func printed(_ session: Session) -> [UInt8] {
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
