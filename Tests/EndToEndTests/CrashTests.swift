import Checks
import Foundation
import Intake
import Reports
import TestSupport
import Testing

/// A crash in a graded submission is told with the line of the student's file.
@Suite struct CrashTests {
  /// A program that crashes, and what is said of it; `#` stands for the line on which `mark` stands.
  struct Crash: Sendable, CustomTestStringConvertible {
    var name: String
    var body: String
    var declarations = ""
    var mark = "// here"
    var message: String

    var testDescription: String { name }
  }

  static let crashes = [
    Crash(
      name: "index", body: "let all = [1, 2, 3]\nif all[sample.count + 5] == 7 { return 7 } // here",
      message: "the program stopped at Perceptron.swift:#: Index out of range"),
    Crash(
      name: "nil", body: "let none = sample.count > 100 ? sample.count : nil\nreturn none! // here",
      message: "the program stopped at Perceptron.swift:#: Unexpectedly found nil while unwrapping an Optional value"),
    Crash(
      name: "overflow", body: "let large = Int.max - 1\nreturn large + sample.count // here",
      message: "the program stopped at Perceptron.swift:#: Arithmetic overflow"),
    Crash(
      name: "division", body: "let zero = sample.count - 2\nreturn 7 / zero // here",
      message: "the program stopped at Perceptron.swift:#: Division by zero"),
    Crash(
      name: "precondition", body: "precondition(sample.count > 100, \"so few\") // here",
      message: "the program stopped at Perceptron.swift:#: Precondition failure"),
    Crash(
      name: "fatalError", body: "if sample.count == 2 { fatalError(\"\\(sample)\") } // here",
      message: "the program stopped at Perceptron.swift:#: a fatalError of your own"),
    Crash(
      name: "kit", body: "let two = Tensor([1, 2])\nif two[0, sample.count + 6] == 7 { return 7 } // here",
      message: "the program stopped at Perceptron.swift:#: 2 indices for a tensor of shape [2]"),
    Crash(
      name: "recursion", body: "return deep(sample.count) > 0 ? 1 : -1",
      declarations: """
        @inline(never) func deep(_ n: Int) -> Int {
          if n == Int.max { return 0 }
          return deep(n + 1) + deep(n + 2) // here
        }
        """, message: "the program crashed at Perceptron.swift:# (segmentation fault): endless recursion"),
    Crash(
      name: "closure", body: "let all = [1, 2, 3]\nreturn twice { all[sample.count + $0] } // here",
      declarations: "@inline(__always) func twice(_ f: (Int) -> Int) -> Int {\n  f(0) +\n  f(5)\n}",
      message: "the program stopped at Perceptron.swift:#: Index out of range"),
    Crash(
      name: "pointer", body: "return UnsafePointer<Int>(bitPattern: 8 * sample.count)?.pointee ?? 0 // here",
      message: "the program crashed at Perceptron.swift:# (segmentation fault): endless recursion, or unsafe memory"),
    Crash(
      name: "deep", body: "return inner(sample)",
      declarations: """
        @inline(never) func inner(_ all: [Double]) -> Int {
          let sorted = (0..<40).sorted { all[$0 % 2] < all[$1 % 41] } // here
          return sorted[0]
        }
        """, message: "the program stopped at Perceptron.swift:#: Index out of range"),
  ]

  @Test(arguments: crashes)
  func isToldWithItsLine(_ crash: Crash) throws {
    let program = try SmallLab.program(decision: crash.body, declarations: crash.declarations)
    let line = try #require(program.components(separatedBy: "\n").firstIndex { $0.hasSuffix(crash.mark) }) + 1
    let graded = try #require(try Self.graded.get()[crash.name])
    #expect(graded.build.outcome == .built, "\(graded.build.message)")
    let verdict = try #require(graded.verdicts.first { $0.check == "decision" })
    #expect(verdict.kind == .errored && verdict.reason == .crashed)
    #expect(
      verdict.summary == "in “a sample”, input 1 of 6: \(crash.message.replacing("#", with: "\(line)"))")
    #expect(verdict.line == line)
    // What does not crash is told nothing of it.
    let other = try #require(graded.verdicts.first { $0.check == "cost" })
    #expect(other.kind == .passed && other.line == nil && !other.summary.contains("Perceptron.swift"))
  }

  static let graded: Result<[String: Scorecard], any Error> = Result {
    let grader = try SmallLab.grader()
    var graded: [String: Scorecard] = [:]
    for crash in crashes + forgeries {
      let program = try SmallLab.program(decision: crash.body, declarations: crash.declarations)
      graded[crash.name] = try grader.grade(Submission(name: crash.name, source: Array(program.utf8))).scorecard
    }
    return graded
  }

  /// What ends in the C library has no frames to go by, and so no line.
  @Test func anAbortHasNoLine() throws {
    let body = "let any: Any = sample\nreturn (any as! [Int]).count"
    let program = try SmallLab.program(decision: body)
    let graded = try SmallLab.grader().grade(Submission(name: "cast", source: Array(program.utf8))).scorecard
    #expect(graded.verdicts[0].summary.contains("the program aborted: a cast (as!) that fails"))
    #expect(graded.verdicts[0].reason == .crashed && graded.verdicts[0].line == nil)
  }

  // MARK: What is forged

  private static let framing = """
    func word(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) } }
    func crashed(at places: [UInt64]) {
      let body = [4] + places.flatMap(word)
      _ = (word(UInt64(body.count)) + body).withUnsafeBytes { write(4, $0.baseAddress, $0.count) }
    }
    """

  /// The message is what must be said of it, but for its line.
  static let forgeries = [
    Crash(
      name: "places that are none",
      body: "crashed(at: [0, 1, 63, .max, 1 << 40, 1 << 62]); signal(SIGILL, SIG_DFL); return [1][sample.count]",
      declarations: framing, message: "the program stopped at a Swift runtime error: an index"),
    Crash(
      name: "places all over the program",
      body: "crashed(at: (0..<32).map { $0 * 997 + 4096 }); signal(SIGILL, SIG_DFL); return [1][sample.count]",
      declarations: framing, message: "the program stopped at "),
    Crash(
      name: "more places than a crash has", body: "crashed(at: (0..<1000).map { $0 }); return [1][sample.count]",
      declarations: framing, message: "the answer is not one: bytes after the end of an answer"),
    Crash(
      name: "no crash", body: "crashed(at: [4096]); return 1", declarations: framing,
      message: "the answer channel was written to by the submission"),
    Crash(
      name: "a crash told twice", body: "crashed(at: [4096]); return [1][sample.count]", declarations: framing,
      message: "the answer channel was written to by the submission"),
    Crash(
      name: "a line of another file",
      body: "#sourceLocation(file: \"/etc/passwd\", line: 3)\nreturn [1][sample.count]\n#sourceLocation()",
      message: "the program stopped at "),
    Crash(
      name: "a line that is not there",
      body: "#sourceLocation(file: \"Perceptron.swift\", line: 99999)\nreturn [1][sample.count]\n#sourceLocation()",
      message: "the program stopped at "),
    Crash(
      name: "line tables by hand", body: "return [1][sample.count]",
      declarations: """
        @_used @_section(".debug_line") private let lines: (UInt64, UInt64, UInt64) = (0x0005_FFFF_FFFF, 0x0108, 9_223_372_036_854_775_808)
        @_used @_section(".debug_info") private let names: (UInt64, UInt64) = (0x0005_0000_FFFF, 9_223_372_036_854_775_808)
        """, message: "the program stopped at "),
  ]

  @Test(arguments: forgeries)
  func aForgedLineDoesNoHarm(_ forgery: Crash) throws {
    let graded = try #require(try Self.graded.get()[forgery.name])
    #expect(graded.build.outcome == .built, "\(graded.build.message)")
    let verdict = try #require(graded.verdicts.first { $0.check == "decision" })
    #expect(verdict.kind == .errored && verdict.earned == .zero)
    #expect(verdict.summary.hasPrefix("in “a sample”, input 1 of 6: \(forgery.message)"), "\(verdict.summary)")
    #expect(!verdict.summary.contains("passwd") && !verdict.summary.contains("99999"))
    let source = try SmallLab.program(decision: forgery.body, declarations: forgery.declarations)
    if let line = verdict.line { #expect((1...source.components(separatedBy: "\n").count).contains(line)) }
    #expect(graded.verdicts.first { $0.check == "cost" }?.kind == .passed)
  }

  // MARK: What stays

  /// Again the same, and kept where nothing changed; with what was printed by itself.
  @Test func theLineStays() throws {
    let folder = try TemporaryFolder()
    let body = "fputs(\"mine\\n\", stderr)\nif [1, 2, 3][sample.count + 5] == 7 { return 7 } // here"
    let program = try SmallLab.program(decision: body)
    let students = try SmallClass(folder.path, [("ada", program), ("bob", try SmallLab.master())])
    #expect(try students.grade()["ada"]?.isReused == false)
    let first = try #require(students.kept("ada")?.scorecard)
    let line = try #require(program.components(separatedBy: "\n").firstIndex { $0.hasSuffix("// here") }) + 1
    #expect(
      first.verdicts[0].summary.hasSuffix(": the program stopped at Perceptron.swift:\(line): Index out of range"))
    #expect(try students.grade()["ada"]?.isReused == true)
    #expect(try students.grade(again: true)["ada"]?.reasons == [.again])
    let again = try #require(students.kept("ada")?.scorecard)
    #expect(again.verdicts.map(\.summary) == first.verdicts.map(\.summary) && again.verdicts[0].line == line)
    let path = students.output.folder(of: "ada")
    let printed = try String(contentsOfFile: "\(path)/printed.txt", encoding: .utf8)
    #expect(printed == "mine\n")
    for name in ["instructor.md", "scorecard.json"] {
      let text = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
      #expect(text.contains("stopped at Perceptron.swift:\(line): Index out of range") && !text.contains("0x"))
    }
    #expect(MarkdownReport(again, for: .student).text.contains("Perceptron.swift:\(line)"))
    // Nothing of it where nothing crashed.
    let right = try #require(students.kept("bob")?.scorecard)
    #expect(right.earned == right.possible && right.verdicts.allSatisfy { $0.line == nil })
    #expect(!MarkdownReport(right, for: .instructor).text.contains("Perceptron.swift:"))
  }
}
