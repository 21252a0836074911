import Checks
import Sandbox
import Testing

/// What a program printed is kept without anything that a terminal would obey.
@Suite struct PrintableTests {
  @Test func nothingPrintedIsObeyed() {
    let hostile = "ok\n\u{1B}]0;title\u{07}\u{1B}[2J\u{9B}31m\r\u{08}\u{7F}\u{202E}tab\té🧪\u{0}"
    let kept = String(decoding: Printable.lines(Array(hostile.utf8) + [0x9B, 0xFF]), as: UTF8.self)
    #expect(kept.hasPrefix("ok\n") && kept.contains("tab\té🧪"))
    for scalar in kept.unicodeScalars where scalar != "\n" && scalar != "\t" {
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
      #expect(scalar.properties.generalCategory != .format)
    }
  }
}
