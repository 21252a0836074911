import Checks
import Foundation
package import Grading
import Storage

/// Grades a class on a cluster: hands in a preparation and an array over shards, waits, and tells what became of each.
///
/// All that it knows stands in the results folder and in Slurm's queue, so one that was killed is replaced by another.
/// What it keeps of a submission is whether it is done.
package final class Coordinator {
  package struct Setting: Sendable {
    package var request: Slurm.Request
    /// The program, the toolkit and the cache as the nodes must see them.
    package var program: String
    package var toolkit: String
    package var cache: String

    package init(request: Slurm.Request, program: String, toolkit: String, cache: String) {
      (self.request, self.program, self.toolkit, self.cache) = (request, program, toolkit, cache)
    }
  }

  let slurm: Slurm
  let output: OutputFolder
  let setting: Setting
  private let description: RunFolder.Description
  private let turns: [Turn]
  let say: (String) -> Void
  private let show: (ClassRun.Event) -> Void
  /// By their folders: whether the last tiding of them gave a mark.
  private var told: [String: Bool] = [:]

  package init(
    _ slurm: Slurm, _ output: OutputFolder, _ description: RunFolder.Description, _ turns: [Turn], _ setting: Setting,
    say: @escaping (String) -> Void, show: @escaping (ClassRun.Event) -> Void
  ) {
    (self.slurm, self.output, self.setting) = (slurm, output, setting)
    (self.description, self.turns) = (description, turns.map(\.absolute))
    (self.say, self.show) = (say, show)
  }

  /// How a run ended.
  enum Result {
    case done
    /// Shards are not done though Slurm has no more of them; why, and whether trying again may help.
    case lost(String, mayHelp: Bool)
  }

  /// Grades all; gives why there is nothing of some, by their folders.
  package func run() throws -> [Turn: String] {
    let isContinued = try goOn()
    // What was changed meanwhile is found by a new preparation; what was graded again is not graded a third time.
    var rest = isContinued && description.again ? missing : turns
    var reason = "no task came to grade it"
    while !rest.isEmpty {
      let before = told.count
      let run = try RunFolder(in: output.root, description, rest)
      let result = try Round(self, run).run()
      rest = missing
      guard case .lost(let why, let mayHelp) = result else {
        remove(run)
        break
      }
      reason = why
      say("Slurm: \(why); \(rest.count) are not graded yet")
      guard mayHelp, told.count > before, !rest.isEmpty else { break }
      remove(run)
      say("handing in what is missing")
    }
    return Dictionary(missing.map { ($0, reason) }) { first, _ in first }
  }

  private var missing: [Turn] { turns.filter { told[$0.name.folder] == nil } }

  /// Waits for what an earlier command, which was killed, has handed in; says whether there was any.
  private func goOn() throws -> Bool {
    var isContinued = false
    for run in RunFolder.all(in: output.root) {
      let queued = try slurm.queue([run.jobName, run.preparationName])
      let isOurs = (try? run.description()) == description
      if !queued.isEmpty, !isOurs {
        throw FleetFault.otherCommand(job: Self.number(queued[0].id), folder: output.root)
      }
      if isOurs {
        isContinued = true
        if let first = queued.first { say("going on with Slurm's job \(Self.number(first.id))") }
        _ = try Round(self, run).wait()
      }
      remove(run)
    }
    return isContinued
  }

  /// A file in the cache that every node must see.
  func token(_ run: RunFolder) -> String { "\(setting.cache)/\(run.jobName)" }

  func remove(_ run: RunFolder) {
    Files.remove(token(run))
    run.remove()
  }

  /// The job of an array's task.
  static func number(_ id: String) -> String { String(id.prefix { $0.isNumber }) }

  func hear(_ tiding: Tiding) {
    guard tiding.kind != .end else { return }
    let hasMark = tiding.kind == .graded || tiding.kind == .reused
    if tiding.kind == .reused, told[tiding.folder] == true { return }
    told[tiding.folder] = hasMark
    show(tiding.event(done: told.count, count: turns.count))
  }
}
