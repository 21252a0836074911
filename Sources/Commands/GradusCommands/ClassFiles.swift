import Checks
import Grading
import Keys
import Ledger
import Reports

/// The reports of all submissions in a folder of results, read one after the other.
struct ClassFiles {
  let output: OutputFolder
  let lab: Lab
  let key: CourseKey
  /// Why submissions have no mark, by their folders, where this run knows it and perhaps could not write it down.
  var faults: [String: String] = [:]
  /// Where a CI job wants its summary.
  var summary: String?

  /// The table of the class, and what could not be written.
  struct Result {
    var table: String
    var failures: [String]
  }

  /// Writes grades.csv, junit.xml and junit-rich.xml, each whatever becomes of the others.
  func write() throws -> Result {
    let names = Set(try output.entries()).union(faults.keys).sorted()
    let roster = output.roster()
    let entries = { (name: String) in output.entry(name, of: lab, by: key, roster, fault: faults[name]) }
    // First what the files' heads and names need of everyone.
    var lookAlikes = LookAlikes()
    var checks = (lab.publicChecks + lab.hiddenChecks).map(\.id)
    var count = 0
    for name in names {
      guard let entry = entries(name) else { continue }
      count += 1
      lookAlikes.add(entry.submission, folder: name)
      if case .graded(let card, _, _) = entry {
        for verdict in card.verdicts where !checks.contains(verdict.check) { checks.append(verdict.check) }
      }
    }
    let columns = checks
    var files = [
      ClassFile("grades.csv") {
        let grades = try GradesWriter("\(output.root)/grades.csv", checks: columns)
        return (grades.add, grades.finish)
      },
      junit("junit.xml", .strict, count), junit("junit-rich.xml", .rich, count),
    ]
    if let summary {
      files.append(
        ClassFile(summary) {
          var page = ClassSummary(lab: lab.name)
          return ({ page.add($0, $1) }, { try page.write(to: summary) })
        })
    }
    var rows: [ClassTable.Row] = []
    for name in names {
      guard let entry = entries(name) else { continue }
      let shown = lookAlikes.shown(entry.submission, folder: name)
      for index in files.indices { files[index].add(entry, shown) }
      switch entry {
      case .graded(let card, _, let standing): rows.append(ClassTable.Row(card, standing, shown: shown))
      case .ungraded(let ungraded): rows.append(ClassTable.Row(ungraded, shown: shown))
      }
    }
    for index in files.indices { files[index].finish() }
    return Result(table: ClassTable(rows).text(width: 100), failures: files.compactMap(\.failure))
  }

  private func junit(_ file: String, _ profile: JUnitProfile, _ count: Int) -> ClassFile {
    ClassFile(file) {
      let writer = try JUnitWriter(
        "\(output.root)/\(file)", profile: profile, name: "gradus \(lab.name)", submissions: count)
      return (writer.add, writer.finish)
    }
  }
}

/// One of the class's files: after the first thing that goes wrong nothing more is written, and what was there stays.
private struct ClassFile {
  typealias Writer = (add: (OutputFolder.Entry, String) throws -> Void, finish: () throws -> Void)
  private var writer: Writer?
  private(set) var failure: String?

  init(_ name: String, _ open: () throws -> Writer) {
    do { writer = try open() } catch { failure = "\(error)" }
  }

  mutating func add(_ entry: OutputFolder.Entry, _ shown: String) { attempt { try $0.add(entry, shown) } }

  mutating func finish() { attempt { try $0.finish() } }

  private mutating func attempt(_ body: (Writer) throws -> Void) {
    guard let writer else { return }
    do {
      try body(writer)
    } catch {
      failure = "\(error)"
      self.writer = nil
    }
  }
}

extension OutputFolder.Entry {
  fileprivate var submission: String {
    switch self {
    case .graded(let card, _, _): card.submission
    case .ungraded(let ungraded): ungraded.submission
    }
  }
}

extension GradesWriter {
  fileprivate func add(_ entry: OutputFolder.Entry, _ shown: String) throws {
    switch entry {
    case .graded(let card, _, let standing): try add(card, standing, shown: shown)
    case .ungraded(let ungraded): try add(ungraded, shown: shown)
    }
  }
}

extension JUnitWriter {
  fileprivate func add(_ entry: OutputFolder.Entry, _ shown: String) throws {
    switch entry {
    case .graded(let card, _, let standing): try add(card, standing, for: .instructor, shown: shown)
    case .ungraded(let ungraded): try add(ungraded, shown: shown)
    }
  }
}

extension ClassSummary {
  fileprivate mutating func add(_ entry: OutputFolder.Entry, _ shown: String) {
    switch entry {
    case .graded(let card, _, let standing): add(card, standing, shown: shown)
    case .ungraded(let ungraded): add(ungraded, shown: shown)
    }
  }
}
