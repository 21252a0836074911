public import LabKit

/// A draw that asks functions unlike questions of one shape in turn, in two processes and two orders, so that nothing is
/// kept between calls and nothing made up.
public struct RepeatDraw {
  /// A function, its questions, and those that come at last.
  private var questions: [(function: String, calls: [Call], further: [Call], isDetermined: Bool)] = []

  public init() {}

  /// Adds a function with its questions, three at least, of one shape where a cache would be tempted; not `isDetermined`
  /// where a right answer has random choices of its own. Some are asked again, each beside one that differs
  /// from it in one argument only, for what remembers by a part of the question; not where such mixtures mean
  /// nothing. Sizes cannot be mixed so: `others` are such questions, one of another size each.
  public mutating func add(
    _ function: String, _ calls: [Call], isDetermined: Bool = true, isMixed: Bool = true, others: [Call] = []
  ) {
    // Each of the others beside the first question, which is what it could be mistaken for.
    let further = (isMixed ? Self.mixed(calls) : []) + others.flatMap { [calls[0], $0] }
    questions.append((function, calls, further, isDetermined))
  }

  /// For each argument, and each part of one that has parts, a question, and right after it the same with that part of
  /// another. In the second process, which goes the other way, the changed one is the first of the two to be asked.
  private static func mixed(_ calls: [Call]) -> [Call] {
    guard calls.count > 1, Set(calls.map(\.operation)).count == 1, calls[0].arguments.count > 1 else { return [] }
    return calls[0].arguments.indices.flatMap { place -> [Call] in
      let (one, other) = (calls[place % calls.count], calls[(place + 1) % calls.count])
      guard one.arguments[place].isLike(other.arguments[place]) else { return [] }
      return one.arguments[place].exchanged(with: other.arguments[place]).flatMap { mixture -> [Call] in
        var arguments = one.arguments
        arguments[place] = mixture
        let call = Call(operation: one.operation, arguments: arguments)
        return calls.contains(call) ? [] : [one, call]
      }
    }
  }

  /// The calls, the functions in turn, and their judge.
  public var draw: Draw {
    var calls: [Call] = []
    var subjects = questions.map {
      RepeatJudge.Subject(function: $0.function, calls: [], isDetermined: $0.isDetermined)
    }
    func ask(_ asked: [[Call]], _ part: WritableKeyPath<RepeatJudge.Subject, [Int]>) {
      for round in 0..<(asked.map(\.count).max() ?? 0) {
        for (place, own) in asked.enumerated() where round < own.count {
          subjects[place][keyPath: part].append(calls.count)
          calls.append(own[round])
        }
      }
    }
    ask(questions.map(\.calls), \.calls)
    // In turn as well: what one function leaves behind, another may take up.
    ask(questions.map(\.further), \.further)
    return Draw(calls: calls, judge: .repeats(RepeatJudge(subjects: subjects)))
  }
}

extension Value {
  private var isRecord: Bool { if case .record = self { true } else { false } }

  /// This value with one part that of the other, for each part of its records that differs; all of the other where it has no
  /// parts of unlike kinds.
  fileprivate func exchanged(with other: Value) -> [Value] {
    switch (self, other) {
    case (.list(let one), .list(let two)) where one.allSatisfy(\.isRecord):
      one.indices.flatMap { place in
        one[place].exchanged(with: two[place]).map { mixture in
          var items = one
          items[place] = mixture
          return .list(items)
        }
      }
    case (.record(let one), .record(let two)):
      one.indices.flatMap { place in
        one[place].value.exchanged(with: two[place].value).map { mixture in
          var fields = one
          fields[place] = Field(one[place].name, mixture)
          return .record(fields)
        }
      }
    default: self == other ? [] : [other]
    }
  }

  /// Whether both hold numbers in the same places. Single integers, which may be sizes and places, never do.
  fileprivate func isLike(_ other: Value) -> Bool {
    switch (self, other) {
    case (.real, .real): true
    case (.tensor(let one), .tensor(let two)): one.shape == two.shape
    case (.integers(let one), .integers(let two)): one.count == two.count
    case (.list(let one), .list(let two)): one.count == two.count && zip(one, two).allSatisfy { $0.isLike($1) }
    case (.record(let one), .record(let two)):
      one.map(\.name) == two.map(\.name)
        && zip(one, two).allSatisfy { $0.value.isLike($1.value) || $0.value == $1.value }
    case (.integer, .integer), (.flag, .flag), (.text, .text): self == other
    default: false
    }
  }
}
