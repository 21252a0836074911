import Keys
import Testing

@Suite struct CourseKeyTests {
  /// FIPS 180-2's example.
  @Test func digestIsSHA256() {
    #expect(
      Digest(of: Array("abc".utf8)).description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  /// Made with: printf 'MLP\0backward\0class\0' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
  @Test func seedIsHMAC() throws {
    let key = try CourseKey(fileContents: Array("0123456789abcdef0123456789abcdef\n".utf8))
    #expect(key.seed(lab: "MLP", check: "backward", scope: "class") == 0xf98bd6b6788d9e67)
  }

  @Test func seedsDifferInEveryPart() throws {
    let key = try CourseKey(bytes: Array(repeating: 7, count: 32))
    let seeds = [
      key.seed(lab: "MLP", check: "a", scope: "class"), key.seed(lab: "MLP", check: "b", scope: "class"),
      key.seed(lab: "MLP", check: "a", scope: "ada"), key.seed(lab: "CNN", check: "a", scope: "class"),
      key.seed(lab: "MLPa", check: "", scope: "class"),
      CourseKey.everyone.seed(lab: "MLP", check: "a", scope: "class"),
    ]
    #expect(Set(seeds).count == seeds.count)
  }

  @Test func aKeyReadBackIsTheSame() throws {
    let key = try CourseKey.random()
    let first = try CourseKey(fileContents: key.fileContents)
    let second = try CourseKey(fileContents: key.fileContents)
    #expect(first.fingerprint == second.fingerprint)
    #expect(try CourseKey.random().fingerprint != key.fingerprint)
  }

  @Test func aShortKeyIsRefused() {
    #expect(throws: KeyError.self) { try CourseKey(fileContents: Array("secret\n".utf8)) }
  }
}
