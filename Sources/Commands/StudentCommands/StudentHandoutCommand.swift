import ArgumentParser
import Foundation
import Glibc
import Storage

struct StudentHandoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handout", abstract: "Makes the package that you start from.",
    discussion: "DIR becomes a Swift package with the lab's statement and the file to fill in.")

  @Argument(help: "The lab's name, as `gradus labs` lists it.")
  var lab: String
  @Option(help: ArgumentHelp("The folder to make; it must not exist.", valueName: "dir"))
  var out: String

  func run() throws {
    let handout = try Handouts.named(lab)
    guard !Files.exists(out) else { throw ValidationError("\(out) exists already; choose another --out.") }
    let partial = "\(out).\(getpid()).part"
    defer { Files.remove(partial) }
    // File by file: what was installed belongs to somebody else, and its owner would be copied too.
    try Files.makeFolder(partial)
    for path in try FileManager.default.subpathsOfDirectory(atPath: handout.root) {
      let (from, to) = ("\(handout.root)/\(path)", "\(partial)/\(path)")
      if Files.isFolder(from) {
        try Files.makeFolder(to)
      } else {
        try Files.makeFolder((to as NSString).deletingLastPathComponent)
        try Files.put(try Files.read(from), at: to)
      }
    }
    guard rename(partial, out) == 0 else { throw FileFault(out, String(cString: strerror(errno))) }
    print("\(out) is ready: \(handout.card.file) to fill in, STATEMENT.md to read, `gradus check` in it to try.")
  }
}
