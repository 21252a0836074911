package import Checks
import Foundation
import Intake
import Storage
import Synchronization

/// The proof that a lab grades what it says: the skeleton earns nothing, right solutions earn all, and every mutant
/// fails the checks that are named for it, and no other but such as build on them.
package struct Audit: Sendable {
  /// One program that was graded and what was asked of it.
  package struct Row: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
      case skeleton, master, solution, mutant
      /// What strangers wrote from the handout alone: with a mistake, or without the work that was asked for.
      case mistaken, nonsense
    }
    package var kind: Kind
    package var name: String
    package var earned: Points
    package var possible: Points
    /// The checks that failed or errored.
    package var failed: [String]
    /// What is wrong; empty where it is as it must be.
    package var problem: String
    package var seed: Int
    /// Points lost through checks that could not be asked or would have meant nothing.
    package var skipped: Points
    /// Points lost in failed checks that build on a failed one: what a mistake cost again.
    package var again: Points
  }

  /// What nonsense may earn: constants, zeros, functions that only belong to each other.
  static let forNothing: Points = 0.2

  /// A program to be graded.
  struct Candidate {
    var kind: Row.Kind
    var name: String
    var source: String
    var fails: [String]
    var sometimes: [String] = []
  }

  package let lab: Lab
  let candidates: [Candidate]

  package init(lab: Lab, toolkit: Toolkit, only: [String] = []) throws {
    self.lab = lab
    let master = try toolkit.master(of: lab.name)
    var candidates = [
      Candidate(kind: .skeleton, name: "skeleton", source: try Skeleton.strip(master), fails: []),
      Candidate(kind: .master, name: "master", source: master, fails: []),
    ]
    for file in try toolkit.sources(in: "reference/Solutions/\(lab.name)", of: lab.name) where file.name != lab.file {
      candidates.append(
        Candidate(
          kind: .solution, name: String(file.name.dropLast(6)), source: String(decoding: file.data, as: UTF8.self),
          fails: []))
    }
    for variant in lab.variants {
      candidates.append(
        Candidate(kind: .solution, name: variant.name, source: try variant.source(from: master), fails: []))
    }
    candidates += try Self.trials(of: lab, toolkit)
    for mutant in lab.mutants {
      candidates.append(
        Candidate(
          kind: .mutant, name: mutant.name, source: try mutant.source(from: master), fails: mutant.fails,
          sometimes: mutant.sometimes))
    }
    self.candidates = candidates.filter { only.isEmpty || only.contains($0.name) || only.contains($0.kind.rawValue) }
  }

  /// What strangers wrote: right solutions, such with a mistake, and nonsense.
  private static func trials(of lab: Lab, _ toolkit: Toolkit) throws -> [Candidate] {
    let kinds: [(Row.Kind, folder: String)] = [(.solution, "right"), (.mistaken, "wrong"), (.nonsense, "nonsense")]
    return try kinds.flatMap { kind, folder -> [Candidate] in
      let place = "reference/Trials/\(lab.name)/\(folder)"
      guard Files.exists("\(toolkit.home(of: lab.name))/\(place)") else { return [] }
      return try toolkit.sources(in: place, of: lab.name).map { file in
        Candidate(
          kind: kind, name: "\(folder)/\(file.name.dropLast(6))", source: String(decoding: file.data, as: UTF8.self),
          fails: [])
      }
    }
  }

  /// How many programs are graded for each seed.
  package var count: Int { candidates.count }

  /// What the programs are called.
  package var names: [String] { candidates.map(\.name) }

  /// Grades every program with every seed: each is built once and run once for each seed. Rows come as they are done.
  /// Returns how the mistakes were recognized with the first seed.
  package func run(
    _ graders: [(seed: Int, grader: Grader)], jobs: Int, report: @escaping @Sendable ([Row]) -> Void
  ) throws -> Recognition {
    let turns = Mutex((next: 0, fault: (any Error)?.none))
    let first = Mutex<[String: Grader.Result]>([:])
    DispatchQueue.concurrentPerform(iterations: min(jobs, candidates.count)) { _ in
      while let index = turns.withLock({ turns -> Int? in
        defer { turns.next += 1 }
        return turns.next < candidates.count && turns.fault == nil ? turns.next : nil
      }) {
        do {
          let (rows, result) = try grade(candidates[index], graders)
          if candidates[index].kind == .mutant { first.withLock { $0[candidates[index].name] = result } }
          turns.withLock { _ in report(rows) }
        } catch {
          turns.withLock { $0.fault = error }
        }
      }
    }
    if let fault = turns.withLock({ $0.fault }) { throw fault }
    let results = first.withLock { $0 }
    guard let grader = graders.first?.grader else { return Recognition() }
    return Recognition(
      of: lab.mutants.compactMap { mutant in results[mutant.name].map { (mutant, $0) } }, plan: try grader.plan.plan,
      reference: try grader.reference.transcript)
  }

  private func grade(
    _ candidate: Candidate, _ graders: [(seed: Int, grader: Grader)]
  ) throws -> (rows: [Row], first: Grader.Result?) {
    let submission = Submission(name: candidate.name, source: Array(candidate.source.utf8))
    guard let own = graders.first?.grader else { return ([], nil) }
    let program = try own.program(of: candidate.source)
    var first: Grader.Result?
    let rows = try graders.map { seed, grader in
      let result = try grader.grade(submission, built: program, at: Date(timeIntervalSince1970: 0))
      first = first ?? result
      let scorecard = result.scorecard
      let failed = scorecard.verdicts.filter { $0.kind == .failed || $0.kind == .errored }
      let dependent = Self.dependent(scorecard.verdicts, try grader.plan.plan)
      return Row(
        kind: candidate.kind, name: candidate.name, earned: scorecard.earned, possible: scorecard.possible,
        failed: failed.map(\.check), problem: problem(candidate, scorecard, dependent), seed: seed,
        skipped: scorecard.verdicts.filter { $0.kind == .skipped }.reduce(.zero) { $0 + $1.points },
        again: failed.filter { dependent.contains($0.check) }.reduce(.zero) { $0 + $1.points - $1.earned })
    }
    return (rows, first)
  }

  /// The failed checks that build on a failed one.
  private static func dependent(_ verdicts: [Verdict], _ plan: Plan) -> Set<String> {
    let verdicts = Dictionary(uniqueKeysWithValues: verdicts.map { ($0.check, $0) })
    var groundwork = Groundwork()
    var found: Set<String> = []
    for check in plan.checks {
      guard let verdict = verdicts[check.id] else { continue }
      if [.failed, .errored].contains(verdict.kind), groundwork.isBuiltOnMistake(check) { found.insert(check.id) }
      groundwork.note(check, verdict.kind, verdict.reason)
    }
    return found
  }

  private func problem(_ candidate: Candidate, _ scorecard: Scorecard, _ dependent: Set<String>) -> String {
    if scorecard.build.outcome != .built { return "it was not built: \(scorecard.build.message.prefix(300))" }
    switch candidate.kind {
    case .skeleton:
      let worth = scorecard.verdicts.filter { $0.kind != .notAttempted && $0.kind != .skipped }.map(\.check)
      guard scorecard.earned == .zero, worth.isEmpty else { return "it is not wholly unattempted: \(worth)" }
    case .master, .solution:
      let lost = scorecard.verdicts.filter { $0.kind != .passed }.map { "\($0.check): \($0.summary) \($0.details)" }
      guard lost.isEmpty else { return "it lost points: \(lost.joined(separator: "; "))" }
    case .mistaken:
      guard scorecard.earned < scorecard.possible else { return "it lost nothing" }
    case .nonsense:
      let paid = scorecard.verdicts.filter { $0.earned > .zero }.map { "\($0.check) \($0.earned)" }
      guard scorecard.earned <= Self.forNothing else {
        return "it is paid for nothing: \(paid.joined(separator: ", "))"
      }
    case .mutant:
      let failed = Set(scorecard.verdicts.filter { $0.kind == .failed || $0.kind == .errored }.map(\.check))
      let unknown = candidate.fails.filter { id in !scorecard.verdicts.contains { $0.check == id } }
      guard unknown.isEmpty, !candidate.fails.isEmpty else { return "it names no check, or unknown ones: \(unknown)" }
      let survived = candidate.fails.filter { !failed.contains($0) }
      let extra = scorecard.verdicts.filter {
        failed.subtracting(candidate.fails + candidate.sometimes).subtracting(dependent).contains($0.check)
      }
      if !survived.isEmpty { return "it survives \(survived.joined(separator: ", "))" }
      if !extra.isEmpty {
        return "it also fails \(extra.map { "\($0.check) (\($0.summary); \($0.details.joined(separator: "; ")))" })"
      }
    }
    return ""
  }
}
