import Foundation
import Grading
import Storage
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
    try age("a/old.entry", days: 31)
    try age("a/used.entry", days: 31)
    try age("a/young.entry", days: 29)
    try age("b/old", days: 31)
    #expect(try cache.bytes("a/used") { [2] } == [1])
    _ = try cache.bytes("a/new") { [1] }
    #expect(try names("a") == ["new.entry", "used.entry", "young.entry"])
    #expect(try names("b") == ["old"])
    _ = try cache.folder("b/new") { _ in }
    #expect(try names("b") == ["new"])
  }

  @Test(arguments: [[], [7], Array(repeating: 7, count: 100)] as [[UInt8]])
  func whatIsDamagedIsMadeAnew(_ bytes: [UInt8]) throws {
    #expect(try cache.bytes("a/one") { bytes } == bytes)
    #expect(try cache.bytes("a/one") { [1] } == bytes)
    let path = "\(cache.root)/a/one.entry"
    for damage in [{ $0.dropLast() }, { [$0[0] ^ 1] + $0.dropFirst() }, { _ in [] }] as [([UInt8]) -> [UInt8]] {
      try Files.write(damage(try Files.read(path)), to: path)
      #expect(try cache.bytes("a/one") { bytes } == bytes)
      #expect(try cache.bytes("a/one") { [1] } == bytes)
    }
  }

  @Test func aDamagedFolderIsMadeAnew() throws {
    func folder() throws -> String {
      try cache.folder("b/one") { place in
        try Files.makeFolder("\(place)/deep")
        for name in ["module", "deep/object"] { try Files.write([1, 2, 3], to: "\(place)/\(name)") }
      }
    }
    for name in ["module", "deep/object"] {
      let file = "\(try folder())/\(name)"
      try Files.write([1, 2], to: file)
      _ = try folder()
      #expect(try Files.read(file) == [1, 2, 3])
      Files.remove(file)
      _ = try folder()
      #expect(try Files.read(file) == [1, 2, 3])
    }
    // Another time alone is no damage, another content of the same size is.
    let file = "\(try folder())/module"
    try Files.write([1, 2, 3], to: file)
    _ = try cache.folder("b/one") { _ in Issue.record("made again") }
    try Files.write([1, 2, 4], to: file)
    _ = try folder()
    #expect(try Files.read(file) == [1, 2, 3])
    try Files.write([9], to: "\(try folder())/added")
    #expect(Files.exists("\(try folder())/added"))
  }

  /// What came with an installed toolkit: it is used, never written to, and not believed where it is damaged.
  @Test func whatIsGivenIsNotMadeAgain() throws {
    let given = try Cache(root: "\(folder.path)/given")
    func fill(_ place: String) throws { try Files.write([1, 2, 3], to: "\(place)/file") }
    let made = try given.folder("b/one", make: fill)
    _ = try given.bytes("a/one") { [1] }
    let heir = try Cache(root: "\(folder.path)/heir", given: [given.root, "\(folder.path)/nowhere"])
    #expect(try heir.folder("b/one") { _ in Issue.record("made again") } == made)
    #expect(try heir.bytes("a/one") { [2] } == [1])
    #expect(try FileManager.default.contentsOfDirectory(atPath: heir.root) == [])
    try Files.write([1, 2, 4], to: "\(made)/file")
    let own = try heir.folder("b/one", make: fill)
    #expect(own.hasPrefix(heir.root))
    #expect(try Files.read("\(made)/file") == [1, 2, 4])
    Files.remove("\(made)/.files")
    #expect(try Cache(root: "\(folder.path)/third", given: [given.root]).folder("b/one", make: fill) != made)
  }

  /// As on a full disk.
  @Test func whatCannotBeKeptIsMadeAllTheSame() throws {
    try Files.write([], to: "\(cache.root)/file")
    #expect(try cache.bytes("file/one") { [1] } == [1])
  }
}
