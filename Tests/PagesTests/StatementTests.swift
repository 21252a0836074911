import Testing

@testable import Pages

/// Markdown as statements use it.
@Suite struct StatementTests {
  private func html(_ markdown: String) -> String { Statement(markdown).html }

  @Test func blocks() {
    #expect(Statement("# Title\n\nText").title == "Title")
    #expect(html("# Title\n\none\ntwo\n\nthree") == "<p>one\ntwo</p>\n<p>three</p>\n")
    #expect(html("## Part *b*") == "<h2>Part <em>b</em></h2>\n")
    #expect(html("```sh\na < b\n```\nrest") == "<pre><code>a &lt; b</code></pre>\n<p>rest</p>\n")
    #expect(html("```sh\nnever closed") == "<pre><code>never closed</code></pre>\n")
  }

  @Test func lists() {
    #expect(html("- one\n  more\n- two") == "<ul>\n<li>one\nmore</li>\n<li>two</li>\n</ul>\n")
    #expect(html("1. one\n2. two\n\nafter") == "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n<p>after</p>\n")
    let formula = html("- first\n\n  $$x$$\n\n  rest\n- second")
    #expect(formula.contains(#"<div class="formula"><math display="block">"#))
    #expect(formula.matches(of: /<li>/).count == 2 && formula.hasSuffix("<li>second</li>\n</ul>\n"))
    #expect(html("text\n- item") == "<p>text</p>\n<ul>\n<li>item</li>\n</ul>\n")
  }

  @Test func tables() {
    let table = html("| a | b |\n|---|---:|\n| `x|y` | $|z|$ |\n| 1 \\| 2 | <b> |\n")
    #expect(table.contains(#"<th scope="col" class="number">b</th>"#))
    #expect(table.contains("<td><code>x|y</code></td>"))
    #expect(table.contains("<td>1 | 2</td>") && table.contains("&lt;b&gt;"))
    #expect(table.matches(of: /<td/).count == 4)
  }

  @Test func inline() {
    #expect(
      html("a **b** *c* `d*e*` 2 * 3 * 4") == "<p>a <strong>b</strong> <em>c</em> <code>d*e*</code> 2 * 3 * 4</p>\n")
    #expect(html("never *closed") == "<p>never *closed</p>\n")
    #expect(
      html("[a](https://b.example/c?d&e) [f](g.md)") == "<p><a href=\"https://b.example/c?d&amp;e\">a</a> f</p>\n")
    #expect(html("[x](javascript:alert(1))").contains("href") == false)
    #expect(html("<script>x</script> & \"y\"") == "<p>&lt;script&gt;x&lt;/script&gt; &amp; &quot;y&quot;</p>\n")
  }

  @Test func aFormulaThatIsNotUnderstoodStaysAsItIs() {
    let statement = Statement("see $\\nosuch{x}$ there")
    #expect(statement.html == "<p>see <code>\\nosuch{x}</code> there</p>\n")
    #expect(statement.faults.count == 1)
    #expect(statement.faults.first?.description.contains("\\nosuch is not known") == true)
  }

  @Test func anyTextIsShownSomehow() {
    for text in Fixture.hostile {
      for frame in [
        "\(text)", "- \(text)", "| \(text) |\n|---|\n| \(text) |", "# \(text)", "$\(text)$", "> \(text)", "*\(text)",
      ] {
        let html = html(frame)
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("onload=a><"), "\(frame)")
      }
    }
  }
}
