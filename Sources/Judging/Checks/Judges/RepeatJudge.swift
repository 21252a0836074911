import LabKit

/// The same questions in two processes, in one order and in the other: the same answers to the last bit.
///
/// A function that keeps something from one call to the next, a cache, a counter, the state of a generator, or that takes
/// its chance from the system, answers otherwise in one of them. Unlike questions must have unlike answers, and these must
/// vary as the reference's do (`Resemblance`): what answers always the same is no function of what it is asked.
public struct RepeatJudge: Hashable, Sendable, Codable {
  /// A function and the calls that ask it, all unlike; and further ones, each like one of them but for an argument, which
  /// a mistake may well pass over.
  public struct Subject: Hashable, Sendable, Codable {
    public var function: String
    public var calls: [Int]
    public var further: [Int] = []
    /// Whether right answers hang on nothing but the questions, so that they vary as the reference's do.
    public var isDetermined: Bool
  }

  public var subjects: [Subject]

  /// `answers` holds those of the first process, then those of the second, both in the order of the calls.
  func rule(_ submission: Evidence, against reference: Evidence) -> Ruling {
    let count = submission.answers.count / 2
    for subject in subjects {
      if (subject.calls + subject.further).contains(where: {
        !submission.answers[$0].isIdentical(to: submission.answers[count + $0])
      }) {
        return .failed(
          "asked again, in another order, \(subject.function) answers otherwise",
          ["the answers of two runs differ in their bits"])
      }
      guard subject.calls.allSatisfy({ submission.answers[$0].isFinite || !reference.answers[$0].isFinite }) else {
        return .failed(
          "the answers of \(subject.function) are not all numbers",
          advice: "Nothing is wrong with asking again: \(subject.function) must answer in numbers first.")
      }
      for (place, call) in subject.calls.enumerated() {
        let isSame = subject.calls[..<place].contains { earlier in
          submission.answers[earlier].isIdentical(to: submission.answers[call])
            && !reference.answers[earlier].isIdentical(to: reference.answers[call])
        }
        guard !isSame else { return .failed("\(subject.function) answers the same to unlike questions") }
      }
    }
    let determined = subjects.filter(\.isDetermined).map { subject in
      subject.calls.map { (submission.answers[$0], reference.answers[$0]) }
    }
    guard Resemblance.holds(parts: determined) else {
      return .failed(
        "the same questions have the same answers, but these have nothing to do with what is asked",
        advice: "Nothing is wrong with asking again: the answers themselves are. Mend them first.")
    }
    return .passed("the same questions have the same answers, whatever came before")
  }
}
