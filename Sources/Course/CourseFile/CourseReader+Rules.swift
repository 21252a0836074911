import Checks
import CourseRules
import Yams

/// The rules that may stand at the top for every lab, and in a lab for that one.
extension CourseReader {
  static let ruleKeys = ["limit", "hidden", "attempts", "late", "team"]

  /// `inherited`, with what stands in `fields` instead.
  mutating func rules(_ fields: [String: Node], over inherited: LabRules) -> LabRules {
    var rules = inherited
    if let node = fields["limit"] { rules.limit = limit(node, "the limit of a check") ?? rules.limit }
    if let node = fields["hidden"] { rules.hidden = hidden(node) ?? rules.hidden }
    if let node = fields["attempts"] { rules.attempts = choice(node, "rule of attempts", AttemptPolicy.self) ?? .last }
    if let node = fields["late"] { rules.late = late(node) ?? .none }
    if let node = fields["team"] { rules.team = team(node) ?? .alone }
    return rules
  }

  /// `hint`, or `{ show: hint, when: after the deadline }`.
  private mutating func hidden(_ node: Node) -> HiddenView? {
    if node.scalar != nil {
      return choice(node, "view of hidden checks", HiddenLevel.self).map { HiddenView(show: $0) }
    }
    guard let fields = fields(of: node, "hidden", ["show", "when"]) else { return nil }
    var view = HiddenView()
    if let node = fields["show"] {
      view.show = choice(node, "view of hidden checks", HiddenLevel.self) ?? view.show
    }
    if let node = fields["when"] {
      view.when = choice(node, "time of hidden checks", HiddenView.When.self) ?? view.when
    }
    return view
  }

  /// `none`, or what it costs.
  mutating func late(_ node: Node) -> LateRule? {
    if node.scalar != nil, node.scalar?.string == "none" { return LateRule.none }
    guard let fields = fields(of: node, "late", ["per day", "grace", "at most", "refused after"]) else { return nil }
    var rule = LateRule()
    if let node = fields["grace"] { rule.grace = length(node, "the grace") ?? 0 }
    if let node = fields["per day"] { rule.perDay = amount(node, "a day") }
    if let node = fields["at most"] { rule.cap = amount(node, "the most that is lost") }
    if let node = fields["refused after"] { rule.refusedAfter = length(node, "refused after") }
    if fields["at most"] != nil, fields["per day"] == nil {
      complain(fields["at most"], "`at most` bounds a loss that is not said: write `per day: 10 %` too")
    }
    if let refused = rule.refusedAfter, refused < rule.grace {
      complain(fields["refused after"], "hand-ins are refused before the grace is over: make it longer than the grace")
    }
    if let cap = rule.cap, let perDay = rule.perDay, LateRule.isLess(cap, than: perDay) {
      complain(fields["at most"], "less is lost in all than on the first day: make `at most` no less than `per day`")
    }
    return rule
  }

  /// `2`, or `1 to 3`.
  mutating func team(_ node: Node) -> TeamRule? {
    guard let text = word(node, "the size of a team") else { return nil }
    let sizes = text.split(separator: " ").filter { $0 != "to" }.compactMap { Int($0) }
    let isRange = text.split(separator: " ").count == 3 && sizes.count == 2
    guard isRange || (sizes.count == 1 && Int(text) != nil), let fewest = sizes.first, let most = sizes.last,
      let team = TeamRule(fewest: fewest, most: most)
    else {
      complain(node, "\(text.asQuoted) is no size of a team: write 1, 2 or 3, or from which to which, such as 1 to 2")
      return nil
    }
    return team
  }
}

extension LateRule {
  /// Parts with parts, points with points; what cannot be compared is not less.
  fileprivate static func isLess(_ left: Amount, than right: Amount) -> Bool {
    switch (left, right) {
    case (.part(let left), .part(let right)): left < right
    case (.points(let left), .points(let right)): left < right
    default: false
    }
  }
}
