package import Checks
import Foundation
package import Intake
import Synchronization

/// Grades many submissions on some threads, and keeps each as soon as it is done.
///
/// Memory does not grow with the class: of a graded submission only what progress needs stays.
package struct ClassRun: Sendable {
  package let grader: Grader
  package let output: OutputFolder
  package let jobs: Int
  /// Writes the reports of one graded submission into a folder.
  package let report: @Sendable (Scorecard, String) throws -> Void

  package init(
    grader: Grader, output: OutputFolder, jobs: Int,
    report: @escaping @Sendable (Scorecard, String) throws -> Void
  ) {
    self.grader = grader
    self.output = output
    self.jobs = jobs
    self.report = report
  }

  /// What happened to one submission.
  package struct Event: Sendable {
    package enum Kind: Sendable { case graded, reused, fault(String) }
    package let kind: Kind
    package let name: String
    package let folder: String
    package let earned: Points
    package let possible: Points
    package let done: Int
    package let count: Int
  }

  /// Grades all; `load` reads the submission at an index when its turn comes. Events come one at a time. Throws where
  /// the lab itself is at fault, and then there is neither a mark nor an event for anyone.
  package func run(
    count: Int, load: @escaping @Sendable (Int) throws -> Submission, progress: @escaping @Sendable (Event) -> Void
  ) throws {
    let next = Mutex(0)
    let done = Mutex(0)
    let group = DispatchGroup()
    for _ in 0..<max(1, min(jobs, count)) {
      group.enter()
      let thread = Thread {
        while let index = next.withLock({ next -> Int? in
          defer { next += 1 }
          return next < count ? next : nil
        }) {
          let (kind, name, folder, scorecard) = one(index, load)
          guard let plan = try? grader.plan.plan else { break }
          done.withLock { done in
            done += 1
            progress(
              Event(
                kind: kind, name: name, folder: folder, earned: scorecard?.earned ?? .zero,
                possible: scorecard?.possible ?? plan.possible, done: done, count: count))
          }
        }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    defer { group.wait() }
    try output.keep(grader.plan, grader.reference.transcript)
  }

  private func one(
    _ index: Int, _ load: (Int) throws -> Submission
  ) -> (Event.Kind, name: String, folder: String, Scorecard?) {
    var (name, folder) = ("submission \(index + 1)", "")
    do {
      let submission = try load(index)
      (name, folder) = (submission.name.display, submission.name.folder)
      if let old = output.scorecard(of: folder), try old.provenance.contentKey == grader.contentKey(submission) {
        return (.reused, name, folder, old)
      }
      let result = try grader.grade(submission)
      var kept = [(name: "transcript", bytes: result.transcript.bytes()), (name: "printed.txt", bytes: result.printed)]
      if case .source(let source, _) = submission.content { kept.append(("submission.swift", source)) }
      try output.put(kept, for: folder) { try report(result.scorecard, $0) }
      return (.graded, name, folder, result.scorecard)
    } catch {
      return (.fault("\(error)"), name, folder, nil)
    }
  }
}
