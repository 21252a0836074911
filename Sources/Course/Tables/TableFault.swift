/// Why a table cannot be read, in a sentence.
package struct TableFault: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
