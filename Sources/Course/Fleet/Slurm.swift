import Foundation
import Glibc

/// Slurm's own commands. `sacct` is not among them: not every cluster keeps accounts.
package struct Slurm: Sendable {
  private let programs: [String: String]

  /// What the jobs of a command may use.
  package struct Request: Hashable, Sendable {
    package var partition: String?
    package var account: String?
    package var time: String?
    package var memory: String?

    package init(partition: String?, account: String?, time: String?, memory: String?) {
      (self.partition, self.account, self.time, self.memory) = (partition, account, time, memory)
    }

    var arguments: [String] {
      [("partition", partition), ("account", account), ("time", time), ("mem", memory)].compactMap { name, value in
        value.map { "--\(name)=\($0)" }
      }
    }
  }

  /// A job, or the tasks of an array that wait together, in the queue.
  struct Queued: Sendable {
    var id: String
    var state: String
    var reason: String
  }

  /// How a task stands or ended, as long as the controller remembers it.
  struct Task: Sendable {
    var number: String?
    var state: String
    var code: String
    var node: String
  }

  /// Finds the commands on PATH.
  package init() throws(FleetFault) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    var found: [String: String] = [:]
    for program in ["sbatch", "squeue", "scontrol", "scancel"] {
      guard let folder = folders.first(where: { access("\($0)/\(program)", X_OK) == 0 }) else {
        throw .noSlurm(program)
      }
      found[program] = "\(folder)/\(program)"
    }
    programs = found
  }

  /// Throws where the partition does not exist.
  package func require(partition: String?) throws {
    guard let partition else { return }
    let outcome = try run("scontrol", ["--oneliner", "show", "partition"])
    guard outcome.code == 0 else { throw FleetFault.unreachable(outcome.words) }
    let known = outcome.output.split(separator: "\n").compactMap { Self.fields($0)["PartitionName"] }
    let missing = partition.split(separator: ",").map(String.init).first { !known.contains($0) }
    if let missing { throw FleetFault.noPartition(missing, known: known) }
  }

  /// How many tasks an array may have.
  package func largestArray() throws -> Int {
    let outcome = try run("scontrol", ["show", "config"])
    guard outcome.code == 0 else { throw FleetFault.unreachable(outcome.words) }
    let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("MaxArraySize") }
    let number = line?.split(separator: "=").last.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    return max(1, number ?? 1001)
  }

  /// Hands a job in, and gives its number.
  func submit(_ script: [String], name: String, array: Int?, processors: Int, _ request: Request) throws -> String {
    let array = array.map { ["--array=0-\($0 - 1)"] } ?? []
    let outcome = try run(
      "sbatch",
      [
        "--parsable", "--requeue", "--job-name=\(name)", "--output=/dev/null", "--chdir=/", "--export=ALL", "--nodes=1",
        "--ntasks=1", "--cpus-per-task=\(processors)",
      ] + array + request.arguments + script)
    let id = outcome.output.split(whereSeparator: { ";\n".contains($0) }).first.map(String.init) ?? ""
    guard outcome.code == 0, !id.isEmpty else { throw FleetFault.refused(outcome.words) }
    return id
  }

  /// What of these names is in the queue.
  func queue(_ names: [String]) throws -> [Queued] {
    let outcome = try run("squeue", ["--noheader", "--name=\(names.joined(separator: ","))", "--format=%i|%T|%r"])
    guard outcome.code == 0 else { throw FleetFault.unreachable(outcome.words) }
    return outcome.output.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      return parts.count == 3 ? Queued(id: parts[0], state: parts[1], reason: parts[2]) : nil
    }
  }

  /// How the tasks of a job ended; nothing where the controller has forgotten them.
  func tasks(of job: String) -> [Task] {
    guard let outcome = try? run("scontrol", ["--oneliner", "show", "job", job]), outcome.code == 0 else { return [] }
    return outcome.output.split(separator: "\n").map { line in
      let fields = Self.fields(line)
      return Task(
        number: fields["ArrayTaskId"], state: fields["JobState"] ?? "", code: fields["ExitCode"] ?? "",
        node: fields["BatchHost"] ?? fields["NodeList"] ?? "?")
    }
  }

  func cancel(_ names: [String]) {
    for name in names { _ = try? run("scancel", ["--name=\(name)"]) }
  }

  private static func fields(_ line: Substring) -> [String: String] {
    var fields: [String: String] = [:]
    for word in line.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1)
      if parts.count == 2, fields[String(parts[0])] == nil { fields[String(parts[0])] = String(parts[1]) }
    }
    return fields
  }

  private struct Outcome {
    var code: Int32
    var output: String
    var error: String
    /// What it complained of, on one line.
    var words: String {
      let lines = error.split(separator: "\n").map { line in
        line.range(of: "error: ").map { String(line[$0.upperBound...]) } ?? String(line)
      }
      return lines.suffix(3).joined(separator: "; ")
    }
  }

  private func run(_ program: String, _ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: programs[program] ?? program)
    process.arguments = arguments
    let (output, error) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, error)
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { throw FleetFault.noSlurm(program) }
    // Its complaints are short, and so fit into the pipe until they are read.
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      error: String(decoding: complaint.suffix(4000), as: UTF8.self))
  }
}
