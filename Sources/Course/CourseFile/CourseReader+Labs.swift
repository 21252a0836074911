import Checks
import CourseRules
import Yams

extension CourseReader {
  mutating func labs(_ node: Node) -> [LabRules] {
    var found: [LabRules] = []
    for (name, keyNode, value) in pairs(of: node, "labs", of: labs.map(\.name)) ?? [] {
      guard let lab = labs.first(where: { $0.name.lowercased() == name.lowercased() }) else {
        let names = labs.map(\.name)
        let guess = Spelling.nearest(to: name, among: names).map { " Did you mean \($0)?" } ?? ""
        complain(keyNode, "there is no lab \(name.asQuoted): there are \(names.joined(separator: ", ")).\(guess)")
        continue
      }
      guard !found.contains(where: { $0.name == lab.name }) else {
        complain(keyNode, "the lab \(lab.name) stands here twice: keep one of them")
        continue
      }
      found.append(rules(value, keyNode, of: lab))
    }
    return found
  }

  private mutating func rules(_ node: Node, _ keyNode: Node, of lab: KnownLab) -> LabRules {
    var rules = defaults
    rules.name = lab.name
    rules.zone = zone?.identifier ?? "GMT"
    let keys = ["title", "opens", "closes", "total", "checks", "self-checks"] + Self.ruleKeys
    guard let fields = fields(of: node, "a lab", keys) else { return rules }
    rules = self.rules(fields, over: rules)
    rules.title = fields["title"].flatMap { text($0, "the title") }
    rules.opens = fields["opens"].flatMap { time($0, "the opening time") }
    rules.closes = fields["closes"].flatMap { time($0, "the closing time") }
    if let opens = rules.opens, let closes = rules.closes, opens >= closes {
      complain(fields["closes"], "\(lab.name) closes before it opens: one of the two times is wrong")
    }
    if rules.closes == nil, fields["closes"] == nil, rules.hidden.when == .afterDeadline {
      complain(
        keyNode,
        "\(lab.name) shows hidden checks after the deadline and has none: write `closes: 2026-10-19 23:59` in it")
    }
    if let node = fields["checks"] { rules.checks = checks(node, of: lab) }
    if let node = fields["self-checks"] { rules.selfChecks = selfChecks(node, of: lab, rules) }
    let sum = lab.checks.reduce(Points.zero) { $0 + rules.points(of: $1) }
    if sum == .zero { complain(fields["checks"] ?? keyNode, "no check of \(lab.name) is worth anything") }
    if let node = fields["total"], let total = points(node, "the total"), total != sum {
      complain(
        node,
        "the points of \(lab.name)'s checks add up to \(sum), and not to \(total): change the total or the points; "
          + "checks that are not named here have the lab's own")
    }
    return rules
  }

  private mutating func checks(_ node: Node, of lab: KnownLab) -> [String: LabRules.OfCheck] {
    var found: [String: LabRules.OfCheck] = [:]
    for (id, keyNode, value) in pairs(of: node, "checks", of: lab.checks.map(\.id)) ?? [] {
      guard lab.checks.contains(where: { $0.id == id }) else {
        let ids = lab.checks.map(\.id)
        let guess = Spelling.nearest(to: id, among: ids).map { "did you mean \($0)?" }
        complain(
          keyNode,
          "there is no check \(id.asQuoted) in \(lab.name): " + (guess ?? "there are \(ids.joined(separator: ", "))"))
        continue
      }
      if let rule = check(value, id) { found[id] = rule }
    }
    let off = Set(found.filter(\.value.isOff).keys)
    for (id, keyNode, _) in pairs(of: node, "checks") ?? [] where off.contains(id) {
      let above = lab.checks.filter { $0.below.contains(id) && !off.contains($0.id) }.map(\.id)
      guard !above.isEmpty else { continue }
      complain(
        keyNode,
        "\(id) is off, and \(above.joined(separator: ", ")) build on it, where its mistakes would be paid for: "
          + "write `\(id): 0`, which asks it for nothing, or turn those off too")
    }
    return found
  }

  /// Points, `off`, or both with a limit and a hint.
  private mutating func check(_ node: Node, _ id: String) -> LabRules.OfCheck? {
    if let word = node.scalar?.string, !node.isEmpty {
      if word == "off" { return LabRules.OfCheck(isOff: true) }
      guard Fraction(decimal: word) != nil else {
        complain(node, "\(word.asQuoted) is nothing for \(id): write its points, such as 2, or off")
        return nil
      }
      return points(node, id).map { LabRules.OfCheck(points: $0) }
    }
    guard let fields = fields(of: node, "a check", ["points", "limit", "hint"]) else { return nil }
    return LabRules.OfCheck(
      points: fields["points"].flatMap { points($0, id) }, limit: fields["limit"].flatMap { limit($0, id) },
      hint: fields["hint"].flatMap { text($0, "the hint", most: 400) })
  }

  private mutating func selfChecks(_ node: Node, of lab: KnownLab, _ rules: LabRules) -> Int? {
    let most = lab.checks.filter { $0.isPublic && rules.checks[$0.id]?.isOff != true }.count
    guard let text = word(node, "self-checks") else { return nil }
    guard let count = Int(text), (0...most).contains(count) else {
      complain(
        node,
        "\(text.asQuoted) self-checks: write how many of the \(most) public checks of \(lab.name) students get, "
          + "the first ones; the others are hidden then")
      return nil
    }
    return count
  }
}

extension LabRules {
  /// What a check is worth by these rules.
  fileprivate func points(of check: KnownLab.KnownCheck) -> Points {
    guard let rule = checks[check.id] else { return check.points }
    return rule.isOff ? .zero : rule.points ?? check.points
  }
}
