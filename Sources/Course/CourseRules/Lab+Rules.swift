package import Checks

extension Lab {
  /// The lab as a course has it: other points, limits, hints and title, some checks off, some public ones hidden.
  ///
  /// Everything else that is made of a lab follows from it: its questions, its handout, its marks.
  package func under(_ rules: LabRules?) -> Lab {
    guard let rules else { return self }
    func isOn(_ id: String) -> Bool { rules.checks[id]?.isOff != true }
    let open = publicChecks.filter { isOn($0.id) }.map { $0.under(rules, isOn) }
    let hidden = hiddenChecks.filter { isOn($0.id) }.map { $0.under(rules, isOn) }
    let count = min(rules.selfChecks ?? open.count, open.count)
    return Lab(
      name: name, title: rules.title ?? title, publicChecks: Array(open.prefix(count)),
      hiddenChecks: open.dropFirst(count) + hidden, mutants: mutants, variants: variants)
  }

  /// What is not as the lab itself has it, in a line each.
  package func changes(under rules: LabRules) -> [String] {
    let (count, own) = (
      under(rules).publicChecks.count, publicChecks.filter { rules.checks[$0.id]?.isOff != true }.count
    )
    let checks = (publicChecks + hiddenChecks).flatMap { check -> [String] in
      let rule = rules.checks[check.id] ?? LabRules.OfCheck()
      if rule.isOff { return ["\(check.id): off"] }
      var lines: [String] = []
      if let points = rule.points, points != check.points { lines.append("\(check.points) → \(points) points") }
      if let limit = rule.limit ?? rules.limit, limit != check.budget { lines.append("limit \(limit) s of CPU time") }
      if let hint = rule.hint, hint != check.hint { lines.append("another hint") }
      return lines.isEmpty ? [] : ["\(check.id): \(lines.joined(separator: ", "))"]
    }
    return checks + (count < own ? ["\(count) self-checks, the other \(own - count) public checks are hidden"] : [])
  }
}

extension Check {
  fileprivate func under(_ rules: LabRules, _ isOn: (String) -> Bool) -> Check {
    let rule = rules.checks[id] ?? LabRules.OfCheck()
    return Check(
      id, title, points: rule.points ?? points, after: prerequisites.filter(isOn), needs: needs.filter(isOn),
      hint: rule.hint ?? hint, budget: rule.limit ?? rules.limit ?? budget, draw: draw)
  }
}

extension KnownLab {
  /// A lab of the catalogue.
  package init(_ lab: Lab) {
    func known(_ check: Check, _ isPublic: Bool) -> KnownCheck {
      KnownCheck(id: check.id, points: check.points, isPublic: isPublic, below: check.prerequisites + check.needs)
    }
    self.init(
      name: lab.name, checks: lab.publicChecks.map { known($0, true) } + lab.hiddenChecks.map { known($0, false) })
  }
}
