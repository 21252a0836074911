package import Checks
import Foundation
import Grading
import Synchronization

/// The labs that a program's commands know by name: the course's own, and those of the toolkit.
package enum Shelf {
  private static let toolkits = Mutex<[Lab]>([])
  private static let own = Mutex<[Lab]>([])

  package static var labs: [Lab] { own.withLock { $0 } + toolkits.withLock { $0 } }

  /// The lab of that name, whatever the case of its letters.
  package static func lab(_ name: String) -> Lab? {
    labs.first { $0.name.lowercased() == name.lowercased() }
  }

  /// Says what labs come with the toolkit; once, when a program begins.
  package static func stock(_ labs: [Lab]) { toolkits.withLock { $0 = labs } }

  /// Adds a course's labs, whose files are below `root`. Throws where two labs have one name.
  package static func add(_ labs: [Lab], of root: String) throws {
    let stock = Set(toolkits.withLock { $0 }.map { $0.name.lowercased() })
    var known = stock
    for lab in labs where !known.insert(lab.name.lowercased()).inserted {
      let isToolkits = stock.contains(lab.name.lowercased())
      throw ShelfFault(
        "Two labs are named \(lab.name): \(isToolkits ? "one is the toolkit's" : "both are in grading/Catalogue.swift"). "
          + "Rename the course's: its folders, its files and its types.")
    }
    own.withLock { $0 = labs }
    CourseFolder.use(root, labs: labs.map(\.name))
  }
}

/// Labs that cannot stand beside each other.
package struct ShelfFault: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
