/// What a self-check leaves for a CI service.
extension SelfReport {
  /// The report as Markdown for a job's summary, of some `limit` bytes at most: the end first, then the lines on each check
  /// in a fence that nothing in them closes.
  package func markdown(atMost limit: Int = 60_000) -> String {
    var plain = self
    plain.isColoured = false
    let heading = isPassed ? "all that was run passed" : "not all that was run passed"
    var room = limit - plain.ending.utf8.count - 200
    var kept: [Substring] = []
    let lines = plain.verdicts.map { plain.entry($0) }.joined(separator: "\n").split(separator: "\n")
    for line in lines {
      room -= line.utf8.count + 1
      if room < 0 {
        kept.append("[cut here: there are \(lines.count) lines]")
        break
      }
      kept.append(line)
    }
    return """
      ### \(lab): \(heading)

      \(Fence.around(plain.ending))

      \(Fence.around(kept.joined(separator: "\n")))

      """
  }

  /// `2.5/6`: what was earned of all public points.
  package var points: String {
    let (earned, possible) = verdicts.reduce((Points.zero, Points.zero)) { ($0.0 + $1.earned, $0.1 + $1.points) }
    return "\(earned.short)/\(possible.short)"
  }
}

extension Points {
  /// Without zeros that say nothing, as a number is written elsewhere: `2.5`, `6`.
  package var short: String {
    var text = description
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
