import ArgumentParser
import Checks
import CommandSupport
import Fleet
import Foundation
import Grading
import Keys
import ProgramSupport
import Storage

/// Grading on a cluster: the same command, folders and files; what is graded is graded by `gradus task` on its nodes.
extension GradeCommand {
  func runOnSlurm() throws {
    let (lab, rules) = try course.lab(named: lab, resultsIn: out)
    let turns = try Turns(paths, isClass: isClass, lab: lab, besides: out)
    for remark in turns.remarks { FileHandle.standardError.say("note: \(remark)") }
    let absolute = { (path: String) in URL(fileURLWithPath: path).standardizedFileURL.path }
    let given = try key.map { try CourseKey(fileContents: try Files.read($0)) }
    let slurm = try Slurm()
    try slurm.require(partition: fleet.partition)
    let setting = Coordinator.Setting(
      request: fleet.request,
      program: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      toolkit: absolute(try Toolkit.locate().root), cache: absolute(try Cache.standard().root))
    let largest = try slurm.largestArray()

    let output = try OutputFolder(absolute(out), lab: lab.name)
    let lock = try output.lockForTasks()
    defer { withExtendedLifetime(lock) {} }
    let courseKey = try output.courseKey(given: given, isNew: newKey)
    var description = RunFolder.Description(
      lab: lab.name, paths: paths.map(absolute), key: absolute(key ?? "\(out)/course.key"),
      keyFingerprint: courseKey.fingerprint, sandbox: sandbox.rawValue, jobs: jobs ?? 1)
    (description.again, description.retry, description.diagnoses) = (again, retry, !noDiagnosis)
    description.rules = rules?.rules
    (description.shards, description.perShard, description.mostShards) = (fleet.shards, fleet.perShard, largest)

    let progress = GradingProgress(failUnder: failUnder.map { Points($0) })
    let reserve = output.reserve(submissions: turns.count)
    Interrupt.listen()
    let coordinator = Coordinator(
      slurm, output, description, turns.turns, setting, say: progress.say, show: progress.show)
    let missing: [Turn: String]
    do {
      missing = try coordinator.run()
    } catch is Interrupt.Asked {
      progress.say("cancelled; what is graded stays, and the same command grades the rest")
      throw ExitCode(130)
    }
    var faults = progress.finish()
    for (turn, reason) in missing {
      try? output.noteUngraded(turn.name.folder, called: turn.name.display, reason)
      faults.append(GradingProgress.Fault(name: turn.name.display, folder: turn.name.folder, reason: reason))
    }
    faults.sort { $0.folder < $1.folder }
    reserve.release()
    try tell(turns, faults, try write(output, lab, courseKey, turns, faults))
    if progress.isBelow { throw ExitCode(1) }
  }
}
