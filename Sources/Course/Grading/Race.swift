import Checks
import LabKit
import Sandbox

/// A timed check: the same calls to the submission and to the reference in turns, until the judge can tell.
///
/// Both run on one processor, and the order within a round alternates, so that neither side always has the faster or the
/// warmer one. The CPU time between two
/// answers is counted whole, so work done in the background between calls is counted too.
struct Race {
  let own: Session
  let other: Session
  let judge: TimingJudge
  let budget: Double
  let largest: Int
  /// How many times the budget of one call all calls together may use, and the seconds for which they may sleep.
  static let (calls, idle) = (4.0, 10.0)

  /// The evidence of both sides; the submission's holds the stop, if any.
  private func run(_ frames: [[UInt8]]) throws -> (own: Evidence, other: Evidence) {
    var (mine, theirs) = (Evidence(), Evidence())
    if !own.isStarted, let stop = try own.start() { return (Evidence(stop: stop), theirs) }
    if !other.isStarted, let stop = try other.start() { return (mine, Evidence(stop: stop)) }
    Session.pair(own, other)
    for (round, frame) in frames.enumerated() {
      for side in round % 2 == 0 ? [0, 1] : [1, 0] {
        if side == 0 {
          mine.append(try own.ask([frame], budget: budget, largest: largest))
          mine.stop = mine.stop ?? excess(mine)
          if mine.stop != nil { return (mine, theirs) }
        } else {
          theirs.append(try other.ask([frame], budget: budget, largest: largest))
          if theirs.stop != nil { return (mine, theirs) }
        }
      }
      if judge.isSettled(mine.seconds, theirs.seconds) { break }
    }
    return (mine, theirs)
  }

  /// What a race came to.
  struct Result {
    /// The submission's program.
    let program: Session
    let own: Evidence
    let other: Evidence
    let isTooSlow: Bool
    /// Whether another race could not tell more.
    let isClear: Bool
    /// The submission's CPU time, in races before it too.
    var seconds: Double
  }

  /// How many races there are at most.
  static let most = 3

  /// The race that counts, each of programs started anew. A machine can be busy in such a way that one side alone suffers,
  /// hardly twice: what costs points has come out twice. What was too noisy to tell is run again too, so that slow work is
  /// not spared because others kept the machine busy.
  static func result(_ frames: [[UInt8]], _ start: () throws -> Race) throws -> Result {
    var result = try start().result(frames)
    var (last, tooSlow, seconds) = (result, result.isTooSlow ? 1 : 0, result.seconds)
    for _ in 1..<most where !last.isClear && tooSlow < 2 {
      last = try start().result(frames)
      seconds += last.seconds
      if last.isTooSlow { tooSlow += 1 }
      if !last.isTooSlow || tooSlow == 2 { result = last }
    }
    result.seconds = seconds
    return result
  }

  private func result(_ frames: [[UInt8]]) throws -> Result {
    let (mine, theirs) = try run(frames)
    let isTooSlow = mine.stop == nil && judge.isTooSlow(mine.seconds, theirs.seconds)
    let isOver = mine.stop != nil || theirs.stop != nil || judge.isSettled(mine.seconds, theirs.seconds)
    return Result(
      program: own, own: mine, other: theirs, isTooSlow: isTooSlow, isClear: isOver && !isTooSlow,
      seconds: mine.seconds.reduce(0, +))
  }

  /// Why the submission is not asked any further, where it has taken too long in all.
  private func excess(_ evidence: Evidence) -> Stop? {
    if evidence.seconds.reduce(0, +) > Self.calls * budget {
      return Stop(.cpuTime, "the timed calls took more than \((Self.calls * budget).short) s of CPU time together")
    }
    if own.idleSeconds > Self.idle {
      return Stop(.wallTime, "the program slept for more than \(Self.idle.short) s during its timed calls")
    }
    return nil
  }
}

extension Evidence {
  fileprivate mutating func append(_ next: Evidence) {
    answers += next.answers
    seconds += next.seconds
    stop = next.stop
  }
}
