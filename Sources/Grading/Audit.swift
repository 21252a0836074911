package import Checks
import Foundation
import Intake

/// The proof that a lab grades what it says: the skeleton earns nothing, right solutions earn all, and every mutant
/// fails just the checks that are named for it.
package struct Audit: Sendable {
  /// One program that was graded and what was asked of it.
  package struct Row: Sendable {
    package enum Kind: String, Sendable { case skeleton, master, solution, mutant }
    package var kind: Kind
    package var name: String
    package var earned: Points
    package var possible: Points
    /// The checks that failed or errored.
    package var failed: [String]
    /// What is wrong; empty where it is as it must be.
    package var problem: String
    package var seed: Int
  }

  /// A program to be graded.
  struct Candidate {
    var kind: Row.Kind
    var name: String
    var source: String
    var fails: [String]
  }

  package let lab: Lab
  let candidates: [Candidate]

  package init(lab: Lab, toolkit: Toolkit, only: String? = nil) throws {
    self.lab = lab
    let master = try toolkit.master(of: lab.name)
    var candidates = [
      Candidate(kind: .skeleton, name: "skeleton", source: try Skeleton.strip(master), fails: []),
      Candidate(kind: .master, name: "master", source: master, fails: []),
    ]
    for file in try toolkit.sources(in: "reference/Solutions/\(lab.name)") where file.name != lab.file {
      candidates.append(
        Candidate(
          kind: .solution, name: String(file.name.dropLast(6)), source: String(decoding: file.data, as: UTF8.self),
          fails: []))
    }
    for mutant in lab.mutants {
      candidates.append(
        Candidate(kind: .mutant, name: mutant.name, source: try mutant.source(from: master), fails: mutant.fails))
    }
    self.candidates = candidates.filter { only == nil || $0.name == only }
  }

  /// How many programs are graded for each seed.
  package var count: Int { candidates.count }

  /// Grades every program with one seed.
  package func rows(seed: Int, grader: Grader, jobs: Int) throws -> [Row] {
    let results = Collected<Row>(count: candidates.count)
    DispatchQueue.concurrentPerform(iterations: min(jobs, candidates.count)) { lane in
      for index in stride(from: lane, to: candidates.count, by: min(jobs, candidates.count)) {
        results.set(index) { try row(candidates[index], seed: seed, grader: grader) }
      }
    }
    return try results.all()
  }

  private func row(_ candidate: Candidate, seed: Int, grader: Grader) throws -> Row {
    let submission = Submission(name: candidate.name, source: Array(candidate.source.utf8))
    let scorecard = try grader.grade(submission, at: Date(timeIntervalSince1970: 0)).scorecard
    let failed = scorecard.verdicts.filter { $0.kind == .failed || $0.kind == .errored }
    return Row(
      kind: candidate.kind, name: candidate.name, earned: scorecard.earned, possible: scorecard.possible,
      failed: failed.map(\.check), problem: problem(candidate, scorecard), seed: seed)
  }

  private func problem(_ candidate: Candidate, _ scorecard: Scorecard) -> String {
    if scorecard.build.outcome != .built { return "it was not built: \(scorecard.build.message.prefix(300))" }
    switch candidate.kind {
    case .skeleton:
      let worth = scorecard.verdicts.filter { $0.kind != .notAttempted && $0.kind != .skipped }.map(\.check)
      guard scorecard.earned == .zero, worth.isEmpty else { return "it is not wholly unattempted: \(worth)" }
    case .master, .solution:
      let lost = scorecard.verdicts.filter { $0.kind != .passed }.map { "\($0.check): \($0.summary) \($0.details)" }
      guard lost.isEmpty else { return "it lost points: \(lost.joined(separator: "; "))" }
    case .mutant:
      let failed = Set(scorecard.verdicts.filter { $0.kind == .failed || $0.kind == .errored }.map(\.check))
      let unknown = candidate.fails.filter { id in !scorecard.verdicts.contains { $0.check == id } }
      guard unknown.isEmpty, !candidate.fails.isEmpty else { return "it names no check, or unknown ones: \(unknown)" }
      let survived = candidate.fails.filter { !failed.contains($0) }
      let extra = failed.subtracting(candidate.fails).sorted()
      if !survived.isEmpty { return "it survives \(survived.joined(separator: ", "))" }
      if !extra.isEmpty { return "it also fails \(extra.joined(separator: ", "))" }
    }
    return ""
  }
}

/// Results of work done side by side, each in its place.
final class Collected<Element: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var results: [Result<Element, any Error>?]

  init(count: Int) { results = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ make: () throws -> Element) {
    let result = Result { try make() }
    lock.withLock { results[index] = result }
  }

  func all() throws -> [Element] { try lock.withLock { try results.compactMap { try $0?.get() } } }
}
