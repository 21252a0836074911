import Testing

@testable import Pages

/// Nothing that a stranger wrote is markup, in whatever place of a page it stands.
@Suite struct EscapedTests {
  @Test(arguments: Fixture.hostile)
  func leavesNoMarkup(_ text: String) {
    let escaped = Escaped.text(text).unicodeScalars
    for scalar: Unicode.Scalar in ["<", ">", "\"", "'", "\u{202E}", "\u{0}", "\u{1B}", "\u{FEFF}"] {
      #expect(!escaped.contains(scalar), "\(text)")
    }
  }

  /// To Swift a quote with an accent is one character, which is no quote; to a browser it is one.
  @Test func goesByScalars() {
    #expect(Escaped.text("\"\u{301}") == "&quot;\u{301}")
    #expect(Escaped.text("<\u{301}a&\u{20D0}") == "&lt;\u{301}a&amp;\u{20D0}")
  }

  @Test func whatTurnsTheDirectionIsShown() {
    #expect(Escaped.text("a\u{202E}b") == "a‹U+202E›b")
    #expect(Stranger.line("a\u{202E}b\u{2066}") == "a‹U+202E›b‹U+2066›")
    #expect(Stranger.line("a\u{7}\u{1B}[31mb\nc") == "ab c")
    #expect(Stranger.name(" ") == "(unnamed)")
  }

  /// Every text of every template goes through this escape, also in its parts.
  @Test func templatesEscapeByIt() throws {
    let templates = try Templates()
    let mischief = "\"\u{301}<\u{301}x\u{202E}"
    let values: [String: Any] = [
      "title": mischief, "name": mischief, "lab": mischief, "heading": mischief, "summary": mischief, "root": "",
      "policy": "", "isPrivate": true, "hasCrumbs": true, "crumbs": [["text": mischief, "href": mischief]],
      "inlineStyle": false, "made": mischief, "classes": [["name": mischief, "href": mischief]],
      "needing": [["what": mischief, "who": [["name": mischief, "href": mischief, "why": mischief]]]],
      "hasMistakes": true, "hasChecks": true, "checks": "",
      "mistakes": [
        ["title": mischief, "cause": mischief, "advice": mischief, "findings": [mischief], "hasFindings": true]
      ], "hasRows": true, "rows": [["title": mischief, "name": mischief, "href": mischief]], "remarks": [mischief],
      "notBuilt": ["words": mischief, "message": mischief], "statement": "", "hasAudit": true,
      "audit": [["name": mischief, "fails": mischief]],
    ]
    for page in Templates.Page.allCases {
      // The rows of that table are markup that was made of the other template.
      let own = page == .checks ? values.merging(["rows": "", "earned": mischief]) { $1 } : values
      let html = try templates.render(page, own).unicodeScalars
      #expect(!zip(html, html.dropFirst()).contains { ($0 == "<" || $0 == "\"") && $1 == "\u{301}" }, "\(page)")
      #expect(!html.contains("\u{202E}") && html.contains("‹"), "\(page)")
    }
  }

  @Test func aSlugIsOnePartOfAPathAndNobodyElses() {
    var slugs: Set<String> = []
    let folders = Fixture.hostile + ["..", ".", "a/b", "a=2Fb", "-x", "Ada~12ab", "a b", "A", "a"]
    for folder in folders {
      let slug = Stranger.slug(folder)
      #expect(!slug.isEmpty && slug.first != "." && slug.first != "-", "\(folder)")
      #expect(slug.utf8.allSatisfy { "._-~=".utf8.contains($0) || Character(Unicode.Scalar($0)).isASCIILetterOrDigit })
      #expect(slugs.insert(slug).inserted, "\(folder)")
    }
    #expect(Stranger.slug("Noor_Haddad~0afaa5564433") == "Noor_Haddad~0afaa5564433")
  }
}

extension Character {
  fileprivate var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
