extension Mutant {
  /// Mistakes as text, each as an author would tell it: its name and what it is, what becomes what in the master, and the
  /// checks that must not pass.
  ///
  ///     half: ½ forgotten
  ///       total / 2 → total
  ///       fails cost, cost.edges; sometimes repeats
  ///
  /// Words that tell the place are enough, as long as they stand in the master just once. What has several lines is told as
  /// a diff tells it, line below line: what goes after `- `, what comes after `+ `, what stays after `= `; a line `and`
  /// stands between two such changes. What is not so is a mutant that says so when it is audited.
  public static func list(_ text: String) -> [Mutant] {
    var told: [MutantText] = []
    for line in text.split(separator: "\n") {
      if line.first != " " { told.append(MutantText(line)) } else if !told.isEmpty { told[told.count - 1].add(line) }
    }
    return told.map(\.mutant)
  }
}

/// A mutant as it is read, line by line.
private struct MutantText {
  private let name, mistake: String
  private var changes: [(old: [Substring], new: [Substring])] = []
  /// Whether the next line of a diff is of the last change.
  private var isOpen = false
  private var fails: [String] = []
  private var sometimes: [String] = []
  /// The first line that means nothing.
  private var strange: Substring?

  init(_ line: Substring) {
    let parts = line.split(separator: ": ", maxSplits: 1)
    (name, mistake) = (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
    if parts.count < 2 { strange = line }
  }

  mutating func add(_ line: Substring) {
    let words = line.drop { $0 == " " }
    if words.hasPrefix("fails ") {
      let lists = words.dropFirst(6).split(separator: "; sometimes ").map { $0.split(separator: ", ").map(String.init) }
      (fails, sometimes) = (lists.first ?? [], lists.count > 1 ? lists[1] : [])
    } else if words == "and" {
      isOpen = false
    } else if let sign = words.first, "-+=".contains(sign), words.count == 1 || words.dropFirst().first == " " {
      if !isOpen { changes.append((old: [], new: [])) }
      isOpen = true
      if sign != "+" { changes[changes.count - 1].old.append(words.dropFirst(2)) }
      if sign != "-" { changes[changes.count - 1].new.append(words.dropFirst(2)) }
    } else if let arrow = words.firstRange(of: " →") {
      isOpen = false
      changes.append((old: [words[..<arrow.lowerBound]], new: [words[arrow.upperBound...].drop { $0 == " " }]))
    } else {
      strange = strange ?? line
    }
  }

  var mutant: Mutant {
    let way = "write `text → instead` or lines of a diff, and then `fails check, check`"
    if let strange { return Mutant(name, mistake, fault: "“\(strange)” says nothing of a mutant: \(way)") }
    if changes.isEmpty { return Mutant(name, mistake, fault: "it changes nothing: \(way)") }
    if changes.contains(where: { $0.old.joined().isEmpty }) {
      let diff = "a line that begins with `- `, `+ ` or `= ` is one of a diff, which holds a line of the master"
      return Mutant(name, mistake, fault: "it does not say what is changed: \(diff)")
    }
    if fails.isEmpty { return Mutant(name, mistake, fault: "it names no check that it must fail: \(way)") }
    return Mutant(
      name, mistake,
      replacing: changes.map { ($0.old.joined(separator: "\n"), $0.new.joined(separator: "\n")) }, fails: fails,
      sometimes: sometimes)
  }
}
