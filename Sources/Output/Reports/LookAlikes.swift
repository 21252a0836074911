/// Tells apart names that look the same: those that differ in spaces, in what has no width, in the form of a letter.
package struct LookAlikes: Sendable {
  private var folders: [String: Set<String>] = [:]

  package init() {}

  package mutating func add(_ name: String, folder: String) { folders[Self.look(name), default: []].insert(folder) }

  /// The name as it is shown: with its folder, which differs, where another looks like it.
  package func shown(_ name: String, folder: String) -> String {
    folders[Self.look(name), default: []].count > 1 ? "\(name) [\(folder)]" : name
  }

  /// What is left of a name for the eye.
  private static func look(_ name: String) -> String {
    let visible = name.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
      default: !scalar.properties.isDefaultIgnorableCodePoint
      }
    }
    // As one word after another, whatever spaces stand between and around; compared as Unicode does, so that an é of
    // one scalar is one of two.
    return String(String.UnicodeScalarView(visible)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .lowercased()
  }
}
