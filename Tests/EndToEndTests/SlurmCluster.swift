import Foundation
import Grading
import TestSupport
import Testing

/// A cluster of three nodes on this machine, which `Scripts/slurm.sh` starts for a suite and ends after it.
struct SlurmCluster: SuiteTrait, TestScoping {
  var isRecursive: Bool { false }

  /// The folder of the one that runs.
  @TaskLocal static var folder = ""

  /// They wait for a cluster most of their time, so they are asked for by name.
  static let isWanted = ProcessInfo.processInfo.environment["GRADUS_SLURM"] != nil
  static let reason: Comment = "grading on a cluster is tested by `make test-slurm`"

  func provideScope(for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void)
    async throws
  {
    // Short, since the names of sockets are.
    let folder = "/tmp/gradus-slurm-\(getpid())"
    let script = try Toolkit.locate().root + "/Scripts/slurm.sh"
    defer {
      _ = try? Self.run(script, ["stop", folder])
      try? FileManager.default.removeItem(atPath: folder)
    }
    try FileManager.default.createDirectory(atPath: "\(folder)/unseen", withIntermediateDirectories: true)
    let started = try Self.run(script, ["start", folder, "3", "\(getpid())"])
    try #require(started.code == 0, "\(started.said)")
    try await Self.$folder.withValue(folder) { try await body() }
  }

  /// Runs a program that knows the cluster, and gives what it says.
  @discardableResult
  static func run(_ program: String, _ arguments: [String]) throws -> (code: Int32, said: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["SLURM_CONF": "\(folder)/slurm.conf"]) { $1 }
    let log = "/tmp/gradus-slurm-said-\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: log) }
    // A file and no pipe: daemons that it starts may keep it open.
    let file = FileHandle(forWritingAtPath: log)
    (process.standardOutput, process.standardError) = (file ?? .nullDevice, file ?? .nullDevice)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    )
  }

  /// The running tasks of arrays: number in the array, job and node.
  static func tasks() throws -> [(number: String, id: String, node: String)] {
    try run("squeue", ["--noheader", "--states=RUNNING", "--format=%K|%i|%N|%j"]).said.split(separator: "\n").compactMap
    {
      let parts = $0.split(separator: "|").map(String.init)
      return parts.count == 4 && !parts[3].hasSuffix("-prepare") ? (parts[0], parts[1], parts[2]) : nil
    }.sorted { $0.number < $1.number }
  }

  static var isEmpty: Bool { (try? run("squeue", ["--noheader"]).said.isEmpty) ?? false }
}
