/// What Slurm starts on a node: looks whether the node sees what it must, and becomes the task.
struct TaskScript {
  private enum Code: Int { case noResults = 76, noProgram, noCache, noToolkit }

  let text: String

  init(_ setting: Coordinator.Setting, _ run: RunFolder, token: String) {
    let quoted = { (path: String) in "'" + path.replacing("'", with: "'\\''") + "'" }
    text = """
      #!/bin/sh
      run=\(quoted(run.root))
      program=\(quoted(setting.program))
      export GRADUS_CACHE=\(quoted(setting.cache))
      export GRADUS_HOME=\(quoted(setting.toolkit))
      [ -f "$run/run.json" ] || exit \(Code.noResults.rawValue)
      [ -f \(quoted(token)) ] || exit \(Code.noCache.rawValue)
      [ -x "$program" ] || exit \(Code.noProgram.rawValue)
      [ -d "$GRADUS_HOME/assignments" ] || exit \(Code.noToolkit.rawValue)
      [ -d "${TMPDIR:-/tmp}" ] || unset TMPDIR
      task=$SLURM_ARRAY_TASK_ID
      [ "$1" = --prepare ] && task=prepare
      exec "$program" task "$run" "$@" >> "$run/logs/$task" 2>&1

      """
  }

  /// What the exit code of such a script says.
  static func fault(_ task: Slurm.Task, _ setting: Coordinator.Setting, _ results: String) -> FleetFault? {
    let code = task.code.split(separator: ":").first.flatMap { Int($0) }.flatMap(Code.init)
    switch code {
    case .noResults: return .notShared(node: task.node, what: "the results folder \(results)")
    case .noCache: return .notShared(node: task.node, what: "the cache \(setting.cache)")
    case .noProgram: return .noProgram(node: task.node, program: setting.program)
    case .noToolkit: return .noProgram(node: task.node, program: setting.toolkit)
    case nil: return nil
    }
  }
}
