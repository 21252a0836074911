import Checks
import Intake
import TestSupport
import Testing

@testable import Grading

/// A program that sleeps is not one that computes, and the time that it may sleep is one for all its checks.
@Suite struct SleeperTests {
  private func record(decision: String, idle: Double) throws -> Transcript {
    let grader = try SmallLab.grader()
    let program = try grader.program(of: try SmallLab.program(decision: decision))
    #expect(program.build.outcome == .built, "\(program.build.message)")
    var runner = grader.runner
    runner.idle = idle
    return try runner.run(
      program.worker, grader.plan,
      as: .submission(against: grader.reference.transcript, opponent: grader.reference.worker)
    ).transcript
  }

  @Test func sleepIsSpentOnce() throws {
    let transcript = try record(decision: "usleep(300_000); return 7", idle: 1)
    #expect(transcript.evidence["decision"]?.stop == nil)
    #expect(transcript.evidence["cost"]?.stop?.reason == .slept)
  }

  /// Computing is not sleeping, however long it takes.
  @Test func computingIsNoSleep() throws {
    let transcript = try record(
      decision: "var x = 0.5; for i in 0..<30_000_000 { x = sin(x) + Double(i % 2) }; if x == 7 { return 7 }", idle: 1)
    #expect(transcript.evidence["cost"]?.stop == nil)
    #expect(transcript.evidence["decision"]?.stop == nil || transcript.evidence["decision"]?.stop?.reason == .cpuTime)
  }

  /// Not even where it had to be stopped.
  @Test func anEndlessLoopIsNoSleep() throws {
    let transcript = try record(decision: "while true {}", idle: 2)
    #expect(transcript.evidence["decision"]?.stop?.reason == .cpuTime)
    #expect(transcript.evidence["cost"]?.stop == nil)
  }
}
