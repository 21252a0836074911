import Checks
import CourseRules
import Yams

extension CourseReader {
  mutating func works(_ node: Node) -> [Work] {
    (pairs(of: node, "work", of: ["exam"]) ?? []).compactMap { name, keyNode, value in
      guard isName(name) else {
        complain(keyNode, "\(name.asQuoted) cannot stand in a formula: a letter first, then letters, digits and _")
        return nil
      }
      guard !labs.contains(where: { $0.name == name }), name != Formula.labs else {
        complain(keyNode, "\(name) is what labs are called: give this work another name")
        return nil
      }
      return work(value, keyNode, name)
    }
  }

  /// What may stand in a formula.
  func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first.properties.isAlphabetic, name.unicodeScalars.count <= 60 else {
      return false
    }
    return name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_"
    }
  }

  private mutating func work(_ node: Node, _ keyNode: Node, _ name: String) -> Work? {
    guard let fields = fields(of: node, "a work", ["title", "closes", "out of", "items", "team", "late"]) else {
      return nil
    }
    let total = fields["out of"].flatMap { points($0, "out of") }
    var work = Work(name: name, items: [])
    work.title = fields["title"].flatMap { text($0, "the title") }
    work.closes = fields["closes"].flatMap { time($0, "the closing time") }
    if let node = fields["team"] { work.team = team(node) ?? .alone }
    if let node = fields["late"] { work.late = late(node) ?? .none }
    if let node = fields["items"] {
      work.items = items(node, out: total, of: name)
    } else if let total {
      work.items = [.init(name: name, points: total)]
    }
    if work.items.isEmpty, fields["items"] == nil, fields["out of"] == nil {
      complain(keyNode, "\(name) has no points: write `out of: 10`, or `items:` with points or per cent each")
    }
    if work.possible == .zero, total == .zero { complain(fields["out of"], "\(name) is worth nothing") }
    return work
  }

  /// Each with points, or all with a part of the total.
  private mutating func items(_ node: Node, out total: Points?, of work: String) -> [Work.Item] {
    var items: [Work.Item] = []
    var parts = Fraction.zero
    var (hasParts, hasPoints, isWhole) = (false, false, true)
    for (name, keyNode, value) in pairs(of: node, "items", of: ["report"]) ?? [] {
      guard name.asPlainText == name, !name.isEmpty, name.unicodeScalars.count <= 100 else {
        complain(keyNode, "an item's name is one line of 1 to 100 characters")
        isWhole = false
        continue
      }
      guard let percentage = percentage(value, name.asPlainText) else {
        isWhole = false
        continue
      }
      if let part = percentage {
        hasParts = true
        parts = parts + part
        guard let total else { continue }
        let share = part * Fraction(total)
        guard let points = points(share, value, "\(name.asPlainText), that part of \(total)") else {
          isWhole = false
          continue
        }
        items.append(.init(name: name, points: points))
      } else if let points = points(value, name.asPlainText) {
        hasPoints = true
        items.append(.init(name: name, points: points))
      } else {
        isWhole = false
      }
    }
    guard isWhole else { return items }
    if hasParts, hasPoints {
      complain(node, "some items of \(work) have per cent and some points: write all one way")
    } else if hasParts, total == nil {
      complain(node, "the items of \(work) have per cent of nothing: write `out of: 10` too")
    } else if hasParts, parts != .one {
      complain(node, "the items of \(work) add up to \(parts * Fraction(100)) %, and not to 100 %")
    } else if let total, items.reduce(.zero, { $0 + $1.points }) != total {
      complain(
        node, "the items of \(work) add up to \(items.reduce(Points.zero) { $0 + $1.points }), and not to \(total)")
    } else if items.isEmpty {
      complain(node, "\(work) has no items: write each with its points or per cent")
    }
    return items
  }
}
