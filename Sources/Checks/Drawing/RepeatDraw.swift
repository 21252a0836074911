package import LabKit

/// A draw that asks functions unlike questions of one shape in turn, in two processes and two orders, so that nothing is
/// kept between calls and nothing made up.
package struct RepeatDraw {
  private var questions: [(function: String, calls: [Call], isDetermined: Bool)] = []

  package init() {}

  /// Adds a function with its questions, three at least, of one shape where a cache would be tempted; not `isDetermined`
  /// where a right answer has random choices of its own.
  package mutating func add(_ function: String, _ calls: [Call], isDetermined: Bool = true) {
    questions.append((function, calls, isDetermined))
  }

  /// The calls, the functions in turn, and their judge.
  package var draw: Draw {
    var calls: [Call] = []
    var subjects = questions.map {
      RepeatJudge.Subject(function: $0.function, calls: [], isDetermined: $0.isDetermined)
    }
    for round in 0..<(questions.map(\.calls.count).max() ?? 0) {
      for (place, question) in questions.enumerated() where round < question.calls.count {
        subjects[place].calls.append(calls.count)
        calls.append(question.calls[round])
      }
    }
    return Draw(calls: calls, judge: .repeats(RepeatJudge(subjects: subjects)))
  }
}
