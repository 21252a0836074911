import Foundation
import Grading
import Sandbox
import Similarity
import Testing

@testable import Parsing

/// The reader, confined as it is always run, on what students and strangers write.
@Suite struct SourceReaderTests {
  private static let reader = Result {
    let confinement = try Confinement.available()
    return try SourceReader(job: try Cell.reading(confinement), confinement: confinement, patience: 1)
  }

  private func read(_ sources: [String]) throws -> [SourceReader.Reading] {
    try Self.reader.get().read(sources.map { Array($0.utf8) })
  }

  private func tokens(_ source: String) throws -> [CodeToken] {
    guard case .outline(let outline) = try #require(try read([source]).first) else { return [] }
    return Normalizer.normalize(outline, Array(source.utf8)).tokens.map {
      CodeToken(symbol: $0.symbol, distance: $0.distance)
    }
  }

  private static let plain = """
    func total(_ xs: [Double], n: Int) -> Double {
      var sum = 0.0
      for i in 0..<n { sum += xs[i] * 2 + exp(xs[i]) }
      return sum / Double(n)
    }
    """

  @Test(arguments: [
    // Other names.
    """
    func mean(_ v: [Double], n count: Int) -> Double {
      var s = 0.0
      for k in 0..<count { s += v[k] * 2 + exp(v[k]) }
      return s / Double(count)
    }
    """,
    // Comments, layout, types, parentheses, numbers.
    """
    public static func total(_ xs: Array<Double>, n: Int) -> Double { // the mean
      var sum: Double = (0)
        for i in 0..<n
        { sum += (xs[i] * 2.0) + exp(xs[i]); }
      return (sum / Double(n))
    }
    """,
    // Loops of other forms.
    """
    func total(_ xs: [Double], n: Int) -> Double {
      var sum = 0.0
      var i = 0
      while i < n {
        sum += xs[i] * 2 + exp(xs[i])
        i += 1
      }
      return sum / Double(n)
    }
    """,
    """
    func total(_ xs: [Double], n: Int) -> Double {
      var sum = 0.0
      (0..<n).forEach { sum += xs[$0] * 2 + exp(xs[$0]) }
      return sum / Double(n)
    }
    """,
  ])
  func whatChangesNothingIsTheSame(_ source: String) throws {
    #expect(try tokens(source) == tokens(Self.plain))
  }

  @Test func whatIsAnotherProgramIsNot() throws {
    let other = Self.plain.replacing("sum += xs[i] * 2", with: "sum -= xs[i] * 3")
    #expect(try tokens(other) != tokens(Self.plain))
  }

  /// Everything here is read without an end of the reader, and no source is told by what another brings about.
  @Test func hostileSourcesAreValues() throws {
    let sources = [
      "", "let", "}{)(", "func f( { let = ; }", String(repeating: "((", count: 50_000),
      "let a = " + String(repeating: "-", count: 5000) + "1", "let a = b" + String(repeating: ".c", count: 20_000),
      "let a = " + Array(repeating: "1", count: 50_000).joined(separator: "+"),
      String(repeating: "if a { ", count: 500), "\u{0}\u{1}", "let s = \"" + String(repeating: "\\(", count: 1000),
      "#if A\n" + String(repeating: "#if B\n", count: 500), Self.plain,
    ]
    let readings = try read(sources)
    #expect(readings.count == sources.count)
    for (source, reading) in zip(sources, readings) {
      guard case .outline(let outline) = reading else { continue }
      let tokens = Normalizer.normalize(outline, Array(source.utf8)).tokens
      #expect(tokens.count <= Normalizer.mostTokens + 1)
    }
    // One of them keeps the parser busy for minutes.
    guard case .unreadable(let reason) = readings[10] else {
      Issue.record("what takes minutes was waited for")
      return
    }
    #expect(reason == "the parser did not come to its end in 1 s")
    guard case .outline(let first) = readings[0], case .outline(let broken) = readings[3],
      case .outline(let last) = readings[12]
    else {
      Issue.record("an ordinary source was not read")
      return
    }
    #expect(first.items.isEmpty || first.items.allSatisfy { $0.bytes.isEmpty })
    #expect(broken.hasErrors && !last.hasErrors)
  }

  @Test func bytesThatAreNoTextAreRead() throws {
    let readings = try Self.reader.get().read([[0xFF, 0xFE, 0x00, 0xC3], Array(Self.plain.utf8)])
    #expect(readings.count == 2)
  }

  @Test func whatTheReaderSaysIsChecked() {
    #expect(SourceReader.outlines([1, 2, 3], of: [[]]) == nil)
    #expect(SourceReader.outlines([], of: [[]]) == nil)
    #expect(SourceReader.outlines([UInt8](repeating: 0, count: 12), of: [[]])?.count == 1)
    #expect(SourceReader.outlines([UInt8](repeating: 0, count: 16), of: [[]]) == nil)
    #expect(SourceReader.outlines([UInt8](repeating: 0, count: 8) + [9, 0, 0, 0], of: [[]]) == nil)
  }
}
