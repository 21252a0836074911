import ArgumentParser
package import CourseRules
import Foundation
import Synchronization

/// How a program comes by what stands in a course file.
///
/// Reading YAML is not on the way of the first build of `gradus`: that asks `gradus-course`, which answers with the course
/// as JSON. A program that can read the file itself says so.
package enum CourseReading {
  package typealias Reader = @Sendable (_ path: String) throws -> Course

  private static let reader = Mutex<Reader?>(nil)

  /// Whether another program is asked.
  package static var isAsked: Bool { reader.withLock { $0 == nil } }

  /// From now on `reader` is asked.
  package static func use(_ reader: @escaping Reader) { Self.reader.withLock { $0 = reader } }

  /// The course that a file describes. What is wrong with the file was told when this throws an `ExitCode`.
  package static func course(_ path: String) throws -> Course {
    if let reader = reader.withLock({ $0 }) { return try reader(path) }
    return try compiled(path)
  }

  /// A course as one program hands it to another.
  package struct Compiled: Codable {
    /// Another version of the toolkit may mean another thing by the same words.
    var toolkit: String
    var course: Course

    package init(_ course: Course) { (toolkit, self.course) = (ToolkitVersion.current, course) }
  }

  /// Bytes of JSON; a course file has at most 1 MB.
  private static let bound = 16 << 20

  private static func compiled(_ path: String) throws -> Course {
    let program = CompanionProgram.path
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["course", "rules", path]
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw ValidationError(
        "\(path) is read by the program \(CompanionProgram.name), which could not be started beside this one (\(program)). "
          + "Build it: make course")
    }
    var bytes = Data()
    while let more = try output.fileHandleForReading.read(upToCount: 1 << 16), !more.isEmpty, bytes.count <= bound {
      bytes += more
    }
    if bytes.count > bound { process.terminate() }
    process.waitUntilExit()
    // It said itself what is wrong.
    guard process.terminationStatus == 0 else { throw ExitCode(2) }
    guard bytes.count <= bound, let version = try? JSONDecoder().decode(Version.self, from: bytes),
      version.toolkit == ToolkitVersion.current, let answer = try? JSONDecoder().decode(Compiled.self, from: bytes)
    else {
      throw ValidationError(
        "\(program) is of another version of the toolkit than this program. Build both: make course")
    }
    return answer.course
  }

  private struct Version: Decodable { var toolkit: String }
}
