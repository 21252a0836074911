import ArgumentParser
import Checks
import Collecting
import CommandSupport
import CourseFile
import Export
import Foundation
import Grading
import ProgramSupport
import Sandbox
import Storage

struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect", abstract: "Makes a class's folder of what a platform sends.",
    discussion: """
      FROM is what Moodle, Canvas or Gradescope send of an assignment, as the archive or unpacked; a folder of git \
      repositories, or a list of their addresses; or a folder with one folder, archive or .swift file for each student.

      `gradus grade LAB --class FOLDER` takes FOLDER as it is. In FOLDER/attempts.jsonl stands every attempt: whose, when, \
      what, which file of it is graded, and by which rule. The same again changes nothing, later versions are new \
      attempts, and the last by the time of its hand-in is graded.

      What Moodle sends does not tell when anything was handed in: its grading worksheet does, downloaded at the same time \
      and given with --worksheet. Without it nobody of Moodle's is late.

      Archives of students are unpacked confined by bubblewrap. Who handed in nothing that can be graded has an empty \
      folder, and no mark.

      Exit codes: 0 all was collected, even if a person must look at some; 2 nothing was collected, and FOLDER is as it \
      was, or a repository could not be cloned.
      """)

  @Argument(help: "The lab's name, as `gradus labs` lists it.")
  var lab: String
  @Argument(help: "Archives, folders or files.")
  var from: [String]
  @Option(help: ArgumentHelp("The class's folder.", valueName: "folder"))
  var out: String
  @Option(help: "How it is laid out, where that is not seen: moodle, canvas, gradescope, git or plain.")
  var layout: Layout?
  @Option(help: ArgumentHelp("All of FROM is the work of this student.", valueName: "id"))
  var student: String?
  @Option(
    help: ArgumentHelp(
      "Which file of a student's is graded, as the record lists it. May be given for several.", valueName: "id=path"))
  var choose: [String] = []
  @Option(
    help: ArgumentHelp(
      "Moodle's grading worksheet of the assignment, for the times of the hand-ins.", valueName: "file"))
  var worksheet: String?
  @Option(
    help: ArgumentHelp(
      "The time zone of clocks that tell none, such as Europe/Paris; the course's, else this machine's, unless told.",
      valueName: "zone"))
  var zone: String?
  @Option(
    help: ArgumentHelp(
      "The course's file, or its folder, for its zone; course.yml of the current folder unless told.",
      valueName: "path"))
  var course: String?
  @Option(help: "How archives are unpacked: bubblewrap, or none (for archives that you trust).")
  var sandbox: SandboxChoice = .bubblewrap

  func validate() throws {
    guard zone.map({ TimeZone(identifier: $0) != nil }) ?? true else {
      throw ValidationError("--zone wants a name such as Europe/Paris.")
    }
    for choice in choose where choice.split(separator: "=", maxSplits: 1).count != 2 {
      throw ValidationError("--choose wants ID=PATH, such as 1234510=MLP_v2.swift.")
    }
  }

  func run() throws {
    let lab = try Lab.named(lab)
    Workspace.removeLeftovers()
    let confinement = try sandbox.confinement(try Cache.standard())
    var collector = try Collector(file: lab.file, unpacker: try unpacker(confinement), confinement: confinement)
    if let zone = try clock() { collector.zone = zone }
    collector.layout = layout
    collector.student = student.map { Student(layout ?? .plain, id: $0) }
    if let worksheet {
      let times = try HandInTimes(try Files.read(worksheet), name: worksheet, zone: collector.zone)
      collector.times = times.byMoodle
    }
    for choice in choose {
      let parts = choice.split(separator: "=", maxSplits: 1).map(String.init)
      collector.wanted[parts[0]] = parts[1]
    }
    let result = try collector.collect(from, into: out, at: Date())
    print(CollectSummary(result, lab: lab.name, file: lab.file, out: out).text)
    for trouble in result.troubles { FileHandle.standardError.say("\(trouble)") }
    if !result.troubles.isEmpty { throw ExitCode(2) }
  }

  private func clock() throws -> TimeZone? {
    if let zone { return TimeZone(identifier: zone) }
    let file = course.map { Files.isFolder($0) ? "\($0)/\(CourseFile.name)" : $0 } ?? CourseFile.name
    guard course != nil || Files.exists(file) else { return nil }
    return TimeZone(identifier: try CourseFile.course(file).zone)
  }

  /// This program itself is what reads archives, in a sandbox.
  private func unpacker(_ confinement: Confinement) throws -> Unpacker {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    guard confinement != .none else { return try Unpacker(program: program, confinement: .none, rules: .tools) }
    return try Unpacker(program: program, confinement: confinement, rules: try Cell.unpacking(confinement))
  }
}

extension Layout: ExpressibleByArgument {}
