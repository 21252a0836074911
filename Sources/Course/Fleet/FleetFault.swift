/// What goes wrong between a command and the cluster that it grades on, and what to do about it. Nothing that was
/// graded is lost by any of these.
package enum FleetFault: Error, CustomStringConvertible {
  case noSlurm(String)
  case noPartition(String, known: [String])
  case refused(String)
  case unreachable(String)
  case otherCommand(job: String, folder: String)
  case notShared(node: String, what: String)
  case noProgram(node: String, program: String)
  case unseen(node: String, path: String)
  case preparation(job: String, state: String, said: String)
  case otherVersion(String)
  case otherKey(file: String, found: String, wanted: String)

  package var description: String {
    switch self {
    case .noSlurm(let program):
      """
      \(program) was not found on PATH: run this on a node of the cluster that has Slurm's commands, or leave \
      --on slurm out to grade on this machine.
      """
    case .noPartition(let name, let known):
      "There is no partition \(name). There are: \(known.joined(separator: ", ")). Choose one with --partition."
    case .refused(let said):
      """
      Slurm refused the job: \(said). Change --partition, --account, --time, --memory or --jobs; `sinfo` and \
      `sacctmgr show associations user=$USER` say what you may ask for.
      """
    case .unreachable(let said):
      "Slurm's controller does not answer: \(said). `scontrol ping` tests it; the same command goes on when it does."
    case .otherCommand(let job, let folder):
      """
      Slurm's job \(job) of another command is still grading into \(folder). Give that command again to wait for it, \
      or end it with `scancel \(job)` and give this one again.
      """
    case .notShared(let node, let what):
      """
      Node \(node) does not see \(what): it must lie on a file system that all nodes share. Choose such a folder \
      (--out for the results, GRADUS_CACHE for the cache) and give the command again.
      """
    case .noProgram(let node, let program):
      "Node \(node) does not see \(program): install gradus on all nodes, or on a file system that they share."
    case .unseen(let node, let path):
      "node \(node) does not see it in \(path); put the submissions on a file system that all nodes share"
    case .preparation(let job, let state, let said):
      "The preparation on the cluster, job \(job), ended (\(state))\(said.isEmpty ? "" : ": \(said)"). Nothing is lost."
    case .otherVersion(let path):
      "\(path) was written by another version of gradus than this node's: install the same on all nodes."
    case .otherKey(let file, let found, let wanted):
      "\(file) holds the course key \(found) here, and the command was given with \(wanted): give all nodes the same."
    }
  }
}
