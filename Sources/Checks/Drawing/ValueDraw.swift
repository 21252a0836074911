package import LabKit

/// A draw of named cases whose answers are compared with the reference's.
package struct ValueDraw {
  private var cases: [ValueJudge.Case] = []
  private var calls: [Call] = []

  package init() {}

  /// Adds a call; cases of one name are judged as one. `part` is the only part of the answer that is judged.
  package mutating func add(_ name: String, _ call: Call, part: String? = nil) {
    cases.append(ValueJudge.Case(name, call: calls.count, part: part))
    calls.append(call)
  }

  /// The calls and their judge; `partial` where each case earns its share.
  package func draw(tolerance: Tolerance = Tolerance(), partial: Bool = false) -> Draw {
    Draw(calls: calls, judge: .values(ValueJudge(cases: cases, tolerance: tolerance, partial: partial)))
  }
}
