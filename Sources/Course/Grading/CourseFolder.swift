import Synchronization

/// The folder of a course that is a package of its own, and the labs whose files are there.
package struct CourseFolder: Sendable {
  package let root: String
  package let labs: Set<String>

  private static let known = Mutex<CourseFolder?>(nil)

  /// The course whose program this is; nil in the toolkit's own, whose labs are the toolkit's.
  package static var current: CourseFolder? { known.withLock { $0 } }

  /// Said once, when the program begins.
  package static func use(_ root: String, labs: [String]) {
    known.withLock { $0 = CourseFolder(root: root, labs: Set(labs)) }
  }
}
