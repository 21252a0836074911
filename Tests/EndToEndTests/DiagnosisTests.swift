import Checks
import Foundation
import Grading
import HiddenChecks
import Intake
import TestSupport
import Testing

/// Wrong numbers are recognized as the mistake that makes them, and right ones as none.
@Suite struct DiagnosisTests {
  /// The Perceptron lab with some of its mutants for suspects.
  static let lab = {
    var lab = Lab.perceptron
    lab.mutants = lab.mutants.enumerated().filter { $0.offset % 4 == 1 }.map(\.element)
    return lab
  }()

  static let grader = Result { try SmallLab.grader(lab, diagnoses: true) }

  private func grade(_ source: String) throws -> Scorecard {
    try Self.grader.get().grade(Submission(name: "one", source: Array(source.utf8))).scorecard
  }

  /// Each is told by its own mistake on one of the failed checks of numbers at least, unless what it makes is no number,
  /// all zeros or rounded, which any mistake may; and no check that passed is told of any.
  @Test func mutantsWithWrongNumbersAreExplained() throws {
    let master = try Toolkit.locate().master(of: "Perceptron")
    for mutant in Self.lab.mutants {
      let card = try grade(try mutant.source(from: master))
      let numbers = card.verdicts.filter { $0.kind == .failed && ["value", "gradient"].contains($0.judge) }
      let causes = [mutant.mistake, "holds NaN or infinities", "is all zeros", "it was computed in Float"]
      let told = numbers.contains { verdict in causes.contains { verdict.diagnosis?.contains($0) == true } }
      #expect(told || numbers.isEmpty, "\(mutant.name): \(numbers.map { ($0.check, $0.diagnosis ?? "") })")
      let others = card.verdicts.filter { $0.kind == .passed && $0.diagnosis != nil }.map(\.check)
      #expect(others == [], "\(mutant.name)")
    }
  }

  @Test func rightSolutionsGetNone() throws {
    for file in try Toolkit.locate().sources(in: "reference/Solutions/Perceptron") {
      let card = try grade(String(decoding: file.data, as: UTF8.self))
      #expect(card.verdicts.allSatisfy { $0.kind == .passed && $0.diagnosis == nil }, "\(file.name)")
    }
  }

  @Test func anUnknownMistakeGetsNone() throws {
    let master = try Toolkit.locate().master(of: "Perceptron")
    let wrong = master.replacingOccurrences(of: "return total / 2", with: "return total / 2.0625 + 0.37")
    #expect(wrong != master)
    let card = try grade(wrong)
    let cost = try #require(card.verdicts.first { $0.check == "cost" })
    #expect(cost.kind == .failed)
    #expect(cost.diagnosis == nil)
  }
}
