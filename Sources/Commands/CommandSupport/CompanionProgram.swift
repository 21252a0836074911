import Foundation

/// The program of a course's office, which stands beside this one.
package enum CompanionProgram {
  package static let name = "gradus-course"

  package static var path: String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: name).path
  }
}
