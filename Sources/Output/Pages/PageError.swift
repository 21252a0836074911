/// Pages that could not be made, and what to do: our fault or the set-up's, never a submission's.
package struct PageError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
