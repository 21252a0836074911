package import Checks
package import CourseRules
import Foundation

/// A lab's statement as a course has it: its title, times and points, and of the table of checks those that are asked.
///
/// Everything else is the author's text, and stays: where it speaks of a check that is off, that is the instructor's to say.
package enum StatementFile {
  /// `lab` is under the rules already. Without rules the text is as it was written.
  package static func text(_ written: String, of lab: Lab, under rules: LabRules?) -> String {
    guard let rules else { return written }
    var lines = written.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if rules.title != nil, let heading = lines.firstIndex(where: { $0.hasPrefix("# ") }) {
      lines[heading] = "# \(plain(lab.title))"
    }
    let total = (lab.publicChecks + lab.hiddenChecks).reduce(Points.zero) { $0 + $1.points }
    lines = lines.flatMap { line -> [String] in
      if line.hasPrefix("| `") { return row(line, lab, rules).map { [$0] } ?? [] }
      if line.hasPrefix("| **together**") { return hiddenRow(lab, rules) + ["| **together** | **\(total)** | | | |"] }
      return [line.replacing(/\*Points:\* [0-9.]*[0-9]/) { _ in "*Points:* \(total)" }]
    }
    let times = self.times(rules)
    if let line = lines.firstIndex(where: { $0.contains("*Points:*") }) {
      // After the paragraph that it is in.
      let end = lines[line...].firstIndex { $0.isEmpty } ?? lines.endIndex
      lines.insert(contentsOf: times.flatMap { ["", $0] }, at: end)
    }
    return lines.joined(separator: "\n")
  }

  /// The row of a check; nil where it is off, or not to be told of.
  private static func row(_ line: String, _ lab: Lab, _ rules: LabRules) -> String? {
    var cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard cells.count > 5 else { return line }
    let id = cells[1].filter { $0 != "`" && $0 != " " }
    let isPublic = lab.publicChecks.contains { $0.id == id }
    guard let check = (lab.publicChecks + lab.hiddenChecks).first(where: { $0.id == id }) else { return nil }
    if !isPublic, rules.hidden.show == .nothing { return nil }
    cells[2] = " \(check.points) "
    cells[3] = isPublic ? " public " : " hidden "
    let names = cells[4].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let after = names.filter { name in
      !name.isEmpty && rules.checks[name.filter { $0 != "`" }]?.isOff != true
    }
    cells[4] = after.isEmpty ? " " : " \(after.joined(separator: ", ")) "
    return cells.joined(separator: "|")
  }

  /// What stands for the hidden checks where students are told nothing of them.
  private static func hiddenRow(_ lab: Lab, _ rules: LabRules) -> [String] {
    guard rules.hidden.show == .nothing, !lab.hiddenChecks.isEmpty else { return [] }
    let points = lab.hiddenChecks.reduce(Points.zero) { $0 + $1.points }
    return ["| \(lab.hiddenChecks.count) others | \(points) | hidden | | |"]
  }

  private static func times(_ rules: LabRules) -> [String] {
    var parts: [String] = []
    if let opens = rules.opens { parts.append("*Opens:* \(moment(opens, rules.zone)).") }
    if let closes = rules.closes { parts.append("*Closes:* \(moment(closes, rules.zone)).") }
    if rules.team != .alone {
      let sizes =
        rules.team.fewest == rules.team.most ? "\(rules.team.most)" : "\(rules.team.fewest) to \(rules.team.most)"
      parts.append("*Teams:* of \(sizes).")
    }
    return parts.isEmpty ? [] : [parts.joined(separator: " ")]
  }

  /// As the course's clocks have it.
  private static func moment(_ date: Date, _ zone: String) -> String {
    let zone = TimeZone(identifier: zone) ?? .gmt
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
    func two(_ number: Int?) -> String { "\((number ?? 0) < 10 ? "0" : "")\(number ?? 0)" }
    let day = "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
    return "\(day) \(two(parts.hour)):\(two(parts.minute)) (\(zone.identifier))"
  }

  /// Markup in a title is text.
  private static func plain(_ text: String) -> String {
    String(text.flatMap { "\\`*_{}[]<>#|$&!~".contains($0) ? ["\\", $0] : [$0] })
  }
}
