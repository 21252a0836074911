/// What a person reads when all is collected.
package struct CollectSummary {
  private let result: Collector.Result
  private let lab: String
  private let file: String
  private let out: String

  package init(_ result: Collector.Result, lab: String, file: String, out: String) {
    self.result = result
    self.lab = lab
    self.file = file
    self.out = out
  }

  package var text: String { (head + chosen + needed + rest + next).joined(separator: "\n") }

  private var head: [String] {
    let students = Set(result.collected.map(\.student.key)).count
    let new = result.collected.count(where: \.isNew)
    let layouts = Set(result.layouts.map(\.rawValue)).sorted().joined(separator: ", ")
    let late = result.collected.count { $0.attempt.late == true }
    return [
      "\(students) \(students == 1 ? "student" : "students") (\(layouts)); \(new) new "
        + "\(new == 1 ? "attempt" : "attempts"), \(result.collected.count - new) as before"
        + (late > 0 ? "; \(late) late by the platform's word" : "")
    ]
  }

  /// By which rules, the usual one first.
  private var chosen: [String] {
    let rules = result.collected.compactMap { $0.attempt.chosen?.rule }
    return Choice.Rule.allCases.compactMap { rule in
      let count = rules.count { $0 == rule }
      return count == 0 ? nil : "  \(count) chosen because \(rule.words(file))"
    }
  }

  private var needed: [String] {
    let nothing = result.collected.filter { $0.attempt.chosen == nil }
    let doubtful = result.collected.filter(\.isDoubtful)
    let converted = result.collected.filter { $0.attempt.chosen?.convertedFrom != nil }
    var lines = converted.isEmpty ? [] : ["  \(converted.count) converted to UTF-8"]
    if !nothing.isEmpty {
      lines.append("Nothing gradable, no mark, a person must look (--choose ID=PATH tells which file it is):")
      lines += nothing.map { "  \($0.student.words): \($0.attempt.nothingGradable ?? "")" }
    }
    if !doubtful.isEmpty {
      lines.append("Chosen, and worth a look:")
      lines += doubtful.map { item in
        "  \(item.student.words): \(item.attempt.chosen?.path ?? ""); \(item.attempt.warnings.joined(separator: "; "))"
      }
    }
    return lines
  }

  private var rest: [String] {
    var lines: [String] = []
    let untimed = result.collected.count { $0.student.platform == .moodle && $0.attempt.toldHandIn == nil }
    if untimed > 0 {
      lines.append(
        "Of \(untimed) nobody tells when they handed in, so none of them is late: what Moodle sends has the time of its "
          + "packing. --worksheet FILE takes the times of its grading worksheet.")
    }
    if !result.edited.isEmpty {
      lines.append("Changed by hand in \(out), and kept as an attempt: \(result.edited.joined(separator: ", "))")
    }
    if !result.leftOut.isEmpty {
      let more = result.leftOut.count > 10 ? ", and \(result.leftOut.count - 10) more" : ""
      lines.append("Nobody's, and left out: \(result.leftOut.prefix(10).joined(separator: ", "))\(more)")
    }
    return lines
  }

  private var next: [String] { ["Now: gradus grade \(lab) --class \(out) --out DIR"] }
}
