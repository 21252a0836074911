package import LabKit

/// What one process answered to the calls of one check, and what it used.
package struct Evidence: Hashable, Sendable {
  /// The answers that came, in the order of the calls; fewer than the calls where the process was stopped.
  package var answers: [Value]
  /// CPU seconds of the whole process for each answer, measured from outside it.
  package var seconds: [Double]
  /// Why there are no more answers, or nil where all came.
  package var stop: Stop?
  /// The answers to the calls of a follow-through; none where it was not asked.
  package var followed: [Value] = []
  /// Of the reference: how far each answer moves with the last bits of what was asked; nil where that says nothing.
  package var slack: [Value?] = []

  package init(answers: [Value] = [], seconds: [Double] = [], stop: Stop? = nil) {
    self.answers = answers
    self.seconds = seconds
    self.stop = stop
  }
}

/// Why a submission's process gave no more answers.
package struct Stop: Error, Hashable, Sendable, Codable {
  /// What happened, in a word that machines read.
  package enum Reason: String, Codable, Sendable {
    case notAttempted, exited, crashed, killed, cpuTime, wallTime, memory, output, malformed, refused, notStarted
    case spent, slept

    /// What it means, in a sentence that holds for every program and quotes none.
    package var sentence: String {
      switch self {
      case .notAttempted: "a function that it needs is not implemented yet"
      case .exited: "the program ended by itself instead of answering"
      case .crashed: "the program crashed: an index out of range, a nil, an overflow, endless recursion or the like"
      case .killed: "the program was killed from outside, twice: most likely it takes more memory than there is"
      case .cpuTime: "no answer within the CPU time allowed: an endless loop?"
      case .wallTime: "no answer within the time allowed: does it wait for something?"
      case .memory: "the program ran out of its memory limit"
      case .output: "the program wrote more than is allowed"
      case .malformed: "the answer channel was written to by the program itself"
      case .refused: "the call was refused"
      case .notStarted: "there is no answer to judge"
      case .spent: "not asked, since earlier checks had used up the submission's CPU time"
      case .slept: "not asked, since the submission had slept for too long in earlier checks"
      }
    }

    /// Whether earlier checks alone are the reason, and this one was not asked.
    package var isOfOthers: Bool { self == .spent || self == .slept }
  }

  package var reason: Reason
  /// What happened, in a sentence for the student.
  package var message: String
  /// The line of the student's file at which it happened, where that is known.
  package var line: Int?
  /// What is known of a crash before its line is looked up; it is kept nowhere.
  package var crash: Crash?

  package init(_ reason: Reason, _ message: String, line: Int? = nil) {
    self.reason = reason
    self.message = message
    self.line = line
  }

  private enum CodingKeys: String, CodingKey { case reason, message, line }
}

extension Stop: ValueConvertible {
  package var value: Value {
    let known: [Value.Field] = [Value.Field("reason", reason.rawValue.value), Value.Field("message", message.value)]
    return .record(known + (line.map { [Value.Field("line", $0.value)] } ?? []))
  }
  package init(value: Value) throws(ValueError) {
    guard let reason = Reason(rawValue: try value.field("reason")) else {
      throw ValueError("a stop for an unknown reason")
    }
    self.init(
      reason, try value.field("message"), line: value["line"] == nil ? nil : try value.field("line", as: Int.self))
  }
}

extension Evidence {
  /// Widens the slack by what was answered to the same questions with other last bits.
  package mutating func noteSlack(_ moved: Evidence) {
    guard moved.answers.count == answers.count else { return }
    let isFirst = slack.isEmpty
    slack = answers.indices.map { place in
      if !isFirst, slack[place] == nil { return nil }
      return answers[place].slack(from: moved.answers[place], atLeast: isFirst ? nil : slack[place])
    }
  }
}

extension Evidence: ValueConvertible {
  package var value: Value {
    .record([
      "answers": answers, "seconds": Tensor(seconds), "stop": stop.map { [$0] } ?? [], "followed": followed,
      "slack": slack.map { $0.map { [$0] } ?? [] },
    ])
  }
  package init(value: Value) throws(ValueError) {
    self.init(
      answers: try value.field("answers"), seconds: try value.field("seconds", as: Tensor.self).values,
      stop: try value.field("stop", as: [Stop].self).first)
    followed = try value.field("followed")
    slack = try value.field("slack", as: [[Value]].self).map(\.first)
  }
}
