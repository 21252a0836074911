import Checks
import CourseRules
import Yams

/// The single values of a course file: each is read, or complained of and left out.
extension CourseReader {
  /// What stands there as text, however YAML would understand it: `off` and `1.50` too.
  mutating func word(_ node: Node, _ what: String) -> String? {
    guard let scalar = node.scalar, !node.isEmpty else {
      complain(node, "\(what) is one value, and no list or nothing")
      return nil
    }
    return scalar.string
  }

  /// A title or a hint: one line of text.
  mutating func text(_ node: Node, _ what: String, most: Int = 200) -> String? {
    guard let text = word(node, what) else { return nil }
    guard !text.isEmpty, text.unicodeScalars.count <= most,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      complain(node, "\(what) is one line of 1 to \(most) characters")
      return nil
    }
    return text
  }

  mutating func number(_ node: Node, _ what: String) -> Fraction? {
    guard let text = word(node, what) else { return nil }
    guard let number = Fraction(decimal: text) else {
      complain(node, "\(text.asQuoted) is no number for \(what): write it like 2 or 0.25")
      return nil
    }
    return number
  }

  /// Points from 0 to 1,000 in whole hundredths.
  mutating func points(_ node: Node, _ what: String) -> Points? {
    guard let number = number(node, what) else { return nil }
    return points(number, node, what)
  }

  mutating func points(_ number: Fraction, _ node: Node, _ what: String) -> Points? {
    guard number <= Fraction(1000), Fraction(number.points) == number else {
      complain(node, "\(what): points go from 0 to 1000 in hundredths, such as 1.25")
      return nil
    }
    return number.points
  }

  /// `10 %` as a tenth; nil and no complaint where it is no per cent at all.
  mutating func percentage(_ node: Node, _ what: String) -> Fraction?? {
    guard let text = node.scalar?.string, text.hasSuffix("%") else { return .some(nil) }
    let digits = text.dropLast().reversed().drop { $0 == " " }.reversed()
    guard let number = Fraction(decimal: String(digits)), number <= Fraction(100) else {
      complain(node, "\(text.asQuoted) is no part for \(what): write it like 10 %, and at most 100 %")
      return nil
    }
    return .some(number / Fraction(100))
  }

  /// `10 %`, or `1.5` with or without `points`.
  mutating func amount(_ node: Node, _ what: String) -> LateRule.Amount? {
    guard let part = percentage(node, what) else { return nil }
    if let part { return .part(part) }
    guard let text = word(node, what) else { return nil }
    let number = text.split(separator: " ")
    guard let points = number.first.flatMap({ Fraction(decimal: $0) }),
      number.count == 1 || number.count == 2 && ["point", "points"].contains(number[1])
    else {
      complain(node, "\(text.asQuoted) is no loss for \(what): write 10 %, or 1 point")
      return nil
    }
    return self.points(points, node, what).map { .points($0) }
  }

  mutating func length(_ node: Node, _ what: String) -> Int? {
    guard let text = word(node, what) else { return nil }
    guard let seconds = Interval.seconds(text) else {
      complain(node, "\(text.asQuoted) is no length of time for \(what): write it like 15 min, 2 h or 7 days")
      return nil
    }
    return seconds
  }

  /// CPU seconds: `20 s`, `0.5`.
  mutating func limit(_ node: Node, _ what: String) -> Double? {
    guard let text = word(node, what) else { return nil }
    let digits = text.hasSuffix("s") ? text.dropLast().reversed().drop { $0 == " " }.reversed().map { $0 } : Array(text)
    guard let seconds = Fraction(decimal: String(digits)), seconds >= Fraction(1) / Fraction(10),
      seconds <= Fraction(600)
    else {
      complain(
        node, "\(text.asQuoted) is no limit for \(what): write seconds of CPU time from 0.1 to 600, such as 20 s")
      return nil
    }
    return Double(seconds.numerator) / Double(seconds.denominator)
  }

  /// One of a few words.
  mutating func choice<Value: RawRepresentable & CaseIterable>(_ node: Node, _ what: String, _ type: Value.Type)
    -> Value?
  where Value.RawValue == String {
    guard let text = word(node, what) else { return nil }
    guard let value = Value(rawValue: text) else {
      let known = Value.allCases.map(\.rawValue)
      let guess = Spelling.nearest(to: text, among: known).map { " Did you mean \($0)?" } ?? ""
      complain(node, "\(text.asQuoted) is no \(what): there are \(known.joined(separator: ", ")).\(guess)")
      return nil
    }
    return value
  }
}
