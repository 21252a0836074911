import ArgumentParser
package import Checks
import CourseRules

extension Lab {
  /// The lab of that name, or an error that lists them.
  package static func named(_ name: String) throws -> Lab {
    guard let lab = Shelf.lab(name) else {
      let names = Shelf.labs.map(\.name)
      let guess = Spelling.nearest(to: name, among: names).map { " Did you mean \($0)?" } ?? ""
      throw ValidationError("There is no lab \(name).\(guess) There are: \(names.joined(separator: ", ")).")
    }
    return lab
  }
}
