import Foundation
import Storage

/// One preparation and one array of a command, from handing them in to their end.
final class Round {
  private let coordinator: Coordinator
  private let folder: RunFolder
  private var slurm: Slurm { coordinator.slurm }
  /// How far each shard's tidings are read, and which shards are done.
  private var offsets: [String: Int] = [:]
  private var ended: Set<Int> = []
  private var complaint = ""

  init(_ coordinator: Coordinator, _ folder: RunFolder) { (self.coordinator, self.folder) = (coordinator, folder) }

  func run() throws -> Coordinator.Result {
    try Files.write([], to: coordinator.token(folder))
    let script = "\(folder.root)/task.sh"
    let text = TaskScript(coordinator.setting, folder, token: coordinator.token(folder)).text
    try Files.write(Array(text.utf8), to: script, mode: 0o755)
    do {
      let job = try submit([script, "--prepare"], folder.preparationName, nil)
      coordinator.say("preparing on the cluster: Slurm's job \(job)")
    } catch {
      coordinator.remove(folder)
      throw error
    }
    let prepared = try waitForPreparation()
    guard prepared.shards > 0 else { return .done }
    let job = try submit([script], folder.jobName, prepared.shards)
    coordinator.say(
      "Slurm's job \(job): \(prepared.submissions) submissions in \(prepared.shards) tasks; it goes on without this "
        + "command, which can be given again. Ctrl-C cancels it")
    return try wait()
  }

  private func submit(_ script: [String], _ name: String, _ array: Int?) throws -> String {
    let job = try slurm.submit(
      script, name: name, array: array, processors: try folder.description().jobs, coordinator.setting.request)
    lastJob = job
    return job
  }

  private func waitForPreparation() throws -> RunFolder.Prepared {
    try poll { folder.prepared != nil }
    readTidings()
    guard let prepared = folder.prepared else {
      let job = lastJob ?? "?"
      throw fault(of: slurm.tasks(of: job).first, job)
    }
    return prepared
  }

  /// Waits until every shard is done, or Slurm has no more of them.
  func wait() throws -> Coordinator.Result {
    try poll {
      readTidings()
      return folder.prepared.map { ended.count == $0.shards } ?? false
    }
    readTidings()
    guard let prepared = folder.prepared else { return .lost("the preparation ended", mayHelp: true) }
    if ended.count == prepared.shards { return .done }
    let lost = lastJob.map(slurm.tasks(of:)) ?? []
    return ending(lost.filter { task in !(task.number.flatMap { Int($0) }.map(ended.contains) ?? false) })
  }

  private var lastJob: String?

  /// Returns when `isDone` says so, or when Slurm has had nothing of this run for some seconds, in which a file system
  /// that is shared may still bring what the tasks wrote last.
  private func poll(until isDone: () -> Bool) throws {
    var (pause, next, empty) = (0.5, Date(), Date?.none)
    while !isDone() {
      if Interrupt.isAsked { throw cancelled() }
      if Date() >= next {
        if let isQueued = look() {
          empty = isQueued ? nil : empty ?? Date()
          if let empty, Date().timeIntervalSince(empty) > 3 { return }
        }
        next = Date(timeIntervalSinceNow: empty == nil ? pause : 1)
        pause = min(10, pause * 1.5)
      }
      usleep(useconds_t(min(1, pause / 2) * 1e6))
    }
  }

  /// Whether Slurm has anything of this run; nil where it does not answer. Tells why nothing runs.
  private func look() -> Bool? {
    do {
      let queued = try slurm.queue([folder.jobName, folder.preparationName])
      if let first = queued.first { lastJob = Coordinator.number(first.id) }
      let isRunning = queued.contains { ["RUNNING", "COMPLETING"].contains($0.state) }
      let reasons = Set(queued.map(\.reason)).subtracting(["None", "Priority", "Resources", "", "BeginTime"])
      tell(
        isRunning || reasons.isEmpty
          ? ""
          : "Slurm's job \(lastJob ?? "") waits: \(reasons.sorted().joined(separator: ", ")). "
            + "`scontrol show job \(lastJob ?? "")` says more; where it is held, `scontrol release \(lastJob ?? "")`")
      return !queued.isEmpty
    } catch {
      tell("\(error)")
      return nil
    }
  }

  /// Says a line when it is another than before.
  private func tell(_ line: String) {
    if line != complaint, !line.isEmpty { coordinator.say(line) }
    complaint = line
  }

  private func readTidings() {
    let shards = folder.prepared?.shards ?? 0
    for shard in ["prepare"] + (0..<shards).filter({ !ended.contains($0) }).map(String.init) {
      let file = TidingFile(folder, shard)
      while true {
        let tidings = file.read(from: &offsets[shard, default: 0])
        if tidings.isEmpty { break }
        for tiding in tidings {
          coordinator.hear(tiding)
          if tiding.kind == .end, let number = Int(shard) { ended.insert(number) }
        }
      }
    }
  }

  /// What is to be said of tasks that ended too soon.
  private func ending(_ tasks: [Slurm.Task]) -> Coordinator.Result {
    // What somebody did on purpose, or must mend, counts before what may be better next time.
    let grave = ["CANCELLED", "TIMEOUT", "DEADLINE", "OUT_OF_MEMORY"]
    guard let task = tasks.first(where: { grave.contains($0.state) }) ?? tasks.first else {
      return .lost("tasks ended, and Slurm does not say how", mayHelp: true)
    }
    let many = tasks.count == 1 ? "a task" : "\(tasks.count) tasks"
    let words = folder.lastWords(of: task.number ?? "")
    switch task.state {
    case "CANCELLED":
      return .lost("\(many) of job \(lastJob ?? "") cancelled from outside; the same command goes on", mayHelp: false)
    case "TIMEOUT", "DEADLINE":
      return .lost("\(many) came to the end of the time; give more --time or fewer --per-shard", mayHelp: false)
    case "OUT_OF_MEMORY":
      return .lost("\(many) used more memory than they had; give more --memory", mayHelp: false)
    default:
      if let known = TaskScript.fault(task, coordinator.setting, coordinator.output.root) {
        return .lost("\(known)", mayHelp: true)
      }
      let said = words.isEmpty ? "" : ": \(words)"
      return .lost("\(many) ended (\(task.state), code \(task.code), node \(task.node))\(said)", mayHelp: true)
    }
  }

  private func fault(of task: Slurm.Task?, _ job: String) -> any Error {
    let words = folder.lastWords(of: "prepare")
    defer { coordinator.remove(folder) }
    if let task, let known = TaskScript.fault(task, coordinator.setting, coordinator.output.root) { return known }
    let state = task.map { "\($0.state), code \($0.code), node \($0.node)" } ?? "Slurm does not say how"
    return FleetFault.preparation(job: job, state: state, said: words)
  }

  private func cancelled() -> any Error {
    slurm.cancel([folder.jobName, folder.preparationName])
    // Until they have gone, so that the same command may follow at once.
    for _ in 0..<60 {
      guard let queued = try? slurm.queue([folder.jobName, folder.preparationName]), !queued.isEmpty else { break }
      usleep(500_000)
    }
    coordinator.remove(folder)
    return Interrupt.Asked()
  }
}
