import ArgumentParser
import Fleet

/// Where a class is graded, and what is asked of a cluster.
struct FleetOptions: ParsableArguments {
  enum Place: String, ExpressibleByArgument, CaseIterable { case here, slurm }

  @Option(help: "Where it is graded: here, or slurm: in tasks on a cluster, from folders that its nodes share.")
  var on: Place = .here
  @Option(help: "The partition.")
  var partition: String?
  @Option(help: "The account to charge.")
  var account: String?
  @Option(help: ArgumentHelp("The longest that a task may take, as Slurm reads it: 30:00.", valueName: "time"))
  var time: String?
  @Option(help: ArgumentHelp("The memory of a task, as Slurm reads it: 2G.", valueName: "size"))
  var memory: String?
  @Option(help: ArgumentHelp("How many tasks the class is dealt out to.", valueName: "count"))
  var shards: Int?
  @Option(help: ArgumentHelp("How many submissions go into a task; 10 unless the class is large.", valueName: "count"))
  var perShard: Int?

  func validate() throws {
    if shards ?? 1 < 1 || perShard ?? 1 < 1 { throw ValidationError("--shards and --per-shard want 1 or more.") }
    if shards != nil, perShard != nil { throw ValidationError("Give --shards or --per-shard, not both.") }
    let given = [partition, account, time, memory].contains { $0 != nil } || shards != nil || perShard != nil
    if on == .here, given { throw ValidationError("What is asked of a cluster wants --on slurm.") }
  }

  var request: Slurm.Request {
    Slurm.Request(partition: partition, account: account, time: time, memory: memory)
  }
}
