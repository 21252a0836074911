import Foundation
import Grading
import Storage
import TestSupport
import Testing

/// Who may write to a folder of results at once, and what is made of what a killed run left there.
@Suite struct LockTests {
  let folder: TemporaryFolder
  let output: OutputFolder

  init() throws {
    folder = try TemporaryFolder()
    output = try OutputFolder("\(folder.path)/out", lab: "Perceptron")
  }

  @Test func tasksShareWhatNobodyElseMayHave() throws {
    let first = try output.lockAsTask()
    let second = try output.lockAsTask()
    #expect(throws: GradingFault.self) { try output.lock() }
    // Their command, which has been started again, leaves what they are writing alone.
    try folder.write("half", to: "out/students/.ada/transcript")
    let command = try output.lockForTasks()
    #expect(try folder.read("out/students/.ada/transcript") == "half")
    #expect(throws: GradingFault.self) { try output.lockForTasks() }
    withExtendedLifetime((first, second, command)) {}
  }

  @Test func aShardIsOneTasks() throws {
    let lock = try output.lock(of: "\(folder.path)/shard")
    #expect(lock != nil)
    #expect(try output.lock(of: "\(folder.path)/shard") == nil)
    withExtendedLifetime(lock) {}
  }

  @Test func whatStoodAsideComesBack() throws {
    try folder.write("old", to: "out/students/.-ada/scorecard.json")
    try folder.write("old", to: "out/students/.-bob/scorecard.json")
    try folder.write("new", to: "out/students/bob/scorecard.json")
    try folder.write("half", to: "out/students/.eve/scorecard.json")
    let lock = try output.lock()
    #expect(try folder.read("out/students/ada/scorecard.json") == "old")
    #expect(try folder.read("out/students/bob/scorecard.json") == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(output.root)/students").sorted() == ["ada", "bob"])
    withExtendedLifetime(lock) {}
  }
}
