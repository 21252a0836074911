/// The version of the toolkit: of its commands, of what they write, and of what a course file may say.
package enum ToolkitVersion {
  package static let current = "0.1.0"

  /// Whether a course that was made for `version` (`0.1`, or with a third number) can be worked with: the first two numbers
  /// are the same.
  package static func suits(_ version: String) -> Bool {
    let wanted = version.split(separator: ".", omittingEmptySubsequences: false).prefix(2)
    return wanted.count == 2 && Array(wanted) == Array(current.split(separator: ".").prefix(2))
  }
}
