import Checks
import Foundation
import Keys
import Synchronization

/// The lab's mutants as suspects: each built once and asked the plan once, when the first wrong answer wants explaining.
final class Suspects: Sendable {
  private let lab: Lab
  private let master: String
  private let plan: Plan
  private let builder: Builder
  private let runner: Runner
  private let cache: Cache
  private let found = Mutex<[Suspect]?>(nil)

  init(lab: Lab, master: String, plan: Plan, builder: Builder, runner: Runner, cache: Cache) {
    (self.lab, self.master, self.builder, self.runner, self.cache) = (lab, master, builder, runner, cache)
    self.plan = Plan(lab: plan.lab, checks: plan.checks.filter(\.judge.isDiagnosable))
  }

  /// All suspects that could be built.
  func all() throws -> [Suspect] {
    try found.withLock { found in
      if let found { return found }
      let prepared = try PreparedPlan(plan)
      let results = Mutex<[Int: Result<Suspect?, any Error>]>([:])
      DispatchQueue.concurrentPerform(iterations: lab.mutants.count) { index in
        let result = Result { try suspect(lab.mutants[index], prepared) }
        results.withLock { $0[index] = result }
      }
      let suspects = try results.withLock { results in
        try lab.mutants.indices.compactMap { try results[$0]?.get() }
      }
      found = suspects
      return suspects
    }
  }

  private func suspect(_ mutant: Mutant, _ plan: PreparedPlan) throws -> Suspect? {
    let source = try mutant.source(from: master)
    let key = Digest(parts: [("sdk", Array(builder.sdk.key.utf8)), ("source", Array(source.utf8))]).description
    let name = "suspects/\(lab.name)-\(key.prefix(16))-\(plan.digest.prefix(16))"
    // An empty file is a mutant that does not build: a matter for the audit.
    let bytes = try cache.bytes(name) {
      let workspace = try Workspace()
      guard try builder.build(Array(source.utf8), in: workspace).outcome == .built else { return [] }
      let record = try runner.run("\(workspace.path)/build/worker", plan, as: .suspect)
      return record.transcript.bytes()
    }
    guard !bytes.isEmpty else { return nil }
    return Suspect(
      mistake: mutant.mistake, fails: mutant.fails, transcript: try Transcript(bytes: bytes))
  }
}
