import ArgumentParser
import CommandSupport
import CourseFile
import CourseRules
import Foundation
import Grading
import ProgramSupport
import Storage

/// `gradus course`: what a course's file says.
struct CourseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "course", abstract: "Reads the course's file, and says what is wrong with it.",
    subcommands: [CourseCheckCommand.self, CourseRulesCommand.self])
}

struct CourseCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Says all that is wrong with course.yml at once, each with its line.",
    discussion: "Exit codes: 0 all is well; 2 something is wrong, or the file cannot be read.")

  @Argument(help: "The course's file.")
  var file = CourseFile.name

  func run() throws {
    let course = try CourseFile.course(file)
    print("\(file): \(CourseFile.plain(course.title)): all is well")
    for rules in course.labs {
      guard let lab = Shelf.lab(rules.name) else { continue }
      let under = lab.under(rules)
      let checks = under.publicChecks + under.hiddenChecks
      let points = checks.reduce(.zero) { $0 + $1.points }
      print(
        "  \(rules.name): \(points) points in \(checks.count) checks, \(under.publicChecks.count) of them self-checks")
      for line in lab.changes(under: rules) { print("    \(line)") }
    }
    for work in course.work { print("  \(work.name): \(work.possible) points, marked by a person") }
    if let final = course.final { print("  the final mark, out of \(final.scale): \(final.mark.text)") }
  }
}

/// For `gradus grade`, which reads no YAML itself.
struct CourseRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Prints the course as JSON, as the other commands read it.")

  @Argument(help: "The course's file.")
  var file = CourseFile.name

  func run() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(CourseReading.Compiled(try CourseFile.course(file))) + [10])
  }
}

extension CourseFile {
  /// The course of a file, held against the labs of this program. What is wrong is told, a line each, and then this throws.
  static func course(_ path: String) throws -> Course {
    let error = FileHandle.standardError
    do {
      return try read(try bytes(path), named: path, labs: Shelf.labs.map { KnownLab($0) })
    } catch let fault as CourseFault {
      error.say(fault.description)
      if fault.problems.count > 1 { error.say("\(fault.problems.count) things are wrong with \(path)") }
      throw ExitCode(2)
    }
  }

  /// Of a file that may be anything, no more than a course file can have.
  private static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ValidationError("\(path) cannot be read: \(String(cString: strerror(errno))). `gradus init` writes one.")
    }
    return Array(try file.read(upToCount: bound + 1) ?? Data())
  }
}
