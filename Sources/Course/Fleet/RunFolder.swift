package import CourseRules
import Foundation
import Storage

/// What a command told its tasks, and they told it: a folder `slurm/RUN` among the results, gone when all is graded.
///
/// `run.json` says what to do, `turns.jsonl` with whom; the preparation writes `shards/N.jsonl` and `prepared.json`; the
/// task of a shard holds `locks/N` and tells of each submission in `events/N.jsonl`. Nothing in it is a mark.
package struct RunFolder: Sendable {
  /// The command, for the tasks. The course key is in its own file, and never here.
  package struct Description: Hashable, Sendable, Codable {
    package static let format = 1
    package var format = Self.format
    package var lab: String
    /// The submissions as they were named, but from whatever folder.
    package var paths: [String]
    package var key: String
    package var keyFingerprint: String
    package var sandbox: String
    package var jobs: Int
    package var again: Bool
    package var retry: Bool
    package var diagnoses: Bool
    /// The course's rules for the lab, where there are any.
    package var rules: LabRules?
    /// At most how many submissions a task grades, as far as `mostShards` allows.
    package var perShard: Int?
    package var shards: Int?
    package var mostShards = 1001

    package init(
      lab: String, paths: [String], key: String, keyFingerprint: String, sandbox: String, jobs: Int
    ) {
      (self.lab, self.paths, self.key, self.keyFingerprint) = (lab, paths, key, keyFingerprint)
      (self.sandbox, self.jobs) = (sandbox, jobs)
      (again, retry, diagnoses) = (false, false, true)
    }

    /// How many submissions go into a shard where so many are to be graded.
    func size(of count: Int) -> Int {
      let wanted = shards.map { (count + $0 - 1) / $0 } ?? perShard ?? Self.usual
      return max(1, wanted, (count + mostShards - 1) / mostShards)
    }

    /// A task costs about a second before its first submission, and a lost node the rest of its shard's time.
    private static let usual = 10
  }

  /// What the preparation found.
  struct Prepared: Sendable, Codable {
    var shards: Int
    var submissions: Int
    var node: String
  }

  package let root: String

  /// The folder of a run that is there.
  package init(_ root: String) { self.root = root }

  /// Makes the folder of a new run among the results `output`.
  init(in output: String, _ description: Description, _ turns: [Turn]) throws {
    let name = String(UInt32.random(in: 0 ... .max), radix: 16)
    root = "\(output)/\(Self.folder)/\(name)"
    for part in ["shards", "events", "locks", "logs"] { try Files.makeFolder("\(root)/\(part)") }
    try write(turns, to: "turns.jsonl")
    try Files.write(Array(try JSONEncoder().encode(description)), to: "\(root)/run.json")
  }

  static let folder = "slurm"

  /// All of these results, of which at most one is more than what a killed command left.
  static func all(in output: String) -> [RunFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(output)/\(folder)")) ?? []
    return names.sorted().map { RunFolder("\(output)/\(folder)/\($0)") }
  }

  var name: String { (root as NSString).lastPathComponent }
  /// What its jobs are called, by which Slurm finds them.
  var jobName: String { "gradus-\(name)" }
  var preparationName: String { "\(jobName)-prepare" }

  package func description() throws -> Description {
    let data = Data(try Files.read("\(root)/run.json"))
    struct Version: Decodable { var format: Int }
    guard let version = try? JSONDecoder().decode(Version.self, from: data), version.format == Description.format,
      let description = try? JSONDecoder().decode(Description.self, from: data)
    else { throw FleetFault.otherVersion("\(root)/run.json") }
    return description
  }

  func turns(_ file: String) throws -> [Turn] {
    try Files.read("\(root)/\(file)").split(separator: 10).map {
      try JSONDecoder().decode(Turn.self, from: Data($0))
    }
  }

  func write(_ turns: [Turn], to file: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try Files.write(try turns.flatMap { Array(try encoder.encode($0)) + [10] }, to: "\(root)/\(file)")
  }

  var prepared: Prepared? {
    (try? Files.read("\(root)/prepared.json")).flatMap { try? JSONDecoder().decode(Prepared.self, from: Data($0)) }
  }

  func finish(_ prepared: Prepared) throws {
    try Files.write(Array(try JSONEncoder().encode(prepared)), to: "\(root)/prepared.json")
  }

  /// The last words of a task, for people.
  func lastWords(of task: String) -> String {
    let text = String(decoding: (try? Files.read("\(root)/logs/\(task)"))?.suffix(2000) ?? [], as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.hasPrefix("Error: ") ? $0.dropFirst(7) : $0 }
    return lines.last.map(String.init) ?? ""
  }

  func remove() { Files.remove(root) }
}
