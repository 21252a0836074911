extension Formula {
  /// One mark of a list, by what it is called.
  struct Member: Hashable {
    var name: String
    var value: Fraction
  }

  /// A value, and the formula with the values put in.
  struct Worked {
    var values: [Member]
    var text: String
    /// The mark, where it is no list.
    var value: Fraction { values.first?.value ?? .zero }
  }

  /// Works the formula out. `lists` are the names that stand for several values. Every name has been looked up before.
  func worked(_ values: [String: Fraction], lists: [String: [String]]) -> Worked {
    func both(_ left: Formula, _ sign: String, _ right: Formula, _ make: (Fraction, Fraction) -> Fraction) -> Worked {
      let (left, right) = (left.worked(values, lists: lists), right.worked(values, lists: lists))
      return Worked(
        values: [Member(name: "", value: make(left.value, right.value))], text: "\(left.text) \(sign) \(right.text)")
    }
    switch self {
    case .number(let number): return Worked(values: [Member(name: "\(number)", value: number)], text: "\(number)")
    case .name(let name):
      let members = (lists[name] ?? [name]).map { Member(name: $0, value: values[$0] ?? .zero) }
      return Worked(values: members, text: members.map { "\($0.value)" }.joined(separator: ", "))
    case .negative(let inner):
      let worked = inner.worked(values, lists: lists)
      return Worked(values: [Member(name: "", value: -worked.value)], text: "-\(inner.enclosed(worked.text))")
    case .sum(let left, let right): return both(left, "+", right) { $0 + $1 }
    case .difference(let left, let right):
      let worked = both(left, "−", right) { $0 - $1 }
      guard right.isSum else { return worked }
      let (first, second) = (left.worked(values, lists: lists).text, right.worked(values, lists: lists).text)
      return Worked(values: worked.values, text: "\(first) − (\(second))")
    case .product(let left, let right):
      let (first, second) = (left.worked(values, lists: lists), right.worked(values, lists: lists))
      return Worked(
        values: [Member(name: "", value: first.value * second.value)],
        text: "\(left.enclosed(first.text)) · \(right.enclosed(second.text))")
    case .quotient(let left, let right):
      let (first, second) = (left.worked(values, lists: lists), right.worked(values, lists: lists))
      return Worked(
        values: [Member(name: "", value: first.value / second.value)],
        text: "\(left.enclosed(first.text)) / \(second.text)")
    case .call(let function, let count, let inner):
      let worked = inner.map { $0.worked(values, lists: lists) }
      return Self.call(function, count, worked.flatMap(\.values), worked.map(\.text).joined(separator: ", "))
    }
  }

  /// Of marks that are the same the ones that stand last are left out first.
  private static func call(_ function: Function, _ count: Int, _ members: [Member], _ text: String) -> Worked {
    func one(_ value: Fraction) -> Worked {
      Worked(values: [Member(name: "", value: value)], text: "\(function.rawValue)(\(text))")
    }
    let sum = members.reduce(Fraction.zero) { $0 + $1.value }
    switch function {
    case .sum: return one(sum)
    case .mean: return one(members.isEmpty ? .zero : sum / Fraction(members.count))
    case .min: return one(members.map(\.value).min() ?? .zero)
    case .max: return one(members.map(\.value).max() ?? .zero)
    case .best, .drop:
      let kept = function == .best ? min(count, members.count) : max(0, members.count - count)
      let order = members.indices.sorted {
        members[$0].value == members[$1].value ? $0 < $1 : members[$0].value > members[$1].value
      }
      let (chosen, left) = (Set(order.prefix(kept)), Set(order.dropFirst(kept)))
      let names = left.sorted().map { "\(members[$0].name.isEmpty ? "" : members[$0].name + " ")\(members[$0].value)" }
      let shown = chosen.sorted().map { "\(members[$0].value)" }.joined(separator: ", ")
      return Worked(
        values: chosen.sorted().map { members[$0] },
        text: left.isEmpty ? shown : "\(shown) [without \(names.joined(separator: ", "))]")
    }
  }

  private var isSum: Bool {
    switch self {
    case .sum, .difference: true
    default: false
    }
  }

  private func enclosed(_ text: String) -> String { isSum ? "(\(text))" : text }
}
