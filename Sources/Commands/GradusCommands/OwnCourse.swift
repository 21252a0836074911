import CommandSupport
import CourseBuild
import Foundation
import Glibc
import Grading

/// The course that one stands in: its labs are known to its own program only, which takes over there.
enum OwnCourse {
  /// These ask for no lab, and are done though the course cannot be built.
  private static let others = ["init", "new", "doctor", "train", "help"]

  /// Becomes the program of the course that the current folder belongs to, built now where its files have changed; returns
  /// where there is none, or nothing is asked of it.
  static func takeOver(_ words: [String]) {
    guard words.count > 1, !words[1].hasPrefix("-"), !others.contains(words[1]),
      let package = CoursePackage(above: FileManager.default.currentDirectoryPath), !package.isToolkit
    else { return }
    let error = FileHandle.standardError
    guard let products = ToolkitProducts.own else {
      error.say(
        """
        note: of the course in \(package.root) this program does not know the labs: to build a course's takes \
        \(CompanionProgram.name) beside this program (make course, in the toolkit's folder). Or let SwiftPM build it \
        (swift build -c release), and say .build/release/course instead of gradus
        """)
      return
    }
    do {
      let toolkit = try Toolkit.locate()
      let toolchain = try Toolchain.locate(cache: try Cache.standard())
      let build = CourseBuild(package, with: products, of: toolkit, toolchain: toolchain) { error.say($0) }
      let path = try build.program()
      // What it is built from is what it grades by.
      setenv("GRADUS_HOME", toolkit.root, 1)
      let reason = Successor.become(path, Array(words.dropFirst()))
      error.say("Error: \(path) could not be started: \(reason)")
      Foundation.exit(2)
    } catch {
      FileHandle.standardError.say("Error: \(error)")
      Foundation.exit(2)
    }
  }
}
