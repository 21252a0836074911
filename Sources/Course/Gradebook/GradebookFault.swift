/// What hinders a gradebook: its file, the machine, or what was asked of it. Nothing was written then.
package struct GradebookFault: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
