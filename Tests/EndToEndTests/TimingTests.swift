import Checks
import Foundation
import Grading
import Intake
import LabKit
import Labs
import TestSupport
import Testing

/// With both cores kept busy by something else, a program at twice its time budget fails and one at half of it passes.
@Suite(.serialized) struct TimingTests {
  static let limit = 4.0

  /// One timed check of `cost` on many samples, whose CPU time may be `limit` times the reference's.
  static func lab(limit: Double) -> Lab {
    Lab(
      name: "Perceptron", title: "timed",
      publicChecks: [
        Check("fast", "descent, fast", points: 10, hint: "Go over the samples once.", budget: 20) { generator in
          let calls = (0..<40).map { _ in
            let model = LinearModel(weights: generator.normal(shape: [10]).values, bias: generator.normal())
            let samples = (0..<30).map { _ in generator.normal(shape: [10]).values }
            let targets = generator.normal(shape: [30]).values
            return PerceptronLab.batchDescent(model, .tanh, samples, targets, 1e-3, 100)
          }
          return Draw(calls: calls, judge: .timing(TimingJudge(limit: limit)))
        }
      ], hiddenChecks: [], mutants: [])
  }

  /// The master with its `batchDescent` done `times` times over: that many times the reference's CPU time.
  private func program(_ times: Int) throws -> String {
    let master = try SmallLab.master()
    let call = "let slope = gradient(model, link, samples, targets)"
    #expect(master.contains(call))
    return master.replacingOccurrences(
      of: call, with: "for _ in 1..<\(times) { sink += gradient(model, link, samples, targets).bias }\n      \(call)")
      + "\nnonisolated(unsafe) var sink = 0.0\n"
  }

  /// Programs that do nothing but use CPU time.
  private func whileBusy<Result>(_ body: () throws -> Result) throws -> Result {
    let busy = try (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "while :; do :; done"]
      try process.run()
      return process
    }
    defer {
      for process in busy {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
    }
    return try body()
  }

  private func grade(_ source: String, limit: Double = limit) throws -> Verdict {
    let grader = try SmallLab.grader(Self.lab(limit: limit))
    let scorecard = try grader.grade(Submission(name: "timed", source: Array(source.utf8))).scorecard
    #expect(scorecard.build.outcome == .built, "\(scorecard.build.message)")
    return try #require(scorecard.verdicts.first)
  }

  @Test(arguments: 1...3) func twiceTheBudgetFails(_ attempt: Int) throws {
    let verdict = try whileBusy { try grade(try program(Int(2 * Self.limit))) }
    #expect(verdict.kind == .failed, "\(verdict.details)")
    #expect(!verdict.inconclusive)
  }

  @Test(arguments: 1...3) func halfTheBudgetPasses(_ attempt: Int) throws {
    let verdict = try whileBusy { try grade(try program(Int(Self.limit / 2))) }
    #expect(verdict.kind == .passed && !verdict.inconclusive, "\(verdict.details)")
  }

  /// The trick of working while the reference has its turn: CPU time between the calls is counted too.
  @Test func workInTheBackgroundCounts() throws {
    let loop = "    for _ in 0..<epochs {\n"
    let master = try SmallLab.master()
    #expect(master.contains(loop))
    let start = """
          if !isStarted {
            isStarted = true
            for _ in 0..<8 {
              var thread = pthread_t()
              pthread_create(&thread, nil, { _ in while true { _ = getppid() } }, nil)
            }
          }

      """
    let source =
      master.replacingOccurrences(of: loop, with: start + loop) + "\nnonisolated(unsafe) var isStarted = false\n"
    let busy = try grade(source, limit: 1.2)
    #expect(busy.kind == .failed, "\(busy.summary) \(busy.details)")
    let quiet = try grade(master, limit: 1.2)
    #expect(quiet.kind == .passed, "\(quiet.summary) \(quiet.details)")
  }

  @Test func fastButWrongFails() throws {
    let source = try SmallLab.master().replacingOccurrences(
      of: "learningRate * slope.bias", with: "2 * learningRate * slope.bias")
    #expect(try grade(source).kind == .failed)
  }
}
