import Checks
import CourseRules
import Testing

@Suite struct FormulaTests {
  private func result(_ formula: String, scale: Int = 20, rounding: FinalMark.Rounding? = nil) throws -> FinalResult {
    let final = try FinalMark(
      scale: Fraction(scale), parts: [.init(name: "lab", "mean(drop(1, labs))")], mark: formula, rounding: rounding)
    return final.result(
      [
        "MLP": .marked(7.5, of: 10), "CNN": .marked(4.5, of: 10), "RNN": .marked(6, of: 10),
        "exam": .marked(12, of: 20),
      ],
      labs: ["MLP", "CNN", "RNN"], works: ["exam"])
  }

  @Test(arguments: [
    ("0.5 lab + 0.5 exam", "12.75"), ("max(lab, exam)", "13.5"), ("mean(best(1, labs), exam)", "13.5"),
    ("sum(labs) / 3", "12"), ("2 (lab - exam) + exam", "15"), ("min(20, 3 lab)", "20"), ("-exam + 2 * exam", "12"),
    ("0.5·lab − (exam − lab)", "8.25"), ("mean(MLP, CNN)", "12"),
  ]) func worksOut(_ formula: String, _ expected: String) throws {
    #expect(try "\(#require(result(formula).mark))" == expected)
  }

  /// Each step says what was put in, and what was dropped.
  @Test func explainsEachStep() throws {
    let rounding = FinalMark.Rounding(step: try #require(Fraction(decimal: "0.5")))
    let steps = try result("0.5 lab + 0.5 exam", rounding: rounding).steps.map { "\($0.name): \($0.text)" }
    #expect(
      steps == [
        "MLP: 7.50 of 10.00 = 15 of 20", "CNN: 4.50 of 10.00 = 9 of 20", "RNN: 6.00 of 10.00 = 12 of 20",
        "exam: 12.00 of 20.00 = 12 of 20",
        "lab: mean(drop(1, labs)) = mean(15, 12 [without CNN 9]) = 13.5",
        "mark: 0.5 lab + 0.5 exam = 0.5 · 13.5 + 0.5 · 12 = 12.75", "rounded: 12.75 to 0.5, half up = 13",
      ])
  }

  @Test func whatIsPendingGivesNoMarkAndNothingHandedInIsZero() throws {
    let final = try FinalMark(scale: Fraction(10), mark: "mean(labs)")
    let waiting = final.result(["MLP": .pending("not graded")], labs: ["MLP", "CNN"], works: [])
    #expect(waiting.mark == nil)
    #expect(waiting.pending == ["MLP: not graded", "CNN: there is no mark yet"])
    let missed = final.result(["MLP": .missing, "CNN": .marked(5, of: 5)], labs: ["MLP", "CNN"], works: [])
    #expect(missed.mark == Fraction(5))
  }

  @Test(arguments: [
    ("", "no formula"), ("0.5 lab +", "ends where"), ("labs", "list of marks"), ("0.5 labs", "list of marks"),
    ("foo(lab)", "no function foo"), ("best(labs)", "whole number first"), ("(lab", "not closed"),
    ("lab / exam", "only a number"), ("lab / 0", "divided by 0"), ("lab exam", "not expected"), ("<b>", "no meaning"),
    ("0.5.5 lab", "no number"), ("lab lab", "not expected"), (String(repeating: "(", count: 60), "nested"),
    (String(repeating: "-", count: 1000) + "lab", "nested"), (String(repeating: "1+", count: 1500) + "1", "2,000"),
  ]) func saysWhatIsNoFormula(_ text: String, _ word: String) {
    let fault = #expect(throws: FormulaFault.self) { try Formula(text) }
    #expect(fault?.description.contains(word) == true, "\(fault?.description ?? "")")
  }

  @Test(arguments: [
    (FinalMark.Rounding.Way.nearest, "12.75", "13"), (.nearest, "12.74", "12.5"), (.up, "12.51", "13"),
    (.down, "12.99", "12.5"), (.up, "12.5", "12.5"), (.nearest, "0", "0"),
  ]) func rounds(_ way: FinalMark.Rounding.Way, _ value: String, _ expected: String) throws {
    let rounding = FinalMark.Rounding(step: .one / Fraction(2), way: way)
    #expect("\(rounding.rounded(try #require(Fraction(decimal: value))))" == expected)
  }
}
