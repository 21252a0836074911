import ArgumentParser
import Checks
import CommandSupport
import Fleet
import Foundation
import Grading
import ProgramSupport
import Storage

/// What `gradus grade --on slurm` starts on the nodes; nobody types it.
struct TaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Does a part of `gradus grade --on slurm` on a node.", shouldDisplay: false)

  @Argument(help: "The command's folder among the results.")
  var folder: String
  @Flag(help: "Prepare what all tasks need, and deal out the submissions.")
  var prepare = false

  func run() throws {
    let number = ProcessInfo.processInfo.environment["SLURM_ARRAY_TASK_ID"].flatMap { Int($0) }
    guard prepare || number != nil else { throw ValidationError("This is started by `gradus grade --on slurm`.") }
    let run = RunFolder(folder)
    // On a file system that other nodes share, a process that is none here may be one there.
    if Workspace.isApart(from: folder) { Workspace.removeLeftovers() }
    let description = try run.description()
    let lab = try Lab.named(description.lab)
    let cache = try Cache.standard()
    guard let sandbox = SandboxChoice(rawValue: description.sandbox) else {
      throw FleetFault.otherVersion(folder)
    }
    let task = try FleetTask(
      run, description, lab: lab, toolkit: try Toolkit.locate(), cache: cache,
      confinement: try sandbox.confinement(cache), load: { try Turns.load($0, lab) }, report: StudentFiles.write,
      say: { FileHandle.standardError.say($0) })
    if let number, !prepare { try task.grade(shard: number) } else { try task.prepare() }
  }
}
