import ArgumentParser
import Checks
import CommandSupport
import Foundation
import Grading
import Keys
import Ledger
import Pages
import ProgramSupport
import Storage

struct PagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages", abstract: "Makes a web site of graded folders: the class, its submissions, the lab.",
    discussion: """
      OUT is the --out of a `gradus grade`; several may be given. The site is files alone: open instructor/index.html \
      in a browser. What is in students/NAME/ is for that student, lab/ for everyone; never publish instructor/, which \
      holds the evidence of hidden checks. An earlier site in that place is replaced in one step.
      What `gradus audit LAB` printed is shown with the lab where it was saved as OUT/audit.txt.
      """)

  @Argument(help: ArgumentHelp("The folders of results.", valueName: "out"))
  var folders: [String]
  @Option(help: ArgumentHelp("The folder to make; OUT/site unless told.", valueName: "dir"))
  var site: String?
  @Option(
    help: ArgumentHelp(
      "A file with a course key, where it is not OUT/course.key; may be given several times.", valueName: "file"))
  var key: [String] = []

  func run() throws {
    guard let place = site ?? (folders.count == 1 ? folders.first.map { "\($0)/site" } : nil) else {
      throw ValidationError("Say where the site of several folders is to be made: --site DIR.")
    }
    let keys = try key.map { try CourseKey(fileContents: try Files.read($0)) }
    let results = try folders.map { try Results($0, keys: keys) }
    let classes = try results.map { try $0.graded() }
    for line in classes.flatMap(\.complaints) { FileHandle.standardError.say(line) }
    var folder = try SiteFolder(replacing: place, of: folders)
    var pages = try Site(in: folder.partial)
    let pictures = results.map { Transcripts(output: $0.output, lab: $0.lab, key: $0.key) }
    try pages.write(classes) { pictures[$0].wrongTensors(of: $1) }
    try folder.commit()
    for remark in pages.remarks { FileHandle.standardError.say("note: \(remark)") }
    let count = classes.reduce(0) { $0 + $1.entries.count }
    print("\(count) submission\(count == 1 ? "" : "s"): open \(place)/instructor/index.html")
    print(
      "To publish: \(publishable(classes.count, place)). Never instructor/, which holds the evidence of hidden checks.")
  }

  private func publishable(_ count: Int, _ place: String) -> String {
    let inside = count == 1 ? "" : "LAB/"
    return "\(inside)students/NAME/ to that student, \(inside)lab/ and style.css to everyone"
  }
}
