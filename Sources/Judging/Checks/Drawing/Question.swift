public import LabKit

/// A call, and what its answer must be by the submission's own lower functions, where it builds on any.
///
/// A lab says both once, beside the values that they are made of, and asks it in as many checks as it likes.
public struct Question {
  public let call: Call
  public let own: ((inout FollowThrough) -> [Term])?

  /// `own` is one term, or several where code may use its lower functions in several ways.
  public init(_ call: Call, own: ((inout FollowThrough) -> [Term])? = nil) { (self.call, self.own) = (call, own) }
}

extension ValueDraw {
  /// Adds a call with what its answer must be by the submission's own lower functions.
  public mutating func add(
    _ name: String, _ question: Question, part: String? = nil, isTrivial: Bool = false, unit: Double? = nil,
    isRelative: Bool = false
  ) {
    add(
      name, question.call, part: part, isTrivial: isTrivial, unit: unit, isRelative: isRelative, own: question.own)
  }
}

extension FollowThrough {
  /// Adds a call of one of the submission's own functions; the arguments are in the operation's order.
  public mutating func ask<Contract, Output, each Input>(
    _ operation: ContractOperation<Contract, Output, repeat each Input>, _ arguments: Term...
  ) -> Term {
    steps.append(.ask(operation: operation.operation.name, arguments: arguments))
    return .step(steps.count - 1)
  }
}
