import Checks
import Foundation
import Keys
import LabKit
import Synchronization

/// The lab's mutants as suspects. Each is compiled once for a kit, whatever the key is, and only those that could be what
/// a submission did are asked the checks that it failed, when the first wrong answer wants explaining.
final class Suspects: Sendable {
  private let lab: Lab
  private let master: String
  private let programs: Programs
  private let runner: Runner
  private let cache: Cache
  /// Hears what takes a while.
  private let note: @Sendable (String) -> Void
  /// What each mutant, by its name, answered to each check so far. One thread at a time adds to it.
  private let known = Mutex<[String: [String: Evidence]]>([:])

  init(
    lab: Lab, master: String, programs: Programs, runner: Runner, cache: Cache,
    note: @escaping @Sendable (String) -> Void
  ) {
    (self.lab, self.master, self.programs, self.runner) = (lab, master, programs, runner)
    (self.cache, self.note) = (cache, note)
  }

  /// The mutants that fail one of these checks, and not mostly such as passed, with what they answer to them.
  func suspects(of checks: [PlannedCheck], passed: Set<String>) throws -> [Suspect] {
    let ids = Set(checks.map(\.id))
    let mutants = lab.mutants.filter {
      !ids.isDisjoint(with: $0.fails + $0.sometimes) && $0.isPossible(passed: passed)
    }
    return try known.withLock { known in
      let missing = mutants.filter { mutant in ids.contains { known[mutant.name]?[$0] == nil } }
      if !missing.isEmpty { known.merge(try ask(missing, checks)) { $0.merging($1) { _, new in new } } }
      return mutants.map { mutant in
        Suspect(
          mistake: mutant.mistake, fails: mutant.fails + mutant.sometimes,
          transcript: Transcript(evidence: known[mutant.name] ?? [:]))
      }
    }
  }

  /// Compiles all that are not compiled yet.
  func compile() throws {
    let sources = try lab.mutants.map { try $0.source(from: master) }
    announce(sources.count { !programs.isBuilt($0) })
    _ = try Self.each(sources.count) { try programs.program(of: sources[$0]) }
  }

  private func ask(_ mutants: [Mutant], _ checks: [PlannedCheck]) throws -> [String: [String: Evidence]] {
    let sources = try mutants.map { try $0.source(from: master) }
    announce(sources.count { !programs.isBuilt($0) })
    let found = try Self.each(mutants.count) { try evidence(mutants[$0], sources[$0], checks) }
    return Dictionary(zip(mutants.map(\.name), found)) { _, new in new }
  }

  private func announce(_ count: Int) {
    if count > 0 { note("compiling \(count) known mistakes of \(lab.name) to compare with, once for this kit") }
  }

  /// What `work` makes of each number below `count`, on all processors.
  private static func each<Made: Sendable>(_ count: Int, _ work: @Sendable (Int) throws -> Made) throws -> [Made] {
    let found = Mutex<[Int: Result<Made, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try work(index) }
      found.withLock { $0[index] = result }
    }
    return try found.withLock { found in try (0..<count).compactMap { try found[$0]?.get() } }
  }

  private struct Unbuilt: Error {}

  private func evidence(
    _ mutant: Mutant, _ source: String, _ checks: [PlannedCheck]
  ) throws -> [String: Evidence] {
    let wanted = checks.filter { (mutant.fails + mutant.sometimes).contains($0.id) }.map { check in
      var check = check
      (check.prerequisites, check.needs, check.own) = ([], [], nil)
      return check
    }
    let plan = try PreparedPlan(Plan(lab: lab.name, checks: wanted))
    let key = "\(lab.name)-\(programs.key(of: source).prefix(16))-\(plan.digest.prefix(16))"
    let answered: [String: Evidence]
    do {
      let bytes = try cache.bytes("suspects/\(key)") {
        let program = try programs.program(of: source)
        guard program.build.outcome == .built else { throw Unbuilt() }
        return try runner.run(program.worker, plan, as: .suspect).transcript.bytes()
      }
      answered = try Transcript(bytes: bytes).evidence
    } catch is Unbuilt {
      // A mutant that never builds is a matter for the audit; one that did not this time is tried again.
      answered = [:]
    }
    return Dictionary(
      uniqueKeysWithValues: checks.map { ($0.id, answered[$0.id] ?? Evidence(stop: Stop(.notStarted, ""))) })
  }
}

extension Mutant {
  /// Whether a submission that passed these checks could have this mistake: at least half of what always fails by it failed.
  func isPossible(passed: Set<String>) -> Bool { 2 * fails.count { passed.contains($0) } <= fails.count }
}
