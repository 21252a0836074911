package import Checks
import CourseRules
import Foundation
import Glibc
package import Grading
package import Intake
import Keys
package import Sandbox
import Storage
import Synchronization

/// What runs on a node: the preparation of a command, or one shard of it. It does what the same command does on one
/// machine, with the same files in the same places.
package struct FleetTask: Sendable {
  package let run: RunFolder
  package let description: RunFolder.Description
  let output: OutputFolder
  let key: CourseKey
  let grading: ClassRun
  private let load: @Sendable (Turn) throws -> Submission
  private let say: @Sendable (String) -> Void
  private let node: String
  private let ending: Ending

  /// Whether Slurm has asked the task to end: then nothing more is put in place.
  private final class Ending: Sendable {
    private let flag = Mutex(false)
    func begin() { flag.withLock { $0 = true } }
    func check() throws { if flag.withLock(\.self) { throw FileFault("this task", Self.words) } }
    static let words = "was ended by Slurm (preempted, requeued or cancelled); the next one tries again"
  }

  /// Reads what the command left in `run`, and prepares its grader.
  package init(
    _ run: RunFolder, _ description: RunFolder.Description, lab plain: Lab, toolkit: Toolkit, cache: Cache,
    confinement: Confinement, load: @escaping @Sendable (Turn) throws -> Submission,
    report: @escaping OutputFolder.Report, say: @escaping @Sendable (String) -> Void
  ) throws {
    (self.run, self.description, self.load, self.say) = (run, description, load, say)
    let place = URL(fileURLWithPath: run.root).deletingLastPathComponent().deletingLastPathComponent().path
    output = try OutputFolder(existing: place)
    let key = try CourseKey(fileContents: try Files.read(description.key))
    guard key.fingerprint == description.keyFingerprint else {
      throw FleetFault.otherKey(file: description.key, found: key.fingerprint, wanted: description.keyFingerprint)
    }
    self.key = key
    let lab = description.rules.map(plain.under) ?? plain
    node = Self.node
    var grader = try Grader(
      lab: lab, plan: lab.plan { key.seed(lab: lab.name, check: $0, scope: "class") },
      keyFingerprint: key.fingerprint, toolkit: toolkit, cache: cache, confinement: confinement,
      diagnoses: description.diagnoses, note: say)
    grader.node = node
    grader.rules = try description.rules.map { try AppliedRules($0, of: plain) }
    let ending = Ending()
    self.ending = ending
    var grading = ClassRun(grader: grader, output: output, key: key, jobs: description.jobs) { card, history, folder in
      try ending.check()
      try report(card, history, folder)
    }
    (grading.again, grading.retry) = (description.again, description.retry)
    self.grading = grading
  }

  /// The node that this is, as Slurm calls it.
  private static var node: String {
    let environment = ProcessInfo.processInfo.environment
    return environment["SLURMD_NODENAME"] ?? environment["HOSTNAME"] ?? "unknown"
  }

  /// Makes what all shards need, finds out what is to be graded, and deals it out.
  package func prepare() throws {
    let (share, own) = (try output.lockAsTask(), try lock("prepare"))
    defer { withExtendedLifetime((share, own)) {} }
    guard run.prepared == nil else { return }
    try output.keep(grading.grader.rules)
    try output.keep(grading.grader.plan, grading.grader.reference.transcript)
    let tidings = TidingFile(run, "prepare")
    var missing: [Turn] = []
    let turns = try run.turns("turns.jsonl")
    for (index, turn) in turns.enumerated() {
      // Whatever is the matter with one submission is the matter of its own shard.
      guard let old = try? grading.reused(read(turn)) else {
        missing.append(turn)
        continue
      }
      try tidings.append(
        Tiding(
          ClassRun.Event(
            kind: .reused, name: turn.name.display, folder: turn.name.folder, earned: old.earned,
            possible: old.possible, done: index + 1, count: turns.count)))
    }
    if !missing.isEmpty { try grading.grader.prepareSuspects() }
    let size = description.size(of: missing.count)
    var shards = 0
    for start in stride(from: 0, to: missing.count, by: size) {
      try run.write(Array(missing[start..<min(start + size, missing.count)]), to: "shards/\(shards).jsonl")
      shards += 1
    }
    try run.finish(RunFolder.Prepared(shards: shards, submissions: missing.count, node: node))
  }

  /// Grades a shard, but for what an earlier task of the same shard was done with.
  package func grade(shard: Int) throws {
    let share = try output.lockAsTask()
    let own = try lock("\(shard)")
    defer { withExtendedLifetime((share, own)) {} }
    let tidings = TidingFile(run, "\(shard)")
    let known = tidings.all()
    guard !known.contains(where: { $0.kind == .end }) else { return }
    let done = Set(known.map(\.folder))
    let rest = try run.turns("shards/\(shard).jsonl").filter { !done.contains($0.name.folder) }
    let watch = watchForTheEnd(rest)
    defer { watch.cancel() }
    let faults = Mutex<[any Error]>([])
    try grading.run(count: rest.count, name: { rest[$0].name }, load: { try read(rest[$0]) }) { event in
      do {
        if case .fault = event.kind { try ending.check() }
        try tidings.append(Tiding(event))
      } catch {
        faults.withLock { $0.append(error) }
      }
    }
    if let fault = faults.withLock(\.first) { throw fault }
    try tidings.append(.end)
  }

  private func read(_ turn: Turn) throws -> Submission {
    try turn.requireVisible(on: node)
    return try load(turn)
  }

  /// The shard's lock. A task that was requeued since its node was lost may find the lost one still at work.
  private func lock(_ shard: String) throws -> OutputFolder.Lock {
    let path = "\(run.root)/locks/\(shard)"
    var isTold = false
    while true {
      if let lock = try output.lock(of: path) { return lock }
      if !isTold { say("another task still grades shard \(shard); waiting for it") }
      isTold = true
      sleep(1)
    }
  }

  /// On SIGTERM, which Slurm sends some seconds before it kills: those under way were not ended by what they hold.
  private func watchForTheEnd(_ turns: [Turn]) -> any DispatchSourceSignal {
    signal(SIGTERM, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: DispatchQueue(label: "end"))
    let folders = turns.map(\.name.folder)
    source.setEventHandler { [output, ending, say] in
      ending.begin()
      for folder in folders { output.noteStop(folder, "this task \(Ending.words)") }
      say("ended by Slurm")
      _exit(143)
    }
    source.resume()
    return source
  }
}
