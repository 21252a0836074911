public import LabKit

/// What a check's answers must be by the submission's own lower functions, so that a mistake costs once.
///
/// Where a function that a check builds on is wrong, its answers are wrong too, whatever the rest of the code does. Then
/// the submission is asked the steps here: its own lower functions at the right places, each with what earlier steps
/// answered. An equation of a case says what the case's answer must be by these steps. A case whose equations all hold
/// is right, provided that the lower functions are attempts at what was asked (`Resemblance`): nonsense that is merely
/// consistent earns nothing.
public struct FollowThrough: Hashable, Sendable {
  public enum Step: Hashable, Sendable {
    /// A call; its arguments may be what earlier steps came to.
    case ask(operation: String, arguments: [Term])
    /// A term that several others need.
    case work(Term)
  }

  /// A case's answer and what it must be: one of these, where the code may use the lower functions in several ways.
  public struct Equation: Hashable, Sendable {
    public var name: String
    public var found: Term
    public var wanted: [Term]
  }

  public var steps: [Step] = []
  public var equations: [Equation] = []
  /// How far both sides may be apart, relative to the size of what was answered.
  public var tolerance = Tolerance(relative: 1e-6, absolute: 1e-9)

  public init() {}

  /// Adds a call of one of the submission's own functions; the arguments are in the operation's order.
  public mutating func ask<Output, each Input>(
    _ operation: Operation<Output, repeat each Input>, _ arguments: Term...
  ) -> Term {
    steps.append(.ask(operation: operation.name, arguments: arguments))
    return .step(steps.count - 1)
  }

  /// Works a term out once for all that use it.
  public mutating func work(_ term: Term) -> Term {
    steps.append(.work(term))
    return .step(steps.count - 1)
  }

  /// Adds what the answer to a call must be; equations of one name are judged as one case.
  public mutating func require(_ name: String, _ found: Term, equals wanted: Term...) {
    require(name, found, equalsOneOf: wanted)
  }

  /// The same, from a list.
  public mutating func require(_ name: String, _ found: Term, equalsOneOf wanted: [Term]) {
    equations.append(Equation(name: name, found: found, wanted: wanted))
  }

  /// Works through the steps; `ask` answers each call, or nil where there is no answer. Nil where a step cannot be worked
  /// out, which says that the lower functions answer with other shapes than they must.
  package func values(_ answers: [Value], ask: (Call) throws -> Value?) rethrows -> [Value]? {
    var values: [Value] = []
    for step in steps {
      switch step {
      case .work(let term):
        guard let value = term.value(answers: answers, steps: values) else { return nil }
        values.append(value)
      case .ask(let operation, let terms):
        let arguments = terms.compactMap { $0.value(answers: answers, steps: values) }
        guard arguments.count == terms.count,
          let answer = try ask(Call(operation: operation, arguments: arguments))
        else { return nil }
        values.append(answer)
      }
    }
    return values
  }

  /// The same from the answers that a transcript holds.
  func values(_ evidence: Evidence) -> [Value]? {
    var rest = evidence.followed[...]
    return values(evidence.answers) { _ in rest.popFirst() }
  }

  /// The names of the cases whose equations hold for a submission; none where its lower functions do not resemble the
  /// reference's.
  func holding(_ submission: Evidence, against reference: Evidence) -> Set<String> {
    guard let own = values(submission), let theirs = values(reference) else { return [] }
    var functions: [String: [(Value, Value)]] = [:]
    for (place, step) in steps.enumerated() {
      if case .ask(let operation, _) = step { functions[operation, default: []].append((own[place], theirs[place])) }
    }
    guard Resemblance.holds(parts: Array(functions.values)) else { return [] }
    return Set(equations.map(\.name)).subtracting(broken(submission, own))
  }

  /// The first case that is wrong by the evidence's own steps: the reference must have none.
  package func broken(_ reference: Evidence) -> String? {
    guard let steps = values(reference) else { return equations.first?.name }
    return broken(reference, steps).first
  }

  private func broken(_ evidence: Evidence, _ steps: [Value]) -> [String] {
    equations.filter { equation in
      guard let found = equation.found.value(answers: evidence.answers, steps: steps), found.isFinite else {
        return true
      }
      return !equation.wanted.contains { wanted in
        guard let wanted = wanted.value(answers: evidence.answers, steps: steps) else { return false }
        return found.firstDifference(from: wanted, within: tolerance) == nil
      }
    }.map(\.name)
  }
}

extension Value {
  /// Whether all its numbers are finite.
  var isFinite: Bool {
    switch self {
    case .real(let number): number.isFinite
    case .tensor(let tensor): tensor.values.allSatisfy(\.isFinite)
    case .list(let items): items.allSatisfy(\.isFinite)
    case .record(let fields): fields.allSatisfy { $0.value.isFinite }
    case .integer, .integers, .flag, .text: true
    }
  }
}

extension FollowThrough: ValueConvertible {
  public var value: Value {
    let steps = steps.map { step -> Value in
      switch step {
      case .ask(let operation, let arguments): .record(["operation": operation, "arguments": arguments])
      case .work(let term): .record(["work": term])
      }
    }
    let equations = equations.map { equation -> Value in
      .record(["name": equation.name, "found": equation.found, "wanted": equation.wanted])
    }
    return .record([
      "steps": Value.list(steps), "equations": Value.list(equations), "relative": tolerance.relative,
      "absolute": tolerance.absolute,
    ])
  }

  public init(value: Value) throws(ValueError) {
    for step in try value.field("steps", as: [Value].self) {
      if let term = step["work"] {
        steps.append(.work(try Term(value: term)))
      } else {
        steps.append(.ask(operation: try step.field("operation"), arguments: try step.field("arguments")))
      }
    }
    for equation in try value.field("equations", as: [Value].self) {
      equations.append(
        Equation(
          name: try equation.field("name"), found: try equation.field("found"), wanted: try equation.field("wanted")))
    }
    tolerance = Tolerance(relative: try value.field("relative"), absolute: try value.field("absolute"))
  }
}
