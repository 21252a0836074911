import Testing

@testable import Reports

@Suite("Strangers' text, cleaned and bounded") struct CleanTests {
  @Test(
    "what stays and what goes",
    arguments: [
      ("a\u{0}b\u{1B}[1;31mc\u{1B}[0md\u{7F}e\u{9B}f", "abcdef"), ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\tb", "a\tb"),
      ("\u{FFFE}x\u{FFFF}\u{FEFF}", "x"), ("\u{202E}abc\u{2069}", "abc"), ("Zoë 李 👩‍👩‍👧‍👦 🇫🇷", "Zoë 李 👩‍👩‍👧‍👦 🇫🇷"),
      ("\u{2028}", "\n"), ("\u{10FFFF}", "\u{10FFFF}"), ("\u{1B}", ""), ("\r\r\n", "\n\n"),
    ])
  func block(text: String, expected: String) { #expect(Clean.block(text, atMost: 100) == expected) }

  @Test("a line has no end of line and no outer space")
  func line() { #expect(Clean.line("  one\r\ntwo\tthree \n") == "one two three") }

  @Test("a text that just fits is whole") func fits() {
    let text = String(repeating: "x", count: 100)
    #expect(Clean.block(text, atMost: 100) == text)
    #expect(Clean.line(text, atMost: 100) == text)
  }

  @Test("a cut text keeps its limit, whole characters, and says so", arguments: ["x", "é", "e\u{301}", "👩‍👩‍👧‍👦", "🇫🇷"])
  func cut(character: String) {
    let text = String(repeating: character, count: 1_000)
    let block = Clean.block(text, atMost: 400)
    #expect(block.utf16.count <= 400)
    let parts = block.split(separator: "\n[cut here", maxSplits: 1)
    #expect(parts.count == 2)
    #expect(parts.first?.allSatisfy { String($0) == character } == true)
    #expect(parts.first.map { $0.utf16.count + character.utf16.count > 400 - 120 } == true)
    #expect(block.contains("\(text.unicodeScalars.count) characters"))
    let line = Clean.line(text, atMost: 50)
    #expect(line.utf16.count <= 50)
    #expect(line.last == "…")
    #expect(line.dropLast().allSatisfy { String($0) == character })
  }

  @Test("one character of megabytes is bounded all the same") func monster() {
    let family = String(repeating: "👩\u{200D}", count: 1_000_000)
    #expect(family.count == 1)
    #expect((800...1_000).contains(Clean.block(family, atMost: 1_000).utf16.count))
    #expect((98...100).contains(Clean.line(family, atMost: 100).utf16.count))
    let marks = "a" + String(repeating: "\u{301}", count: 1_000_000)
    #expect(Clean.line(marks) == "a" + String(repeating: "\u{301}", count: 8))
  }

  @Test("unique names") func names() {
    var names = UniqueNames()
    #expect(["a", "a", "a (2)", "a", "b"].map { names.unique($0) } == ["a", "a (2)", "a (2) (2)", "a (3)", "b"])
  }

  @Test(
    "durations have a dot and three decimals",
    arguments: [
      (0, "0.000"), (0.0004, "0.000"), (0.0006, "0.001"), (1.5, "1.500"), (61.25, "61.250"), (12_345.678, "12345.678"),
      (-1, "0.000"), (.nan, "0.000"), (.infinity, "0.000"),
    ] as [(Double, String)])
  func durations(seconds: Double, text: String) {
    #expect(Moment.seconds(milliseconds: Moment.milliseconds(seconds)) == text)
  }

  @Test(
    "where the first error is",
    arguments: [
      ("MLP.swift:12:5: error: no\nA.swift:1:1: error: x", CodeLine(file: "MLP.swift", line: 12)),
      ("/tmp/x y/MLP é.swift:3:9: warning: w\n/tmp/x y/MLP é.swift:7:9: error: e", .init(file: "MLP é.swift", line: 7)),
      ("error: no such file", nil), ("", nil), ("a.swift:99999999999:1: error: e", nil),
    ])
  func location(message: String, expected: CodeLine?) {
    #expect(CodeLine(ofFirstErrorIn: message) == expected)
  }
}
