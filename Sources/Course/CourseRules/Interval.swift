/// Lengths of time in whole seconds, as people write them.
package enum Interval {
  private static let units = [("day", 86400), ("h", 3600), ("min", 60), ("s", 1)]

  /// `2 days 3 h`: the two largest units.
  package static func words(_ seconds: Int) -> String {
    var (rest, words) = (max(0, seconds), [String]())
    for (name, size) in units where words.count < 2 && rest >= size {
      let count = rest / size
      words.append("\(count) \(name)\(name == "day" && count != 1 ? "s" : "")")
      rest %= size
    }
    return words.isEmpty ? "0 s" : words.joined(separator: " ")
  }

  /// Seconds of `15 min`, `1 h 30 min`, `7 days`; nil for anything else, and for more than ten years.
  package static func seconds(_ text: String) -> Int? {
    let names = [
      "s": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600,
      "day": 86400, "days": 86400, "week": 604_800, "weeks": 604_800,
    ]
    var words = text.lowercased().split(whereSeparator: \.isWhitespace)[...]
    guard !words.isEmpty else { return nil }
    var total = 0
    while let number = words.popFirst() {
      let count = number.prefix { $0.isASCII && $0.isNumber }
      var unit = number.dropFirst(count.count)
      if unit.isEmpty { unit = words.popFirst() ?? "" }
      guard count.count <= 9, let value = Int(count), let size = names[String(unit)] else { return nil }
      total += value * size
      guard total <= 3653 * 86400 else { return nil }
    }
    return total
  }
}
