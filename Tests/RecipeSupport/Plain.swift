import Foundation
import Yams

/// YAML as a CI service reads it: texts, lists and maps, in which `on` and `true` are words like any other.
package enum Plain {
  case text(String)
  case list([Plain])
  case map([Pair])

  package struct Pair {
    package var key: String
    package var value: Plain
  }

  package init(fileAt path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard let node = try Yams.compose(yaml: text) else { throw RecipeFault("\(path) is empty") }
    self = try Plain(node)
  }

  private init(_ node: Node) throws {
    switch node {
    case .scalar(let scalar): self = .text(scalar.string)
    case .sequence(let sequence): self = .list(try sequence.map { try Plain($0) })
    case .mapping(let mapping):
      self = .map(
        try mapping.map { Pair(key: try $0.key.string.orThrow("a key is no text"), value: try Plain($0.value)) })
    case .alias: throw RecipeFault("aliases are not read by every service")
    }
  }

  package subscript(key: String) -> Plain? {
    guard case .map(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }

  /// One text is a list of one.
  package var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .list(let items): items.flatMap(\.texts)
    case .map: []
    }
  }

  package var items: [Plain] { if case .list(let items) = self { items } else { [] } }
  package var pairs: [Pair] { if case .map(let pairs) = self { pairs } else { [] } }

  /// Throws where there is a key that nobody here reads: what is not understood is not tested.
  package func hold(to known: Set<String>, in place: String) throws {
    for pair in pairs where !known.contains(pair.key) { throw RecipeFault("\(place): \(pair.key) is not known here") }
  }

  /// This map with another's keys over its own, maps within them too.
  package func under(_ other: Plain) -> Plain {
    guard case .map(var pairs) = self, case .map(let others) = other else { return other }
    for other in others {
      if let place = pairs.firstIndex(where: { $0.key == other.key }) {
        pairs[place].value = pairs[place].value.under(other.value)
      } else {
        pairs.append(other)
      }
    }
    return .map(pairs)
  }
}

/// What a recipe says that is wrong, or that is not understood here.
package struct RecipeFault: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

extension Optional {
  package func orThrow(_ reason: @autoclosure () -> String) throws -> Wrapped {
    guard let self else { throw RecipeFault(reason()) }
    return self
  }
}
