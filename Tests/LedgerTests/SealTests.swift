import Keys
import Ledger
import Testing

/// A seal holds for what was sealed, and for nothing else.
@Suite struct SealTests {
  static let files: [String: [UInt8]] = [
    "scorecard.json": Array("{\"earned\": 7.5}\n".utf8), "history.jsonl": Array("{}\n".utf8),
    "submission.swift": Array("struct Submission {}".utf8), "transcript": [1, 2, 3],
  ]

  private func seal(_ files: [String: [UInt8]] = files, by key: CourseKey = .everyone) -> Seal {
    Seal("ada", by: key) { files[$0] }
  }

  @Test func whatIsReadBackHolds() throws {
    let seal = try #require(Seal(text: seal().text))
    #expect(seal == self.seal())
    #expect(seal.holds(for: "ada", by: .everyone) { Self.files[$0] })
    #expect(seal.holds(for: [1, 2, 3], of: "transcript"))
  }

  @Test func anyOtherByteBreaksIt() throws {
    for name in Seal.small {
      var files = Self.files
      files[name]?[1] ^= 1
      #expect(!seal().holds(for: "ada", by: .everyone) { files[$0] }, "\(name)")
      files[name] = nil
      #expect(!seal().holds(for: "ada", by: .everyone) { files[$0] }, "\(name)")
    }
    for name in Seal.large {
      #expect(!seal().holds(for: [1, 2], of: name))
      let moved = seal().text.replacing(try #require(Self.files[name].map { "\(Digest(of: $0))" }), with: "0")
      let other = try #require(Seal(text: moved))
      #expect(!other.holds(for: "ada", by: .everyone) { Self.files[$0] }, "\(name)")
    }
    #expect(!seal().holds(for: [1], of: "other"))
  }

  @Test func anotherFolderOrKeyBreaksIt() throws {
    #expect(!seal().holds(for: "bob", by: .everyone) { Self.files[$0] })
    #expect(!seal().holds(for: "ada", by: try .random()) { Self.files[$0] })
    #expect(!seal(by: try .random()).holds(for: "ada", by: .everyone) { Self.files[$0] })
  }

  @Test(arguments: ["", "gradus seal 1", "gradus seal 2\nabc\n", "gradus seal 1\na b c\nabc\n", "nonsense\n\n"])
  func whatIsNoSealIsNone(_ text: String) { #expect(Seal(text: text) == nil) }
}
