package import Checks
import Foundation
package import Intake
package import Keys
package import Ledger
import Sandbox
import Storage
import Synchronization

/// Grades many submissions on some threads, and keeps each as soon as it is done.
///
/// Memory does not grow with the class: of a graded submission only what progress needs stays.
package struct ClassRun: Sendable {
  package let grader: Grader
  package let output: OutputFolder
  /// The key that results are sealed with.
  package let key: CourseKey
  package let jobs: Int
  /// Grades also what is unchanged.
  package var again = false
  /// Tries also what ended the grader before.
  package var retry = false
  /// Writes the reports of one graded submission into a folder.
  package let report: OutputFolder.Report

  package init(
    grader: Grader, output: OutputFolder, key: CourseKey, jobs: Int, report: @escaping OutputFolder.Report
  ) {
    (self.grader, self.output, self.key) = (grader, output, key)
    (self.jobs, self.report) = (jobs, report)
  }

  /// What happened to one submission.
  package struct Event: Sendable {
    package enum Kind: Sendable {
      /// Graded; why, where it had been graded before.
      case graded([PastGrading.Reason])
      case reused
      /// Not graded, since nothing that was handed in can be: a person must look.
      case nothing(String)
      /// Not graded, by a fault that is not the submission's.
      case fault(String)
    }
    package let kind: Kind
    package let name: String
    package let folder: String
    package let earned: Points
    package let possible: Points
    package let done: Int
    package let count: Int

    package init(
      kind: Kind, name: String, folder: String, earned: Points, possible: Points, done: Int, count: Int
    ) {
      (self.kind, self.name, self.folder) = (kind, name, folder)
      (self.earned, self.possible, self.done, self.count) = (earned, possible, done, count)
    }
  }

  /// Grades all; `load` reads the submission at an index when its turn comes. Events come one at a time. Throws where
  /// the lab itself is at fault, and then there is neither a mark nor an event for anyone.
  package func run(
    count: Int, name: @escaping @Sendable (Int) -> UntrustedName, load: @escaping @Sendable (Int) throws -> Submission,
    progress: @escaping @Sendable (Event) -> Void
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
          let name = name(index)
          let (kind, scorecard) = one(name) { try load(index) }
          guard let plan = try? grader.plan.plan else { break }
          done.withLock { done in
            done += 1
            progress(
              Event(
                kind: kind, name: name.display, folder: name.folder, earned: scorecard?.earned ?? .zero,
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
    try output.keep(grader.rules)
  }

  /// A fault at one submission is that submission's event, and the others go on.
  private func one(_ name: UntrustedName, _ load: () throws -> Submission) -> (Event.Kind, Scorecard?) {
    do {
      let submission = try load()
      if case .nothing(let reason) = submission.content { return (try nothing(submission, reason), nil) }
      let before = output.kept(name.folder, by: key)
      if let old = try reused(before, submission) { return (.reused, old) }
      let mark = output.mark(of: name.folder)
      let attempt = grader.attempt(submission)
      if let refusal = mark?.refusal(of: attempt), !retry { return (.fault(refusal), nil) }
      let now = Int(Date().timeIntervalSince1970)
      let new = mark?.next(attempt, at: now) ?? Mark(submission: name.display, attempt: attempt, at: now)
      let watch = try Watch(new, at: output.markPath(name.folder))
      do {
        let (scorecard, reasons) = try grade(submission, before, watch)
        watch.finish()
        return (.graded(reasons), scorecard)
      } catch {
        watch.fail("\(error)")
        throw error
      }
    } catch {
      return (.fault("\(error)"), nil)
    }
  }

  /// The mark of a submission that need not be graded again; nil where it is to be graded.
  package func reused(_ submission: Submission) throws -> Scorecard? {
    if case .nothing = submission.content { return nil }
    return try reused(output.kept(submission.name.folder, by: key), submission)
  }

  private func reused(_ before: Kept?, _ submission: Submission) throws -> Scorecard? {
    guard let old = before?.scorecard, try isUpToDate(before, submission) else { return nil }
    Watch.remove(output.markPath(submission.name.folder))
    return try reissue(old, before)
  }

  /// What is there is no mark's, and stands so in the class's files until something gradable is there.
  private func nothing(_ submission: Submission, _ reason: String) throws -> Event.Kind {
    let now = Int(Date().timeIntervalSince1970)
    let mark = Mark(submission: submission.name.display, attempt: grader.attempt(submission), at: now)
    try Watch(mark, at: output.markPath(submission.name.folder)).fail("nothing gradable: \(reason)")
    return .nothing(reason)
  }

  private func isUpToDate(_ before: Kept?, _ submission: Submission) throws -> Bool {
    guard !again, let before, before.state == .intact, let card = before.scorecard, card.isRepeatable else {
      return false
    }
    return try card.provenance.contentKey == grader.contentKey(submission)
  }

  /// Writes the reports anew where the course's rules are others that leave the mark as it is: what students see.
  private func reissue(_ old: Scorecard, _ before: Kept?) throws -> Scorecard {
    var card = old
    card.rules = grader.rules?.recorded(at: Date())
    guard let before, card != old else { return old }
    try output.put(card, before.history, try output.carried(old.folder), sealedBy: key, report: report)
    return card
  }

  private func grade(
    _ submission: Submission, _ before: Kept?, _ watch: Watch
  ) throws -> (Scorecard, [PastGrading.Reason]) {
    let folder = submission.name.folder
    let result = try grader.grade(submission) { try watch.judging($0) }
    var files = [
      (name: "transcript", bytes: result.transcript.bytes()),
      (name: "printed.txt", bytes: result.printed),
    ]
    if case .source(let source, _) = submission.content { files.append(("submission.swift", source)) }
    var (history, reasons, kept) = (before?.history ?? History(), [PastGrading.Reason.first], String?.none)
    if let before {
      let source = try? Files.read("\(output.folder(of: folder))/submission.swift")
      reasons = before.reasons(submission, source, after: result.scorecard, isAsked: again)
      let edited = try output.edited(folder)
      files += edited
      if case .broken = before.state, !before.bytes.isEmpty {
        let name = "edited-\(edited.count + 1).json"
        files.append((name, before.bytes))
        kept = name
      }
    }
    try history.append(
      PastGrading(result.scorecard, because: reasons, inputs: grader.inputs(submission), kept: kept))
    try output.put(result.scorecard, history, files, sealedBy: key, report: report)
    return (result.scorecard, reasons)
  }
}
