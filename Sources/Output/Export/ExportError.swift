/// What hinders an export: the file that was given, or the machine. Nothing was written then.
package struct ExportError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
