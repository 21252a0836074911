package import Checks
import Ledger
import Reports

/// The site of one or several graded classes: files in a folder, nothing else.
///
/// `students/NAME/` is what its student may see, `lab/` what everyone may; all below `instructor/` holds evidence of hidden
/// checks and names of all. Of several classes each has these three in a folder of its own.
package struct Site {
  /// What stands in the root of every site, by which one is known that may be replaced.
  package static let mark = ".gradus-site"

  private let folder: String
  private let templates: Templates
  private var rows = CheckRows()
  /// What could not be shown as it should, in sentences.
  package private(set) var remarks: [String] = []

  /// Begins a site in an empty folder.
  package init(in folder: String) throws {
    self.folder = folder
    templates = try Templates()
    try write("gradus site 1\n", to: Self.mark)
    try write(StyleSheet.text, to: StyleSheet.file)
    try write(TableScript.text, to: TableScript.file)
  }

  /// Writes all pages. `pictures` gives the wrong tensors of a submission of the class at that place.
  package mutating func write(_ classes: [GradedClass], pictures: (Int, Scorecard) -> [String: WrongTensor]) throws {
    var bases: Set<String> = []
    var overview: [[String: Any]] = []
    for (place, graded) in classes.enumerated() {
      let base = classes.count == 1 ? "" : Self.base(graded.lab, &bases)
      let page = ClassPage(graded)
      try write(page, base: base, isOneOfMany: classes.count > 1) { pictures(place, $0) }
      overview.append([
        "href": "../\(base)instructor/index.html", "name": Stranger.line(graded.lab),
        "title": Stranger.line(graded.title),
        "count": "\(graded.entries.count)", "median": page.histogram.median?.description ?? "–",
        "possible": page.possible.description, "needing": "\(page.doubts.reasons.count)",
      ])
    }
    guard classes.count > 1 else { return }
    let head = PageHead(title: "The course", root: "../", isPrivate: true)
    try write(
      templates.render(.course, head.values.merging(["classes": overview]) { $1 }), to: "instructor/index.html")
  }

  /// A folder of its own for each class; two of one lab are told apart by a number.
  private static func base(_ lab: String, _ taken: inout Set<String>) -> String {
    let slug = Stranger.slug(lab)
    var base = slug
    var number = 1
    // What stands in the root of a site is no class's.
    while ["instructor", "style.css", "table.js"].contains(base.lowercased())
      || !taken.insert(base.lowercased()).inserted
    {
      number += 1
      base = "\(slug)-\(number)"
    }
    return "\(base)/"
  }

  private mutating func write(
    _ page: ClassPage, base: String, isOneOfMany: Bool, pictures: Pictures
  ) throws {
    let up = isOneOfMany ? "../" : ""
    let lab = Stranger.line(page.graded.lab)
    var above: [(text: String, href: String?)] = isOneOfMany ? [("The course", "\(up)../instructor/index.html")] : []
    let hasLab = try writeLab(page.graded, base: base, up: up, above)
    let head = PageHead(
      title: "\(lab): the class", root: "../\(up)", crumbs: above + [("\(lab): the class", nil)], isPrivate: true)
    try write(
      templates.render(.classPage, page.values(head, labPage: hasLab ? "lab.html" : nil)),
      to: "\(base)instructor/index.html")
    above = above.map { ($0.text, $0.href.map { "../\($0)" }) } + [("\(lab): the class", "../index.html")]
    for (place, entry) in page.graded.entries.enumerated() {
      try write(
        entry, page.names[place], slug: page.slugs[place], base: base, up: up, above, hasLab: hasLab, pictures)
    }
  }

  private mutating func write(
    _ entry: GradedClass.Entry, _ name: String, slug: String, base: String, up: String,
    _ above: [(text: String, href: String?)], hasLab: Bool, _ pictures: Pictures
  ) throws {
    let title = "\(name): \(Stranger.line(entry.lab))"
    let own = PageHead(
      title: title, root: "../../\(up)",
      crumbs: hasLab ? [(Stranger.line(entry.lab), "../../lab/index.html"), (name, nil)] : [],
      isAlone: true)
    let instructors = PageHead(title: title, root: "../../\(up)", crumbs: above + [(name, nil)], isPrivate: true)
    let (open, full): ([String: Any], [String: Any])
    switch entry {
    case .graded(let card, let history, let standing):
      let drawn = try StudentPage.Drawn(card, history, pictures(card), &rows, templates)
      // A course may let students see less of hidden checks than their names.
      let isLess = card.rules?.hidden == .nothing
      let shown = isLess ? Shown(card, to: .student).scorecard : card
      let less = isLess ? try StudentPage.Drawn(shown, history, pictures(shown), &rows, templates) : drawn
      (open, full) = (
        StudentPage(card, history, standing, for: .student, less).values(own, name: name),
        StudentPage(card, history, standing, for: .instructor, drawn).values(instructors, name: name)
      )
    case .ungraded(let ungraded):
      (open, full) = (
        StudentPage.values(ungraded, own, name: name, for: .student),
        StudentPage.values(ungraded, instructors, name: name, for: .instructor)
      )
    }
    try write(templates.render(.student, open), to: "\(base)students/\(slug)/index.html")
    try write(templates.render(.student, full), to: "\(base)instructor/students/\(slug).html")
  }

  /// The lab's page: one for everyone, and one with the audit for instructors. Whether there is a statement to show.
  private mutating func writeLab(
    _ graded: GradedClass, base: String, up: String, _ above: [(text: String, href: String?)]
  ) throws -> Bool {
    guard let markdown = graded.statement else {
      remarks.append(
        "the statement of \(Stranger.line(graded.lab)) was not found, and its page is left out. Set GRADUS_HOME to the "
          + "folder of the checkout.")
      return false
    }
    let page = LabPage(lab: graded.lab, markdown: markdown)
    for fault in page.statement.faults { remarks.append("\(Stranger.line(graded.lab)): \(fault)") }
    let title = page.statement.title.isEmpty ? Stranger.line(graded.lab) : page.statement.title
    let lab = Stranger.line(graded.lab)
    let open = PageHead(title: title, root: "../\(up)")
    try write(templates.render(.lab, page.values(open, audit: nil)), to: "\(base)lab/index.html")
    let head = PageHead(
      title: title, root: "../\(up)", crumbs: above + [("\(lab): the class", "index.html"), ("The lab", nil)],
      isPrivate: true)
    let audit = graded.audit.flatMap { AuditTable($0, lab: graded.lab) }
    try write(templates.render(.lab, page.values(head, audit: audit)), to: "\(base)instructor/lab.html")
    return true
  }

  private func write(_ text: String, to path: String) throws { try PageFolder(folder).write(text, to: path) }
}
