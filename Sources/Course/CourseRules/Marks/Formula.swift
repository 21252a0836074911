/// A mark as a formula of others: `0.5 lab + 0.5 exam`, `mean(drop(1, labs))`, `min(20, lab + bonus)`.
///
/// A number before a name multiplies it. `labs` is the list of all labs. Functions: `mean`, `sum`, `min`, `max` of any
/// number of marks and lists; `best(n, …)` and `drop(n, …)` are the list without all but the best n, without the lowest n.
package indirect enum Formula: Hashable, Sendable, Codable {
  package enum Function: String, Hashable, Sendable, Codable, CaseIterable {
    case mean, sum, min, max, best, drop

    var isList: Bool { self == .best || self == .drop }
  }

  case number(Fraction)
  case name(String)
  case negative(Formula)
  case sum(Formula, Formula)
  case difference(Formula, Formula)
  case product(Formula, Formula)
  case quotient(Formula, Formula)
  /// `count` is that of `best` and `drop`, zero for the others.
  case call(Function, count: Int, [Formula])

  /// The name of the list of all labs.
  package static let labs = "labs"

  /// Whether it is a list of marks, of which only a function makes one mark.
  package var isList: Bool {
    switch self {
    case .name(let name): name == Self.labs
    case .call(let function, _, _): function.isList
    default: false
    }
  }

  /// The names in it.
  package var names: Set<String> {
    switch self {
    case .number: []
    case .name(let name): [name]
    case .negative(let inner): inner.names
    case .sum(let left, let right), .difference(let left, let right), .product(let left, let right),
      .quotient(let left, let right):
      left.names.union(right.names)
    case .call(_, _, let inner): inner.reduce(into: []) { $0.formUnion($1.names) }
    }
  }
}

/// Why a text is no formula.
package struct FormulaFault: Error, Hashable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
