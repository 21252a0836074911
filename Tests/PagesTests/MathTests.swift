import Foundation
import Grading
import HiddenChecks
import Testing

@testable import Pages

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Formulas become MathML whole, or not at all.
@Suite struct MathTests {
  @Test(arguments: Catalogue.labs.map(\.name))
  func everyFormulaOfEveryStatementIsUnderstood(_ lab: String) throws {
    let path = "\(try Toolkit.locate().root)/assignments/\(lab)/STATEMENT.md"
    let statement = Statement(try String(contentsOfFile: path, encoding: .utf8))
    #expect(statement.faults.isEmpty, "\(statement.faults.map(\.description))")
    #expect(!statement.title.isEmpty)
    let count = statement.html.matches(of: /<math/).count
    #expect(count > 10)
    // What is left between the tags holds nothing of TeX.
    let text = statement.html.replacing(/<code>.*?<\/code>/.dotMatchesNewlines(), with: "")
    #expect(!text.contains("\\") && !text.contains("$"), "\(lab)")
    #expect(Self.isWellFormed("<html xmlns=\"http://www.w3.org/1999/xhtml\">\(statement.html)</html>"), "\(lab)")
  }

  static func isWellFormed(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

  @Test(arguments: [
    (#"\frac12"#, "<mstyle><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>"),
    (#"x_i^2"#, "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    (#"\sigma'"#, "<msup><mi>σ</mi><mrow><mo>′</mo></mrow></msup>"),
    (#"a - 1"#, "<mi>a</mi><mo>−</mo><mn>1</mn>"),
    (#"= -1"#, #"<mo>=</mo><mo form="prefix">−</mo><mn>1</mn>"#),
    (#"\pm 1000"#, #"<mo form="prefix">±</mo><mn>1000</mn>"#),
    (#"\ln x"#, #"<mi>ln</mi><mspace width="0.1667em"/><mi>x</mi>"#),
    (#"\mathbb{R}^d"#, "<msup><mi>ℝ</mi><mi>d</mi></msup>"),
    (#"\mathcal L"#, ""),
    (#"0.01"#, "<mn>0.01</mn>"),
    (#"a < b"#, "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    (#"\text{a <b> c}"#, "<mtext>a\u{A0}&lt;b&gt;\u{A0}c</mtext>"),
  ])
  func isWritten(_ formula: String, _ markup: String) throws {
    guard !markup.isEmpty else {
      #expect(try MathML.element(formula, isDisplay: false).contains("ℒ"))
      return
    }
    #expect(try MathML.element(formula, isDisplay: false) == "<math><mrow>\(markup)</mrow></math>")
  }

  @Test func limitsStandBelowAndAboveInADisplayAlone() throws {
    #expect(try MathML.element(#"\sum_{i=1}^n"#, isDisplay: true).contains("<munderover>"))
    #expect(try MathML.element(#"\sum_{i=1}^n"#, isDisplay: false).contains("<msubsup>"))
    #expect(try MathML.element(#"\frac{1}{\sum_l x}"#, isDisplay: true).contains("<msub>"))
    #expect(try MathML.element(#"\max_{i}"#, isDisplay: true).contains("<munder>"))
  }

  @Test(arguments: [
    #"\nosuch"#, #"{a"#, #"a}"#, #"x^"#, #"x^1^2"#, #"\frac{1}"#, #"\left( a"#, #"\left a \right)"#,
    #"\begin{cases} a"#,
    #"\begin{verse} a \end{verse}"#, #"\text"#, #"\mathbb{RR}"#, #"a & b"#, String(repeating: "{", count: 100_000),
    String(repeating: #"\sqrt"#, count: 50_000), String(repeating: "_", count: 1000),
  ])
  func whatIsNotUnderstoodIsRefused(_ formula: String) {
    #expect(throws: MathError.self) { try MathML.element(formula, isDisplay: true) }
  }
}
