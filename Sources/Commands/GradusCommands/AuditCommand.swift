import ArgumentParser
import Checks
import CommandSupport
import CourseRules
import Foundation
import Grading
import Keys
import ProgramSupport
import Synchronization

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Proves a lab: that its checks catch mistakes and spare right solutions.",
    discussion: """
      Grades, as any submission: the skeleton, which must earn nothing; the master and the other right solutions, which
      must earn everything; and each mutant (a mistake that students make), which must fail the checks named for it, and of
      the others only such as build on them.
      Exits with 1 where one of them does not.
      """)

  @Argument(help: "The lab's name, as `gradus labs` lists it.")
  var lab: String?
  @Flag(help: "Audit every lab.")
  var all = false
  @Option(help: "With how many seeds each program is graded.")
  var seeds = 1
  @Option(help: "The first seed; the same seed draws the same inputs.")
  var firstSeed = 0
  @Option(name: .shortAndLong, help: "How many are graded at once.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "How code is confined: bubblewrap, or none.")
  var sandbox: SandboxChoice = .bubblewrap
  @Option(
    parsing: .upToNextOption,
    help: "Only programs of these names or kinds, such as a mutant's name, or: solution mistaken nonsense mutant.")
  var only: [String] = []
  @Flag(help: "List the checks that each mutant fails, with every seed and with some, as its lab should name them.")
  var listFails = false

  func validate() throws {
    guard all != (lab != nil) else { throw ValidationError("Name a lab, or say --all.") }
    guard seeds > 0, jobs > 0 else { throw ValidationError("--seeds and --jobs must be at least 1.") }
  }

  func run() throws {
    let labs = try chosen()
    var problems = 0
    for lab in labs { problems += try audit(lab) }
    if problems > 0 { throw ExitCode(1) }
  }

  /// The labs to audit; with --only those that have such a program, and no proof of nothing where none has.
  private func chosen() throws -> [Lab] {
    let labs = try lab.map { [try Lab.named($0)] } ?? Shelf.labs
    guard !only.isEmpty else { return labs }
    let toolkit = try Toolkit.locate()
    let names =
      try labs.flatMap { try Audit(lab: $0, toolkit: toolkit).names } + Audit.Row.Kind.allCases.map(\.rawValue)
    for name in only where !names.contains(name) {
      let guess = Spelling.nearest(to: name, among: Array(Set(names)).sorted()).map { " Did you mean \($0)?" } ?? ""
      let owner = lab.map { "\($0) has no" } ?? "No lab has a"
      throw ValidationError("\(owner) program named \(name).\(guess)")
    }
    return try labs.filter { try Audit(lab: $0, toolkit: toolkit, only: only).count > 0 }
  }

  private func audit(_ lab: Lab) throws -> Int {
    let toolkit = try Toolkit.locate()
    let audit = try Audit(lab: lab, toolkit: toolkit, only: only)
    let cache = try Cache.standard()
    let confinement = try sandbox.confinement(cache)
    let started = Date()
    let graders = try (firstSeed..<firstSeed + seeds).map { seed in
      let plan = lab.plan { CourseKey.everyone.seed(lab: lab.name, check: $0, scope: "audit \(seed)") }
      let grader = try Grader(
        lab: lab, plan: plan, keyFingerprint: CourseKey.everyone.fingerprint, toolkit: toolkit, cache: cache,
        confinement: confinement)
      _ = try grader.reference
      return (seed: seed, grader: grader)
    }
    let collected = Mutex<[Audit.Row]>([])
    let recognition = try audit.run(graders, jobs: Jobs.capped(jobs)) { rows in
      show(rows)
      collected.withLock { $0 += rows }
    }
    let rows = collected.withLock { $0 }
    let bad = rows.filter { !$0.problem.isEmpty }
    let mutants = rows.filter { $0.kind == .mutant }
    let right = rows.filter { $0.kind == .master || $0.kind == .solution }
    print(
      """
      \(lab.name): \(seeds) seed(s); mutants caught \(mutants.count { $0.problem.isEmpty }) of \(mutants.count) times; \
      right solutions at full marks \(right.count { $0.problem.isEmpty }) of \(right.count) times; \
      mistakes recognized \(recognition.own) of \(recognition.count); \
      \(String(format: "%.1f", Date().timeIntervalSince(started))) s
      """)
    let strangers = rows.filter { $0.kind == .mistaken || $0.kind == .nonsense }
    if !strangers.isEmpty {
      print(
        "      of what strangers wrote wrongly, \(strangers.count { $0.problem.isEmpty }) of \(strangers.count) lost as they must"
      )
    }
    let losses = Losses(mutants + strangers)
    print("      \(losses)")
    for twin in recognition.twins { print("      has another's numbers: \(twin)") }
    for silent in recognition.unexplained { print("BAD   not recognized: \(silent)") }
    let isTooMuchSkipped = only.isEmpty && losses.isTooMuchSkipped
    if isTooMuchSkipped { print("BAD   more than \(Losses.most) % is lost through skipped checks") }
    return bad.count + recognition.unexplained.count + (isTooMuchSkipped ? 1 : 0)
  }

  /// One line for a program whatever the number of seeds, and one more for each seed with which it is not as it must be.
  private func show(_ rows: [Audit.Row]) {
    guard let first = rows.first else { return }
    let bad = rows.filter { !$0.problem.isEmpty }
    let fails = first.failed.isEmpty ? "" : "  fails \(first.failed.joined(separator: ", "))"
    let lowest = rows.map(\.earned).min() ?? .zero
    print("\(bad.isEmpty ? "ok " : "BAD") \(first.kind.rawValue) \(first.name): \(lowest) of \(first.possible)\(fails)")
    if listFails, first.kind == .mutant {
      let always = first.failed.filter { check in rows.allSatisfy { $0.failed.contains(check) } }
      let some = Set(rows.flatMap(\.failed)).subtracting(always).sorted()
      print("FAILS \(first.name): \(always.joined(separator: ",")); \(some.joined(separator: ","))")
    }
    for row in bad { print("      seed \(row.seed): \(row.problem)") }
  }
}

/// What mistakes cost, and how much of it not by themselves.
private struct Losses: CustomStringConvertible {
  /// The percentage that may be lost through skipped checks.
  static let most = 15.0
  let all: Int
  let skipped: Int
  let again: Int

  init(_ rows: [Audit.Row]) {
    all = rows.reduce(0) { $0 + ($1.possible - $1.earned).hundredths }
    skipped = rows.reduce(0) { $0 + $1.skipped.hundredths }
    again = rows.reduce(0) { $0 + $1.again.hundredths }
  }

  var isTooMuchSkipped: Bool { share(skipped) > Self.most }

  private func share(_ part: Int) -> Double { 100 * Double(part) / Double(max(all, 1)) }

  var description: String {
    "points lost \(Points(hundredths: all)); "
      + String(format: "%.1f %% through skipped checks, ", share(skipped))
      + String(format: "%.1f %% in checks that build on a failed one", share(again))
  }
}
