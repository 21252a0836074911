package import LabKit

/// A draw that asks each function one question, then another, then twice more the first: the answers to the first must be
/// the same to the last bit, and those to the second others, so that nothing is kept between calls and nothing made up.
package struct RepeatDraw {
  private var questions: [(function: String, first: Call, second: Call, others: String)] = []

  package init() {}

  /// Adds a function with its two questions; `others` says what the second one is about, such as "other samples".
  package mutating func add(_ function: String, _ first: Call, _ second: Call, others: String) {
    questions.append((function, first, second, others))
  }

  /// The calls, function by function in each round, and their judge.
  package var draw: Draw {
    let firsts = questions.map(\.first)
    let count = questions.count
    let identical = questions.enumerated().map { place, question in
      PropertyJudge.Rule.identical(
        calls: [place, 2 * count + place, 3 * count + place],
        because: "asked again, \(question.function) answers otherwise")
    }
    let distinct = questions.enumerated().map { place, question in
      PropertyJudge.Rule.distinct(
        calls: [place, count + place], because: "\(question.function) answers the same for \(question.others)")
    }
    return Draw(
      calls: firsts + questions.map(\.second) + firsts + firsts, judge: .property(PropertyJudge(identical + distinct)))
  }
}
