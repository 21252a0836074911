/// What went wrong with a file or a folder of ours: a fault of the set-up, never of a submission.
package struct FileFault: Error, CustomStringConvertible {
  package let path: String
  package let reason: String

  package init(_ path: String, _ reason: String) { (self.path, self.reason) = (path, reason) }

  package var description: String { "\(path): \(reason)" }
}
