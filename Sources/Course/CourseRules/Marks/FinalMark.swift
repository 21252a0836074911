package import Checks

/// How the final mark is made of the marks of labs and works.
///
/// Every mark is first put on the scale of the final one: 7.50 of 10.00 is 15 where that is out of 20. So parts with unlike
/// totals can be added.
package struct FinalMark: Hashable, Sendable, Codable {
  /// A mark in between, with a name of its own.
  package struct Part: Hashable, Sendable, Codable {
    package var name: String
    package var formula: Formula
    /// As it was written.
    package var text: String

    package init(name: String, _ text: String) throws(FormulaFault) {
      (self.name, self.text, formula) = (name, text, try Formula(text))
    }
  }

  /// To what, and to which side; half goes up.
  package struct Rounding: Hashable, Sendable, Codable {
    package enum Way: String, Hashable, Sendable, Codable, CaseIterable { case nearest, up, down }
    package var step: Fraction
    package var way: Way

    package init(step: Fraction, way: Way = .nearest) { (self.step, self.way) = (step, way) }

    package func rounded(_ value: Fraction) -> Fraction {
      guard step > .zero else { return value }
      let count = value / step
      switch way {
      case .nearest: return (count + .one / Fraction(2)).floor * step
      case .up: return -((-count).floor) * step
      case .down: return count.floor * step
      }
    }
  }

  /// What the best mark is.
  package var scale: Fraction
  /// In order: each may use those before it.
  package var parts: [Part]
  package var mark: Part
  package var rounding: Rounding?

  package init(scale: Fraction, parts: [Part] = [], mark: String, rounding: Rounding? = nil) throws(FormulaFault) {
    self.scale = scale
    self.parts = parts
    self.mark = try Part(name: "mark", mark)
    self.rounding = rounding
  }
}

/// How one student stands in a lab or a work.
package enum PartStanding: Hashable, Sendable {
  case marked(Points, of: Points)
  /// Nothing was handed in, and none is awaited: it counts as zero.
  case missing
  /// There is no mark yet, and why: then there is no final mark either.
  case pending(String)
}

/// The final mark of one student, or why there is none, and how it was come to.
package struct FinalResult: Hashable, Sendable {
  /// One line of the explanation.
  package struct Step: Hashable, Sendable, Codable {
    package var name: String
    /// What it came to; nil where it cannot be worked out.
    package var value: Fraction?
    /// `mean(15, 12) [without CNN 9] = 13.5`
    package var text: String
  }

  /// On the scale, rounded; nil where something is pending.
  package var mark: Fraction?
  package var steps: [Step]
  /// What is waited for.
  package var pending: [String]
}

extension FinalMark {
  /// The final mark of a student who stands like this in `labs`, in the course's order, and in `works`. Who is not named
  /// in `standings` is pending. What no formula uses is left out.
  package func result(_ standings: [String: PartStanding], labs: [String], works: [String]) -> FinalResult {
    var values: [String: Fraction] = [:]
    var (steps, pending): ([FinalResult.Step], [String]) = ([], [])
    let used = (parts + [mark]).reduce(into: Set<String>()) { $0.formUnion($1.formula.names) }
    let names = labs + works
    for name in names where used.contains(name) || (used.contains(Formula.labs) && labs.contains(name)) {
      switch standings[name] ?? .pending("there is no mark yet") {
      case .marked(let earned, of: let possible):
        let value = possible > .zero ? Fraction(earned) / Fraction(possible) * scale : .zero
        values[name] = value
        steps.append(.init(name: name, value: value, text: "\(earned) of \(possible) = \(value) of \(scale)"))
      case .missing:
        values[name] = .zero
        steps.append(.init(name: name, value: .zero, text: "nothing was handed in = 0 of \(scale)"))
      case .pending(let why):
        pending.append("\(name): \(why)")
        steps.append(.init(name: name, value: nil, text: why))
      }
    }
    guard pending.isEmpty else { return FinalResult(mark: nil, steps: steps, pending: pending) }
    for part in parts + [mark] {
      let worked = part.formula.worked(values, lists: [Formula.labs: labs])
      values[part.name] = worked.value
      let formula = part.text == worked.text ? part.text : "\(part.text) = \(worked.text)"
      steps.append(.init(name: part.name, value: worked.value, text: "\(formula) = \(worked.value)"))
    }
    var final = values[mark.name] ?? .zero
    if let rounding {
      let exact = final
      final = rounding.rounded(final)
      let way = rounding.way == .nearest ? "half up" : rounding.way.rawValue
      steps.append(.init(name: "rounded", value: final, text: "\(exact) to \(rounding.step), \(way) = \(final)"))
    }
    return FinalResult(mark: final, steps: steps, pending: [])
  }
}
