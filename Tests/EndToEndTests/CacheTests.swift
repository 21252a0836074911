import Foundation
import Grading
import TestSupport
import Testing

/// What is kept is made once, and goes when nobody used it for long.
@Suite struct CacheTests {
  let folder: TemporaryFolder
  let cache: Cache

  init() throws {
    folder = try TemporaryFolder()
    cache = try Cache(root: "\(folder.path)/cache")
  }

  private func age(_ key: String, days: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -days * 86400)], ofItemAtPath: "\(cache.root)/\(key)")
  }

  private func names(_ group: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(cache.root)/\(group)").sorted()
  }

  @Test func isMadeOnce() throws {
    #expect(try cache.bytes("a/one") { [1] } == [1])
    #expect(try cache.bytes("a/one") { [2] } == [1])
    let made = try cache.folder("b/one") { try "x".write(toFile: "\($0)/file", atomically: true, encoding: .utf8) }
    #expect(try cache.folder("b/one") { _ in Issue.record("made again") } == made)
  }

  @Test func whatFailsIsNotKept() throws {
    #expect(throws: CocoaError.self) { try cache.folder("b/two") { _ in throw CocoaError(.fileNoSuchFile) } }
    #expect(try cache.folder("b/two") { _ in }.hasSuffix("b/two"))
    #expect(try names("b") == ["two"])
  }

  @Test func theUnusedGoAndTheUsedStay() throws {
    for name in ["old", "used", "young"] { _ = try cache.bytes("a/\(name)") { [1] } }
    _ = try cache.folder("b/old") { _ in }
    try age("a/old", days: 31)
    try age("a/used", days: 31)
    try age("a/young", days: 29)
    try age("b/old", days: 31)
    #expect(try cache.bytes("a/used") { [2] } == [1])
    _ = try cache.bytes("a/new") { [1] }
    #expect(try names("a") == ["new", "used", "young"])
    #expect(try names("b") == ["old"])
    _ = try cache.folder("b/new") { _ in }
    #expect(try names("b") == ["new"])
  }
}
