import ArgumentParser
import Checks
import CommandSupport
import Foundation
import Grading
import Pages
import Parsing
import ProgramSupport
import Similarity
import Storage

struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Ranks the pairs of a class by how like their code is, and shows them side by side.",
    discussion: """
      FOLDER is the --out of a `gradus grade`, or a class's folder as `gradus grade --class` takes it. Names, comments, \
      layout, the order of functions and forms of loops are not compared; what the handout gave is subtracted. The \
      pages name students and show their code: they are for instructors only. Likeness is no proof: a person must look.
      """)

  @Argument(help: "The lab, such as MLP.")
  var lab: String
  @Argument(help: ArgumentHelp("The folder of the class.", valueName: "folder"))
  var folder: String
  @Option(
    help: ArgumentHelp("The folder of pages to make; OUT/similar of a graded folder unless told.", valueName: "dir"))
  var out: String?
  @Option(
    help: ArgumentHelp(
      "Code that was given to all, as in an earlier year: a .swift file, or a folder like FOLDER; may be repeated.",
      valueName: "path"))
  var given: [String] = []
  @Option(
    help: ArgumentHelp(
      "A CSV with the columns student and team: who is of one team is no pair.", valueName: "file"))
  var teams: String?
  @Option(help: ArgumentHelp("Also write the class as JPlag reads it to this new folder.", valueName: "dir"))
  var jplag: String?
  @Option(help: "How sources are read: bubblewrap, or none (for sources that you trust).")
  var sandbox: SandboxChoice = .bubblewrap

  func run() throws {
    let lab = try Lab.named(lab)
    Workspace.removeLeftovers()
    guard let place = out ?? (Files.exists("\(folder)/students") ? "\(folder)/similar" : nil) else {
      throw ValidationError("Say where the pages are to be made, outside of the class's own folder: --out DIR.")
    }
    let own = try ClassSources(folder, lab: lab)
    guard own.sources.count > 1 else {
      let rest = own.left.prefix(5).map { "\n  \($0)" }.joined()
      throw SimilarFault(
        "\(folder) holds \(own.sources.count == 1 ? "one submission" : "no submissions") that can be compared; likeness wants two.\(rest)"
      )
    }
    let teamList = try teams.map { try Teams(try Files.read($0), name: $0) }
    var site = try SiteFolder(replacing: place, of: [folder], option: "--out")
    let toolkit = try Toolkit.locate()
    let earlier = try given.flatMap { try ClassSources($0, lab: lab).sources.map(\.bytes) }
    let handout = Array(try Skeleton.strip(try toolkit.master(of: lab.name)).utf8)
    let confinement = try sandbox.confinement(try Cache.standard())
    let reader = try SourceReader(job: try Cell.reading(confinement), confinement: confinement)
    let known = try toolkit.rightSolutions(of: lab.name)
    let likeness = try ClassLikeness(
      lab: lab.name, own, handout: handout, given: earlier, known: known, teams: teamList ?? Teams(), reader: reader)
    try LikenessSite(likeness.report).write(in: site.partial)
    try site.commit()
    if let jplag { try JPlagFolder.write(own.sources, base: [handout] + earlier, file: lab.file, to: jplag) }
    for line in likeness.summary { print(line) }
    print("Open \(place)/index.html. It is for instructors only. Likeness is no proof.")
  }
}

extension Toolkit {
  /// The lab's right solutions that are nobody's here: they tell what a lab makes everybody write.
  func rightSolutions(of lab: String) throws -> [[UInt8]] {
    try ["reference/Solutions/\(lab)", "reference/Trials/\(lab)/right"].flatMap { folder in
      Files.exists("\(home(of: lab))/\(folder)") ? try sources(in: folder, of: lab).map(\.data) : []
    }
  }
}
