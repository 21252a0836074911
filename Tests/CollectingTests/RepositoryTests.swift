import Foundation
import TestSupport
import Testing

@testable import Collecting

/// Repositories of students, which are theirs to write: settings and hooks too.
@Suite struct RepositoryTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A git of no one's settings, at a time of the test's.
  @discardableResult
  private func git(_ words: [String], at seconds: Int = 1_790_000_000) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"] + words
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "\(seconds) +0000",
      "GIT_COMMITTER_DATE": "\(seconds) +0000",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return said.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A repository with one commit; its hash.
  private func repository(_ name: String, _ text: String, at seconds: Int = 1_790_000_000) throws -> String {
    let path = "\(folder.path)/\(name)"
    try folder.write(text, to: "\(name)/Perceptron.swift")
    try git(["init", "--quiet", "--initial-branch=main", path])
    try git(["-C", path, "add", "."])
    try git(["-C", path, "commit", "--quiet", "-m", "work"], at: seconds)
    return try git(["-C", path, "rev-parse", "HEAD"])
  }

  private func collect(_ from: String) throws -> CommandLineTool.Outcome {
    try gradus.run(["collect", "Perceptron", from, "--out", "\(folder.path)/out/class"])
  }

  private func attempts() throws -> [String: [String: Any]] {
    var attempts: [String: [String: Any]] = [:]
    for line in try folder.read("out/class/attempts.jsonl").split(separator: "\n") {
      let attempt = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      attempts[try #require((attempt["student"] as? [String: Any])?["id"] as? String)] = attempt
    }
    return attempts
  }

  @Test func aClassroomsFolderIsCollectedByItsCommits() throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/out", withIntermediateDirectories: true)
    let hash = try repository("mlp-submissions/mlp-ada", "// committed")
    try folder.write("// not committed", to: "mlp-submissions/mlp-ada/Perceptron.swift")
    _ = try repository("mlp-submissions/mlp-bob", "// bob", at: 1_790_000_500)
    try git(["init", "--quiet", "\(folder.path)/mlp-submissions/mlp-eve"])
    try folder.write("x", to: "mlp-submissions/mlp-none/Perceptron.swift")
    // Settings that name a program are carried out nowhere that could matter.
    let evil = "\(folder.path)/evil"
    for (key, value) in [("core.fsmonitor", "touch \(evil)"), ("core.pager", "touch \(evil)"), ("gpg.program", evil)] {
      try git(["-C", "\(folder.path)/mlp-submissions/mlp-bob", "config", key, value])
    }
    try git(["-C", "\(folder.path)/mlp-submissions/mlp-bob", "config", "log.showSignature", "true"])
    try git(["-C", "\(folder.path)/mlp-submissions/mlp-bob", "config", "tar.umask", "user"])
    let outcome = try collect("\(folder.path)/mlp-submissions")
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.output.contains("3 students (git)"), "\(outcome.output)")
    #expect(outcome.output.contains("Nobody's, and left out: mlp-none"))
    #expect(outcome.output.contains("eve: the repository has no commit that can be read"))
    #expect(try folder.read("out/class/ada/Perceptron.swift") == "// committed")
    #expect(try folder.read("out/class/bob/Perceptron.swift") == "// bob")
    #expect(!FileManager.default.fileExists(atPath: evil))
    let ada = try #require(try attempts()["ada"])
    #expect((ada["from"] as? [String: Any])?["commit"] as? String == hash)
    // `date -u -d @1790000000`
    #expect(ada["handedIn"] as? [String: String] == ["at": "2026-09-21T14:13:20Z", "source": "commit"])
    #expect(try collect("\(folder.path)/mlp-submissions").output.contains("0 new attempts, 3 as before"))
  }

  @Test func aListIsClonedAndTheServersTimeIsTold() throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/out", withIntermediateDirectories: true)
    _ = try repository("ada", "// ada")
    _ = try repository("bob", "// bob")
    let list = try folder.write(
      """
      id,address,pushed_at
      1001,\(folder.path)/ada,2026-10-01T12:00:00Z
      1002,\(folder.path)/bob,
      1003,\(folder.path)/nowhere,
      """, to: "list.csv")
    let outcome = try collect(list)
    #expect(outcome.code == 2)
    #expect(outcome.error.contains("1003 was not collected: "), "\(outcome.error)")
    #expect(outcome.output.contains("2 students (git)"))
    #expect(
      try attempts()["1001"]?["handedIn"] as? [String: String] == ["at": "2026-10-01T12:00:00Z", "source": "server"])
    #expect((try attempts()["1002"]?["handedIn"] as? [String: String])?["source"] == "commit")
    #expect(try folder.read("out/class/1002/Perceptron.swift") == "// bob")
  }

  /// What is cloned is bounded, so that no repository fills the disk.
  @Test func aRepositoryThatIsTooLargeIsNotCloned() throws {
    var generator = Seeded(state: 7)
    let noise = (0..<20_000).map { _ in String(UInt64.random(in: 0 ... .max, using: &generator), radix: 36) }
    _ = try repository("large", noise.joined())
    _ = try repository("small", "// small")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/out", withIntermediateDirectories: true)
    try Cloning.clone("\(folder.path)/small", to: "\(folder.path)/out/small", most: 64 << 10)
    #expect(throws: CollectingFault.self) {
      try Cloning.clone("\(folder.path)/large", to: "\(folder.path)/out/large", most: 64 << 10)
    }
  }

  @Test func aServersOwnRepositoriesKnowWhenTheyWerePushedTo() throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/out", withIntermediateDirectories: true)
    _ = try repository("work", "// ada")
    let bare = "\(folder.path)/server/ada.git"
    try git(["init", "--quiet", "--bare", "--initial-branch=main", bare])
    try git(["-C", bare, "config", "core.logAllRefUpdates", "true"])
    try git(["-C", "\(folder.path)/work", "push", "--quiet", bare, "main"], at: 1_790_003_600)
    let outcome = try collect("\(folder.path)/server")
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(
      try attempts()["ada"]?["handedIn"] as? [String: String] == ["at": "2026-09-21T15:13:20Z", "source": "server"])
  }
}
