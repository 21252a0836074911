public import LabKit

/// A draw of named cases whose answers are compared with the reference's.
public struct ValueDraw {
  private var cases: [ValueJudge.Case] = []
  private var calls: [Call] = []
  private var own = FollowThrough()

  public init() {}

  /// Adds a call; cases of one name are judged as one. `part` is the only part of the answer that is judged.
  ///
  /// `isTrivial` marks a case that a function which does nothing gets right too, such as no steps: it earns its share only
  /// where a case that is not trivial is right. `own` says what the judged answer must be by the submission's own lower
  /// functions: one of these terms. `unit` is how large the right numbers are, where they are far from 1: without it a
  /// billionth would be as good as nothing. `isRelative` asks for twelve digits of each number by itself, where sizes are
  /// unlike in one answer: only where right solutions of every kind have them.
  public mutating func add(
    _ name: String, _ call: Call, part: String? = nil, isTrivial: Bool = false, unit: Double? = nil,
    isRelative: Bool = false, own: ((inout FollowThrough) -> [Term])? = nil
  ) {
    if let own {
      func scaled(_ term: Term) -> Term { unit.map { (1 / $0) * term } ?? term }
      let answer = Term.answer(calls.count)
      let wanted = own(&self.own).map(scaled)
      self.own.require(name, scaled(part.map { answer[$0] } ?? answer), equalsOneOf: wanted)
    }
    cases.append(
      ValueJudge.Case(
        name, call: calls.count, part: part, isTrivial: isTrivial, unit: unit, isRelative: isRelative))
    calls.append(call)
  }

  /// The calls and their judge; `partial` where each case earns its share. Numbers are compared as closely as the questions'
  /// condition permits, unless a `tolerance` says how far right answers may be apart by choices that are free.
  public func draw(tolerance: Tolerance? = nil, partial: Bool = false) -> Draw {
    var own = own
    own.tolerance = tolerance ?? Tolerance()
    return Draw(
      calls: calls,
      judge: .values(
        ValueJudge(
          cases: cases, tolerance: tolerance ?? Tolerance(), isTight: tolerance == nil, partial: partial)),
      own: own.equations.isEmpty ? nil : own)
  }
}
