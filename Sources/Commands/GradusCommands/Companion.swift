import CommandSupport
import Foundation
import ProgramSupport

/// The commands of a course's office: they stand in a program of their own, `gradus-course`, since what they are built
/// on (databases, archives, pages) is not needed to grade, and would lengthen the first build.
enum Companion {
  static let commands = [
    "collect", "pages", "similar", "course", "export", "roster", "record", "gradebook", "mark",
    "handed-in", "team", "form", "regrade", "history", "explain", "undo",
  ]

  /// Becomes that program where the words begin with one of its commands; returns otherwise.
  static func takeOver(_ words: [String]) {
    guard words.count > 1, commands.contains(words[1]) else { return }
    let (program, path) = (CompanionProgram.name, CompanionProgram.path)
    let reason = Successor.become(path, Array(words.dropFirst()))
    FileHandle.standardError.say(
      """
      `gradus \(words[1])` is done by the program \(program), which could not be started beside this one (\(path): \
      \(reason)). Build it: make course
      """)
    Foundation.exit(2)
  }
}
