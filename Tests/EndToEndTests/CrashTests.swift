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
      name: "cast", body: "let any: Any = sample\nreturn (any as! [Int]).count // here",
      message: "the program aborted at Perceptron.swift:#"),
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

  /// All graded on as many threads as there are.
  static let graded: Result<[String: Scorecard], any Error> = Result {
    let grader = try SmallLab.grader()
    var graded: [String: Scorecard] = [:]
    for crash in crashes {
      let program = try SmallLab.program(decision: crash.body, declarations: crash.declarations)
      graded[crash.name] = try grader.grade(Submission(name: crash.name, source: Array(program.utf8))).scorecard
    }
    return graded
  }
}
