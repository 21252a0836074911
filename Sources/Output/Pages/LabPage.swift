import Reports

/// A lab's page: its statement with its formulas, and for instructors what its audit said.
struct LabPage {
  let lab: String
  let statement: Statement

  init(lab: String, markdown: String) {
    self.lab = lab
    statement = Statement(markdown)
  }

  func values(_ head: PageHead, audit: AuditTable?) -> [String: Any] {
    let rows: [[String: Any]] = (audit?.rows ?? []).map { row in
      ["name": row.name, "kind": row.kind, "isGood": row.isGood, "earned": row.earned, "fails": row.fails]
    }
    let page: [String: Any] = [
      "heading": statement.title.isEmpty ? Stranger.line(lab) : statement.title, "statement": statement.html,
      "hasAudit": !rows.isEmpty, "audit": rows, "auditSummary": audit?.summary ?? "",
    ]
    return page.merging(head.values) { own, _ in own }
  }
}

/// What `gradus audit` printed of a lab, read back line by line; what is no row of it is left out.
struct AuditTable {
  struct Row: Equatable {
    var kind: String
    var name: String
    var earned: String
    var fails: String
    var isGood: Bool
  }

  private(set) var rows: [Row] = []
  /// The line that counts them.
  private(set) var summary = ""

  init?(_ text: String, lab: String) {
    for line in text.split(separator: "\n").prefix(20_000) {
      if let match = line.wholeMatch(
        of: /(?<state>ok |BAD) (?<kind>[a-z]+) (?<name>.+): (?<earned>[0-9.]+) of [0-9.]+(  fails (?<fails>.*))?/)
      {
        rows.append(
          Row(
            kind: String(match.output.kind), name: Stranger.line(String(match.output.name)),
            earned: String(match.output.earned), fails: Stranger.line(String(match.output.fails ?? "")),
            isGood: match.output.state == "ok "))
      } else if line.hasPrefix("\(lab): ") {
        summary = Stranger.line(String(line.dropFirst(lab.count + 2)))
      }
    }
    if rows.isEmpty { return nil }
  }
}
