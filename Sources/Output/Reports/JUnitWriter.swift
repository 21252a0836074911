package import Checks
package import Ledger

/// Writes JUnit XML, one scorecard after another; what is added is on its way to the disk and not kept, save its name.
///
/// Counts and times stand on each `testsuite`, which is known whole when it is written, and not on `testsuites`, whose
/// totals would be known only after the last: Jenkins, GitLab and the GitHub actions that show JUnit count the cases
/// themselves, `junitparser` has `update_statistics()`, and every schema leaves them optional there. A first pass over
/// all scorecards, or a file patched afterwards, would buy nothing that anyone reads.
package final class JUnitWriter {
  private let profile: JUnitProfile
  private var file: PartialFile
  private let xml: XMLWriter
  private var classNames = UniqueNames()
  private var room: JUnitRoom

  /// Begins a file; nothing is at `path`, or what was there stays, until `finish()`. `submissions` is how many will be added:
  /// of so many that the file would be larger than consumers read, each is told in fewer words, in the strict dialect.
  package init(_ path: String, profile: JUnitProfile, name: String = "Gradus", submissions: Int = 1) throws(ReportError)
  {
    self.profile = profile
    room = JUnitRoom(submissions: submissions)
    let file = try PartialFile(replacing: path)
    xml = try XMLWriter(descriptor: file.descriptor, path: path)
    self.file = file
    try xml.start("testsuites", ["name": Clean.line(name, atMost: JUnitLimit.name)])
  }

  /// Adds one submission as a `testsuite`, under the name `shown`.
  package func add(
    _ scorecard: Scorecard, _ standing: Standing = .graded, for reader: Reader, shown: String? = nil
  ) throws(ReportError) {
    guard !file.isCommitted else { throw .finished(path: file.path) }
    let className = classNames.unique(JUnitSuite.className(of: shown ?? scorecard.submission, lab: scorecard.lab))
    var suite = JUnitSuite(Shown(scorecard, to: reader), className: className)
    if profile == .rich, reader == .instructor { suite.standing = standing }
    try write(suite)
  }

  /// Adds a submission without a mark as a `testsuite` of one error.
  package func add(_ ungraded: Ungraded, shown: String? = nil) throws(ReportError) {
    guard !file.isCommitted else { throw .finished(path: file.path) }
    let className = classNames.unique(JUnitSuite.className(of: shown ?? ungraded.submission, lab: ungraded.lab))
    var suite = JUnitSuite(ungraded, className: className)
    if profile == .rich { suite.standing = ungraded.standing }
    try write(suite)
  }

  /// Ends the file and puts it in its place.
  package func finish() throws(ReportError) {
    guard !file.isCommitted else { throw .finished(path: file.path) }
    try xml.end()
    try xml.finish()
    try file.commit()
  }

  private func write(_ whole: JUnitSuite) throws(ReportError) {
    let suite = profile == .strict ? room.fit(whole) : whole
    try xml.start(
      "testsuite",
      [
        "name": suite.className,
        "tests": "\(suite.cases.count)",
        "failures": "\(suite.failures)",
        "errors": "\(suite.errors)",
        "skipped": "\(suite.skipped)",
        "time": Moment.seconds(milliseconds: suite.milliseconds),
        // Ant's schema allows no zone, so a reader that wants one gets it in the rich profile.
        "timestamp": profile == .strict ? suite.timestamp : suite.timestamp + "Z",
      ])
    try write(suite.properties, suite.standing)
    for each in suite.cases { try write(each, className: suite.className) }
    try xml.end()
  }

  private func write(_ each: JUnitCase, className: String) throws(ReportError) {
    let location = profile == .rich ? each.location : nil
    try xml.start(
      "testcase",
      [
        "name": each.name,
        "classname": className,
        "time": Moment.seconds(milliseconds: each.milliseconds),
        "file": location?.file,
        "line": location.map { "\($0.line)" },
      ])
    if profile == .rich, !each.properties.isEmpty { try write(each.properties) }
    switch each.outcome {
    case .passed: break
    case .failure(let problem): try write(problem, as: "failure")
    case .error(let problem): try write(problem, as: "error")
    case .skipped(let message): try xml.element("skipped", ["message": message])
    }
    if !each.output.isEmpty { try xml.element("system-out", text: each.output) }
    try xml.end()
  }

  private func write(_ problem: JUnitCase.Problem, as element: String) throws(ReportError) {
    try xml.element(element, ["message": problem.message, "type": problem.type], text: problem.text)
  }

  private func write(_ properties: KeyValuePairs<String, String>, _ standing: Standing? = nil) throws(ReportError) {
    try xml.start("properties")
    for (name, value) in properties { try xml.element("property", ["name": name, "value": value]) }
    if let standing {
      try xml.element("property", ["name": "status", "value": standing.status.rawValue])
      try xml.element("property", ["name": "remark", "value": Clean.line(standing.remark)])
    }
    try xml.end()
  }
}
