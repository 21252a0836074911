import Foundation
import Glibc
import Storage

/// What SwiftPM built of the toolkit, beside one of its programs: modules to compile a course against, and the objects that
/// its program is made of.
package struct ToolkitProducts: Sendable {
  /// SwiftPM's folder of one configuration.
  let folder: String

  /// Those beside the program that runs now; nil where it was taken away from them, or no course's program was built.
  package static var own: ToolkitProducts? {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let products = ToolkitProducts(folder: (program as NSString).deletingLastPathComponent)
    return Files.exists(products.list) && Files.exists(products.program) ? products : nil
  }

  /// The program of all commands, built from the same objects.
  private var program: String { "\(folder)/gradus-course" }
  private var list: String { "\(folder)/gradus-course.product/Objects.LinkFileList" }

  var modules: String { "\(folder)/Modules" }

  /// All that the program is linked from, but for its own main.
  func objects() throws -> [String] {
    String(decoding: try Files.read(list), as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { !$0.contains("/gradus_course.build/") }
  }

  /// Which build this is: another one has another. Throws where some objects are of a later one than the program of all
  /// commands: what it needs besides them is then of the earlier one, and the two do not fit.
  func identity() throws -> String {
    let made = try time(of: program)
    let objects = try objects().map { (path: $0, time: try time(of: $0)) }
    guard objects.allSatisfy({ $0.time <= made }) else {
      throw CourseBuildFault(
        "\(program) is older than what it is made of. Build it again in the toolkit's folder (make course).\n")
    }
    return objects.map { "\($0.path) \($0.time)" }.joined(separator: "\n")
  }

  /// When a file was last written, in nanoseconds.
  private func time(of path: String) throws -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileFault(path, String(cString: strerror(errno))) }
    return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
  }

  /// Where the modules of C libraries are described, those that the modules above import: SwiftPM's own, of targets that
  /// bring none; those of the toolkit in `root`; and those of its dependencies.
  func moduleMaps(of root: String) -> [String] {
    let scratch = URL(fileURLWithPath: folder).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let brought = ["\(root)/Sources"] + names(in: "\(scratch)/checkouts").map { "\(scratch)/checkouts/\($0)/Sources" }
    let maps = brought.flatMap { place in
      (FileManager.default.enumerator(atPath: place)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix("/module.modulemap") }.sorted().map { "\(place)/\($0)" }
    }
    let made = names(in: folder).map { "\(folder)/\($0)/module.modulemap" }.filter { Files.exists($0) }
    // Of a module that brings a map one that was made before is out of date.
    var known: Set<Substring> = []
    return (maps + made).filter { map in
      let words = ((try? Files.read(map)).map { String(decoding: $0, as: UTF8.self) } ?? "").split {
        $0.isWhitespace || $0 == "{"
      }
      return words.firstIndex(of: "module").map { known.insert(words[$0 + 1]).inserted } ?? false
    }
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
